"""What must hold whatever was answered, counted, replied, and whichever days somebody works."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coaching.dates import WorkWeek, is_working_day
from coaching.deal import Reply
from coaching.debrief import Answers
from coaching.follow_up import changed_date, next_plan, recommendation, replies_to
from coaching.history import History
from coaching.plan import Opening, Plan, Variant, Verdict
from coaching.verdict import judge, may_choose, overrule
from tests.coaching.cases import policy, situation
from tests.coaching.strategies import COUNTS, DAYS, WEEKS, whole_answers

ANSWERED_BY_ANSWERS = {Reply.STILL_NO, Reply.TOLD_ME}


def keeps(plan: Plan, today: date, week: WorkWeek) -> bool:
    """A plan's day is to come and worked, and it opens with something; without a day it opens with nothing."""
    if plan.due is None:
        return plan.opening is None
    return plan.due.on > today and is_working_day(plan.due.on, week) and plan.opening is not None


@given(whole_answers(), COUNTS, DAYS, WEEKS)
def test_any_answers_lead_to_a_plan_that_can_be_kept(
    answers: Answers, counts: History, today: date, week: WorkWeek
) -> None:
    plan = judge(answers, counts, policy(), today, week)
    assert keeps(plan, today, week)
    assert (plan.due is None) == (plan.verdict is Verdict.LET_GO)
    assert len(plan.reasons) <= 4


@given(whole_answers(), COUNTS, DAYS, WEEKS)
def test_the_same_answers_always_lead_to_the_same_plan(
    answers: Answers, counts: History, today: date, week: WorkWeek
) -> None:
    assert judge(answers, counts, policy(), today, week) == judge(answers, counts, policy(), today, week)


@given(whole_answers(), COUNTS, DAYS, WEEKS)
def test_a_lesson_and_their_words_change_no_verdict(
    answers: Answers, counts: History, today: date, week: WorkWeek
) -> None:
    quiet = replace(answers, words=None, lesson=None, better_terms=None, notes={})
    assert judge(quiet, counts, policy(), today, week) == judge(answers, counts, policy(), today, week)


@given(whole_answers(), COUNTS, DAYS, WEEKS, st.data())
def test_whatever_the_rep_would_rather_do_can_be_kept_and_undone(
    answers: Answers, counts: History, today: date, week: WorkWeek, data: st.DataObject
) -> None:
    plan = judge(answers, counts, policy(), today, week)
    rather = data.draw(st.sampled_from(may_choose(plan.kind)))
    chosen = overrule(plan, rather, answers, policy(), today, week)
    assert keeps(chosen, today, week)
    assert chosen.recommended is plan.verdict
    assert overrule(plan, plan.verdict, answers, policy(), today, week) == plan


@given(whole_answers(), COUNTS, DAYS, WEEKS, DAYS)
def test_any_day_a_rep_chooses_becomes_one_that_can_be_kept(
    answers: Answers, counts: History, today: date, week: WorkWeek, on: date
) -> None:
    plan = judge(answers, counts, policy(), today, week)
    changed = changed_date(plan, on, today, week)
    assert keeps(changed, today, week)
    assert changed.due is not None
    assert changed.due.on >= on
    assert changed.verdict is plan.verdict


@given(whole_answers(), COUNTS, DAYS, WEEKS, st.lists(st.integers(0, 99), min_size=1, max_size=6), st.data())
def test_however_a_rep_answers_the_deal_always_stands_somewhere(
    answers: Answers, counts: History, today: date, week: WorkWeek, waits: list[int], data: st.DataObject
) -> None:
    """Reply after reply: each plan can be kept, is a recommendation, or is an end."""
    plan: Plan | None = recommendation(judge(answers, counts, policy(), today, week))
    for wait in waits:
        if plan is None or plan.opening is None:
            break
        today += timedelta(days=wait)
        offered = [one for one in replies_to(plan.opening) if one not in ANSWERED_BY_ANSWERS]
        reply = data.draw(st.sampled_from(offered))
        at = situation(plan, answers, today=today, week=week)
        plan = next_plan(reply, replace(at, counts=counts), today + timedelta(days=wait))
        assert (plan is None) == (reply is Reply.WON_BACK)
        if plan:
            assert keeps(plan, today, week)
            assert plan.accepted or plan.verdict is Verdict.LET_GO


@given(whole_answers(), COUNTS, DAYS, WEEKS)
def test_only_a_closed_door_lets_go_without_asking_the_rep(
    answers: Answers, counts: History, today: date, week: WorkWeek
) -> None:
    plan = recommendation(judge(answers, counts, policy(), today, week))
    assert plan.accepted == (plan.verdict is not Verdict.LET_GO or plan.variant is Variant.CLOSED)


@given(whole_answers(), COUNTS, DAYS, WEEKS, st.sampled_from(Opening))
def test_no_reply_recommends_letting_go_without_a_reason(
    answers: Answers, counts: History, today: date, week: WorkWeek, opening: Opening
) -> None:
    held = replace(judge(answers, counts, policy(), today, week), opening=opening)
    for reply in replies_to(opening):
        if reply in ANSWERED_BY_ANSWERS:
            continue
        at = replace(situation(held, answers, today=today, week=week), counts=counts)
        plan = next_plan(reply, at, today + timedelta(days=30))
        assert plan is None or plan.accepted or plan.reasons
