"""A further no joins the deal that the rep names, and counts there; somebody else makes a new one."""

import pytest

from coaching.deal import Reply, Status
from coaching.plan import Verdict
from playground import Fault
from prompts.debrief_context import NEW_PROSPECT
from tests.rig import Rig
from tests.stories.cards import happened
from tests.stories.prospects import KNOWN, answer, asked, finish, name
from tests.stories.scenes import lost, nudge, reply, words_on


def test_somebody_else_makes_a_new_deal(rig: Rig) -> None:
    lost(rig)
    name(rig, "Dana Reyes Acme")
    answer(rig, NEW_PROSPECT)
    finish(rig)
    assert [deal.prospect for deal in rig.deals()] == ["Dana Reyes Acme", KNOWN]
    assert all(len(deal.debriefs) == 1 for deal in rig.deals())


def test_choosing_one_joins_it_under_the_name_it_has(rig: Rig) -> None:
    lost(rig)
    name(rig, "Dana Reyes Acme")
    answer(rig, str(rig.deals()[0].id))
    finish(rig)
    (deal,) = rig.deals()
    assert (deal.prospect, len(deal.debriefs)) == (KNOWN, 2)
    assert len(rig.ana.messages()) == 1, "one card for one deal"


def test_the_card_of_a_deal_that_another_no_joins_comes_down_to_where_the_rep_is(some_rig: Rig) -> None:
    rig = some_rig
    lost(rig)
    first = rig.deals()[0].card_ts
    rig.debrief(rig.ana, "Birch")
    rig.ana.close()
    lost(rig)
    joined = next(deal for deal in rig.deals() if len(deal.debriefs) == 2)
    assert joined.card_ts == nudge(rig.ana)["ts"], "the newest message"
    assert first not in {message["ts"] for message in rig.ana.messages()}


@pytest.mark.trouble
def test_a_card_that_slack_will_not_take_back_stays_and_the_new_one_counts(rig: Rig) -> None:
    lost(rig)
    rig.slack.faults.add("chat.delete", Fault(error="cant_delete_message"))
    lost(rig)
    (deal,) = rig.deals()
    assert [message["ts"] for message in rig.ana.messages()][-1] == deal.card_ts
    assert len(rig.ana.messages()) == 2


@pytest.mark.trouble
def test_a_card_that_cannot_move_says_where_it_is_what_the_new_one_would_have(rig: Rig) -> None:
    lost(rig)
    before = rig.deals()[0].card_ts
    rig.slack.faults.add("chat.postMessage", Fault(error="fatal_error"))
    lost(rig, kind="no_budget")
    (deal,) = rig.deals()
    (shown,) = rig.ana.messages()
    assert shown["ts"] == deal.card_ts == before
    rig.clock.move(hours=1)
    rig.sweep()
    assert len(rig.ana.messages()) == 1, "nothing is owed"
    title = rig.playbook.words.say(f"verdict.{deal.plan.verdict}_line", prospect=deal.prospect)
    assert title in words_on(rig.ana.messages()[0])


def test_joining_counts_towards_the_third_no(rig: Rig) -> None:
    lost(rig)
    for typed in ("Dana Reyes Acme", "Acme, Dana Reyes"):
        assert rig.deals()[0].plan.verdict is Verdict.FOLLOW_UP
        name(rig, typed)
        answer(rig, str(rig.deals()[0].id))
        finish(rig)
    assert rig.deals()[0].plan.verdict is Verdict.LET_GO


def test_somebody_else_does_not_count(rig: Rig) -> None:
    lost(rig)
    for typed in ("Dana Reyes Acme", "Acme, Dana Reyes"):
        name(rig, typed)
        answer(rig, NEW_PROSPECT)
        finish(rig)
    assert {deal.plan.verdict for deal in rig.deals()} == {Verdict.FOLLOW_UP}


def test_a_still_no_and_a_joined_no_count_together(rig: Rig) -> None:
    lost(rig, callback_on="2026-12-10")
    rig.jump()
    reply(rig.ana, Reply.STILL_NO)
    rig.ana.fill({"kind-buying": "not_now", "door": "ajar"})
    assert rig.ana.submit().action == "closed"
    name(rig, "Dana Reyes Acme")
    answer(rig, str(rig.deals()[0].id))
    finish(rig)
    assert rig.deals()[0].plan.verdict is Verdict.LET_GO


@pytest.mark.parametrize("typed", [KNOWN, "Dana Reyes Acme"])
def test_a_no_after_it_was_won_back_is_a_new_deal_without_a_question(rig: Rig, typed: str) -> None:
    lost(rig)
    happened(rig, Reply.WON_BACK)
    name(rig, typed)
    assert asked(rig) is None
    finish(rig)
    assert [deal.status for deal in rig.deals()] == [Status.OPEN, Status.WON_BACK]


def test_won_back_while_it_was_being_joined_makes_a_new_deal(rig: Rig) -> None:
    lost(rig)
    name(rig, "Dana Reyes Acme")
    answer(rig, str(rig.deals()[0].id))
    rig.ana.close()
    happened(rig, Reply.WON_BACK)
    rig.ana.command("/gotano", "Dana Reyes Acme")
    finish(rig)
    assert [deal.status for deal in rig.deals()] == [Status.OPEN, Status.WON_BACK]


def test_nobody_joins_somebody_else_s_deal(rig: Rig) -> None:
    rig.debrief(rig.sam, KNOWN)
    rig.sam.close()
    theirs = rig.deals(rig.sam.person)[0]
    lost(rig)
    name(rig, "Dana Reyes Acme")
    answer(rig, NEW_PROSPECT)
    sent = next(body for body in reversed(rig.heard) if body["type"] == "view_submission")
    values = sent["view"]["state"]["values"]
    (block_id,) = (block_id for block_id in values if block_id.startswith("joins"))
    values[block_id]["value"]["selected_option"]["value"] = str(theirs.id)
    rig.ana.send_raw(sent)
    finish(rig)
    assert rig.deals(rig.sam.person) == [theirs]
