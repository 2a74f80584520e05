"""A deal is deleted: from its modal, where the button asks back, or from a card's menu, where a small form does."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from handlers.deals.deal_modal import draw_deleted
from handlers.deals.home_page import refresh_home
from handlers.deals.messages import digest_rows
from handlers.deals.work import change, deal_asked_about, look
from handlers.delivery.deleted import find_deleted
from handlers.slack.context import Services, asked
from handlers.slack.dm import empty, take_back
from handlers.slack.modals import open_modal
from prompts import deal_card, deal_modals
from prompts.deal_modals import DealMetadata, Form
from prompts.digest import digest
from storage.deals import delete_deal
from storage.handover_messages import bring_up_to_date, hand_overs_about
from storage.maybe_there import maybe_there
from storage.owner import Owner
from storage.records import SentNudge
from storage.shares import shares_of


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
    """All of it goes at once; `answer` is given when it is gone, and then its messages say so."""
    with change(services, owner, request_id) as work:
        record = work.deal(deal_id)
        shown = work.on_show(record)
        shared = shares_of(work.session, owner, record.id)
        maybe = maybe_there(work.session, owner, record.id)
        offered = hand_overs_about(work.session, record.id)
        delete_deal(work.session, owner, record.id)
        for hand_over_id in offered:
            bring_up_to_date(work.session, hand_over_id, work.now)
    answer()
    came = find_deleted(services, client, maybe, owner, shown.rep.dm_channel if shown.rep else None)
    for channel, ts in (*came, *(place for share in shared for place in share.messages)):
        take_back(client, channel, ts)
    if shown.deal.card_channel and shown.deal.card_ts:
        gone = deal_card.deleted_card(services.playbook_for(owner))
        empty(client, shown.deal.card_channel, shown.deal.card_ts, gone)
    for nudge in shown.sent:
        _empty_nudge(services, client, owner, nudge)
    refresh_home(services, client, owner, shown.rep)


def _empty_nudge(services: Services, client: WebClient, owner: Owner, nudge: SentNudge) -> None:
    """What is left of a digest stays."""
    playbook = services.playbook_for(owner)
    with look(services, owner) as work:
        rows = digest_rows(work, nudge) if nudge.in_digest else []
    left = digest(rows, 0, playbook) if rows else deal_card.deleted_card(playbook)
    empty(client, nudge.channel, nudge.message_ts, left)
