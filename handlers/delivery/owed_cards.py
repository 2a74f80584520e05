"""Cards that were promised with a verdict and never came: posted by the clock until Slack has them."""

import logging
from collections.abc import Callable
from datetime import timedelta

from slack_sdk import WebClient

from coaching.deal import LostDeal
from handlers.deals.card_post import draw_card, post_card
from handlers.deals.work import look
from handlers.delivery.batch import ClientFor
from handlers.delivery.one_by_one import send_one_by_one
from handlers.delivery.rest import rest_if_wanted
from handlers.delivery.retry_policy import MOST_ATTEMPTS, TryAgain, decide, is_away
from handlers.slack.context import Services
from handlers.slack.dm import newest
from handlers.slack.errors import Refused, error_code
from prompts.deal_card import is_card_of
from storage.cards import OwedCard, any_owed, claim_owed_cards, owe_card, remember_card
from storage.lease import Lease
from storage.owner import EVERYBODY

BATCH = 20
_LOOKED_AT = 100
"""Messages; a card that may have come stands among the newest."""
_GONE = timedelta(days=1)
_log = logging.getLogger(__name__)


def post_owed_cards(
    services: Services, client_for: ClientFor, stopped: Callable[[], bool], beat: Callable[[], None]
) -> int:
    """Posts the cards that are due; how many there were. One that fails holds up no other workspace's.

    In a workspace that wants a rest the others wait for their claims to run out.
    """
    with services.db.read(EVERYBODY) as session:
        if not any_owed(session, services.now()):
            return 0
    lease = Lease()
    with services.db.write(EVERYBODY) as session:
        owed = claim_owed_cards(session, services.now(), BATCH)
    return send_one_by_one(
        owed,
        lease,
        team=lambda one: one.owner.team,
        send=lambda one: _post(services, client_for(one.owner.team), one, lease),
        failed=lambda one, error: _put_off(services, one, error),
        stopped=stopped,
        beat=beat,
    )


def _post(services: Services, client: WebClient, one: OwedCard, lease: Lease) -> None:
    """A card whose claim runs out meanwhile is somebody else's to post."""
    try:
        with look(services, one.owner) as work:
            shown = work.on_show(work.deal(one.deal_id))
    except Refused:
        return
    channel = shown.rep.dm_channel if shown.rep else None
    came = _find(client, channel, shown.deal) if channel else None
    if channel and came:
        with services.db.write(one.owner) as session:
            remember_card(session, one.deal_id, channel, came)
    else:
        drawn = draw_card(services, one.owner, shown)
        post_card(services, client, one.owner, shown, drawn, lambda: lease.is_sure)


def _find(client: WebClient, channel: str, deal: LostDeal) -> str | None:
    """The ts of a card that came although nobody knew; without leave to look, it is posted again."""
    return next(
        (str(one["ts"]) for one in newest(client, channel, _LOOKED_AT) if is_card_of(one, deal.id)), None
    )


def _put_off(services: Services, one: OwedCard, error: Exception) -> bool:
    """Whether Slack wants a rest, or is away. Who is gone may come back: looked after once a day, until it has been
    tried enough. Then the card is posted when the rep does something with the deal. Where Slack gives no answer, that
    is no try, however long it lasts.
    """
    what, away, now = decide(error, one.attempts), is_away(error), services.now()
    wait, failed = (what.after, what.failed) if isinstance(what, TryAgain) else (_GONE, True)
    attempts = one.attempts + (failed and not away)
    again = now + wait if attempts < MOST_ATTEMPTS else None
    with services.db.write(EVERYBODY) as session:
        owe_card(session, one.deal_id, again, attempts)
        rests = rest_if_wanted(session, one.owner.team, error, what, now)
    _log.warning("a card is not posted", extra={"deal": one.deal_id, "error": error_code(error)})
    return away or rests
