"""Nudges that were parked, and how they stand after so many days."""

from handlers.delivery.retry_policy import INSTALLATION_GONE
from handlers.slack.errors import PERSON_GONE
from playground import Fault
from storage.owner import EVERYBODY
from storage.tables import NudgeRow
from tests.rig import Rig

PERMANENT = sorted(PERSON_GONE | INSTALLATION_GONE)


def planned(rig: Rig, *names: str, on: str = "2026-12-10") -> None:
    for name in names:
        rig.debrief(rig.ana, name, callback_on=on)
        rig.ana.close()


def parked_for(rig: Rig, error: str = "channel_not_found", *names: str) -> None:
    """One nudge that met a permanent error; Slack is well again then."""
    planned(rig, *(names or ("Acme",)))
    rig.slack.faults.add("chat.postMessage", Fault(error=error, times=None))
    rig.jump()
    rig.slack.faults.clear()
    rig.slack.clear_calls()


def statuses(rig: Rig) -> list[str]:
    with rig.db.read(EVERYBODY) as session:
        return [
            row.status for row in session.query(NudgeRow).order_by(NudgeRow.deal_id) if row.step == "nudge"
        ]


def days(rig: Rig, count: int) -> None:
    for _ in range(count):
        rig.clock.move(days=1)
        rig.sweep()
