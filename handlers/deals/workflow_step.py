"""How a run of the workflow step ends: by the debrief, by what the rep says instead, or by the clock."""

from datetime import timedelta

from sqlalchemy.orm import Session

from coaching.deal import LostDeal, Status
from handlers.slack.context import Services
from prompts.workflow_step import DAYS, outputs
from storage.owner import EVERYBODY, Owner
from storage.workflow_steps import any_to_forget, end_all_steps, end_steps, forget_ended_steps, steps_in_vain

WAITS = timedelta(days=DAYS)
"""How long a workflow waits for its rep."""
_KEPT = timedelta(days=7)
"""How long a run that ended is known: Slack sends an event again within minutes."""
_BATCH = 100


def said(services: Services, key: str, **values: str | int) -> str:
    """A sentence for whoever set the workflow up: in the bot's own language, since nobody knows theirs."""
    return services.default_playbook.words.say(key, **values)


def outputs_of(deal: LostDeal) -> dict[str, str]:
    """What the workflow is given back of a lost deal that is debriefed; none of the rep's words."""
    due, status = deal.plan.due, deal.status
    # Whether its rep has answered is theirs alone.
    outcome = Status.OPEN if status is Status.WAITING else status
    return outputs(deal.answers.kind, deal.plan.verdict, due.on.isoformat() if due else None, outcome)


def end_debriefed(services: Services, session: Session, owner: Owner, offer_id: int, deal: LostDeal) -> None:
    """The runs that wait for this offer complete, in the transaction of the debrief."""
    end_steps(session, owner, services.now(), offer_id=offer_id, outputs=outputs_of(deal))


def end_not_mine(services: Services, session: Session, owner: Owner, offer_id: int) -> None:
    """The runs that wait for this offer fail: its rep says that the deal is somebody else's."""
    end_steps(session, owner, services.now(), offer_id=offer_id, error=said(services, "step.not_mine"))


def end_gone(services: Services, session: Session, owner: Owner) -> None:
    """The rep left: whoever set their workflows up is told now, and not after days."""
    end_all_steps(session, owner, services.now(), said(services, "step.nobody"))


def end_steps_in_vain(services: Services) -> None:
    """The clock's part: runs that were waited for long enough, or whose offer was deleted, fail with a sentence."""
    now = services.now()
    with services.db.read(EVERYBODY) as session:
        over = steps_in_vain(session, now, _BATCH)
        old = any_to_forget(session, now - _KEPT)
    for step, gone in over:
        error = said(services, "step.deleted") if gone else said(services, "step.too_late", count=DAYS)
        with services.db.write(step.owner) as session:
            end_steps(session, step.owner, now, execution_id=step.execution_id, error=error)
    if old or any(gone for _, gone in over):
        with services.db.write(EVERYBODY) as session:
            forget_ended_steps(session, now - _KEPT)
