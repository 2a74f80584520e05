"""Rows into coaching's dataclasses, and back."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any

from coaching.deal import Debriefed, LostDeal, Noted, Nudged, Planned, Replied
from coaching.debrief import Answers
from coaching.plan import Opening, Plan
from coaching.steps import Step
from storage.tables import DealRow, DebriefRow, NudgeRow, PlanRow, ReplyRow

PENDING = "pending"
SENT = "sent"
SUPERSEDED = "superseded"
PARKED = "failed"
DONE = "done"


@dataclass(frozen=True)
class SentNudge:
    """A nudge's message in a rep's DM; in a digest several share one message."""

    id: int
    deal_id: int
    plan_id: int
    step: Step
    opening: Opening
    due_on: date
    sent_at: datetime
    channel: str
    message_ts: str
    in_digest: bool


def sent_of(row: NudgeRow) -> SentNudge | None:
    """None for a nudge that has not reached the rep."""
    if row.status != SENT or not (row.channel and row.message_ts and row.sent_at):
        return None
    return SentNudge(
        row.id,
        row.deal_id,
        row.plan_id,
        row.step,
        row.opening,
        row.due_on,
        row.sent_at,
        row.channel,
        row.message_ts,
        row.in_digest,
    )


def deal_of(row: DealRow) -> LostDeal:
    """The whole record, without what was undone."""
    pending = [n.due_at for n in row.nudges if n.status == PENDING and n.step is not Step.WAITING]
    plans = tuple(planned_of(p, row.nudges) for p in row.plans if p.undone_at is None)
    return LostDeal(
        id=row.id,
        team=row.team,
        rep=row.rep,
        prospect=row.prospect,
        made_at=row.made_at,
        debriefs=tuple(_debriefed(d) for d in row.debriefs if d.undone_at is None),
        plans=plans,
        nudges=tuple(nudged_of(n) for n in row.nudges if n.sent_at is not None),
        replies=tuple(replied_of(r) for r in row.replies if r.undone_at is None),
        won_back_at=row.won_back_at,
        won_because=row.won_because,
        let_go_at=row.let_go_at,
        handed_over_at=row.handed_over_at,
        waiting_since=row.waiting_since,
        card_channel=row.card_channel,
        card_ts=row.card_ts,
        next_nudge_at=min(pending, default=None),
        asks_at=_asks_at(plans[-1].id, row.nudges) if plans else None,
        parked_for=next((n.failure for n in row.nudges if n.status == PARKED), None),
        notes=tuple(Noted(n.id, n.at, n.text) for n in row.notes),
        own_words=row.own_words or {},
        value=row.value,
        currency=row.currency,
        url=row.url,
        public_id=row.public_id,
    )


def planned_of(row: PlanRow, nudges: Iterable[NudgeRow]) -> Planned:
    """With the moment its first message was meant for, which sending does not change."""
    first = next((one.due_at for one in nudges if one.plan_id == row.id), None)
    return Planned(row.id, row.at, plan_of(row), row.reply_id, first)


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
    return Nudged(row.id, row.sent_at, row.opening, row.plan_id)


def _asks_at(plan_id: int, nudges: Iterable[NudgeRow]) -> datetime | None:
    """When the first message about a plan comes, or came."""
    steps = (row for row in nudges if row.plan_id == plan_id and row.step is not Step.WAITING)
    first = next((row for row in steps if row.status in (PENDING, SENT)), None)
    return (first.sent_at or first.due_at) if first else None


def _debriefed(row: DebriefRow) -> Debriefed:
    answers = Answers(**{f.name: getattr(row, f.name) for f in fields(Answers)})
    return Debriefed(
        row.id, row.at, row.source, answers, row.corrects, row.prospect, row.reply_id, row.said_at
    )
