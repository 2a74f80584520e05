"""The card's buttons: another day, edit, what happened, delete, and the two ways on from a recommendation."""

from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from coaching.deal import LostDeal, Reply, Source, Status
from coaching.debrief import Draft
from coaching.follow_up import happenings
from handlers.deals.redraw import digest_rows, redraw
from handlers.deals.work import check_recommendation, deal_to_change, take_reply
from handlers.delivery.reconcile import take_back_unknown
from handlers.slack.context import Services, owner_of
from handlers.slack.dm import empty, take_back
from handlers.slack.errors import Refused
from prompts import deal_modals, debrief_modal, verdict_card
from prompts.deal_modals import DealMetadata, Form
from prompts.debrief_modal import DebriefMetadata, Screen
from prompts.digest import digest
from prompts.history_modal import history_modal
from storage.deals import delete_deal
from storage.drafts import left_for_deal, start_draft
from storage.sent_nudges import maybe_sent, sent_for_deal
from storage.shares import shares_of


def register(app: App) -> None:
    app.action(verdict_card.CHANGE_DATE)(on_change_date)
    app.action(verdict_card.EDIT)(on_edit)
    app.action(verdict_card.HAPPENED)(on_happened)
    app.action(verdict_card.REOPEN)(on_reopen)
    app.action(verdict_card.DELETE)(on_delete)
    app.action(verdict_card.HISTORY)(on_history)
    app.action(verdict_card.LET_GO)(on_let_go)
    app.action(verdict_card.ONE_MORE_TRY)(on_one_more_try)


def on_change_date(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    ack()
    services, deal = _pressed(action, context)
    if deal.status in (Status.LET_GO, Status.WON_BACK) or not deal.plan.accepted:
        raise Refused("card.not_possible_now")
    planned = deal.plan.due.on if deal.plan.due else None
    view = deal_modals.day_form(Form.CHANGE_DATE, DealMetadata.as_it_stands(deal), planned, services.playbook)
    client.views_open(trigger_id=body["trigger_id"], view=view)


def on_edit(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    """The three screens again, prefilled, with what was changed half-way before; the verdict is then judged anew."""
    ack()
    services, owner = context["services"], owner_of(context)
    with services.db.write(owner) as session:
        deal = deal_to_change(session, owner, int(action["value"]))
        if deal.status is Status.WON_BACK:
            raise Refused("card.not_possible_now")
        left = left_for_deal(session, owner, deal, Source.EDIT)
        draft = left.draft if left else Draft.of(deal.prospect, deal.answers)
        draft_id = (
            left.id if left else start_draft(session, owner, draft, services.now(), Source.EDIT, deal.id)
        )
    view = debrief_modal.render(Screen.WHO, draft, services.playbook, DebriefMetadata(draft_id))
    client.views_open(trigger_id=body["trigger_id"], view=view)


def on_happened(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    ack()
    services, deal = _pressed(action, context)
    if deal.status in (Status.LET_GO, Status.WON_BACK):
        raise Refused("card.not_possible_now")
    view = deal_modals.happened_form(deal, happenings(deal.plan), services.playbook)
    client.views_open(trigger_id=body["trigger_id"], view=view)


def on_reopen(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    ack()
    services, deal = _pressed(action, context)
    if deal.status is not Status.LET_GO:
        raise Refused("card.not_possible_now")
    view = deal_modals.day_form(Form.REOPEN, DealMetadata.as_it_stands(deal), None, services.playbook)
    client.views_open(trigger_id=body["trigger_id"], view=view)


def on_delete(ack: Ack, action: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Confirmed in Slack before it comes here; the card then says that nothing is left."""
    ack()
    services, owner = context["services"], owner_of(context)
    with services.db.write(owner) as session:
        deal = deal_to_change(session, owner, int(action["value"]))
        sent, shared = sent_for_deal(session, owner, deal.id), shares_of(session, owner, deal.id)
        unknown = maybe_sent(session, owner, deal.id)
        delete_deal(session, owner, deal.id)
    gone = verdict_card.deleted_card(services.playbook)
    take_back_unknown(services, client, owner, unknown)
    for share in shared:
        take_back(client, share.channel, share.message_ts)
    if deal.card_channel and deal.card_ts:
        empty(client, deal.card_channel, deal.card_ts, gone)
    for nudge in sent:
        with services.db.read(owner) as session:
            rows = digest_rows(services, session, owner, nudge) if nudge.in_digest else []
        left = digest(rows, 0, services.playbook) if rows else gone
        empty(client, nudge.channel, nudge.message_ts, left)


def on_history(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    ack()
    services, owner = context["services"], owner_of(context)
    with services.db.write(owner) as session:
        deal = deal_to_change(session, owner, int(action["value"]))
        zone = services.zone(session, owner)
    client.views_open(trigger_id=body["trigger_id"], view=history_modal(deal, services.playbook, zone))


def on_let_go(ack: Ack, action: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """The rep agrees to let go."""
    ack()
    services, owner = context["services"], owner_of(context)
    deal_id, plan_id = verdict_card.read_decision(action["value"])
    with services.db.write(owner) as session:
        check_recommendation(deal_to_change(session, owner, deal_id), plan_id)
        take_reply(services, session, owner, deal_id, Reply.LET_GO, None)
    redraw(services, client, owner, deal_id)


def on_one_more_try(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    ack()
    services, owner = context["services"], owner_of(context)
    deal_id, plan_id = verdict_card.read_decision(action["value"])
    with services.db.write(owner) as session:
        check_recommendation(deal_to_change(session, owner, deal_id), plan_id)
    about = DealMetadata(deal_id, plan_id=plan_id)
    view = deal_modals.day_form(Form.ONE_MORE_TRY, about, None, services.playbook)
    client.views_open(trigger_id=body["trigger_id"], view=view)


def _pressed(action: dict[str, Any], context: BoltContext) -> tuple[Services, LostDeal]:
    """The deal whose button was pressed by its own rep; Refused when there is none."""
    services, owner = context["services"], owner_of(context)
    with services.db.write(owner) as session:
        return services, deal_to_change(session, owner, int(action["value"]))
