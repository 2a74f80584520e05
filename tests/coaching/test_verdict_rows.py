"""Every row of the verdict table: each kind, with each date known and unknown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from coaching.kinds import KINDS, Kind, Question, Stage, kinds_at
from coaching.plan import Opening, Variant, Verdict, Why
from tests.coaching.cases import due_on, due_rule, judged, named, with_number

FIRST, BUYING = {Stage.FIRST}, {Stage.BUYING}
BOTH = FIRST | BUYING

STAGES: dict[Kind, set[Stage]] = {
    Kind.NO_NEED: FIRST,
    Kind.CONTENT: BOTH,
    Kind.NOT_NOW: BOTH,
    Kind.NO_BUDGET: BOTH,
    Kind.NO_AUTHORITY: BOTH,
    Kind.NO_RESPONSE: BOTH,
    Kind.NO_RAPPORT: BUYING,
    Kind.NEED_NOT_FELT: BUYING,
    Kind.NO_REAL_NEED: BUYING,
    Kind.NO_FIT: BOTH,
    Kind.DOUBTS_US: BUYING,
    Kind.NO_VALUE: BUYING,
    Kind.CHOSE_COMPETITOR: BOTH,
    Kind.NEVER_ASKED: BUYING,
    Kind.UNKNOWN: BOTH,
}


@dataclass(frozen=True)
class Row:
    """On Tuesday 3 November 2026, these answers lead here."""

    name: str
    kind: Kind
    verdict: Verdict
    on: date | None
    rule: Why | None
    given: Mapping[str, Any] = field(default_factory=dict)
    variant: Variant | None = None


A, G, F, N, L = Verdict.ASK_WHY, Verdict.GO_BACK, Verdict.FOLLOW_UP, Verdict.NURTURE, Verdict.LET_GO
IN_90_DAYS = date(2027, 2, 1)
CONTRACT = {"contract_end": date(2027, 3, 1)}
BEFORE_CONTRACT = date(2026, 12, 1)
BUDGET = {"budget_on": date(2027, 4, 1)}
NAMED = {"callback_on": date(2027, 5, 4)}

ROWS = [
    Row("problem not seen", Kind.NO_NEED, N, IN_90_DAYS, Why.DAYS),
    Row("happy until a known day", Kind.CONTENT, F, BEFORE_CONTRACT, Why.BEFORE_CONTRACT, CONTRACT),
    Row("happy, nobody knows until when", Kind.CONTENT, N, IN_90_DAYS, Why.DAYS),
    Row("not now, a day named", Kind.NOT_NOW, F, date(2027, 5, 4), Why.NAMED, NAMED),
    Row("not now, no day named", Kind.NOT_NOW, F, IN_90_DAYS, Why.DAYS, variant=Variant.NO_DATE),
    Row("no budget known, a day named", Kind.NO_BUDGET, F, date(2027, 5, 4), Why.NAMED, NAMED),
    Row("the next budget is known", Kind.NO_BUDGET, F, date(2027, 3, 2), Why.BEFORE_BUDGET, BUDGET),
    Row(
        "the next budget is unknown",
        Kind.NO_BUDGET,
        F,
        date(2027, 1, 4),
        Why.QUARTER,
        variant=Variant.LIGHT_CHECK,
    ),
    Row("cannot say yes themselves", Kind.NO_AUTHORITY, G, date(2026, 11, 6), Why.WORKING_DAYS),
    Row("silent after 1 try", Kind.NO_RESPONSE, G, date(2026, 11, 17), Why.DAYS, {"tries": 1}),
    Row("silent after 2 tries", Kind.NO_RESPONSE, G, date(2026, 11, 17), Why.DAYS, {"tries": 2}),
    *(
        Row(
            f"silent after {tries} tries",
            Kind.NO_RESPONSE,
            G,
            date(2026, 12, 3),
            Why.DAYS,
            {"tries": tries},
            Variant.LAST_MESSAGE,
        )
        for tries in (3, 4, 5)
    ),
    Row("silent after 6 tries", Kind.NO_RESPONSE, L, None, None, {"tries": 6}),
    Row("silent after 999 tries", Kind.NO_RESPONSE, L, None, None, {"tries": 999}),
    Row("no rapport", Kind.NO_RAPPORT, N, date(2026, 12, 3), Why.DAYS),
    Row("the need was not reinforced", Kind.NEED_NOT_FELT, G, date(2026, 11, 10), Why.WORKING_DAYS),
    Row("no real need", Kind.NO_REAL_NEED, L, None, None),
    Row("we are not their solution", Kind.NO_FIT, L, None, None),
    Row("doubts about us", Kind.DOUBTS_US, N, date(2026, 12, 18), Why.DAYS),
    Row("no value shown", Kind.NO_VALUE, G, date(2026, 11, 10), Why.WORKING_DAYS),
    Row(
        "a competitor until a known day",
        Kind.CHOSE_COMPETITOR,
        F,
        BEFORE_CONTRACT,
        Why.BEFORE_CONTRACT,
        CONTRACT,
    ),
    # 180 days off is Sunday 2 May.
    Row("a competitor for nobody knows how long", Kind.CHOSE_COMPETITOR, F, date(2027, 5, 3), Why.DAYS),
    Row("nobody asked for the order", Kind.NEVER_ASKED, G, date(2026, 11, 4), Why.WORKING_DAYS),
    Row("nobody knows why", Kind.UNKNOWN, A, date(2026, 11, 4), Why.WORKING_DAYS),
]


@pytest.mark.parametrize(
    ("row", "stage"), [(row, stage) for row in ROWS for stage in sorted(STAGES[row.kind])], ids=named
)
def test_each_kind_leads_where_its_row_says_at_each_stage_it_is_heard(row: Row, stage: Stage) -> None:
    plan = judged(row.kind, stage=stage, **row.given)
    assert (plan.verdict, due_on(plan), due_rule(plan), plan.variant) == (
        row.verdict,
        row.on,
        row.rule,
        row.variant,
    )
    assert plan.recommended is row.verdict
    assert plan.accepted
    assert plan.then is None
    assert plan.kind is row.kind


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_a_nudge_opens_as_its_verdict_says_and_letting_go_schedules_nothing(row: Row) -> None:
    plan = judged(row.kind, **row.given)
    expected = None if row.verdict is Verdict.LET_GO else Opening(row.verdict)
    assert plan.opening is expected


@pytest.mark.parametrize("table", ["KINDS", "STAGES", "ROWS", "ASKS"])
def test_every_kind_has_a_row_here_and_in_the_table_of_kinds(table: str) -> None:
    rows = {"KINDS": set(KINDS), "STAGES": set(STAGES), "ROWS": {row.kind for row in ROWS}, "ASKS": set(ASKS)}
    assert rows[table] == set(Kind), f"a kind of no has no row in {table}"


@pytest.mark.parametrize("stage", Stage, ids=str)
def test_the_kinds_offered_are_those_heard_at_the_stage(stage: Stage) -> None:
    assert set(kinds_at(stage)) == {kind for kind, stages in STAGES.items() if stage in stages}


def test_only_where_no_need_is_real_an_optional_look_is_proposed() -> None:
    looks = {row.kind: judged(row.kind, **row.given).look_on for row in ROWS}
    # 180 days off is Sunday 2 May.
    assert looks.pop(Kind.NO_REAL_NEED) == date(2027, 5, 3)
    assert set(looks.values()) == {None}


ASKS: dict[Kind, tuple[Question, ...]] = {
    Kind.NO_NEED: (Question.TODAY,),
    Kind.CONTENT: (Question.WITH_WHOM, Question.CONTRACT_END),
    Kind.NOT_NOW: (Question.CONDITION,),
    Kind.NO_BUDGET: (Question.BUDGET_ON,),
    Kind.NO_AUTHORITY: (Question.WHO_CAN,),
    Kind.NO_RESPONSE: (Question.TRIES, Question.CHANNELS),
    Kind.NO_RAPPORT: (Question.WHO_ELSE,),
    Kind.NEED_NOT_FELT: (Question.COST_TODAY,),
    Kind.NO_REAL_NEED: (Question.MAKE_REAL,),
    Kind.NO_FIT: (Question.WHO_IS,),
    Kind.DOUBTS_US: (Question.WORRY,),
    Kind.NO_VALUE: (Question.WOULD_TAKE, Question.BETTER_TERMS),
    Kind.CHOSE_COMPETITOR: (Question.COMPETITOR, Question.CONTRACT_END),
    Kind.NEVER_ASKED: (),
    Kind.UNKNOWN: (),
}


@pytest.mark.parametrize("kind", Kind, ids=str)
def test_each_kind_asks_its_own_one_or_two_questions(kind: Kind) -> None:
    assert KINDS[kind].questions == ASKS.get(kind)


NUMBERS: list[tuple[Kind, str, Mapping[str, Any], date]] = [
    (Kind.NO_NEED, "nurture_days", {}, date(2026, 11, 10)),
    (Kind.CONTENT, "nurture_days", {}, date(2026, 11, 10)),
    (Kind.CONTENT, "days_before", CONTRACT, date(2027, 2, 22)),
    (Kind.NOT_NOW, "follow_up_days", {}, date(2026, 11, 10)),
    (Kind.NO_BUDGET, "days_before", BUDGET, date(2027, 3, 25)),
    (Kind.NO_AUTHORITY, "go_back_working_days", {}, date(2026, 11, 12)),
    (Kind.NO_RESPONSE, "another_channel_days", {"tries": 2}, date(2026, 11, 10)),
    (Kind.NO_RESPONSE, "last_message_days", {"tries": 4}, date(2026, 11, 10)),
    (Kind.NO_RAPPORT, "nurture_days", {}, date(2026, 11, 10)),
    (Kind.NEED_NOT_FELT, "go_back_working_days", {}, date(2026, 11, 12)),
    (Kind.DOUBTS_US, "nurture_days", {}, date(2026, 11, 10)),
    (Kind.NO_VALUE, "go_back_working_days", {}, date(2026, 11, 12)),
    (Kind.CHOSE_COMPETITOR, "days_before", CONTRACT, date(2027, 2, 22)),
    (Kind.CHOSE_COMPETITOR, "follow_up_days", {}, date(2026, 11, 10)),
    (Kind.NEVER_ASKED, "go_back_working_days", {}, date(2026, 11, 12)),
]


@pytest.mark.parametrize(("kind", "number", "given", "on"), NUMBERS)
def test_a_team_that_says_seven_gets_seven(
    kind: Kind, number: str, given: Mapping[str, Any], on: date
) -> None:
    assert due_on(judged(kind, numbers=with_number(number, 7, kind), **given)) == on


def test_a_team_chooses_when_silence_has_lasted_long_enough() -> None:
    few = with_number("few_tries", 2, Kind.NO_RESPONSE)
    many = with_number("many_tries", 3, Kind.NO_RESPONSE)
    assert judged(Kind.NO_RESPONSE, tries=2, numbers=few).variant is Variant.LAST_MESSAGE
    assert judged(Kind.NO_RESPONSE, tries=4, numbers=many).verdict is Verdict.LET_GO


@pytest.mark.parametrize(
    ("today", "on"),
    [
        (date(2026, 11, 3), date(2027, 1, 4)),
        (date(2026, 12, 10), date(2027, 4, 1)),
        # 30 days off is the quarter's own first day.
        (date(2027, 3, 2), date(2027, 4, 1)),
        (date(2027, 4, 2), date(2027, 7, 1)),
        # 1 July 2028 is a Saturday: the quarter's first working day is the Monday.
        (date(2028, 5, 3), date(2028, 7, 3)),
    ],
    ids=str,
)
def test_an_unknown_budget_is_checked_on_the_first_working_day_of_a_quarter(today: date, on: date) -> None:
    assert due_on(judged(Kind.NO_BUDGET, today=today)) == on


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (Kind.CONTENT, "contract_end"),
        (Kind.CHOSE_COMPETITOR, "contract_end"),
        (Kind.NO_BUDGET, "budget_on"),
    ],
)
def test_a_day_of_theirs_that_has_passed_counts_as_unknown(kind: Kind, name: str) -> None:
    today = date(2026, 11, 3)
    passed: dict[str, Any] = {name: date(2026, 11, 2)}
    present: dict[str, Any] = {name: today}
    yesterday = judged(kind, today=today, **passed)
    assert yesterday == judged(kind, today=today)
    assert judged(kind, today=today, **present) != yesterday
