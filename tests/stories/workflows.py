"""Workflows that run the step, and how their runs stand."""

from typing import Any

from sqlalchemy import select

from bot.jobs import JOBS, JobContext
from bot.scheduler import Heartbeat, run_jobs
from playground import Execution, LocalWorkspace
from prompts.offer import DEBRIEF_IT, NOT_MINE
from prompts.workflow_step import CALLBACK_ID
from storage.owner import EVERYBODY
from storage.step_tables import WorkflowStepRow
from tests.rig import Clients, Rig
from tests.stories.told import offers

TOLD = {
    "rep": "U0ANA",
    "prospect": "Dana Reyes",
    "company": "Acme",
    "reason": "They move offices first.",
    "amount": "12k",
    "record_id": "006X1",
    "link": "https://crm.example.com/006X1",
}


def run_step(
    where: LocalWorkspace, event_id: str | None = None, without: tuple[str, ...] = (), **more: Any
) -> Execution:
    """A workflow with the step runs, as a CRM set it off."""
    given = {name: value for name, value in {**TOLD, **more}.items() if name not in without}
    return where.run_step(CALLBACK_ID, given, event_id=event_id)


def kept_runs(rig: Rig) -> list[WorkflowStepRow]:
    with rig.db.read(EVERYBODY) as session:
        return list(session.scalars(select(WorkflowStepRow).order_by(WorkflowStepRow.id)))


def all_jobs(rig: Rig) -> None:
    """A sweep in which every job's time has come."""
    context = JobContext(rig.services, Clients(lambda _team: rig.client))
    run_jobs(JOBS, context, Heartbeat())


def debrief_offer(rig: Rig, at: int = 0, kind: str = "not_now", **look: Any) -> None:
    """Ana presses *Debrief it* on the offer at that place among all, and goes to the end; the verdict is accepted."""
    rig.sweep()
    rig.ana.press(DEBRIEF_IT, _message_of(rig, at), block_id=_block_of(rig, at))
    rig.ana.fill({"stage": "buying", "asked_why": "told"})
    assert rig.ana.submit().action == "updated"
    rig.ana.fill({"kind-buying": kind, "door": "ajar"})
    assert rig.ana.submit().action == "updated"
    rig.ana.fill(look)
    assert rig.ana.submit().action == "updated"
    rig.ana.close()


def not_mine(rig: Rig, at: int = 0) -> None:
    rig.sweep()
    rig.ana.press(NOT_MINE, _message_of(rig, at), block_id=_block_of(rig, at))


def _message_of(rig: Rig, at: int) -> dict[str, Any]:
    stamp = offers(rig)[at].message_ts
    return next(message for message in rig.ana.messages() if message["ts"] == stamp)


def _block_of(rig: Rig, at: int) -> str:
    return f"offer-{offers(rig)[at].id}"
