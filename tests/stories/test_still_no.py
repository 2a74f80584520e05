"""Still no: its form, and how it counts together with the noes of debriefs."""

import pytest

from coaching.deal import Reply, Status
from coaching.plan import Opening, Verdict
from prompts.deal_card import LET_GO, ONE_MORE_TRY
from prompts.nudge_message import UNDO
from tests.rig import Rig
from tests.stories.replies import still_no
from tests.stories.scenes import card, decisions_on, due_on, nudge, nudged, reply, values_on, words_on


def test_still_no_asks_kind_door_and_date_and_judges_anew(rig: Rig) -> None:
    nudged(rig)
    reply(rig.ana, Reply.STILL_NO)
    assert set(values_on(rig.ana.view)) == {"kind", "door", "words", "callback_on", "condition"}
    rig.ana.fill({"kind-buying": "not_now", "door": "ajar", "callback_on": "2027-04-14"})
    assert rig.ana.submit().action == "closed"
    (deal,) = rig.deals()
    assert (deal.plan.verdict, due_on(rig)) == (Verdict.FOLLOW_UP, "2027-04-14")
    assert decisions_on(nudge(rig.ana)) == {UNDO}


@pytest.mark.parametrize("bad", ["2027-01-31", "2029-02-02"])
def test_still_no_refuses_a_bad_date_at_its_field(rig: Rig, bad: str) -> None:
    nudged(rig)
    reply(rig.ana, Reply.STILL_NO)
    rig.ana.fill({"kind-buying": "not_now", "door": "ajar", "callback_on": bad})
    assert set(rig.ana.submit().errors) == {"callback_on"}
    assert rig.deals()[0].replies == ()


def test_still_no_for_an_unknown_reason_asks_why_whatever_they_told_before(rig: Rig) -> None:
    nudged(rig)
    reply(rig.ana, Reply.STILL_NO)
    rig.ana.fill({"kind-buying": "unknown", "door": "ajar"})
    assert rig.ana.submit().action == "closed"
    assert rig.deals()[0].plan.verdict is Verdict.ASK_WHY


def test_still_no_names_the_prospect_and_asks_what_they_said_this_time(rig: Rig) -> None:
    nudged(rig, words="Not this year.")
    reply(rig.ana, Reply.STILL_NO)
    assert "Dana Reyes, Acme" in words_on(rig.ana.view)
    rig.ana.fill({"kind-buying": "no_value", "door": "ajar", "words": "It costs too much."})
    assert rig.ana.submit().action == "closed"
    assert "It costs too much." in words_on(card(rig.ana, rig.deals()[0]))


def test_nobody_is_quoted_on_a_day_on_which_they_did_not_say_it(rig: Rig) -> None:
    nudged(rig, words="Not this year.")
    still_no(rig)
    assert rig.deals()[0].answers.words is None
    assert "Not this year." not in words_on(card(rig.ana, rig.deals()[0]))
    assert rig.deals()[0].debriefs[0].answers.words == "Not this year.", "history and export keep them"
    assert "Not this year." in words_on(nudge(rig.ana)), "so does the question that was answered"


def test_still_no_with_a_closed_door_ends_at_once(rig: Rig) -> None:
    nudged(rig)
    still_no(rig, door="closed")
    (deal,) = rig.deals()
    assert (deal.status, deal.next_nudge_at) == (Status.LET_GO, None)


def test_the_third_no_recommends_letting_go_and_the_rep_may_try_once_more(rig: Rig) -> None:
    nudged(rig)
    still_no(rig)
    assert rig.deals()[0].plan.accepted
    rig.jump()
    still_no(rig)
    (deal,) = rig.deals()
    assert (deal.plan.verdict, deal.plan.accepted, deal.status) == (Verdict.LET_GO, False, Status.OPEN)
    assert decisions_on(nudge(rig.ana)) == {LET_GO, ONE_MORE_TRY, UNDO}

    rig.ana.press(ONE_MORE_TRY, nudge(rig.ana))
    rig.ana.fill({"on": "2027-09-01"})
    assert rig.ana.submit().action == "closed"
    assert (due_on(rig), rig.deals()[0].plan.opening) == ("2027-09-01", Opening.ONE_MORE_TRY)
    rig.jump()
    reply(rig.ana, Reply.NO_ANSWER)
    assert not rig.deals()[0].plan.accepted
    assert decisions_on(nudge(rig.ana)) == {LET_GO, UNDO}, "one more try is offered once a deal"
    rig.ana.press(LET_GO, nudge(rig.ana))
    assert rig.deals()[0].status is Status.LET_GO


def test_a_third_no_counts_debriefs_and_still_noes_alike(rig: Rig) -> None:
    rig.debrief(rig.ana)
    rig.ana.close()
    nudged(rig)
    still_no(rig)
    assert rig.deals()[0].plan.verdict is Verdict.LET_GO


def test_an_open_door_with_date_and_reason_outweighs_the_third_no(rig: Rig) -> None:
    nudged(rig)
    still_no(rig)
    rig.jump()
    still_no(rig, door="open", callback_on="2027-09-01", condition="The office is open")
    assert (rig.deals()[0].plan.verdict, due_on(rig)) == (Verdict.FOLLOW_UP, "2027-09-01")


def test_a_date_that_slipped_outweighs_nothing_any_more(rig: Rig) -> None:
    nudged(rig, callback_on="2027-01-13")
    still_no(rig, callback_on="2027-02-10", door="open", condition="The office is open")
    rig.jump()
    still_no(rig, door="open", callback_on="2027-09-01", condition="The office is open")
    assert (rig.deals()[0].plan.verdict, rig.deals()[0].plan.accepted) == (Verdict.LET_GO, False)
