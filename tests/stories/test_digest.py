"""Four or more in one morning come as one digest of ten rows at most; what is left comes the next day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from coaching.deal import Reply
from prompts.home import SETTINGS
from prompts.nudge_buttons import REPLY
from tests.conftest import MakeRig
from tests.rig import Rig
from tests.stories.digests import (
    DAY,
    NAMES,
    NEXT,
    answer,
    asked,
    deal,
    digests,
    morning,
    names_on,
    planned,
    rows_on,
)
from tests.stories.scenes import (
    JSON,
)


def message_about(rig: Rig, name: str) -> JSON:
    """The newest message of its own about a deal, its card left out."""
    of_cards = {one.card_ts for one in rig.deals()}
    own = [m for m in rig.ana.messages() if m["ts"] not in of_cards and not m["ephemeral"]]
    return next(m for m in reversed(own) if name in m["text"])


@pytest.mark.parametrize(("due", "messages", "rows"), [(3, 3, 0), (4, 1, 4), (10, 1, 10), (12, 1, 10)])
def test_four_or_more_in_one_morning_come_in_one_digest_of_ten_rows_at_most(
    rig: Rig, due: int, messages: int, rows: int
) -> None:
    planned(rig, NAMES[:due])
    morning(rig)
    assert sum(asked(rig)) == min(due, 10)
    assert [len(rows_on(m)) for m in digests(rig)] == ([rows] if rows else [])
    posts = [call for call in rig.slack.calls if call.method == "chat.postMessage"]
    assert len(posts) - sum(one.card_ts is not None for one in rig.deals()) == messages


def test_the_rest_come_the_next_working_day_in_order_of_their_days(rig: Rig) -> None:
    planned(rig, NAMES[6:12], on=DAY)
    planned(rig, NAMES[:6], on=DAY - timedelta(days=1))
    planned(rig, NAMES[12:14], on=NEXT)
    morning(rig)
    morning(rig, NEXT)
    assert names_on(digests(rig)[0]) == NAMES[:10]
    assert names_on(digests(rig)[1]) == NAMES[10:14]
    assert asked(rig) == [1] * 14


def test_a_digest_says_how_many_wait_and_that_stays_when_a_row_is_answered(rig: Rig) -> None:
    planned(rig, NAMES[:12])
    morning(rig)
    more = rig.playbook.words.say("digest.more", count=2)
    assert more in digests(rig)[-1]["text"]
    answer(rig, Reply.TALKING_AGAIN)
    assert more in digests(rig)[-1]["text"]


def test_rows_keep_their_places_when_one_is_answered(rig: Rig) -> None:
    planned(rig, NAMES[3:6], on=DAY)
    planned(rig, NAMES[:3], on=DAY - timedelta(days=1))
    morning(rig)
    assert names_on(digests(rig)[-1]) == NAMES[:6]
    answer(rig, Reply.TALKING_AGAIN, NAMES[4])
    assert names_on(digests(rig)[-1]) == NAMES[:6]


def test_reminders_and_recommendations_count_towards_the_four(rig: Rig) -> None:
    for _ in range(2):
        rig.debrief(rig.ana, "Cope", callback_on=DAY.isoformat())
        rig.ana.close()
    planned(rig, ["Acme", "Birch"])
    planned(rig, ["Dune"], on=DAY + timedelta(days=7))
    morning(rig)
    assert digests(rig) == []
    rig.ana.press(f"{REPLY}{Reply.STILL_NO}", message_about(rig, "Cope"))
    rig.ana.fill({"kind-buying": "not_now", "door": "ajar"})
    assert rig.ana.submit().action == "closed"
    assert not deal(rig, "Cope").plan.accepted
    morning(rig, DAY + timedelta(days=7))
    (found,) = digests(rig)
    assert set(names_on(found)) == {"Acme", "Birch", "Cope", "Dune"}


def test_after_a_month_away_the_mornings_hold_ten_at_most_in_order(rig: Rig) -> None:
    names = [f"{name}{part}" for part in ("", "holm", "stead") for name in NAMES[:9]]
    for number, name in enumerate(names):
        planned(rig, [name], on=date(2027, 1, 11) + timedelta(days=number))
    rig.clock.move_to(datetime(2027, 2, 10, 3, tzinfo=UTC))
    counts: dict[str, int] = {}
    for _ in range(5 * 24):
        before = sum(asked(rig))
        rig.sweep()
        day = rig.local(rig.clock.now()).date().isoformat()
        counts[day] = counts.get(day, 0) + sum(asked(rig)) - before
        rig.clock.move(hours=1)
    assert {day: count for day, count in counts.items() if count} == {
        "2027-02-10": 10,
        "2027-02-11": 10,
        "2027-02-12": 7,
    }
    assert asked(rig) == [1] * 27
    sent = sorted((one.nudges[0].sent_at, one.id) for one in rig.deals())
    assert [deal_id for _, deal_id in sent] == sorted(one.id for one in rig.deals())


@pytest.mark.parametrize("moved_by", ["settings", "home", "zone"])
def test_what_a_digest_left_does_not_come_the_same_day(make_rig: MakeRig, moved_by: str) -> None:
    rig = make_rig(now=datetime(2027, 2, 9, 10, 30, tzinfo=UTC))
    rig.debrief(rig.ana, "Acme", callback_on=DAY.isoformat())
    rig.ana.close()
    planned(rig, NAMES[1:14])
    morning(rig)
    assert sum(asked(rig)) == 10
    rig.clock.move(hours=1, minutes=15)
    if moved_by == "zone":
        rig.ana.change_zone("Europe/Madrid")
    rig.ana.open_home()
    if moved_by == "settings":
        rig.ana.press(SETTINGS, "home")
        rig.ana.fill({"time": "11:00"})
        assert rig.ana.submit().action == "closed"
    for _ in range(4):
        rig.sweep()
        assert sum(asked(rig)) == 10
        rig.clock.move(hours=1)
    while sum(asked(rig)) == 10:
        rig.jump()
    assert rig.local(rig.clock.now()).date() == NEXT
    assert asked(rig) == [1] * 14
