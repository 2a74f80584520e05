"""What each reply to a nudge leads to: the table of replies, by what the nudge opened with."""

from dataclasses import replace
from datetime import date

import pytest

from coaching.deal import SNOOZES, Reply
from coaching.debrief import Door, Worth
from coaching.follow_up import happenings, next_plan, recommendation, replies_to
from coaching.kinds import Kind
from coaching.plan import Opening, Plan, Reason, Variant, Verdict, Why
from tests.coaching.cases import (
    NAMED_DAY,
    after,
    answers,
    due_on,
    due_rule,
    judged,
    plan_of,
    situation,
    whys,
)

R = Reply
USUAL = {R.REACHED_OUT, R.NO_ANSWER, R.TALKING_AGAIN, R.WON_BACK, R.STILL_NO, R.LET_GO} | SNOOZES
GOING_ON = [
    Opening.GO_BACK,
    Opening.FOLLOW_UP,
    Opening.NURTURE,
    Opening.DID_THEY_ANSWER,
    Opening.STILL_TALKING,
    Opening.ONE_MORE_TRY,
]
KNOWN_TO_HAVE_REACHED_OUT = [Opening.DID_THEY_ANSWER, Opening.STILL_TALKING]

MEANT = {
    Opening.ASK_WHY: Verdict.ASK_WHY,
    Opening.GO_BACK: Verdict.GO_BACK,
    Opening.NURTURE: Verdict.NURTURE,
    Opening.DID_THEY_ANSWER: Verdict.GO_BACK,
    Opening.ONE_MORE_TRY: Verdict.GO_BACK,
    Opening.LOOK: Verdict.LET_GO,
}


def under(opening: Opening) -> Plan:
    """A plan whose nudge opens so."""
    meant = MEANT.get(opening, Verdict.FOLLOW_UP)
    return replace(plan_of(opening=opening), verdict=meant, recommended=meant)


@pytest.mark.parametrize(
    "opening",
    [Opening.GO_BACK, Opening.FOLLOW_UP, Opening.NURTURE, Opening.ONE_MORE_TRY, Opening.LOOK],
    ids=str,
)
def test_a_nudge_offers_every_reply_of_the_table(opening: Opening) -> None:
    assert set(replies_to(opening)) == USUAL


@pytest.mark.parametrize("opening", KNOWN_TO_HAVE_REACHED_OUT, ids=str)
def test_having_reached_out_is_not_offered_where_that_is_known(opening: Opening) -> None:
    assert set(replies_to(opening)) == USUAL - {R.REACHED_OUT}


def test_asking_why_offers_its_own_four() -> None:
    assert replies_to(Opening.ASK_WHY) == (R.TOLD_ME, R.DODGED, R.NO_ANSWER, R.SKIP)


@pytest.mark.parametrize("opening", Opening, ids=str)
def test_at_any_time_a_rep_can_say_what_a_nudge_would_take_and_how_it_ended(opening: Opening) -> None:
    told = happenings(under(opening))
    assert set(told) >= set(replies_to(opening)) | {R.TALKING_AGAIN, R.WON_BACK, R.STILL_NO, R.LET_GO}
    assert len(set(told)) == len(told)


def test_nothing_scheduled_takes_the_usual_replies() -> None:
    assert set(happenings(plan_of(Verdict.LET_GO))) == USUAL


@pytest.mark.parametrize("opening", Opening, ids=str)
def test_won_back_ends_it(opening: Opening) -> None:
    assert next_plan(R.WON_BACK, situation(under(opening))) is None


@pytest.mark.parametrize("opening", Opening, ids=str)
def test_let_it_go_ends_it_with_the_rep_s_word(opening: Opening) -> None:
    plan = after(R.LET_GO, situation(under(opening)))
    assert plan.verdict is Verdict.LET_GO
    assert plan.accepted
    assert (plan.due, plan.opening, plan.then, plan.variant) == (None, None, None, None)


@pytest.mark.parametrize(("verdict", "stay"), [(Verdict.FOLLOW_UP, False), (Verdict.LET_GO, True)])
def test_the_reasons_for_another_verdict_go_when_it_is_let_go(verdict: Verdict, stay: bool) -> None:
    reasons = (Reason(Why.NOES, count=3),)
    plan = after(R.LET_GO, situation(plan_of(verdict, reasons=reasons)))
    assert plan.reasons == (reasons if stay else ())


@pytest.mark.parametrize("opening", [o for o in GOING_ON if o is not Opening.NURTURE], ids=str)
def test_reached_out_is_asked_after_in_five_working_days(opening: Opening) -> None:
    plan = after(R.REACHED_OUT, situation(under(opening)))
    assert (plan.opening, due_on(plan), due_rule(plan)) == (
        Opening.DID_THEY_ANSWER,
        date(2026, 11, 10),
        Why.WORKING_DAYS,
    )


@pytest.mark.parametrize(
    ("kind", "on"),
    [
        (Kind.NO_NEED, date(2027, 2, 1)),
        (Kind.NO_RAPPORT, date(2026, 12, 3)),
        (Kind.DOUBTS_US, date(2026, 12, 18)),
        (Kind.NO_VALUE, date(2027, 2, 1)),
    ],
)
def test_reached_out_while_kept_warm_brings_the_next_touch_after_the_kind_s_interval(
    kind: Kind, on: date
) -> None:
    plan = after(R.REACHED_OUT, situation(plan_of(Verdict.NURTURE, kind)))
    assert (plan.verdict, plan.opening, due_on(plan)) == (Verdict.NURTURE, Opening.NURTURE, on)


@pytest.mark.parametrize("opening", [*GOING_ON, Opening.ASK_WHY], ids=str)
def test_talking_again_stays_open_and_is_asked_after_in_14_days(opening: Opening) -> None:
    plan = after(R.TALKING_AGAIN, situation(under(opening)))
    assert (plan.opening, due_on(plan)) == (Opening.STILL_TALKING, date(2026, 11, 17))
    assert plan.verdict is not Verdict.LET_GO


@pytest.mark.parametrize("reply", [R.TALKING_AGAIN, R.REACHED_OUT], ids=str)
def test_going_after_a_deal_let_go_opens_it(reply: Reply) -> None:
    plan = after(reply, situation(under(Opening.LOOK)))
    assert plan.verdict is not Verdict.LET_GO
    assert plan.accepted


@pytest.mark.parametrize(
    ("reply", "on"),
    [
        (R.SNOOZE_WEEK, date(2026, 11, 10)),
        (R.SNOOZE_MONTH, date(2026, 12, 3)),
        # Three months on is 3 February, a Wednesday.
        (R.SNOOZE_QUARTER, date(2027, 2, 3)),
        (R.SNOOZE_UNTIL, NAMED_DAY),
    ],
)
@pytest.mark.parametrize("opening", [*GOING_ON, Opening.LOOK], ids=str)
def test_a_snooze_brings_the_same_nudge_later_and_changes_nothing_else(
    opening: Opening, reply: Reply, on: date
) -> None:
    held = replace(under(opening), variant=Variant.LAST_MESSAGE)
    plan = after(reply, situation(held, snoozes=1), NAMED_DAY)
    assert (due_on(plan), due_rule(plan)) == (on, Why.SNOOZED)
    same = ("verdict", "recommended", "kind", "opening", "then", "variant", "accepted")
    assert [getattr(plan, name) for name in same] == [getattr(held, name) for name in same]
    assert plan.reasons == ()


def test_a_month_s_snooze_from_the_31st_is_the_last_of_a_shorter_month() -> None:
    at = situation(under(Opening.FOLLOW_UP), today=date(2027, 8, 31), snoozes=1)
    assert due_on(after(R.SNOOZE_MONTH, at)) == date(2027, 9, 30)


@pytest.mark.parametrize(("snoozes", "said"), [(1, False), (2, False), (3, True), (4, True)])
def test_the_third_snooze_in_a_row_also_offers_to_let_go(snoozes: int, said: bool) -> None:
    plan = after(R.SNOOZE_WEEK, situation(under(Opening.FOLLOW_UP), snoozes=snoozes))
    assert (Why.SNOOZES in whys(plan)) is said
    assert plan.due is not None, "an offer, not a decision"
    assert R.LET_GO in replies_to(Opening.FOLLOW_UP)


@pytest.mark.parametrize("reply", [R.SNOOZE_UNTIL, R.ONE_MORE_TRY, R.THEY_CONTACTED_ME], ids=str)
def test_some_replies_need_a_day_the_rep_chose(reply: Reply) -> None:
    with pytest.raises(ValueError, match="day"):
        next_plan(reply, situation(under(Opening.FOLLOW_UP)))


@pytest.mark.parametrize("reply", [R.STILL_NO, R.TOLD_ME], ids=str)
def test_replies_that_bring_answers_are_judged_by_those(reply: Reply) -> None:
    with pytest.raises(ValueError, match="answers"):
        next_plan(reply, situation(under(Opening.FOLLOW_UP)))


def test_one_more_try_is_one_nudge_on_the_day_chosen() -> None:
    plan = after(R.ONE_MORE_TRY, situation(plan_of(Verdict.LET_GO)), NAMED_DAY)
    assert (plan.opening, due_on(plan), due_rule(plan)) == (Opening.ONE_MORE_TRY, NAMED_DAY, Why.REP_CHOSE)
    assert plan.recommended is Verdict.LET_GO, "the rep overruled the coach"
    assert plan.accepted


def test_they_contacted_me_opens_the_deal_on_the_day_chosen() -> None:
    closed = plan_of(Verdict.LET_GO, variant=Variant.CLOSED)
    plan = after(R.THEY_CONTACTED_ME, situation(closed, answers(Kind.NOT_NOW, door=Door.CLOSED)), NAMED_DAY)
    assert (plan.verdict, plan.opening, due_on(plan)) == (Verdict.FOLLOW_UP, Opening.FOLLOW_UP, NAMED_DAY)
    assert plan.variant is None


def test_letting_go_after_a_reply_waits_for_the_rep_s_word_unless_the_door_is_closed() -> None:
    costly, closed = judged(Kind.NOT_NOW, worth=Worth.COSTS_MORE), judged(Kind.NOT_NOW, door=Door.CLOSED)
    assert not recommendation(costly).accepted
    assert recommendation(closed).accepted
    assert recommendation(judged(Kind.NOT_NOW)).accepted
