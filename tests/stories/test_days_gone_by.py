"""A day that stands on a screen and has passed meanwhile: whoever does not touch it is not asked for another."""

from datetime import date

import pytest

from coaching.deal import Reply
from prompts.deal_card import EDIT, HAPPENED
from prompts.one_answer import BACK, OPEN
from prompts.verdict_screen import VERDICT
from tests.rig import Rig
from tests.stories.cards import press
from tests.stories.quick import to_verdict
from tests.stories.scenes import card, choose, lost
from tests.stories.test_card_edited import walk
from tests.stories.test_verdict import date_field

JUST_ONE = {"lesson": "Ask sooner", "words": "Not this year.", "value": "12k", "stage": "first"}


def asked_about_and_silent(rig: Rig, waits: bool = False, **given: str) -> None:
    """A day after its nudge came, or once the deal waits for the rep."""
    to_verdict(rig, stage="buying", **given)
    rig.ana.close()
    rig.jump()
    for _ in range(2 * waits):
        rig.jump()
    rig.clock.move(days=1)


@pytest.mark.parametrize("waits", [False, True])
@pytest.mark.parametrize("name", JUST_ONE)
def test_an_edit_that_moves_no_day_ends_with_done_after_that_day(
    some_quick: Rig, name: str, waits: bool
) -> None:
    asked_about_and_silent(some_quick, waits)
    (before,) = some_quick.deals()
    choose(some_quick.ana, EDIT, card(some_quick.ana, before))
    some_quick.ana.press(f"{OPEN}_{name}")
    some_quick.ana.fill({name: JUST_ONE[name]})
    assert some_quick.ana.submit().action == "updated"
    assert some_quick.ana.submit().action == "closed"
    (deal,) = some_quick.deals()
    assert (deal.plans, deal.waiting_since) == (before.plans, before.waiting_since)


def test_back_and_done_change_nothing_after_that_day_either(some_quick: Rig) -> None:
    asked_about_and_silent(some_quick)
    before = some_quick.deals()
    choose(some_quick.ana, EDIT, card(some_quick.ana, before[0]))
    some_quick.ana.press(f"{OPEN}_lesson")
    some_quick.ana.press(BACK)
    assert (some_quick.ana.view or {})["callback_id"] == VERDICT
    assert some_quick.ana.submit().action == "closed"
    assert some_quick.deals() == before


def test_another_day_that_has_passed_is_refused_as_ever(some_quick: Rig) -> None:
    asked_about_and_silent(some_quick)
    choose(some_quick.ana, EDIT, card(some_quick.ana, some_quick.deals()[0]))
    some_quick.ana.press(f"{OPEN}_lesson")
    some_quick.ana.press(BACK)
    field = date_field(some_quick)
    some_quick.ana.fill({field: "2026-11-05"})
    assert set(some_quick.ana.submit().errors) == {field}


DAYS = [("not_now", "callback_on"), ("content", "contract_end"), ("no_budget", "budget_on")]


@pytest.mark.parametrize(("kind", "name"), DAYS)
def test_an_edit_in_full_leaves_a_day_that_has_passed_as_it_stands(rig: Rig, kind: str, name: str) -> None:
    lost(rig, "Acme", None, kind=kind, **{name: "2026-12-01"})
    rig.clock.move(days=60)
    press(rig, EDIT)
    assert walk(rig, lesson="Ask sooner") == "updated"
    (deal,) = rig.deals()
    assert (deal.answers.lesson, getattr(deal.answers, name)) == ("Ask sooner", date(2026, 12, 1))


@pytest.mark.parametrize(("kind", "name"), DAYS)
def test_an_edit_in_full_takes_no_new_day_that_has_passed(rig: Rig, kind: str, name: str) -> None:
    lost(rig, "Acme", None, kind=kind, **{name: "2026-12-01"})
    rig.clock.move(days=60)
    press(rig, EDIT)
    for _ in range(2):
        rig.ana.submit()
    rig.ana.fill({name: "2026-12-02"})
    assert set(rig.ana.submit().errors) == {name}
    assert len(rig.deals()[0].debriefs) == 1


def test_one_day_looked_at_and_left_as_it_stands_is_taken(some_quick: Rig) -> None:
    to_verdict(some_quick, stage="buying")
    some_quick.ana.press(f"{OPEN}_callback_on")
    some_quick.ana.fill({"callback_on": "2026-12-01"})
    some_quick.ana.submit()
    some_quick.ana.close()
    some_quick.clock.move(days=60)
    (before,) = some_quick.deals()
    choose(some_quick.ana, EDIT, card(some_quick.ana, before))
    some_quick.ana.press(f"{OPEN}_callback_on")
    assert some_quick.ana.submit().action == "updated"
    assert some_quick.deals()[0].debriefs == before.debriefs


def test_a_day_that_slipped_still_counts_after_an_edit(rig: Rig) -> None:
    """Emptying the field would have taken it out of what was told, and with it the slip."""
    lost(rig, callback_on="2026-12-01")
    rig.clock.move(days=60)
    press(rig, EDIT)
    walk(rig, lesson="Ask sooner")
    rig.ana.close()
    for _ in range(2):
        press(rig, HAPPENED)
        rig.ana.fill({"reply": Reply.STILL_NO})
        rig.ana.submit()
        given = {"kind-buying": "not_now", "door": "open", "callback_on": "2027-06-01", "condition": "A move"}
        rig.ana.fill(given)
        assert rig.ana.submit().action == "closed"
    assert not rig.deals()[0].plan.accepted, "three noes, and one day that came to nothing"
