"""A rep answers a nudge: the reply is stored with what it leads to, and the message shows it."""

import re
from datetime import UTC, datetime
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from coaching.deal import LostDeal
from handlers.deals.redraw import plan_of, redraw, undo_within
from handlers.deals.work import check_open_nudge, deal_to_change
from handlers.delivery.envelope import record_delivered
from handlers.listeners.deal_forms import take_or_ask
from handlers.slack.context import Services, owner_of
from handlers.slack.errors import Refused
from prompts import deal_modals
from prompts.deal_modals import DealMetadata, Form
from prompts.digest import ANSWER, DigestRow, answer_form, read_answer
from prompts.nudge_message import REPLY, SNOOZE, UNDO, read_reply
from prompts.verdict_card import WON_BECAUSE
from storage.deals import note_what_won
from storage.delivered import Posted, press_proves
from storage.owner import Owner
from storage.sent_nudges import SentNudge, find_sent
from storage.undo import Undone, undo_reply


def register(app: App) -> None:
    app.action(re.compile(f"^{REPLY}"))(on_reply)
    app.action(SNOOZE)(on_reply)
    app.action(UNDO)(on_undo)
    app.action(WON_BECAUSE)(on_won_because)
    app.view(Form.WON)(on_won)
    app.action(ANSWER)(on_answer)
    app.view(Form.ANSWER)(on_answered)


def on_reply(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    """A button of a nudge; three of the replies ask for more before anything is stored."""
    ack()
    services, owner = context["services"], owner_of(context)
    reply, nudge_id = read_reply(action)
    with services.db.write(owner) as session:
        deal = _asked_about(services, session, owner, nudge_id, body)
        view = take_or_ask(services, session, owner, deal, reply, nudge_id)
    if view:
        client.views_open(trigger_id=body["trigger_id"], view=view)
    else:
        redraw(services, client, owner, deal.id)


def on_answer(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    """The Answer button of a digest's row."""
    ack()
    services, owner, nudge_id = context["services"], owner_of(context), int(action["value"])
    with services.db.write(owner) as session:
        deal = _asked_about(services, session, owner, nudge_id, body)
        sent = find_sent(session, owner, nudge_id)
    if sent is None:
        raise Refused("card.no_longer_there")
    row = DigestRow(deal, plan_of(deal, sent), nudge_id, sent.opening)
    client.views_open(trigger_id=body["trigger_id"], view=answer_form(row, services.playbook))


def on_answered(
    ack: Ack, view: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    services, owner = context["services"], owner_of(context)
    about, reply = DealMetadata.of(view), read_answer(view)
    nudge_id = about.nudge_id or 0
    with services.db.write(owner) as session:
        deal = _asked_about(services, session, owner, nudge_id, body)
        follow_up = take_or_ask(services, session, owner, deal, reply, nudge_id)
    if follow_up:
        ack(response_action="update", view=follow_up)
        return
    ack()
    redraw(services, client, owner, about.deal_id)


def on_undo(ack: Ack, action: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    ack()
    services, owner = context["services"], owner_of(context)
    with services.db.write(owner) as session:
        undone, deal_id = undo_reply(
            session, owner, int(action["value"]), services.now(), undo_within(services)
        )
    if undone is not Undone.DONE or deal_id is None:
        raise Refused(f"nudges.undo_{undone}")
    redraw(services, client, owner, deal_id)


def on_won_because(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    ack()
    services, owner = context["services"], owner_of(context)
    with services.db.write(owner) as session:
        deal = deal_to_change(session, owner, int(action["value"]))
    client.views_open(trigger_id=body["trigger_id"], view=deal_modals.won_form(deal, services.playbook))


def on_won(ack: Ack, view: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    services, owner = context["services"], owner_of(context)
    about, text = DealMetadata.of(view), deal_modals.read_won(view)
    if text is None:
        ack(response_action="errors", errors={"what": services.playbook.words.say("wrong.blank_text")})
        return
    with services.db.write(owner) as session:
        if not note_what_won(session, owner, about.deal_id, text):
            raise Refused("card.no_longer_there")
    ack()
    redraw(services, client, owner, about.deal_id)


def _asked_about(
    services: Services, session: Session, owner: Owner, nudge_id: int, body: dict[str, Any]
) -> LostDeal:
    """The deal of a nudge that still waits for its answer."""
    sent = find_sent(session, owner, nudge_id) or _now_proven(services, session, owner, nudge_id, body)
    if sent is None:
        raise Refused("card.no_longer_there")
    deal = deal_to_change(session, owner, sent.deal_id)
    check_open_nudge(deal, sent)
    return deal


def _now_proven(
    services: Services, session: Session, owner: Owner, nudge_id: int, body: dict[str, Any]
) -> SentNudge | None:
    """Slack's answer to the sending was lost, and the rep is quicker than our look into the DM."""
    place = body.get("container", {})
    due = press_proves(session, owner, nudge_id) if place.get("message_ts") else None
    if due is None:
        return None
    ts, digest = str(place["message_ts"]), body.get("actions", [{}])[0].get("action_id") == ANSWER
    at = datetime.fromtimestamp(float(ts), UTC)
    record_delivered(services, session, [Posted(due, at, str(place["channel_id"]), ts, digest)])
    return find_sent(session, owner, nudge_id)
