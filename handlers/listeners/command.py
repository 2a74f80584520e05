"""`/gotano`: a prospect's name starts a debrief; a few words lead elsewhere."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from handlers.listeners.debrief_entry import open_debrief
from handlers.listeners.export import send_export
from handlers.listeners.import_list import open_import
from handlers.listeners.prep import open_prep
from handlers.listeners.settings import open_settings
from handlers.listeners.team import open_team
from handlers.slack.command_text import asked_word, behind, first_word, read_prospect
from handlers.slack.context import Services, owner_of
from handlers.slack.idempotency import process_once
from prompts.commands import Command, command_words
from prompts.contacts import help_text
from prompts.deals_list import deals_list
from prompts.home import PAGE, Row
from storage.overview import Shelf, glance, summaries
from storage.owner import Owner


def register(app: App) -> None:
    app.command("/gotano")(on_command)


def on_command(
    ack: Ack, command: dict[str, Any], respond: Respond, client: WebClient, context: BoltContext
) -> None:
    """A word that it knows, `prep [NAME]`, `new NAME`; anything else is a prospect's name."""
    ack()
    services, owner = context["services"], owner_of(context)
    told: dict[Command, Callable[[], str | None]] = {
        Command.HELP: lambda: help_text(services.contacts, services.playbook_for(owner).words),
        Command.LIST: lambda: _list(services, owner, respond),
        Command.EXPORT: lambda: _export(services, client, owner),
    }
    text, trigger = command.get("text"), command["trigger_id"]
    words = _words(services, owner, text)
    whole = words.get(asked_word(text))
    if whole is Command.SETTINGS:
        open_settings(services, client, owner, trigger)
    elif whole is Command.TEAM:
        open_team(services, client, owner, trigger)
    elif whole is Command.IMPORT:
        if said := open_import(services, client, owner, trigger):
            respond(said, response_type="ephemeral")
    elif whole in told:
        process_once(services, context["request_id"])
        if said := told[whole]():
            respond(said, response_type="ephemeral")
    elif words.get(first_word(text)) is Command.PREP:
        open_prep(services, client, owner, trigger, behind(text))
    else:
        who = read_prospect(text, words)
        open_debrief(services, client, owner, trigger, who.name, who.person)


def _words(services: Services, owner: Owner, text: object) -> Mapping[str, Command]:
    """In the rep's language and in English; nobody's language is asked for where it is plainly a name."""
    if services.command_words.isdisjoint((asked_word(text), first_word(text))):
        return {}
    return command_words(services.playbook_for(owner).words)


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
