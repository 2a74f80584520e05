"""The date of a plan: who named it, where it moves, and which dates are refused."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from coaching.checks import Refusal, Wrong, check_date, check_dates, check_kind
from coaching.dates import WorkWeek
from coaching.debrief import AskedWhy, Draft
from coaching.kinds import Kind, Stage
from coaching.plan import PlannedDate, Reason, Why, settle
from tests.coaching.cases import NAMED_DAY, WEEK, due_on, due_rule, judged, moves, policy

RULE = Reason(Why.DAYS, count=90)
SIX_DAYS = WorkWeek(frozenset({1, 2, 3, 4, 6, 7}))
SUNDAYS = WorkWeek(frozenset({7}))


def moved(planned: PlannedDate) -> list[Why]:
    return [reason.why for reason in planned.moved]


SETTLED = [
    ("a working day stays", date(2026, 11, 10), date(2026, 11, 3), WEEK, date(2026, 11, 10), []),
    ("the next day stays", date(2026, 11, 4), date(2026, 11, 3), WEEK, date(2026, 11, 4), []),
    ("today is too soon", date(2026, 11, 3), date(2026, 11, 3), WEEK, date(2026, 11, 4), [Why.TOO_SOON]),
    ("long past is too soon", date(2020, 1, 1), date(2026, 11, 3), WEEK, date(2026, 11, 4), [Why.TOO_SOON]),
    ("too soon on a Friday", date(2026, 11, 6), date(2026, 11, 6), WEEK, date(2026, 11, 9), [Why.TOO_SOON]),
    ("too soon before Christmas", date(2026, 12, 23), date(2026, 12, 23), WEEK, date(2027, 1, 4), [Why.TOO_SOON]),
    ("a Saturday", date(2026, 11, 14), date(2026, 11, 3), WEEK, date(2026, 11, 16), [Why.DAY_OFF]),
    ("a Sunday", date(2026, 11, 15), date(2026, 11, 3), WEEK, date(2026, 11, 16), [Why.DAY_OFF]),
    ("a day off of their own", date(2026, 11, 13), date(2026, 11, 3), SIX_DAYS, date(2026, 11, 14), [Why.DAY_OFF]),
    ("a Monday for one of Sundays", date(2026, 11, 9), date(2026, 11, 3), SUNDAYS, date(2026, 11, 15), [Why.DAY_OFF]),
    ("the last day before", date(2026, 12, 23), date(2026, 11, 3), WEEK, date(2026, 12, 23), []),
    ("the first quiet day", date(2026, 12, 24), date(2026, 11, 3), WEEK, date(2027, 1, 4), [Why.YEAR_END]),
    ("New Year's Eve", date(2026, 12, 31), date(2026, 11, 3), WEEK, date(2027, 1, 4), [Why.YEAR_END]),
    ("the last quiet day", date(2025, 1, 2), date(2024, 11, 4), WEEK, date(2025, 1, 3), [Why.YEAR_END]),
    ("the first day after", date(2025, 1, 3), date(2024, 11, 4), WEEK, date(2025, 1, 3), []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "today", "week", "on", "why"),
    [case[1:] for case in SETTLED],
    ids=[case[0].replace(" ", "_") for case in SETTLED],
)
def test_a_date_moves_to_a_day_a_nudge_can_keep_and_says_so(
    wanted: date, today: date, week: WorkWeek, on: date, why: list[Why]
) -> None:
    planned = settle(wanted, RULE, today, week)
    assert (planned.on, moved(planned), planned.rule) == (on, why, RULE)


@pytest.mark.parametrize(
    ("wanted", "today", "why"),
    [
        (date(2026, 11, 7), date(2026, 11, 6), Why.DAY_OFF),
        (date(2026, 12, 28), date(2026, 12, 23), Why.YEAR_END),
        (date(2027, 1, 1), date(2026, 12, 30), Why.YEAR_END),
    ],
    ids=["the_coming_Saturday", "the_coming_quiet_days", "within_the_quiet_days"],
)
def test_a_day_off_still_to_come_is_not_called_too_soon(wanted: date, today: date, why: Why) -> None:
    """The words for "too soon" say that the day was today or earlier, which this one is not."""
    assert moved(settle(wanted, RULE, today, WEEK)) == [why]


def test_a_move_off_a_day_names_the_day_it_left() -> None:
    [reason] = settle(date(2026, 11, 14), RULE, date(2026, 11, 3), WEEK).moved
    assert reason.on == date(2026, 11, 14)


NAMED_WINS: list[tuple[Kind, Mapping[str, Any]]] = [
    (Kind.NO_NEED, {}),
    (Kind.CONTENT, {}),
    (Kind.CONTENT, {"contract_end": date(2027, 3, 1)}),
    (Kind.NOT_NOW, {}),
    (Kind.NO_BUDGET, {}),
    (Kind.NO_BUDGET, {"budget_on": date(2027, 3, 1)}),
    (Kind.NO_AUTHORITY, {}),
    (Kind.NO_RESPONSE, {"tries": 1}),
    (Kind.NO_RESPONSE, {"tries": 4}),
    (Kind.CHOSE_COMPETITOR, {"contract_end": date(2027, 3, 1)}),
    (Kind.NEVER_ASKED, {}),
]


@pytest.mark.parametrize(("kind", "given"), NAMED_WINS)
def test_the_day_they_named_wins_over_the_rule_and_over_their_other_dates(
    kind: Kind, given: Mapping[str, Any]
) -> None:
    plan = judged(kind, **given, callback_on=NAMED_DAY)
    assert (due_on(plan), due_rule(plan)) == (NAMED_DAY, Why.NAMED)
    assert plan.due is not None
    assert plan.due.rule.on == NAMED_DAY


def test_a_named_day_off_moves_like_any_other() -> None:
    plan = judged(Kind.NOT_NOW, callback_on=date(2026, 12, 25))
    assert (due_on(plan), due_rule(plan), moves(plan)) == (date(2027, 1, 4), Why.NAMED, (Why.YEAR_END,))


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (Kind.CONTENT, {"contract_end": date(2027, 1, 15)}),
        (Kind.CHOSE_COMPETITOR, {"contract_end": date(2026, 11, 3)}),
        (Kind.NO_BUDGET, {"budget_on": date(2026, 12, 1)}),
    ],
)
def test_a_contract_or_budget_too_near_comes_back_the_next_working_day_and_says_so(
    kind: Kind, given: Mapping[str, Any]
) -> None:
    plan = judged(kind, **given)
    assert (due_on(plan), moves(plan)) == (date(2026, 11, 4), (Why.TOO_SOON,))


def test_a_rule_names_the_date_it_counts_from_and_the_days() -> None:
    plan = judged(Kind.CONTENT, contract_end=date(2027, 3, 1))
    assert plan.due is not None
    assert plan.due.rule == Reason(Why.BEFORE_CONTRACT, on=date(2027, 3, 1), count=90)


LIMITS = [
    ("callback_on", date(2028, 11, 3)),
    ("contract_end", date(2032, 11, 3)),
    ("budget_on", date(2032, 11, 3)),
]
TODAY = date(2026, 11, 3)
ASKED = {"callback_on": Kind.NOT_NOW, "contract_end": Kind.CONTENT, "budget_on": Kind.NO_BUDGET}


def refused(field: str, on: date, today: date = TODAY) -> list[Refusal]:
    return check_dates(Draft(kind=ASKED[field], **{field: on}), policy().numbers, today)  # type: ignore[arg-type]


@pytest.mark.parametrize(("field", "last"), LIMITS)
def test_each_date_is_refused_in_its_own_field_beyond_its_own_limit(field: str, last: date) -> None:
    assert refused(field, TODAY) == []
    assert refused(field, last) == []
    assert refused(field, date(2026, 11, 2)) == [Refusal(field, Wrong.IN_THE_PAST, last)]
    assert refused(field, last.replace(day=4)) == [Refusal(field, Wrong.TOO_FAR, last)]


def test_a_limit_from_a_leap_day_is_the_last_day_of_february() -> None:
    assert check_date("on", date(2030, 2, 28), 2, date(2028, 2, 29)) is None
    assert check_date("on", date(2030, 3, 1), 2, date(2028, 2, 29)) == Refusal(
        "on", Wrong.TOO_FAR, date(2030, 2, 28)
    )


def test_every_wrong_date_is_named_at_once() -> None:
    draft = Draft(
        kind=Kind.CONTENT, callback_on=date(2020, 1, 1), contract_end=date(2040, 1, 1), budget_on=None
    )
    found = check_dates(draft, policy().numbers, TODAY)
    assert {(refusal.field, refusal.wrong) for refusal in found} == {
        ("callback_on", Wrong.IN_THE_PAST),
        ("contract_end", Wrong.TOO_FAR),
    }


@pytest.mark.parametrize(
    ("kind", "stage", "asked", "wrong"),
    [
        (None, Stage.FIRST, AskedWhy.TOLD, Wrong.MISSING),
        (Kind.NO_NEED, Stage.BUYING, AskedWhy.TOLD, Wrong.NOT_AT_THIS_STAGE),
        (Kind.NO_VALUE, Stage.FIRST, AskedWhy.TOLD, Wrong.NOT_AT_THIS_STAGE),
        (Kind.UNKNOWN, Stage.FIRST, AskedWhy.TOLD, Wrong.UNKNOWN_BUT_TOLD),
        (Kind.UNKNOWN, Stage.FIRST, AskedWhy.DODGED, None),
        (Kind.UNKNOWN, Stage.BUYING, AskedWhy.NOT_YET, None),
        (Kind.NO_VALUE, Stage.BUYING, AskedWhy.TOLD, None),
        (Kind.NO_RESPONSE, Stage.FIRST, AskedWhy.TOLD, None),
    ],
)
def test_a_kind_must_be_heard_at_the_stage_and_agree_with_what_they_told(
    kind: Kind | None, stage: Stage, asked: AskedWhy, wrong: Wrong | None
) -> None:
    found = check_kind(Draft(stage=stage, asked_why=asked, kind=kind))
    assert [(refusal.field, refusal.wrong) for refusal in found] == ([("kind", wrong)] if wrong else [])
