"""Notes: added on card, nudge and Home; looked through and deleted in the history."""

import re
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from sqlalchemy.exc import IntegrityError

from handlers.deals.show import show
from handlers.deals.work import DealOnShow, change, deal_asked_about, look
from handlers.listeners.form_answer import close_or_go_on
from handlers.slack.context import Services, asked
from handlers.slack.errors import Refused
from handlers.slack.modals import open_modal
from prompts import notes
from prompts.deal_modals import DealMetadata, Form
from prompts.history_modal import history_modal
from storage.notes import add_note, delete_note
from storage.owner import Owner


def register(app: App) -> None:
    app.action(notes.ADD_NOTE)(on_add)
    app.view(Form.NOTE)(on_note)
    app.action(notes.DELETE_NOTE)(on_delete)
    app.action(re.compile(f"^{notes.NOTE_PAGE}"))(on_page)


def on_add(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    """At any time, whatever has become of the deal."""
    ack()
    playbook, deal = deal_asked_about(context, int(action["value"]))
    open_modal(client, body, notes.note_form(deal, playbook))


def on_note(ack: Ack, view: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    services, owner = asked(context)
    about, text = DealMetadata.of(view), notes.read_note(view)
    if text is None:
        ack(response_action="errors", errors=notes.note_errors(services.playbook_for(owner).words))
        return
    try:
        shown = _store(services, owner, about.deal_id, text, view["id"])
    except IntegrityError:
        # The same form was sent twice at this very moment: the note is there now.
        shown = _store(services, owner, about.deal_id, text, view["id"])
    close_or_go_on(ack, services, client, owner, shown, view)


def _store(services: Services, owner: Owner, deal_id: int, text: str, written_in: str) -> DealOnShow:
    with change(services, owner) as work:
        record = work.deal(deal_id)
        add_note(work.session, record, text, written_in, work.now)
        return work.on_show(record)


def on_delete(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    """Confirmed in Slack before it comes here."""
    ack()
    (services, owner), view = asked(context), body["view"]
    deal_id, note_id = notes.read_deleted(action["value"])
    with change(services, owner, context["request_id"]) as work:
        record = work.deal(deal_id)
        if not delete_note(work.session, record, note_id):
            raise Refused("notes.gone")
        shown = work.on_show(record)
    drawn = history_modal(shown.deal, work.playbook, shown.times.zone)
    client.views_update(view_id=view["id"], hash=view["hash"], view=drawn)
    show(services, client, owner, shown)


def on_page(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    ack()
    (services, owner), view = asked(context), body["view"]
    deal_id, page = notes.read_page(action["value"])
    with look(services, owner) as work:
        drawn = history_modal(work.deal(deal_id).deal, work.playbook, work.times.zone, max(page, 0))
    client.views_update(view_id=view["id"], hash=view["hash"], view=drawn)
