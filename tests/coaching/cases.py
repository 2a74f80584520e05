"""Answers, plans and deals for the coach's tests: plain wherever a test says nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from coaching.dates import WorkWeek
from coaching.deal import Debriefed, LostDeal, Nudged, Planned, Replied, Reply, Source
from coaching.debrief import Answers, AskedWhy, Door
from coaching.follow_up import Situation, next_plan
from coaching.history import History, Pause, history
from coaching.kinds import KINDS, Kind, Stage
from coaching.plan import Opening, Plan, PlannedDate, Reason, Verdict, Why
from coaching.policy import Policy
from coaching.verdict import judge
from tests.words import shipped_playbook

TODAY = date(2026, 11, 3)
"""A Tuesday, far from the year's end."""
BEGAN = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
WEEK = WorkWeek()
LISBON = ZoneInfo("Europe/Lisbon")
NAMED_DAY = date(2027, 5, 4)
"""A Tuesday they may have named."""

SILENT = Kind.NO_RESPONSE


@cache
def policy() -> Policy:
    """The shipped numbers."""
    return shipped_playbook().policy


def with_number(name: str, value: int, kind: Kind | None = None) -> Policy:
    """The shipped numbers but for one."""
    shipped = policy()
    if kind is None:
        changed: dict[str, Any] = {name: value}
        return replace(shipped, numbers=replace(shipped.numbers, **changed))
    return replace(shipped, kinds={**shipped.kinds, kind: {**shipped.kinds[kind], name: value}})


def answers(kind: Kind, **given: Any) -> Answers:
    """They told why, politely, late enough in the cycle; a silent prospect was tried twice."""
    stage = Stage.BUYING if Stage.BUYING in KINDS[kind].stages else Stage.FIRST
    plain: dict[str, Any] = (
        {"tries": 2} if kind is SILENT else {"asked_why": AskedWhy.TOLD, "door": Door.AJAR}
    )
    return Answers(**({"stage": stage, "kind": kind} | plain | given))


def judged(
    kind: Kind,
    *,
    counts: History | None = None,
    today: date = TODAY,
    week: WorkWeek = WEEK,
    numbers: Policy | None = None,
    **given: Any,
) -> Plan:
    """The coach's plan for a first no, or after the given counts."""
    noes = 0 if kind is SILENT else 1
    return judge(answers(kind, **given), counts or History(noes=noes), numbers or policy(), today, week)


def whys(plan: Plan) -> tuple[Why, ...]:
    return tuple(reason.why for reason in plan.reasons)


def plan_of(
    verdict: Verdict = Verdict.FOLLOW_UP,
    kind: Kind = Kind.NOT_NOW,
    *,
    on: date | None = NAMED_DAY,
    rule: Why = Why.DAYS,
    opening: Opening | None = None,
    **more: Any,
) -> Plan:
    """A plan as it may stand on a deal, opening as its verdict does."""
    due = PlannedDate(on, Reason(rule, on=on)) if on and verdict is not Verdict.LET_GO else None
    opens = opening or (Opening(verdict) if due else None)
    return Plan(verdict, verdict, kind, due=due, opening=opens, **more)


@dataclass
class Tale:
    """A lost deal told event by event; each happens so many days after it began."""

    debriefs: list[Debriefed] = field(default_factory=list)
    plans: list[Planned] = field(default_factory=list)
    nudges: list[Nudged] = field(default_factory=list)
    replies: list[Replied] = field(default_factory=list)
    zone: ZoneInfo = LISBON
    _told: int = 0

    def said_no(
        self, day: float, given: Answers, source: Source = Source.DEBRIEF, corrects: int | None = None
    ) -> int:
        """One set of answers; its id, for a later one to correct."""
        self.debriefs.append(Debriefed(self._id(), self._at(day), source, given, corrects))
        return self.debriefs[-1].id

    def planned(self, day: float, plan: Plan) -> "Tale":
        self.plans.append(Planned(self._id(), self._at(day), plan))
        return self

    def nudged(self, day: float, opening: Opening = Opening.FOLLOW_UP) -> "Tale":
        plan_id = self.plans[-1].id if self.plans else None
        self.nudges.append(Nudged(self._id(), self._at(day), opening, plan_id))
        return self

    def replied(self, day: float, *replies: Reply) -> "Tale":
        for reply in replies:
            self.replies.append(Replied(self._id(), self._at(day), reply))
        return self

    @property
    def deal(self) -> LostDeal:
        return LostDeal(
            1,
            "T0TEST",
            "U0ANA",
            "Dana Reyes, Acme",
            BEGAN,
            tuple(self.debriefs),
            tuple(self.plans),
            tuple(self.nudges),
            tuple(self.replies),
        )

    def counts(self, day: float, pauses: Sequence[Pause] = ()) -> History:
        return history(self.deal, self._at(day), self.zone, pauses)

    def _id(self) -> int:
        self._told += 1
        return self._told

    def _at(self, day: float) -> datetime:
        # Events of one day come one after the other, so that their order is their order in time.
        return BEGAN + timedelta(days=day, seconds=self._told)


def situation(
    plan: Plan, given: Answers | None = None, *, today: date = TODAY, week: WorkWeek = WEEK, **counts: Any
) -> Situation:
    """A deal under `plan` at the moment of a reply, with the given counts."""
    tale = Tale()
    tale.said_no(0, given or answers(plan.kind))
    tale.planned(0, plan)
    return Situation(tale.deal, History(**{"noes": 1} | counts), policy(), today, week)


def after(reply: Reply, at: Situation, until: date | None = None) -> Plan:
    """The plan a reply leads to, where it leads to one."""
    found = next_plan(reply, at, until)
    assert found is not None
    return found


def due_on(plan: Plan) -> date | None:
    return plan.due.on if plan.due else None


def due_rule(plan: Plan) -> Why | None:
    return plan.due.rule.why if plan.due else None


def moves(plan: Plan) -> tuple[Why, ...]:
    return tuple(moved.why for moved in plan.due.moved) if plan.due else ()


def named(case: object) -> str:
    """The id of a table's row."""
    return str(getattr(case, "name", case)).replace(" ", "_")
