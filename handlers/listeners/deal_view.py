"""*Show*: the whole deal as a modal; and finding a deal by its name."""

from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from handlers.deals.names import containing
from handlers.deals.work import look
from handlers.slack.context import asked
from handlers.slack.modals import open_in_place, open_modal, pressed_in
from prompts import deal_card, find_modal
from prompts.deal_view import deal_view
from storage.deal_names import names_of


def register(app: App) -> None:
    app.action(deal_card.SHOW)(on_show)
    app.action(find_modal.FIND)(on_find)
    app.view(find_modal.FIND)(on_found)


def on_show(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    """From Home or a message it opens; within a modal it goes on top. What was found takes the place of the search."""
    ack()
    services, owner = asked(context)
    with look(services, owner) as work:
        view = deal_view(work.deal(int(action["value"])).deal, work.playbook, work.times.zone)
    searched = (pressed_in(body) or {}).get("callback_id") == find_modal.FIND
    (open_in_place if searched else open_modal)(client, body, view)


def on_find(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    ack()
    services, owner = asked(context)
    open_modal(client, body, find_modal.find_form(services.playbook_for(owner)))


def on_found(ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
    """The form stays, with what it found below it."""
    services, owner = asked(context)
    wanted = find_modal.read_wanted(view)
    with services.db.read(owner) as session:
        names = dict(names_of(session, owner, over=True))
    ids = containing(wanted, names.items())
    found = [(deal_id, names[deal_id]) for deal_id in ids]
    ack(response_action="update", view=find_modal.find_form(services.playbook_for(owner), wanted, found))
