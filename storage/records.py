"""Rows into coaching's dataclasses, and back."""

from dataclasses import asdict, fields
from typing import Any

from coaching.deal import Debriefed, LostDeal, Nudged, Planned, Replied
from coaching.debrief import Answers
from coaching.plan import Plan
from storage.tables import DealRow, DebriefRow, NudgeRow, PlanRow, ReplyRow, Step

PENDING = "pending"
SENT = "sent"
SUPERSEDED = "superseded"
PARKED = "failed"
DONE = "done"


def deal_of(row: DealRow) -> LostDeal:
    """The whole record, without what was undone."""
    pending = [n.due_at for n in row.nudges if n.status == PENDING and n.step is not Step.WAITING]
    return LostDeal(
        id=row.id,
        team=row.team,
        rep=row.rep,
        prospect=row.prospect,
        made_at=row.made_at,
        debriefs=tuple(_debriefed(d) for d in row.debriefs if d.undone_at is None),
        plans=tuple(Planned(p.id, p.at, plan_of(p)) for p in row.plans if p.undone_at is None),
        nudges=tuple(nudged_of(n) for n in row.nudges if n.sent_at is not None),
        replies=tuple(replied_of(r) for r in row.replies if r.undone_at is None),
        won_back_at=row.won_back_at,
        won_because=row.won_because,
        let_go_at=row.let_go_at,
        waiting_since=row.waiting_since,
        card_channel=row.card_channel,
        card_ts=row.card_ts,
        next_nudge_at=min(pending, default=None),
        parked_for=next((n.failure for n in row.nudges if n.status == PARKED), None),
    )


def plan_of(row: PlanRow) -> Plan:
    return Plan(**{f.name: getattr(row, f.name) for f in fields(Plan)})


def plan_columns(plan: Plan) -> dict[str, Any]:
    return {f.name: getattr(plan, f.name) for f in fields(Plan)}


def answer_columns(answers: Answers) -> dict[str, Any]:
    return {name: value for name, value in asdict(answers).items() if name != "notes"} | {
        "notes": dict(answers.notes)
    }


def replied_of(row: ReplyRow) -> Replied:
    return Replied(row.id, row.at, row.reply, row.nudge_id)


def nudged_of(row: NudgeRow) -> Nudged:
    if row.sent_at is None:
        raise ValueError("a nudge that was not sent yet")
    return Nudged(row.id, row.sent_at, row.opening)


def _debriefed(row: DebriefRow) -> Debriefed:
    answers = Answers(**{f.name: getattr(row, f.name) for f in fields(Answers)})
    return Debriefed(row.id, row.at, row.source, answers, row.corrects, row.prospect)
