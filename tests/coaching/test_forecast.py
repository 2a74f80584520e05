"""The chance of each ask is told from earlier days only, and from nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bench.timing.scoring import auc_within_months, brier, everybody, off, running_mean
from bench.timing.sets import SETS, made
from coaching.timing.past import Asked, Past
from tests.coaching.asks import asked, chances, some
from tests.coaching.cases import policy

SAMPLE = [one.ask for one in made("crm", 7)][:600]


def test_every_chance_lies_between_nought_and_one() -> None:
    assert all(0 < chance < 1 for chance in chances(SAMPLE))


def test_an_ask_is_told_of_as_if_nothing_came_after_its_day() -> None:
    on = SAMPLE[400].asked_on
    until = [ask for ask in SAMPLE if ask.asked_on <= on]
    assert chances(until) == chances(SAMPLE)[: len(until)]


def test_asks_of_one_day_do_not_see_each_other() -> None:
    on = SAMPLE[400].asked_on
    others = [replace(ask, came_back=not ask.came_back) if ask.asked_on == on else ask for ask in SAMPLE]
    told, changed = chances(SAMPLE), chances(others)
    until = [at for at, ask in enumerate(SAMPLE) if ask.asked_on <= on]
    assert [told[at] for at in until] == [changed[at] for at in until]
    assert told != changed


def test_the_order_of_the_rows_changes_nothing() -> None:
    order = sorted(range(len(SAMPLE)), key=lambda at: at * 7919 % len(SAMPLE))
    assert order != list(range(len(SAMPLE)))
    told = chances(SAMPLE)
    assert chances(SAMPLE[at] for at in order) == pytest.approx([told[at] for at in order], abs=1e-12)


def test_an_ask_without_an_outcome_is_told_of_and_teaches_nothing() -> None:
    pending = [asked("fresh", 40, None, on) for on in range(0, 700, 7)]
    both = chances([*SAMPLE, *pending])
    assert both[: len(SAMPLE)] == chances(SAMPLE)
    assert all(0 < chance < 1 for chance in both[len(SAMPLE) :])


def test_the_first_day_is_told_as_the_playbook_believes() -> None:
    assert chances([asked("whatever")]) == pytest.approx([policy().numbers.come_back_percent / 100])


def test_the_playbook_days_are_believed_best_before_there_is_a_case() -> None:
    early, right, late = chances([asked("not_now", 5), asked("not_now", 90), asked("not_now", 700)])
    assert early < right > late


def test_a_share_that_rose_is_followed() -> None:
    asks = [*some("a", 400, 20), *some("a", 400, 200, since=400)]
    told = chances(asks)
    assert told[399] < 0.1
    assert told[460] > 0.3
    assert told[799] > 0.42


def test_a_kind_never_seen_is_told_what_holds_for_all() -> None:
    asks = [*some("a", 300, 60), asked("never seen", on=300)]
    assert chances(asks)[-1] == pytest.approx(0.2, abs=0.06)


def test_kinds_are_told_apart_once_there_are_cases() -> None:
    asks = [
        ask
        for on in range(400)
        for ask in (asked("a", 90, on % 3 == 0, on), asked("b", 90, on % 20 == 0, on))
    ]
    told = chances(asks)
    assert told[-2] > 0.27
    assert told[-1] < 0.11


def test_the_best_days_are_found_whatever_the_playbook_believes() -> None:
    """They come back after 20 days, though the playbook waits for 90."""
    asks = [
        ask
        for on in range(500)
        for ask in (asked("not_now", 20, on % 3 == 0, on), asked("not_now", 90, on % 20 == 0, on))
    ]
    told = chances(asks)
    assert told[-2] > 0.27
    assert told[-1] < 0.11


@pytest.mark.parametrize("name", [name for name in SETS if name not in ("few", "noise")])
def test_it_is_ahead_of_the_running_mean_and_of_asking_everybody(name: str) -> None:
    asks = [one.ask for one in made(name, 0)]
    told = chances(asks)
    assert brier(asks, told) < brier(asks, running_mean(asks)) < brier(asks, everybody(asks))
    assert auc_within_months(asks, told) > 0.5
    assert off(asks, told) < 0.04


def test_where_nothing_tells_rows_apart_it_is_as_good_as_the_running_mean() -> None:
    for seed in range(3):
        asks = [one.ask for one in made("noise", seed)]
        assert brier(asks, chances(asks)) < 1.005 * brier(asks, running_mean(asks))


def test_no_asks_have_no_chances() -> None:
    assert chances([]) == []


def test_nobody_is_asked_before_the_no() -> None:
    ask = asked()
    with pytest.raises(ValueError, match="before the no"):
        Past.of([Asked(ask.kind, ask.asked_on + timedelta(days=1), ask.asked_on, False)])
