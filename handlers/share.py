"""Sharing a lesson: the kind of no and the lesson, never the prospect, after a preview."""

from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers.desk import owner_of
from handlers.steps import deal_to_change
from prompts import deal_modals
from prompts.deal_modals import About, Form
from prompts.verdict_card import SHARE

_NOT_THERE = frozenset({"not_in_channel", "channel_not_found"})


def register(app: App) -> None:
    app.action(SHARE)(on_share)
    app.view(Form.SHARE)(on_shared)
    app.view(Form.SHARE_PREVIEW)(on_preview)


def on_share(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    ack()
    desk, owner = context["desk"], owner_of(context)
    with desk.db.write() as session:
        deal = deal_to_change(session, owner, int(action["value"]))
    client.views_open(trigger_id=body["trigger_id"], view=deal_modals.share_form(deal, desk.playbook))


def on_shared(ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
    """The preview goes on top, so that going back finds what was typed."""
    desk, owner = context["desk"], owner_of(context)
    shared = deal_modals.read_share(view)
    with desk.db.write() as session:
        deal = deal_to_change(session, owner, About.of(view).deal_id)
    if errors := deal_modals.share_problem(deal, shared, desk.playbook.words):
        ack(response_action="errors", errors=errors)
    else:
        ack(response_action="push", view=deal_modals.share_preview(deal, shared, desk.playbook))


def on_preview(ack: Ack, view: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Posted before it is acknowledged, so that a refusal can be shown where the rep is."""
    desk, owner = context["desk"], owner_of(context)
    words = desk.playbook.words
    deal_id, shared = deal_modals.read_preview(view)
    with desk.db.write() as session:
        deal = deal_to_change(session, owner, deal_id)
    title = words.say("share.title")
    try:
        message = deal_modals.shared_message(deal, shared.lesson, desk.playbook)
        client.chat_postMessage(channel=shared.channel, **message)
    except SlackApiError as error:
        key = "share.not_in_channel" if error.response["error"] in _NOT_THERE else "share.failed"
        ack(response_action="update", view=deal_modals.notice(title, words.say(key), words))
        return
    ack(response_action="clear")
