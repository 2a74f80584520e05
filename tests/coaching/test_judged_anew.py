"""Judged anew, by another no, an edit or a silence: what has happened since the answers were given counts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from coaching.deal import Reply, Source
from coaching.debrief import Answers, AskedWhy, Door, FirstNo
from coaching.kinds import Kind
from coaching.plan import Opening, Variant, Verdict, Why
from coaching.steps import Step, quiet_stop
from tests.coaching.cases import (
    LISBON,
    answers,
    due_on,
    due_rule,
    plan_of,
    policy,
    whys,
)
from tests.coaching.retold import NO, OPEN, begun, day, edited, judged_on, reply_on


def test_an_edit_keeps_the_tries_that_were_counted() -> None:
    tale = begun(answers(Kind.NO_RESPONSE, tries=3)).replied(14, *[Reply.NO_ANSWER] * 3)
    assert edited(tale, 15, lesson="Call").counts(15).tries == 6
    assert judged_on(tale, 15).verdict is Verdict.LET_GO


def test_an_edit_that_names_the_tries_names_all_of_them() -> None:
    tale = begun(answers(Kind.NO_RESPONSE, tries=3)).replied(14, Reply.NO_ANSWER)
    assert edited(tale, 15, tries=5).counts(15).tries == 5


@pytest.mark.parametrize("kind", [Kind.NOT_NOW, Kind.NO_RESPONSE], ids=str)
def test_a_day_they_named_is_waited_for_when_they_do_not_answer_before_it(kind: Kind) -> None:
    tale = begun(answers(kind, callback_on=day(181)))
    reply_on(tale, 10, Reply.REACHED_OUT)
    plan = reply_on(tale, 17, Reply.NO_ANSWER)
    assert (plan.verdict, due_on(plan), due_rule(plan)) == (Verdict.GO_BACK, day(181), Why.NAMED)


def test_once_it_has_come_a_silence_is_judged_by_itself() -> None:
    tale = begun(replace(NO, callback_on=day(10)))
    reply_on(tale, 10, Reply.REACHED_OUT)
    assert due_rule(reply_on(tale, 17, Reply.NO_ANSWER)) is Why.DAYS


def test_who_is_kept_warm_is_written_to_on_the_day_they_named() -> None:
    plan = reply_on(begun(answers(Kind.NO_NEED, callback_on=day(20))), 3, Reply.REACHED_OUT)
    assert (plan.opening, due_on(plan), due_rule(plan)) == (Opening.NURTURE, day(20), Why.NAMED)


@pytest.mark.parametrize("kind", [Kind.CONTENT, Kind.CHOSE_COMPETITOR, Kind.NO_BUDGET], ids=str)
def test_a_lead_day_that_has_passed_is_unknown_after_another_no(kind: Kind) -> None:
    """Else each no would be followed by the next working day."""
    name = "budget_on" if kind is Kind.NO_BUDGET else "contract_end"
    given = answers(kind, **{name: day(100)})
    tale = begun(given)
    tale.said_no(80, given, Source.STILL_NO)
    assert due_rule(judged_on(tale, 80)) in (Why.DAYS, Why.QUARTER)


def test_not_one_that_is_told_with_that_no_nor_one_that_an_edit_leaves() -> None:
    tale = edited(begun(answers(Kind.CONTENT, contract_end=day(60))), 5, lesson="Ask")
    assert due_rule(judged_on(tale, 5)) is Why.BEFORE_CONTRACT
    tale.said_no(10, answers(Kind.CONTENT, contract_end=day(70)))
    assert due_rule(judged_on(tale, 10)) is Why.BEFORE_CONTRACT


AGREED = replace(OPEN, callback_on=day(10), condition="A budget")


@pytest.mark.parametrize("reply", [Reply.REACHED_OUT, Reply.NO_ANSWER, Reply.TALKING_AGAIN])
def test_a_named_day_on_which_the_rep_has_acted_is_no_agreement_any_more(reply: Reply) -> None:
    tale = begun(AGREED)
    reply_on(tale, 12, reply)
    plan = judged_on(edited(tale, 20, first_no=FirstNo.EARLY), 20)
    assert (due_rule(plan), plan.variant) == (Why.DAYS, Variant.NO_DATE)


def test_one_whose_nudge_is_still_to_come_or_to_be_answered_holds() -> None:
    """The day is a Friday off, say, and its nudge comes on Monday; or it came, and was put off."""
    tale = begun(AGREED)
    tale.said_no(1, AGREED, Source.STILL_NO)
    tale.said_no(2, AGREED, Source.STILL_NO)
    tale.nudged(11).replied(11, Reply.SNOOZE_WEEK)
    plan = judged_on(edited(tale, 12, first_no=FirstNo.EARLY), 12)
    assert (plan.verdict, due_rule(plan), whys(plan)[0]) == (Verdict.FOLLOW_UP, Why.NAMED, Why.DATE_HOLDS)


def test_a_lead_day_that_was_to_come_at_the_last_no_holds_when_it_has_passed() -> None:
    """A window of theirs is not thrown away by an edit on the day itself."""
    given = answers(Kind.CONTENT, contract_end=day(200))
    tale = begun(given)
    tale.said_no(10, given, Source.STILL_NO)
    assert due_rule(judged_on(edited(tale, 112, lesson="Ask"), 112)) is Why.BEFORE_CONTRACT


def test_silence_before_a_day_that_outweighed_three_noes_is_no_reason_to_let_go() -> None:
    agreed = replace(AGREED, callback_on=day(62))
    tale = begun(NO)
    tale.said_no(5, NO, Source.STILL_NO)
    tale.said_no(10, agreed, Source.STILL_NO)
    tale.planned(10, judged_on(tale, 10))
    reply_on(tale, 12, Reply.REACHED_OUT)
    plan = reply_on(tale, 20, Reply.NO_ANSWER)
    assert (plan.verdict, due_on(plan)) == (Verdict.GO_BACK, day(62))


@pytest.mark.parametrize("given", [replace(NO, callback_on=day(62)), AGREED], ids=["no agreement", "slipped"])
def test_but_before_one_that_does_not_outweigh_them_it_is(given: Answers) -> None:
    tale = begun(replace(NO, callback_on=day(3)) if given is AGREED else NO)
    tale.said_no(5, NO, Source.STILL_NO)
    tale.said_no(10, replace(given, callback_on=day(62)), Source.STILL_NO)
    tale.planned(10, judged_on(tale, 10))
    plan = reply_on(tale, 12, Reply.NO_ANSWER)
    assert (plan.verdict, plan.reasons[0].why, plan.accepted) == (Verdict.LET_GO, Why.NOES, False)


def test_a_window_that_the_rep_has_acted_on_is_used() -> None:
    tale = begun(answers(Kind.CONTENT, contract_end=day(200)))
    reply_on(tale, 111, Reply.REACHED_OUT)
    assert judged_on(edited(tale, 120, lesson="Ask"), 120).verdict is Verdict.NURTURE


def test_a_day_named_after_the_rep_acted_is_a_new_one() -> None:
    tale = begun(NO)
    reply_on(tale, 10, Reply.REACHED_OUT)
    assert due_rule(judged_on(edited(tale, 10.1, callback_on=day(10)), 10)) is Why.NAMED


@pytest.mark.parametrize("source", [Source.EDIT, Source.STILL_NO], ids=str)
def test_who_was_asked_why_and_dodged_was_asked(source: Source) -> None:
    given = answers(Kind.CHOSE_COMPETITOR, asked_why=AskedWhy.NOT_YET)
    tale = begun(given)
    assert tale.plans[-1].plan.verdict is Verdict.ASK_WHY
    reply_on(tale, 3, Reply.DODGED)
    corrects = tale.debriefs[-1].id if source is Source.EDIT else None
    tale.said_no(4, replace(given, contract_end=day(200)), source, corrects=corrects)
    plan = judged_on(tale, 4)
    assert (plan.verdict, whys(plan)[0]) == (Verdict.FOLLOW_UP, Why.DODGED)


def test_who_says_in_a_further_debrief_that_they_have_not_asked_is_sent_to_ask() -> None:
    given = answers(Kind.CHOSE_COMPETITOR, asked_why=AskedWhy.NOT_YET)
    tale = begun(given)
    reply_on(tale, 3, Reply.DODGED)
    tale.said_no(30, given)
    assert judged_on(tale, 30).verdict is Verdict.ASK_WHY


@pytest.mark.parametrize("opening", [Opening.DID_THEY_ANSWER, Opening.ONE_MORE_TRY])
def test_what_became_of_a_message_is_asked_however_long_it_was_quiet(opening: Opening) -> None:
    tale = begun(NO).nudged(5).planned(275, plan_of(opening=opening))
    assert tale.counts(280).quiet_days >= policy().numbers.stop_quiet_days
    now = tale.deal.made_at + timedelta(days=280)
    assert quiet_stop(tale.deal, Step.NUDGE, opening, now, LISBON, (), policy().numbers) is None


def test_reaching_out_is_no_further_no() -> None:
    """The third one was outweighed by a day they agreed on; on that day the rep writes to them."""
    agreed = answers(Kind.NO_RAPPORT, door=Door.OPEN, callback_on=day(40), condition="A new head")
    tale = begun(answers(Kind.NO_RAPPORT))
    tale.said_no(5, answers(Kind.NO_RAPPORT), Source.STILL_NO)
    tale.said_no(10, agreed, Source.STILL_NO)
    tale.planned(10, judged_on(tale, 10))
    assert tale.plans[-1].plan.verdict is Verdict.NURTURE
    assert reply_on(tale, 40, Reply.REACHED_OUT).verdict is Verdict.NURTURE


def test_a_day_that_another_was_named_before_has_not_slipped_however_late_it_is_edited() -> None:
    tale = begun(replace(OPEN, callback_on=day(60)))
    tale.said_no(50, replace(OPEN, callback_on=day(90), condition="A budget"), Source.STILL_NO)
    assert not edited(tale, 61, lesson="Ask").counts(61).slipped


def test_a_light_check_is_made_once() -> None:
    tale = begun(answers(Kind.NO_BUDGET)).nudged(60)
    assert tale.plans[-1].plan.variant is Variant.LIGHT_CHECK
    assert edited(tale, 61, lesson="Ask").counts(61).checked is False, "nobody has said no since"
    tale.said_no(62, answers(Kind.NO_BUDGET), Source.STILL_NO)
    plan = judged_on(tale, 62)
    assert (plan.verdict, whys(plan)[0]) == (Verdict.LET_GO, Why.LIGHT_CHECK_DONE)
    tale.said_no(63, answers(Kind.NO_BUDGET, budget_on=day(300)), Source.STILL_NO)
    assert judged_on(tale, 63).verdict is Verdict.LET_GO, "the third no"


def test_snoozes_before_another_no_are_not_in_a_row_with_those_after_it() -> None:
    tale = begun(NO).replied(10, Reply.SNOOZE_WEEK, Reply.SNOOZE_WEEK)
    tale.said_no(30, NO)
    assert tale.replied(40, Reply.SNOOZE_WEEK).counts(40).snoozes == 1
    edited(tale, 41, lesson="Ask")
    assert tale.replied(42, Reply.SNOOZE_WEEK).counts(42).snoozes == 2
