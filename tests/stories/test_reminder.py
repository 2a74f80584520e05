"""One reminder, a week after a nudge that the rep did not answer, and none after that."""

from datetime import date, timedelta

import pytest

from coaching.deal import Reply, Status
from coaching.plan import Opening
from playground import Fault
from prompts.deal_card import CHANGE_DATE, DELETE, HAPPENED, LET_GO, ONE_MORE_TRY
from tests.rig import Rig
from tests.stories.cards import press
from tests.stories.reminders import again, nudged, reminded, sweeps_until
from tests.stories.scenes import actions_on, decisions_on, nudge, reply, words_on


def recommended(rig: Rig) -> None:
    """The third no has been told; letting go is recommended."""
    rig.debrief(rig.ana, "Acme")
    rig.ana.close()
    nudged(rig)
    reply(rig.ana, Reply.STILL_NO)
    rig.ana.fill({"kind-buying": "not_now", "door": "ajar"})
    assert rig.ana.submit().action == "closed"
    assert not rig.deals()[0].plan.accepted


@pytest.mark.parametrize(
    ("sent", "comes"),
    [
        ("2027-02-10", "2027-02-17"),
        ("2026-12-16", "2026-12-23"),
        ("2026-12-17", "2027-01-04"),
        ("2026-12-23", "2027-01-04"),
        ("2027-03-24", "2027-03-31"),
    ],
)
def test_what_a_rep_leaves_for_seven_days_comes_once_more(some_rig: Rig, sent: str, comes: str) -> None:
    """On a working day, after the year's end, and by the rep's clock when it has changed."""
    rig = some_rig
    nudged(rig, sent)
    rig.clock.move(days=6, hours=22)
    rig.sweep()
    assert len(rig.ana.messages()) == 2
    due = rig.local(rig.jump())
    assert due.strftime("%Y-%m-%d %H:%M") == f"{comes} 09:30"
    assert len(rig.ana.messages()) == 3
    rig.sweep()
    assert len(rig.ana.messages()) == 3


def test_a_reminder_says_that_it_is_one_and_asks_the_same(rig: Rig) -> None:
    first = nudged(rig)
    headline, offered = first["blocks"][0]["text"]["text"], actions_on(first)
    rig.jump()
    shown = words_on(nudge(rig.ana))
    assert rig.playbook.words.say("nudges.reminder", headline=headline) in shown
    assert "Ask me when we have moved." in shown
    assert rig.playbook.words.say("nudges.you_might_say") in shown
    assert actions_on(nudge(rig.ana)) == offered


@pytest.mark.parametrize("what", [CHANGE_DATE, HAPPENED, DELETE])
def test_what_a_rep_does_with_the_card_ends_the_reminding(rig: Rig, what: str) -> None:
    nudged(rig)
    press(rig, what)
    if what != DELETE:
        fields = {"on": "2027-06-01"} if what == CHANGE_DATE else {"reply": Reply.TALKING_AGAIN}
        rig.ana.fill(fields)
        assert rig.ana.submit().action == "closed"
    seen = len(rig.ana.messages())
    rig.clock.move(days=8)
    rig.sweep()
    assert len(rig.ana.messages()) == seen


def test_each_nudge_of_a_deal_is_reminded_of_once(rig: Rig) -> None:
    reminded(rig)
    reply(rig.ana, Reply.TALKING_AGAIN)
    rig.jump()
    rig.jump()
    assert len(rig.ana.messages()) == 5
    sweeps_until(rig, "2027-09-01")
    assert len(rig.ana.messages()) == 5


def test_a_recommendation_is_brought_up_once_more_and_offers_its_ways_on(rig: Rig) -> None:
    recommended(rig)
    told_on = rig.clock.now()
    older = nudge(rig.ana)
    rig.jump()
    assert rig.clock.now() - told_on == timedelta(days=7)
    shown = nudge(rig.ana)
    assert shown["ts"] != older["ts"]
    assert decisions_on(shown) == {LET_GO, ONE_MORE_TRY}
    assert not {LET_GO, ONE_MORE_TRY} & actions_on(again(rig, older))
    assert rig.playbook.words.say("nudges.goodbye") in words_on(shown)
    sweeps_until(rig, "2028-03-01")
    assert [m["ts"] for m in rig.ana.messages()][-1] == shown["ts"]
    assert rig.deals()[0].status is Status.WAITING


def test_a_recommendation_brought_up_again_is_agreed_to(rig: Rig) -> None:
    recommended(rig)
    rig.jump()
    rig.ana.press(LET_GO, nudge(rig.ana))
    assert rig.deals()[0].status is Status.LET_GO
    assert LET_GO not in actions_on(nudge(rig.ana))


def test_one_more_try_from_a_recommendation_brought_up_again(rig: Rig) -> None:
    recommended(rig)
    rig.jump()
    rig.ana.press(ONE_MORE_TRY, nudge(rig.ana))
    rig.ana.fill({"on": "2027-09-01"})
    assert rig.ana.submit().action == "closed"
    assert rig.deals()[0].plan.opening is Opening.ONE_MORE_TRY
    assert rig.local(rig.jump()).date() == date(2027, 9, 1)


@pytest.mark.trouble
def test_a_reminder_that_slack_did_not_take_comes_later_and_once(rig: Rig) -> None:
    nudged(rig)
    rig.slack.faults.add("chat.postMessage", Fault(status=429, retry_after=30))
    rig.jump()
    assert len(rig.ana.messages()) == 2
    rig.jump()
    rig.clock.move(minutes=5)
    rig.sweep()
    assert len(rig.ana.messages()) == 3
