"""Deals that go on: corrected, answered to, taken up again, and judged anew on a later day."""

from dataclasses import replace
from datetime import date, timedelta

from coaching.deal import Reply, Source
from coaching.debrief import Answers, Door
from coaching.follow_up import Situation
from coaching.kinds import Kind
from coaching.plan import Plan, Why
from coaching.verdict import judge
from tests.coaching.cases import (
    TODAY,
    WEEK,
    Tale,
    after,
    answers,
    plan_of,
    policy,
)

NO = answers(Kind.NOT_NOW)
CLOSED = replace(NO, door=Door.CLOSED)
OPEN = replace(NO, door=Door.OPEN)


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def judged_on(tale: Tale, number: int) -> Plan:
    """The coach's plan for the answers that hold, so many days after the deal began."""
    return judge(tale.deal.answers, tale.counts(number), policy(), day(number), WEEK)


def reply_on(tale: Tale, number: int, reply: Reply) -> Plan:
    tale.replied(number, reply)
    return after(reply, Situation(tale.deal, tale.counts(number), policy(), day(number), WEEK))


def begun(given: Answers, plan: Plan | None = None) -> Tale:
    tale = Tale()
    tale.said_no(0, given)
    return tale.planned(0, plan or judged_on(tale, 0))


def came_back(given: Answers) -> Tale:
    """Let go; on day 100 they contacted the rep."""
    return begun(given).replied(100, Reply.THEY_CONTACTED_ME).planned(100, plan_of(rule=Why.REP_CHOSE))


def edited(tale: Tale, number: float, **changes: object) -> Tale:
    held = tale.debriefs[-1]
    tale.said_no(number, replace(held.answers, **changes), Source.EDIT, corrects=held.id)  # type: ignore[arg-type]
    return tale
