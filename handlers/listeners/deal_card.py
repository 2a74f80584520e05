"""The card's buttons: another day, edit, what happened, delete, and the two ways on from a recommendation."""

from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from coaching.deal import Reply, Source, Status
from coaching.follow_up import happenings
from handlers.deals.checks import check_recommendation
from handlers.deals.deal_modal import draw_here
from handlers.deals.show import show
from handlers.deals.work import change, deal_asked_about, look, with_times_asked_about
from handlers.listeners.debrief_entry import all_answers, is_quick
from handlers.slack.context import asked
from handlers.slack.errors import Refused
from handlers.slack.modals import open_in_place, open_modal
from prompts import deal_card, deal_modals
from prompts.deal_modals import DealMetadata, Form
from prompts.history_modal import history_modal
from prompts.one_answer import edit_list
from storage.drafts import left_for_deal


def register(app: App) -> None:
    app.action(deal_card.CHANGE_DATE)(on_change_date)
    app.action(deal_card.EDIT)(on_edit)
    app.action(deal_card.HAPPENED)(on_happened)
    app.action(deal_card.REOPEN)(on_reopen)
    app.action(deal_card.HISTORY)(on_history)
    app.action(deal_card.LET_GO)(on_let_go)
    app.action(deal_card.ONE_MORE_TRY)(on_one_more_try)


def on_change_date(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    ack()
    playbook, deal, times, today = with_times_asked_about(context, int(action["value"]))
    if deal.is_over or deal.let_go_at or not deal.plan.accepted:
        raise Refused("card.not_possible_now")
    about, planned = DealMetadata.as_it_stands(deal), deal.plan.due.on if deal.plan.due else None
    view = deal_modals.day_form(Form.CHANGE_DATE, about, planned, playbook, times.week.pause_on(today))
    open_modal(client, body, view)


def on_edit(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    """The answers, to change one of them; in full, the three screens, with what was changed half-way before."""
    ack()
    services, owner = asked(context)
    with change(services, owner) as work:
        deal = work.deal(int(action["value"])).deal
        if deal.is_over:
            raise Refused("card.not_possible_now")
        left = left_for_deal(work.session, owner, deal, Source.EDIT)
        one_by_one = left is None and is_quick(work)
        view = edit_list(deal, work.playbook) if one_by_one else all_answers(work, deal, left)
    open_in_place(client, body, view)


def on_happened(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    ack()
    playbook, deal = deal_asked_about(context, int(action["value"]))
    if deal.is_over or deal.let_go_at:
        raise Refused("card.not_possible_now")
    view = deal_modals.happened_form(deal, happenings(deal.plan), playbook)
    open_modal(client, body, view)


def on_reopen(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    ack()
    playbook, deal, times, today = with_times_asked_about(context, int(action["value"]))
    if deal.status is not Status.LET_GO:
        raise Refused("card.not_possible_now")
    about, paused = DealMetadata.as_it_stands(deal), times.week.pause_on(today)
    view = deal_modals.day_form(Form.REOPEN, about, None, playbook, paused)
    open_modal(client, body, view)


def on_history(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    ack()
    services, owner = asked(context)
    with look(services, owner) as work:
        deal, zone = work.deal(int(action["value"])).deal, work.times.zone
    view = history_modal(deal, services.playbook_for(owner), zone)
    open_modal(client, body, view)


def on_let_go(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    """The rep agrees to let go."""
    ack()
    services, owner = asked(context)
    deal_id, plan_id = deal_card.read_decision(action["value"])
    with change(services, owner, context["request_id"]) as work:
        record = work.deal(deal_id)
        check_recommendation(record.deal, plan_id)
        work.take_reply(record, Reply.LET_GO)
        shown = work.on_show(record)
    draw_here(services, client, owner, body, shown)
    show(services, client, owner, shown)


def on_one_more_try(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    ack()
    deal_id, plan_id = deal_card.read_decision(action["value"])
    playbook, deal, times, today = with_times_asked_about(context, deal_id)
    check_recommendation(deal, plan_id)
    about, paused = DealMetadata(deal_id, plan_id=plan_id), times.week.pause_on(today)
    view = deal_modals.day_form(Form.ONE_MORE_TRY, about, None, playbook, paused)
    open_modal(client, body, view)
