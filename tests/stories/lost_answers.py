"""Nudges that Slack took without its answer coming back, and what is known of them."""

from coaching.steps import Step
from playground import Fault
from storage.owner import EVERYBODY
from storage.tables import NudgeRow
from tests.rig import Rig
from tests.stories.scenes import JSON

NAMES = ("Acme", "Birch", "Copperline", "Dune", "Elm")
DROPPED = Fault(accepted_but_dropped=True)


def lost(fault: Fault, times: int | None = 1) -> Fault:
    return Fault(accepted_but_dropped=True, status=fault.status, times=times)


def planned(rig: Rig, count: int) -> None:
    for name in NAMES[:count]:
        rig.debrief(rig.ana, name, callback_on="2026-12-10")
        rig.ana.close()


def carried(rig: Rig) -> list[JSON]:
    """The messages that carry a nudge, oldest first."""
    return [message for message in rig.ana.messages() if message.get("metadata")]


def carries(message: JSON) -> list[str]:
    return list(message["metadata"]["event_payload"]["nudges"])


def nudges(rig: Rig, step: Step = Step.NUDGE) -> list[NudgeRow]:
    with rig.db.read(EVERYBODY) as session:
        return [row for row in session.query(NudgeRow).order_by(NudgeRow.id) if row.step is step]


def again(rig: Rig, minutes: float = 2) -> None:
    rig.clock.move(minutes=minutes)
    rig.sweep()


def asked_history(rig: Rig) -> list[JSON]:
    return [call.args for call in rig.slack.calls if call.method == "conversations.history"]
