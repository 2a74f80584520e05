"""A day after a reply its Undo goes from the message."""

from handlers.deals.messages import undo_within
from handlers.deals.show import redraw
from handlers.delivery.batch import ClientFor
from handlers.delivery.retry_policy import NotInstalled
from handlers.slack.context import Services
from storage.owner import EVERYBODY, Owner
from storage.undo import end_undo, undos_over

BATCH = 20


def end_undos(services: Services, client_for: ClientFor) -> int:
    """Redraws the messages whose Undo is over; how many there were."""
    now, own = services.now(), services.choices.policies
    usual = now - undo_within(services.default_playbook.policy)
    with services.db.read(EVERYBODY) as session:
        over = undos_over(session, usual, {team: now - undo_within(own[team]) for team in own}, BATCH)
    for owner, deal_id, reply_id in over:
        _redraw(services, client_for, owner, deal_id)
        with services.db.write(owner) as session:
            end_undo(session, reply_id, services.now())
    return len(over)


def _redraw(services: Services, client_for: ClientFor, owner: Owner, deal_id: int) -> None:
    try:
        client = client_for(owner.team)
    except NotInstalled:
        # Nobody looks at the message any more.
        return
    redraw(services, client, owner, deal_id)
