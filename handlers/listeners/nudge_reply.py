"""A rep answers a nudge: the reply is stored with what it leads to, and the message shows it."""

import re
from datetime import UTC, datetime
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from handlers.deals.checks import check_open_nudge
from handlers.deals.messages import plan_of, undo_within
from handlers.deals.show import show
from handlers.deals.work import Work, change, deal_asked_about
from handlers.delivery.envelope import record_delivered
from handlers.listeners.deal_forms import take_or_ask
from handlers.listeners.form_answer import close_or_go_on
from handlers.slack.context import asked
from handlers.slack.errors import Refused
from handlers.slack.modals import open_modal
from prompts import deal_modals
from prompts.deal_card import WON_BECAUSE
from prompts.deal_modals import DealMetadata, Form
from prompts.digest import ANSWER, DigestRow, answer_form, is_a_row, read_answer
from prompts.nudge_buttons import REPLY, SNOOZE, read_reply
from prompts.nudge_message import UNDO
from storage.deal_record import DealRecord
from storage.delivered import Posted, press_proves
from storage.records import SentNudge
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
    """A button or a choice of a nudge; some of the replies ask for more before anything is stored."""
    ack()
    services, owner = asked(context)
    reply, nudge_id = read_reply(action)
    with change(services, owner, context["request_id"]) as work:
        record, _ = _asked_about(work, nudge_id, body)
        view = take_or_ask(work, record, reply, nudge_id)
        shown = work.on_show(record)
    if view:
        open_modal(client, body, view)
    else:
        show(services, client, owner, shown)


def on_answer(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    """The Answer button of a digest's row."""
    ack()
    services, owner = asked(context)
    nudge_id = int(action["value"])
    with change(services, owner) as work:
        record, sent = _asked_about(work, nudge_id, body)
        deal, zone = record.deal, work.times.zone
    row = DigestRow(deal, plan_of(deal, sent), nudge_id, sent.opening)
    client.views_open(
        trigger_id=body["trigger_id"], view=answer_form(row, services.playbook_for(owner), zone)
    )


def on_answered(
    ack: Ack, view: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    services, owner = asked(context)
    reply, nudge_id = read_answer(view), DealMetadata.of(view).nudge_id or 0
    with change(services, owner) as work:
        record, _ = _asked_about(work, nudge_id, body)
        follow_up = take_or_ask(work, record, reply, nudge_id)
        shown = work.on_show(record)
    close_or_go_on(ack, services, client, owner, shown, view, follow_up)


def on_undo(ack: Ack, action: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    ack()
    services, owner = asked(context)
    with change(services, owner, context["request_id"]) as work:
        within = undo_within(work.playbook.policy)
        undone, record = undo_reply(work.session, owner, int(action["value"]), work.now, within, work.watch)
        if undone is not Undone.DONE or record is None:
            raise Refused(f"nudges.undo_{undone}")
        shown = work.on_show(record)
    show(services, client, owner, shown)


def on_won_because(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    ack()
    playbook, deal = deal_asked_about(context, int(action["value"]))
    open_modal(client, body, deal_modals.won_form(deal, playbook))


def on_won(ack: Ack, view: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    services, owner = asked(context)
    about, text = DealMetadata.of(view), deal_modals.read_won(view)
    if text is None:
        ack(response_action="errors", errors=deal_modals.won_errors(services.playbook_for(owner).words))
        return
    with change(services, owner) as work:
        record = work.deal(about.deal_id)
        record.note_what_won(text)
        shown = work.on_show(record)
    close_or_go_on(ack, services, client, owner, shown, view)


def _asked_about(work: Work, nudge_id: int, body: dict[str, Any]) -> tuple[DealRecord, SentNudge]:
    """A nudge that still waits for its answer, and its deal."""
    found = work.nudge(nudge_id) or _now_proven(work, nudge_id, body)
    if found is None:
        raise Refused("card.no_longer_there")
    record, sent = found
    check_open_nudge(record.deal, sent)
    return found


def _now_proven(work: Work, nudge_id: int, body: dict[str, Any]) -> tuple[DealRecord, SentNudge] | None:
    """Slack's answer to the sending was lost, and the rep is quicker than our look into the DM."""
    place = body.get("container", {})
    due = press_proves(work.session, work.owner, nudge_id) if place.get("message_ts") else None
    if due is None:
        return None
    ts, digest = str(place["message_ts"]), is_a_row(body.get("actions", [{}])[0])
    at = datetime.fromtimestamp(float(ts), UTC)
    posted = Posted(due, at, str(place["channel_id"]), ts, digest)
    record_delivered(work.services, work.session, [posted], {work.owner: work.times})
    return work.nudge(nudge_id)
