"""A hand-over in both reps' DMs, and a deal that goes from the one to the other in one transaction."""

import logging
from collections.abc import Callable

from slack_sdk import WebClient
from sqlalchemy.exc import IntegrityError

from coaching.hand_over import Answer, HandOver, Outline, taken_on
from handlers.deals.show import show
from handlers.deals.work import Work, change, look
from handlers.slack.context import Services
from handlers.slack.dm import newest, post_to_dm, update
from handlers.slack.errors import SLACK_FAILED, Refused, error_code
from handlers.slack.taking_back import take_back_or_leave
from prompts.blocks import Message
from prompts.hand_over import hand_over_message, is_message_of, last_page
from storage.audit import By, Entry, Event, record
from storage.deal_record import DealRecord
from storage.deals import is_known
from storage.handover_messages import HandOverMessage, messages_of, settle_message
from storage.handover_passing import take_away, take_on
from storage.handovers import OfferedDeal, find_hand_over, find_offered, rename_offer, settle_offer
from storage.owner import Owner

_LOOKED_AT = 20
"""Messages; one that may have come stands among the newest."""
Post = Callable[[Services, WebClient, Owner, Message, str | None], tuple[str, str]]
"""Posts into a DM that may be known; the channel and ts."""
_log = logging.getLogger(__name__)


class HasOne(Exception):
    """The colleague has an open deal with the same prospect themselves: by what the offered one is called now."""

    def __init__(self, prospect: str) -> None:
        self.prospect = prospect
        super().__init__("an open deal with the same prospect")


def take_offer(services: Services, owner: Owner, handed_id: int, with_card: bool) -> int:
    """The id of the hand-over. The deal of the one is the other's from then on, or nothing has changed.

    Whatever was answered before stays as it was. Refused when they were offered no such thing; HasOne, and the offer
    then says what the deal is called now.
    """
    try:
        with change(services, owner) as work:
            offered = find_offered(work.session, owner, handed_id)
            if offered is None:
                raise Refused("card.no_longer_there")
            if offered.answer is None:
                _take(work, offered, with_card)
            return offered.hand_over_id
    except HasOne as one:
        with services.db.write(owner) as session:
            rename_offer(session, handed_id, one.prospect, services.now())
        raise


def draw(
    services: Services, owner: Owner, one: HandOverMessage, refused: int | None = None
) -> Message | None:
    """A message as it stands now; None when nothing of what it tells is left."""
    with look(services, owner) as work:
        shown = find_hand_over(work.session, one.hand_over_id)
        if shown is None or not shown.deals:
            return None
        return hand_over_message(
            one.told, shown, _page(one, shown), work.playbook, work.times.zone, has_one=refused
        )


def redraw_hand_over(
    services: Services, client: WebClient, owner: Owner, hand_over_id: int, refused: int | None = None
) -> None:
    """What stands in either DM is brought up to date; what Slack does not take now the clock does later."""
    with services.db.read(owner) as session:
        there = messages_of(session, hand_over_id)
    for one in there:
        if one.ts is None:
            continue
        try:
            bring(services, client, one, refused if one.to == owner else None)
        except SLACK_FAILED as error:
            about = {"team": owner.team, "error": error_code(error)}
            _log.warning("a hand-over is not redrawn", extra=about)


def redraw_taken(services: Services, client: WebClient, by: Owner, deal_id: int) -> None:
    """Where its card stands it says that a colleague has it; nothing new is posted to whoever had it."""
    try:
        with look(services, by) as work:
            shown = work.on_show(work.deal(deal_id))
    except Refused:
        return
    if shown.deal.card_ts:
        show(services, client, by, shown)


def bring(
    services: Services,
    client: WebClient,
    one: HandOverMessage,
    refused: int | None = None,
    post: Post = post_to_dm,
) -> None:
    """Posts the message, or brings it up to date where it stands; one with nothing left to tell is taken back, and so
    is one that is about nothing any more by then."""
    drawn = draw(services, one.to, one, refused)
    channel, ts = one.channel, one.ts
    if drawn is None:
        if stands := (channel, ts) if channel and ts else _came(services, client, one):
            take_back_or_leave(services, client, one.to, [stands])
    elif channel and ts:
        update(client, channel, ts, drawn)
    else:
        channel, ts = _post(services, client, one, drawn, post)
    with services.db.write(one.to) as session:
        kept = settle_message(session, one, channel, ts)
    if drawn and channel and ts and not kept:
        take_back_or_leave(services, client, one.to, [(channel, ts)])


def _take(work: Work, offered: OfferedDeal, with_card: bool) -> None:
    goes = take_away(work.session, offered, work.now)
    if goes is None:
        return
    taken = work.watch(_begin(work, goes, offered.deal_id))
    plan = taken_on(goes.plan, work.today, work.times.week)
    work.adopt(taken, plan, unseen=not plan.accepted)
    if with_card:
        taken.promise_card(work.now)
    settle_offer(work.session, offered.id, Answer.TAKEN, work.now, taken.id)
    record(work.session, _entry(work, offered.from_rep))


def _begin(work: Work, goes: Outline, deal_id: int) -> DealRecord:
    """HasOne also where theirs with this prospect began at this very moment."""
    if is_known(work.session, work.owner, goes.prospect) is not None:
        raise HasOne(goes.prospect)
    try:
        return take_on(work.session, work.owner, goes, deal_id)
    except IntegrityError:
        raise HasOne(goes.prospect) from None


def _post(
    services: Services, client: WebClient, one: HandOverMessage, drawn: Message, post: Post
) -> tuple[str, str]:
    """Once: after a try of which nobody knows how it ended, the DM is looked through first."""
    if came := _came(services, client, one):
        update(client, *came, drawn)
        return came
    return post(services, client, one.to, drawn, _dm(services, one))


def _came(services: Services, client: WebClient, one: HandOverMessage) -> tuple[str, str] | None:
    """Where it came although nobody knew; without leave to look, it is sent again."""
    channel = _dm(services, one) if one.attempts else None
    found = newest(client, channel, _LOOKED_AT) if channel else ()
    came = (str(m["ts"]) for m in found if is_message_of(m, one.told, one.hand_over_id))
    return next(((channel, ts) for ts in came if channel), None)


def _dm(services: Services, one: HandOverMessage) -> str | None:
    with look(services, one.to) as work:
        return work.rep.dm_channel if work.rep else None


def _page(one: HandOverMessage, shown: HandOver) -> int:
    """The last there is, where deals have gone since."""
    return min(one.page, last_page(shown))


def _entry(work: Work, by: str) -> Entry:
    owner = work.owner
    details = {"lost_deals": 1, "from": by}
    return Entry(work.now, Event.HAND_OVER, By.REP, owner.rep, owner.team, owner.rep, details)
