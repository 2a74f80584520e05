"""A nudge's message, the mark it carries, and what follows once it stands in the rep's DM."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from coaching.dates import due_instant, local_date
from coaching.steps import Step, next_step
from handlers.delivery.eligibility import Ready
from handlers.slack.context import Services
from handlers.slack.rep_times import Times
from prompts import nudge_message
from prompts.blocks import Message
from prompts.deal_card import recommendation_buttons
from storage.delivered import NextStep, Posted, mark_sent, schedule_steps
from storage.nudges import DueNudge
from storage.owner import Owner

_ONE, _DIGEST = "gotano_nudge", "gotano_digest"


def message_of(services: Services, one: Ready, zone: ZoneInfo) -> Message:
    deal, reminder, playbook = one.deal, one.due.step is Step.REMINDER, services.playbook_for(one.due.owner)
    if not deal.plan.accepted:
        buttons = recommendation_buttons(deal, playbook)
        return nudge_message.recommended(deal, deal.plan, buttons, playbook, zone, reminder)
    return nudge_message.nudge(deal, deal.plan, one.due.id, one.due.opening, playbook, zone, reminder)


def metadata_of(rows: Sequence[DueNudge], digest: bool) -> dict[str, Any]:
    """The mark by which the message is known again; others can read it, so it holds opaque ids alone."""
    ids = [due.public_id for due in rows]
    return {"event_type": _DIGEST if digest else _ONE, "event_payload": {"nudges": ids}}


def read_metadata(message: Mapping[str, Any]) -> tuple[Sequence[str], bool]:
    """The nudges a message is about, and whether it is a digest; none for any other message."""
    about = message.get("metadata") or {}
    if about.get("event_type") not in (_ONE, _DIGEST):
        return (), False
    return about.get("event_payload", {}).get("nudges", ()), about["event_type"] == _DIGEST


def record_delivered(
    services: Services, session: Session, posted: Sequence[Posted], times: Mapping[Owner, Times]
) -> Sequence[Posted]:
    """Sent, and the next step of asking is scheduled: one reminder, then the deal waits. Those we still held."""
    held = mark_sent(session, posted)
    schedule_steps(session, [_next_step(services, one, times[one.due.owner]) for one in held])
    return held


def _next_step(services: Services, posted: Posted, times: Times) -> NextStep:
    due = posted.due
    numbers = services.policy_for(due.owner).numbers
    step, on = next_step(due.step, local_date(posted.at, times.zone), numbers)
    return NextStep(due, step, on, due_instant(on, times.zone, times.week))
