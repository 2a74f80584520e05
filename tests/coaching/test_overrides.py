"""The overrides of the verdict table: each, its exceptions, and which of two wins."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from coaching.debrief import AskedWhy, Door, Worth
from coaching.history import History
from coaching.kinds import Kind
from coaching.plan import Variant, Verdict, Why
from tests.coaching.cases import NAMED_DAY, due_on, due_rule, judged, named, whys, with_number

CLOSED: Mapping[str, Any] = {"door": Door.CLOSED}
COSTS: Mapping[str, Any] = {"worth": Worth.COSTS_MORE}
NOT_ASKED: Mapping[str, Any] = {"asked_why": AskedWhy.NOT_YET}
AGREED: Mapping[str, Any] = {"door": Door.OPEN, "callback_on": NAMED_DAY, "condition": "the merger is done"}
THIRD = History(noes=3)
FIRST = History(noes=1)

WHY_NEVER_ASKED_BACK = {Kind.NO_RESPONSE, Kind.NEVER_ASKED, Kind.NO_REAL_NEED, Kind.NO_FIT}
ANSWERED = [kind for kind in Kind if kind is not Kind.NO_RESPONSE]


@dataclass(frozen=True)
class Case:
    """A plain "no rapport" (keep warm, 30 days) with these answers and counts."""

    name: str
    verdict: Verdict
    shown: tuple[Why, ...]
    given: Mapping[str, Any] = field(default_factory=dict)
    counts: History = FIRST


L, N, A = Verdict.LET_GO, Verdict.NURTURE, Verdict.ASK_WHY

CASES = [
    Case("nothing overrides", N, ()),
    Case("a second no overrides nothing", N, (), counts=History(noes=2)),
    Case("about even overrides nothing", N, (), {"worth": Worth.EVEN}),
    Case("closed", L, (Why.DOOR_CLOSED,), CLOSED),
    Case("closed before", L, (Why.CLOSED_BEFORE,), counts=History(noes=2, closed=True)),
    Case("closed and not asked", L, (Why.DOOR_CLOSED,), {**CLOSED, **NOT_ASKED}),
    Case("closed and costs more", L, (Why.DOOR_CLOSED,), {**CLOSED, **COSTS}),
    Case("closed with an agreed date", L, (Why.DOOR_CLOSED,), {**AGREED, **CLOSED}),
    Case("closed before, and a date agreed", L, (Why.CLOSED_BEFORE,), AGREED, History(noes=2, closed=True)),
    Case("costs more", L, (Why.COSTS_MORE,), COSTS),
    Case("costs more, not asked", L, (Why.COSTS_MORE,), {**COSTS, **NOT_ASKED}),
    Case("costs more, agreed", N, (Why.DATE_HOLDS,), {**COSTS, **AGREED}),
    Case("costs more, agreed, ajar", L, (Why.COSTS_MORE,), {**COSTS, **AGREED, "door": Door.AJAR}),
    Case("costs more, no date", L, (Why.COSTS_MORE,), {**COSTS, **AGREED, "callback_on": None}),
    Case("costs more, no condition", L, (Why.COSTS_MORE,), {**COSTS, **AGREED, "condition": None}),
    Case("costs more, slipped", L, (Why.COSTS_MORE,), {**COSTS, **AGREED}, History(noes=2, slipped=True)),
    Case("costs more, agreed, not asked", A, (Why.NOT_ASKED,), {**COSTS, **AGREED, **NOT_ASKED}),
    Case("the third no", L, (Why.NOES,), counts=THIRD),
    Case("the fourth no", L, (Why.NOES,), counts=History(noes=4)),
    Case("the third no, not asked", L, (Why.NOES,), NOT_ASKED, THIRD),
    Case("the third no, agreed", N, (Why.DATE_HOLDS,), AGREED, THIRD),
    Case("the third no, agreed, ajar", L, (Why.NOES,), {**AGREED, "door": Door.AJAR}, THIRD),
    Case("the third no, slipped", L, (Why.NOES,), AGREED, History(noes=3, slipped=True)),
    Case("the third no, and costs more", L, (Why.COSTS_MORE,), COSTS, THIRD),
    Case("both, but agreed", N, (Why.DATE_HOLDS,), {**COSTS, **AGREED}, THIRD),
    Case("a date slipped, nothing against", N, (), AGREED, History(noes=2, slipped=True)),
    Case("not asked", A, (Why.NOT_ASKED,), NOT_ASKED),
    Case("not asked a second time", A, (Why.NOT_ASKED,), NOT_ASKED, History(noes=1, asks=1)),
    Case("sent to ask twice already", N, (), NOT_ASKED, History(noes=1, asks=2)),
    Case("sent to ask three times", N, (), NOT_ASKED, History(noes=1, asks=3)),
]


@pytest.mark.parametrize("case", CASES, ids=named)
def test_the_first_override_that_matches_decides_and_is_shown(case: Case) -> None:
    plan = judged(Kind.NO_RAPPORT, counts=case.counts, **case.given)
    assert plan.verdict is case.verdict
    assert whys(plan)[: len(case.shown)] == case.shown
    if not case.shown:
        assert not set(whys(plan)) & {
            Why.DOOR_CLOSED,
            Why.COSTS_MORE,
            Why.NOES,
            Why.DATE_HOLDS,
            Why.NOT_ASKED,
        }


@pytest.mark.parametrize("case", CASES, ids=named)
def test_a_closed_door_and_nothing_else_takes_the_last_chance_away(case: Case) -> None:
    plan = judged(Kind.NO_RAPPORT, counts=case.counts, **case.given)
    closed = {Why.DOOR_CLOSED, Why.CLOSED_BEFORE} & set(whys(plan))
    assert (plan.variant is Variant.CLOSED) == bool(closed)


@pytest.mark.parametrize("kind", ANSWERED, ids=str)
def test_a_closed_door_ends_every_kind_without_a_date(kind: Kind) -> None:
    plan = judged(kind, **{**CLOSED, "callback_on": NAMED_DAY})
    assert plan.verdict is Verdict.LET_GO
    assert (plan.due, plan.opening, plan.look_on, plan.then) == (None, None, None, None)


@pytest.mark.parametrize("kind", ANSWERED, ids=str)
def test_a_closed_door_is_never_asked_once_more(kind: Kind) -> None:
    """T10 leaves no last chance, so no bullet may send the rep back to ask."""
    plan = judged(kind, **CLOSED, asked_why=AskedWhy.DODGED)
    assert Why.DODGED not in whys(plan)
    assert len(plan.reasons) >= 2


@pytest.mark.parametrize("kind", ANSWERED, ids=str)
def test_the_third_no_ends_every_kind_of_no(kind: Kind) -> None:
    assert judged(kind, counts=THIRD).verdict is Verdict.LET_GO
    assert Why.NOES in whys(judged(kind, counts=THIRD))


def test_the_third_no_says_how_many() -> None:
    reasons = judged(Kind.NOT_NOW, counts=History(noes=4)).reasons
    assert next(reason.count for reason in reasons if reason.why is Why.NOES) == 4


def test_silence_is_not_the_third_no() -> None:
    plan = judged(Kind.NO_RESPONSE, tries=1, counts=History(noes=3, tries=1))
    assert plan.verdict is Verdict.GO_BACK


def test_a_team_may_believe_the_second_no() -> None:
    numbers = with_number("stop_noes", 2)
    assert judged(Kind.NOT_NOW, counts=History(noes=2), numbers=numbers).verdict is Verdict.LET_GO


@pytest.mark.parametrize("kind", ANSWERED, ids=str)
def test_not_asked_sends_the_rep_to_ask_but_where_the_kind_says_why(kind: Kind) -> None:
    plan = judged(kind, **NOT_ASKED, callback_on=NAMED_DAY)
    if kind in WHY_NEVER_ASKED_BACK:
        assert plan.verdict is not Verdict.ASK_WHY
        assert Why.NOT_ASKED not in whys(plan)
    else:
        assert (plan.verdict, due_on(plan)) == (Verdict.ASK_WHY, date(2026, 11, 4))
        assert due_rule(plan) is Why.WORKING_DAYS


@pytest.mark.parametrize("kind", sorted(set(ANSWERED) - WHY_NEVER_ASKED_BACK - {Kind.UNKNOWN}), ids=str)
def test_the_kinds_own_verdict_is_kept_as_then(kind: Kind) -> None:
    assert judged(kind, **NOT_ASKED).then is judged(kind).verdict


@pytest.mark.parametrize("asked", [AskedWhy.NOT_YET, AskedWhy.DODGED], ids=str)
@pytest.mark.parametrize("asks", [0, 1])
def test_an_unknown_reason_never_promises_asking_as_what_comes_after_asking(
    asked: AskedWhy, asks: int
) -> None:
    plan = judged(Kind.UNKNOWN, asked_why=asked, counts=History(noes=1, asks=asks))
    assert plan.verdict is Verdict.ASK_WHY
    assert plan.then is not Verdict.ASK_WHY


@pytest.mark.parametrize("asked", [AskedWhy.NOT_YET, AskedWhy.DODGED], ids=str)
def test_a_reason_unknown_after_asking_twice_is_kept_warm_for_90_days(asked: AskedWhy) -> None:
    plan = judged(Kind.UNKNOWN, asked_why=asked, counts=History(noes=1, asks=2))
    assert (plan.verdict, due_on(plan)) == (Verdict.NURTURE, date(2027, 2, 1))


@pytest.mark.parametrize("door", [Door.OPEN, Door.AJAR], ids=str)
@pytest.mark.parametrize("kind", sorted(set(ANSWERED) - {Kind.UNKNOWN}), ids=str)
def test_they_dodged_adds_a_first_bullet_and_changes_nothing_else(kind: Kind, door: Door) -> None:
    told, dodged = judged(kind, door=door), judged(kind, door=door, asked_why=AskedWhy.DODGED)
    assert whys(dodged)[0] is Why.DODGED
    assert set(whys(dodged)[1:]) <= set(whys(told))
    same = ("verdict", "recommended", "kind", "then", "variant", "opening", "due", "look_on", "accepted")
    assert [getattr(dodged, name) for name in same] == [getattr(told, name) for name in same]


@pytest.mark.parametrize(
    ("stated", "counted", "verdict", "variant"),
    [
        (2, 2, Verdict.GO_BACK, None),
        (2, 3, Verdict.GO_BACK, Variant.LAST_MESSAGE),
        (5, 6, Verdict.LET_GO, None),
    ],
)
def test_tries_counted_since_weigh_with_those_the_rep_named(
    stated: int, counted: int, verdict: Verdict, variant: Variant | None
) -> None:
    plan = judged(Kind.NO_RESPONSE, tries=stated, counts=History(tries=counted))
    assert (plan.verdict, plan.variant) == (verdict, variant)
    silence = next(reason for reason in plan.reasons if reason.why is Why.SILENCE)
    assert silence.count == counted, "the bullet must name the number that decided"
