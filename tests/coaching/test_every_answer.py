"""What holds of every plan, over all answers a debrief can give."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import product
from typing import Any

from coaching.dates import is_working_day, is_year_end
from coaching.debrief import Answers, AskedWhy, Door, FirstNo, Worth
from coaching.history import History
from coaching.kinds import KINDS, Kind
from coaching.plan import Opening, Plan, Verdict, Why
from coaching.verdict import MOST_REASONS, judge
from tests.coaching.cases import NAMED_DAY, TODAY, WEEK, answers, policy, whys

Judged = tuple[Answers, History, Plan]

NAMED: list[dict[str, Any]] = [
    {},
    {"callback_on": NAMED_DAY},
    {"callback_on": NAMED_DAY, "condition": "signed"},
]
KNOWN: list[dict[str, Any]] = [{}, {"contract_end": date(2027, 6, 30), "budget_on": date(2027, 6, 30)}]
COUNTS = [
    History(noes=noes, asks=asks, slipped=slipped, closed=closed)
    for noes, asks, (slipped, closed) in product(
        (1, 3), (0, 2), ((False, False), (True, False), (False, True))
    )
]


def _how_it_went(kind: Kind) -> Iterator[dict[str, Any]]:
    if kind is Kind.NO_RESPONSE:
        yield from ({"tries": tries} for tries in range(1, 8))
    else:
        for asked, door in product(AskedWhy, Door):
            if (kind, asked) != (Kind.UNKNOWN, AskedWhy.TOLD):
                yield {"asked_why": asked, "door": door}


@cache
def everything() -> list[Judged]:
    """Every plan for a first screen of answers, each way they may have said no before."""
    found = []
    for kind in Kind:
        known = KNOWN if kind in (Kind.CONTENT, Kind.NO_BUDGET, Kind.CHOSE_COMPETITOR) else KNOWN[:1]
        for went, worth, first, named, dates in product(
            _how_it_went(kind), Worth, (None, FirstNo.END), NAMED, known
        ):
            given = answers(kind, **went, **named, **dates, worth=worth, first_no=first)
            found += [(given, counts, judge(given, counts, policy(), TODAY, WEEK)) for counts in COUNTS]
    return found


def _breaking(holds: Any) -> list[Judged]:
    return [one for one in everything() if not holds(*one)][:3]


def test_there_is_much_to_look_at() -> None:
    assert len(everything()) > 10_000
    assert {plan.verdict for _, _, plan in everything()} == set(Verdict)


def test_every_verdict_gives_two_to_four_bullets() -> None:
    assert not _breaking(lambda _a, _h, plan: 2 <= len(plan.reasons) <= 4)


def test_no_bullet_is_said_twice() -> None:
    assert not _breaking(lambda _a, _h, plan: len(set(whys(plan))) == len(plan.reasons))


def test_a_no_at_the_very_end_always_says_to_ask_for_it_early_and_no_other_does() -> None:
    def holds(given: Answers, _h: History, plan: Plan) -> bool:
        return (Why.LATE_NO in whys(plan)) == (given.first_no is FirstNo.END)

    assert not _breaking(holds)


def test_keeping_warm_and_going_back_look_for_another_way_unless_the_no_was_to_us_or_nobody_said_one() -> (
    None
):
    def holds(given: Answers, _h: History, plan: Plan) -> bool:
        silent_or_unasked = given.kind in (Kind.NO_RESPONSE, Kind.NEVER_ASKED)
        to_us = plan.verdict is Verdict.NURTURE and given.kind in (Kind.DOUBTS_US, Kind.NO_RAPPORT)
        wanted = plan.verdict in (Verdict.NURTURE, Verdict.GO_BACK) and not silent_or_unasked and not to_us
        return (Why.ANOTHER_WAY in whys(plan)) == wanted

    assert not _breaking(holds)


def test_an_even_trade_is_said_where_there_is_room_and_the_door_is_not_closed() -> None:
    def holds(given: Answers, counts: History, plan: Plan) -> bool:
        closed = given.door is Door.CLOSED or counts.closed
        said = Why.ABOUT_EVEN in whys(plan)
        if given.worth is not Worth.EVEN or closed:
            return not said
        return said or len(plan.reasons) == MOST_REASONS

    assert not _breaking(holds)


def test_a_dodge_is_the_first_bullet_wherever_the_door_is_not_closed() -> None:
    def holds(given: Answers, counts: History, plan: Plan) -> bool:
        if given.door is Door.CLOSED or counts.closed:
            return True
        return (whys(plan)[0] is Why.DODGED) == (given.asked_why is AskedWhy.DODGED)

    assert not _breaking(holds)


def test_letting_go_schedules_nothing_and_everything_else_a_day_to_come_that_is_worked() -> None:
    def holds(_a: Answers, _h: History, plan: Plan) -> bool:
        if plan.verdict is Verdict.LET_GO:
            return plan.due is None and plan.opening is None
        due = plan.due
        good = due and due.on > TODAY and is_working_day(due.on, WEEK) and not is_year_end(due.on)
        return bool(good) and plan.opening is Opening(plan.verdict)

    assert not _breaking(holds)


def test_a_day_they_named_wins_over_every_default_but_never_for_asking_why() -> None:
    def holds(given: Answers, _h: History, plan: Plan) -> bool:
        by_name = plan.due is not None and plan.due.rule.why is Why.NAMED
        keeps = plan.verdict not in (Verdict.LET_GO, Verdict.ASK_WHY)
        return by_name == (keeps and given.callback_on is not None)

    assert not _breaking(holds)


def test_a_closed_door_lets_go_whatever_else_was_said() -> None:
    def holds(given: Answers, counts: History, plan: Plan) -> bool:
        closed = given.door is Door.CLOSED or counts.closed
        return not closed or (plan.verdict is Verdict.LET_GO and plan.look_on is None)

    assert not _breaking(holds)


def test_only_an_open_door_with_a_date_and_a_condition_outweighs_a_bad_deal() -> None:
    def holds(given: Answers, counts: History, plan: Plan) -> bool:
        agreed = given.door is Door.OPEN and given.callback_on and given.condition and not counts.slipped
        against = given.worth is Worth.COSTS_MORE or (counts.noes >= 3 and given.is_a_no)
        return not against or bool(agreed) or plan.verdict is Verdict.LET_GO

    assert not _breaking(holds)


def test_what_comes_then_is_kept_exactly_when_asking_why_comes_first() -> None:
    def holds(given: Answers, _h: History, plan: Plan) -> bool:
        if given.kind is Kind.UNKNOWN:
            return plan.then is not Verdict.ASK_WHY
        return (plan.then is not None) == (plan.verdict is Verdict.ASK_WHY)

    assert not _breaking(holds)


def test_nobody_is_sent_to_ask_a_third_time_or_where_the_kind_says_why() -> None:
    def holds(given: Answers, counts: History, plan: Plan) -> bool:
        return plan.verdict is not Verdict.ASK_WHY or (counts.asks < 2 and KINDS[given.kind].why_matters)

    assert not _breaking(holds)


def test_the_coach_recommends_what_it_plans_and_closing_the_screen_accepts_it() -> None:
    assert not _breaking(lambda _a, _h, plan: plan.recommended is plan.verdict and plan.accepted)
