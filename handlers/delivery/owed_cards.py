"""Cards that were promised with a verdict and never came: posted by the clock until Slack has them."""

import logging
from datetime import timedelta

from slack_sdk import WebClient

from coaching.deal import LostDeal
from handlers.deals.card_post import draw_card, post_card
from handlers.deals.work import look
from handlers.delivery.batch import ClientFor
from handlers.delivery.retry_policy import MOST_ATTEMPTS, TryAgain, decide
from handlers.slack.context import Services
from handlers.slack.dm import newest
from handlers.slack.errors import Refused, error_code
from prompts.deal_card import is_card_of
from storage.cards import OwedCard, any_owed, claim_owed_cards, owe_card, remember_card
from storage.owner import EVERYBODY

BATCH = 20
_LOOKED_AT = 100
"""Messages; a card that may have come stands among the newest."""
_GONE = timedelta(days=1)
_log = logging.getLogger(__name__)


def post_owed_cards(services: Services, client_for: ClientFor) -> int:
    """Posts the cards that are due; how many there were. One that fails holds up no other workspace's.

    In a workspace that wants a rest the others wait for their claims to run out.
    """
    with services.db.read(EVERYBODY) as session:
        if not any_owed(session, services.now()):
            return 0
    with services.db.write(EVERYBODY) as session:
        owed = claim_owed_cards(session, services.now(), BATCH)
    resting: set[str] = set()
    for one in owed:
        if one.owner.team in resting:
            continue
        try:
            _post(services, client_for(one.owner.team), one)
        except Exception as error:
            if _put_off(services, one, error):
                resting.add(one.owner.team)
    return len(owed)


def _post(services: Services, client: WebClient, one: OwedCard) -> None:
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
        post_card(services, client, one.owner, shown, draw_card(services, one.owner, shown))


def _find(client: WebClient, channel: str, deal: LostDeal) -> str | None:
    """The ts of a card that came although nobody knew; without leave to look, it is posted again."""
    return next(
        (str(one["ts"]) for one in newest(client, channel, _LOOKED_AT) if is_card_of(one, deal.id)), None
    )


def _put_off(services: Services, one: OwedCard, error: Exception) -> bool:
    """Whether Slack wants a rest. Who is gone may come back: looked after once a day, until it has been tried enough.

    Then the card is posted when the rep does something with the deal.
    """
    what = decide(error, one.attempts)
    wait, failed = (what.after, what.failed) if isinstance(what, TryAgain) else (_GONE, True)
    attempts = one.attempts + failed
    again = services.now() + wait if attempts < MOST_ATTEMPTS else None
    with services.db.write(EVERYBODY) as session:
        owe_card(session, one.deal_id, again, attempts)
    _log.warning("a card is not posted", extra={"deal": one.deal_id, "error": error_code(error)})
    return isinstance(what, TryAgain) and what.rests
