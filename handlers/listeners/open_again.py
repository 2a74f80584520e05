"""Slack let nobody open what a rep asked for, with no place to say so: it is offered in their DM."""

from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from handlers.listeners.deal_view import on_show
from handlers.listeners.debrief_entry import open_debrief
from handlers.listeners.draft_note import on_resume
from handlers.listeners.settings import open_settings
from handlers.slack.context import Services, owner_of
from handlers.slack.dm import post_to_dm, update
from handlers.slack.idempotency import AlreadyProcessed, process_once
from handlers.slack.json_shapes import record
from prompts import home
from prompts.deal_card import SHOW
from prompts.open_again import OPEN_AGAIN, late_note, opened_note, read_wanted, wanted_by


def register(app: App) -> None:
    app.action(OPEN_AGAIN)(on_open_again)


def offer_again(services: Services, context: BoltContext, body: dict[str, Any]) -> None:
    """The rep asked for something: this is the answer, and a button that opens it; one, however often it comes."""
    try:
        process_once(services, f"{context['request_id']}/again")
    except AlreadyProcessed:
        return
    owner = owner_of(context)
    post_to_dm(services, context.client, owner, late_note(wanted_by(body), services.playbook_for(owner)))


def on_open_again(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    """The press has a trigger of its own. Should that be late, too, its message says so, and the button stays."""
    ack()
    services, owner, wanted = context["services"], owner_of(context), read_wanted(action)
    if wanted.action_id == home.RESUME:
        on_resume(ack, {"value": wanted.value}, body, client, context)
    elif wanted.action_id == SHOW:
        on_show(ack, {"value": wanted.value}, body, client, context)
    elif wanted.action_id == home.SETTINGS:
        open_settings(services, client, owner, body["trigger_id"])
    else:
        open_debrief(services, client, owner, body["trigger_id"])
    channel, ts = record(body.get("channel")).get("id"), record(body.get("message")).get("ts")
    if channel and ts:
        update(client, channel, ts, opened_note(services.playbook_for(owner)))
