"""When letting go is recommended, from what the prospect did; and what the rep may still choose."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from coaching.deal import Reply
from coaching.debrief import Door, FirstNo, Worth
from coaching.follow_up import changed_date, let_go_recommended, stop_reason
from coaching.history import History
from coaching.kinds import Kind
from coaching.plan import Opening, Plan, Reason, Variant, Verdict, Why
from coaching.verdict import MOST_REASONS, may_choose, overrule
from tests.coaching.cases import (
    NAMED_DAY,
    TODAY,
    WEEK,
    after,
    answers,
    due_on,
    due_rule,
    judged,
    named,
    plan_of,
    policy,
    situation,
    whys,
    with_number,
)


@pytest.mark.parametrize(
    ("counts", "why", "count"),
    [
        (History(noes=2, follow_ups=4, quiet_days=269), None, 0),
        (History(noes=3), Why.NOES, 3),
        (History(noes=5), Why.NOES, 5),
        (History(noes=1, follow_ups=5), Why.FOLLOW_UPS, 5),
        (History(noes=1, follow_ups=8), Why.FOLLOW_UPS, 8),
        (History(noes=1, quiet_days=270), Why.QUIET, 270),
        (History(noes=1, snoozes=9, tries=9, asks=9), None, 0),
    ],
)
def test_letting_go_is_recommended_for_noes_follow_ups_or_quiet_and_never_for_a_rep_s_silence(
    counts: History, why: Why | None, count: int
) -> None:
    assert stop_reason(counts, policy()) == (Reason(why, count=count) if why else None)


@pytest.mark.parametrize(
    ("number", "counts"),
    [
        ("stop_noes", History(noes=2)),
        ("stop_follow_ups", History(follow_ups=2)),
        ("stop_quiet_days", History(quiet_days=2)),
    ],
)
def test_a_team_chooses_its_own_stop_rules(number: str, counts: History) -> None:
    assert stop_reason(counts, with_number(number, 2)) is not None
    assert stop_reason(counts, with_number(number, 3)) is None


@dataclass(frozen=True)
class Silence:
    """ "No answer" under a plan, with these counts, leads here."""

    name: str
    verdict: Verdict
    why: Why
    on: date | None = None
    plan: Plan = field(default_factory=lambda: plan_of(Verdict.GO_BACK, Kind.NO_VALUE))
    counts: Mapping[str, Any] = field(default_factory=dict)
    variant: Variant | None = None


G, L = Verdict.GO_BACK, Verdict.LET_GO
LIGHT = plan_of(Verdict.FOLLOW_UP, Kind.NO_BUDGET, variant=Variant.LIGHT_CHECK)
LAST = plan_of(Verdict.GO_BACK, Kind.NO_VALUE, opening=Opening.ONE_MORE_TRY)

SILENCES = [
    Silence("first try", G, Why.SILENCE, date(2026, 11, 17), counts={"tries": 1}),
    Silence("second try", G, Why.SILENCE, date(2026, 11, 17), counts={"tries": 2}),
    Silence("third try", G, Why.SILENCE, date(2026, 12, 3), counts={"tries": 3}),
    Silence("fifth try", G, Why.SILENCE, date(2026, 12, 3), counts={"tries": 5}),
    Silence("sixth try", L, Why.SILENCE, counts={"tries": 6}),
    Silence("the fifth follow-up", L, Why.FOLLOW_UPS, counts={"tries": 1, "follow_ups": 5}),
    Silence("after three noes overruled", L, Why.NOES, counts={"tries": 1, "noes": 3}),
    Silence("too long without a change", L, Why.QUIET, counts={"tries": 1, "quiet_days": 270}),
    Silence("the light check", L, Why.LIGHT_CHECK_DONE, plan=LIGHT, counts={"tries": 1}),
    Silence("the one more try", L, Why.ONE_MORE_DONE, plan=LAST, counts={"tries": 1, "one_more_try_used": True}),
]  # fmt: skip


@pytest.mark.parametrize("case", SILENCES, ids=named)
def test_no_answer_is_judged_by_the_silence_so_far(case: Silence) -> None:
    plan = after(Reply.NO_ANSWER, situation(case.plan, **case.counts))
    assert (plan.verdict, due_on(plan), plan.variant) == (case.verdict, case.on, case.variant)
    assert case.why in whys(plan)


@pytest.mark.parametrize("case", SILENCES, ids=named)
def test_a_recommendation_to_let_go_waits_for_the_rep_and_schedules_nothing(case: Silence) -> None:
    plan = after(Reply.NO_ANSWER, situation(case.plan, **case.counts))
    assert plan.accepted is (case.verdict is not Verdict.LET_GO)
    assert plan.recommended is case.verdict
    assert (plan.opening is None) == (case.verdict is Verdict.LET_GO)


@pytest.mark.parametrize("case", SILENCES[:5], ids=named)
def test_silence_after_a_no_keeps_the_words_of_that_no(case: Silence) -> None:
    """A buyer who has talked is not written to as to a stranger; only the dates follow the silence."""
    assert after(Reply.NO_ANSWER, situation(case.plan, **case.counts)).kind is Kind.NO_VALUE


def test_who_never_answered_gets_a_graceful_last_message() -> None:
    silent = plan_of(Verdict.GO_BACK, Kind.NO_RESPONSE)
    plan = after(Reply.NO_ANSWER, situation(silent, answers(Kind.NO_RESPONSE), tries=3))
    assert (plan.kind, plan.variant) == (Kind.NO_RESPONSE, Variant.LAST_MESSAGE)


def test_a_fifth_touch_in_vain_while_kept_warm_recommends_to_let_go() -> None:
    plan = after(Reply.REACHED_OUT, situation(plan_of(Verdict.NURTURE, Kind.NO_NEED), follow_ups=5))
    assert (plan.verdict, plan.accepted, whys(plan)) == (Verdict.LET_GO, False, (Why.FOLLOW_UPS,))


def test_a_light_check_reached_out_for_still_ends_when_it_stays_quiet() -> None:
    asked = after(Reply.REACHED_OUT, situation(LIGHT))
    ended = after(Reply.NO_ANSWER, situation(asked, answers(Kind.NO_BUDGET), tries=1, follow_ups=1))
    assert (ended.verdict, ended.accepted) == (Verdict.LET_GO, False)


def test_a_recommendation_says_why_and_nothing_of_the_plan_before() -> None:
    held = plan_of(Verdict.ASK_WHY, then=Verdict.NURTURE, reasons=(Reason(Why.NOT_ASKED),))
    plan = let_go_recommended(held, Reason(Why.QUIET, count=300))
    assert whys(plan) == (Why.QUIET,)
    assert (plan.then, plan.due, plan.opening, plan.accepted) == (None, None, None, False)


@pytest.mark.parametrize("verdict", [v for v in Verdict if v is not Verdict.LET_GO], ids=str)
def test_a_changed_date_keeps_the_plan_and_says_who_chose(verdict: Verdict) -> None:
    held = plan_of(verdict)
    plan = changed_date(held, date(2026, 11, 14), TODAY, WEEK)
    assert (due_on(plan), due_rule(plan)) == (date(2026, 11, 16), Why.REP_CHOSE)
    assert (plan.verdict, plan.opening) == (held.verdict, held.opening)


def test_a_date_on_a_deal_let_go_is_one_look() -> None:
    plan = changed_date(judged(Kind.NO_REAL_NEED), NAMED_DAY, TODAY, WEEK)
    assert (plan.verdict, plan.opening, due_on(plan)) == (Verdict.LET_GO, Opening.LOOK, NAMED_DAY)
    assert plan.accepted


CHOICES = [(kind, verdict) for kind in Kind for verdict in may_choose(kind)]


@pytest.mark.parametrize(("kind", "verdict"), CHOICES)
def test_the_rep_may_overrule_and_gets_a_date_that_fits(kind: Kind, verdict: Verdict) -> None:
    recommended = judged(kind)
    plan = overrule(recommended, verdict, answers(kind), policy(), TODAY, WEEK)
    assert plan.verdict is verdict
    assert plan.recommended is recommended.verdict
    assert (plan.due is None) == (verdict is Verdict.LET_GO)
    assert plan.opening is (None if plan.due is None else Opening(verdict))
    assert plan.accepted
    if plan.verdict is recommended.verdict:
        assert plan.reasons == recommended.reasons
    else:
        assert whys(plan)[0] is Why.CHOSEN, "what the rep chose is not argued for with the coach's reasons"
        assert plan.reasons[0].about == recommended.verdict


@pytest.mark.parametrize(("kind", "verdict"), CHOICES)
def test_what_the_rep_chose_is_told_what_was_seen_as_the_coach_s_own_verdict_would_be(
    kind: Kind, verdict: Verdict
) -> None:
    """Another way to work together (T5), the no that came late (T1), the door that stands open (T9)."""
    given = answers(kind, first_no=FirstNo.END)
    plan = overrule(judged(kind, first_no=FirstNo.END), verdict, given, policy(), TODAY, WEEK)
    assert Why.LATE_NO in whys(plan)
    assert len(plan.reasons) <= MOST_REASONS
    unasked = kind in (Kind.NO_RESPONSE, Kind.NEVER_ASKED)
    to_us = kind in (Kind.DOUBTS_US, Kind.NO_RAPPORT) and verdict is Verdict.NURTURE
    other_way = verdict in (Verdict.NURTURE, Verdict.GO_BACK) and not unasked and not to_us
    assert (Why.ANOTHER_WAY in whys(plan)) == other_way


def test_an_open_door_is_spoken_of_where_the_rep_lets_go_of_it_or_keeps_it_warm() -> None:
    for more in ({}, {"worth": Worth.EVEN}, {"worth": Worth.EVEN, "first_no": FirstNo.END}):
        given = answers(Kind.NOT_NOW, door=Door.OPEN, **more)
        for verdict in (Verdict.LET_GO, Verdict.NURTURE):
            plan = overrule(judged(Kind.NOT_NOW, door=Door.OPEN), verdict, given, policy(), TODAY, WEEK)
            assert Reason(Why.DOOR, about=Door.OPEN) in plan.reasons


@pytest.mark.parametrize(
    "kind", [Kind.NO_RESPONSE, Kind.NEVER_ASKED, Kind.NO_REAL_NEED, Kind.NO_FIT], ids=str
)
def test_asking_why_is_no_choice_where_the_kind_says_why(kind: Kind) -> None:
    assert set(may_choose(kind)) == set(Verdict) - {Verdict.ASK_WHY}


def test_overruling_back_to_the_kind_s_own_verdict_brings_its_own_date() -> None:
    third = judged(Kind.NO_RAPPORT, counts=History(noes=3))
    plan = overrule(third, Verdict.NURTURE, answers(Kind.NO_RAPPORT), policy(), TODAY, WEEK)
    assert due_on(plan) == date(2026, 12, 3)


def test_overruling_keeps_to_a_day_they_named_but_not_for_asking_why() -> None:
    given = answers(Kind.NO_VALUE, callback_on=NAMED_DAY)
    recommended = judged(Kind.NO_VALUE, callback_on=NAMED_DAY)
    nurture = overrule(recommended, Verdict.NURTURE, given, policy(), TODAY, WEEK)
    ask = overrule(recommended, Verdict.ASK_WHY, given, policy(), TODAY, WEEK)
    assert due_rule(nurture) is Why.NAMED
    assert (due_on(ask), ask.then) == (date(2026, 11, 4), Verdict.GO_BACK)
