"""`/gotano`: a prospect's name starts a debrief; a few words lead elsewhere."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from handlers.listeners.debrief_entry import open_debrief
from handlers.listeners.export import send_export
from handlers.listeners.prep import open_prep
from handlers.listeners.settings import open_settings
from handlers.slack.command_text import asked_word, behind, read_prospect
from handlers.slack.context import Services, owner_of
from handlers.slack.idempotency import process_once
from prompts.contacts import help_text
from prompts.deals_list import deals_list
from prompts.home import PAGE, Row
from storage.overview import Shelf, glance, summaries
from storage.owner import Owner

_SETTINGS, _PREP = "settings", "prep"


def register(app: App) -> None:
    app.command("/gotano")(on_command)


def on_command(
    ack: Ack, command: dict[str, Any], respond: Respond, client: WebClient, context: BoltContext
) -> None:
    """`help`, `list`, `settings`, `export`, `prep [NAME]`, `new NAME`; anything else is a prospect's name."""
    ack()
    services, owner = context["services"], owner_of(context)
    told: dict[str, Callable[[], str | None]] = {
        "help": lambda: help_text(services.contacts, services.playbook_for(owner).words),
        "list": lambda: _list(services, owner, respond),
        "export": lambda: _export(services, client, owner),
    }
    word = asked_word(command.get("text"))
    if word == _SETTINGS:
        open_settings(services, client, owner, command["trigger_id"])
        return
    if answer := told.get(word):
        process_once(services, context["request_id"])
        if said := answer():
            respond(said, response_type="ephemeral")
        return
    if (about := behind(_PREP, command.get("text"))) is not None:
        open_prep(services, client, owner, command["trigger_id"], about)
        return
    who = read_prospect(command.get("text"), {*told, _SETTINGS, _PREP})
    open_debrief(services, client, owner, command["trigger_id"], who.name, who.person)


def _list(services: Services, owner: Owner, respond: Respond) -> None:
    """What comes up next, then what is open; each with the way to its card."""
    with services.db.read(owner) as session:
        zone = services.zone(session, owner)
        sizes = glance(session, owner).sizes
        coming = summaries(session, owner, Shelf.COMING_UP, 0, PAGE)
        rest = [
            one for shelf in (Shelf.WAITING, Shelf.OPEN) for one in summaries(session, owner, shelf, 0, PAGE)
        ]
    seen = {one.deal_id for one in coming}
    shown = [*coming, *(one for one in rest if one.deal_id not in seen)][:PAGE]
    rows = [Row(one.deal_id, one.prospect, one.kind, one.verdict, one.next_at) for one in shown]
    total = sum(sizes[shelf] for shelf in (Shelf.OPEN, Shelf.WAITING, Shelf.LET_GO, Shelf.WON_BACK))
    respond(**deals_list(rows, total, zone, services.playbook_for(owner)), response_type="ephemeral")


def _export(services: Services, client: WebClient, owner: Owner) -> str:
    sent = send_export(services, client, owner)
    return services.playbook_for(owner).words.say("export.asked" if sent else "export.nothing")
