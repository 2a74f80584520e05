"""A deal is deleted: from its modal, where the button asks back, or from a card's menu, where a small form does."""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from handlers.deals.deal_modal import draw_deleted
from handlers.deals.home_page import refresh_home
from handlers.deals.messages import digest_rows
from handlers.deals.work import DealOnShow, change, deal_asked_about, look
from handlers.delivery.deleted import find_deleted
from handlers.slack.context import Services, asked
from handlers.slack.dm import empty, take_back, update
from handlers.slack.errors import SLACK_FAILED, error_code
from handlers.slack.modals import open_modal
from handlers.slack.taking_back import GRACE, take_back_or_leave
from prompts import deal_card, deal_modals
from prompts.deal_modals import DealMetadata, Form
from prompts.digest import DigestRow, digest
from storage.deals import delete_deal
from storage.handover_messages import bring_up_to_date, hand_overs_about
from storage.leftovers import Place, leave, leave_searches, lock_shares, settle_leftovers
from storage.maybe_there import maybe_there
from storage.owner import Owner
from storage.records import SentNudge
from storage.shares import shares_of

_log = logging.getLogger(__name__)


def register(app: App) -> None:
    app.action(deal_card.DELETE)(on_delete)
    app.view(Form.DELETE)(on_deleted)


def on_delete(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    """Confirmed in Slack before it comes here; the modal it was pressed in says that nothing is left."""
    ack()
    services, owner = asked(context)

    def say_so() -> None:
        draw_deleted(services, client, owner, body)

    _delete(services, client, owner, int(action["value"]), context["request_id"], answer=say_so)


def on_delete_asked(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    """A choice of a menu cannot ask back by itself."""
    ack()
    playbook, deal = deal_asked_about(context, int(action["value"]))
    open_modal(client, body, deal_modals.delete_form(deal, playbook))


def on_deleted(ack: Ack, view: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """The rep is sure."""
    services, owner = asked(context)
    _delete(services, client, owner, DealMetadata.of(view).deal_id, answer=lambda: ack())


def _delete(
    services: Services,
    client: WebClient,
    owner: Owner,
    deal_id: int,
    request_id: str | None = None,
    *,
    answer: Callable[[], object],
) -> None:
    """All of it goes at once; `answer` is given when it is gone, and then its messages say so.

    Where they stand is left to the clock in the same transaction, for what Slack refuses, and should this process end.
    """
    with change(services, owner, request_id) as work:
        record = work.deal(deal_id)
        shown = work.on_show(record)
        lock_shares(work.session, owner, record.id)
        shared = [place for share in shares_of(work.session, owner, record.id) for place in share.messages]
        maybe = maybe_there(work.session, owner, shown.rep.dm_channel if shown.rep else None, record.id)
        offered = hand_overs_about(work.session, record.id)
        delete_deal(work.session, owner, record.id)
        searches = leave_searches(work.session, owner, maybe, work.now + GRACE)
        left = leave(work.session, owner, [*shared, *_alone(shown), *_digests(shown)], work.now + GRACE)
        for hand_over_id in offered:
            bring_up_to_date(work.session, hand_over_id, work.now)
    answer()
    looked = find_deleted(services, client, owner, searches)
    take_back_or_leave(services, client, owner, looked.places)
    _take_back(services, client, owner, shown, shared, left, looked.done)
    refresh_home(services, client, owner, shown.rep)


def _take_back(
    services: Services,
    client: WebClient,
    owner: Owner,
    shown: DealOnShow,
    shared: Sequence[Place],
    left: Mapping[Place, int],
    searched: Sequence[int],
) -> None:
    """The lessons go, and what stands in the DM says that it is deleted; what was `searched` for is not any more."""
    gone = deal_card.deleted_card(services.playbook_for(owner))
    done = [place for place in shared if take_back(client, *place)]
    done += [place for place in _alone(shown) if empty(client, *place, gone)]
    done += [place for place, nudge in _digests(shown).items() if _empty_row(services, client, owner, nudge)]
    if done or searched:
        with services.db.write(owner) as session:
            settle_leftovers(session, [*searched, *(left[place] for place in done)])


def _alone(shown: DealOnShow) -> list[Place]:
    """Where its card and its nudges stand, without the digests, in which other deals stand as well."""
    channel, ts = shown.deal.card_channel, shown.deal.card_ts
    places = [(channel, ts)] if channel and ts else []
    return places + [(one.channel, one.message_ts) for one in shown.sent if not one.in_digest]


def _digests(shown: DealOnShow) -> dict[Place, SentNudge]:
    """Where the digests stand that it was in, and its nudge in each."""
    return {(one.channel, one.message_ts): one for one in shown.sent if one.in_digest}


def _empty_row(services: Services, client: WebClient, owner: Owner, nudge: SentNudge) -> bool:
    """What is left of a digest stays, also where Slack does not change it, or less is left by now: False then."""
    playbook = services.playbook_for(owner)
    rows = _rows(services, owner, nudge)
    if not rows:
        return empty(client, nudge.channel, nudge.message_ts, deal_card.deleted_card(playbook))
    try:
        update(client, nudge.channel, nudge.message_ts, digest(rows, 0, playbook))
    except SLACK_FAILED as error:
        _log.warning("a digest is not redrawn", extra={"team": owner.team, "error": error_code(error)})
        return False
    return _rows(services, owner, nudge) == rows


def _rows(services: Services, owner: Owner, nudge: SentNudge) -> Sequence[DigestRow]:
    with look(services, owner) as work:
        return digest_rows(work, nudge)
