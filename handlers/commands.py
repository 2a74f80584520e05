"""`/gotano`: a prospect's name starts a debrief; a few words lead elsewhere."""

import re
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from handlers.debrief_begins import open_debrief
from handlers.desk import Desk, owner_of
from handlers.export import send_export
from handlers.settings import open_settings
from prompts.blocks import escaped
from prompts.home import PAGE
from storage.overview import Shelf, glance, shelf_sizes
from storage.owner import Owner


def register(app: App) -> None:
    app.command("/gotano")(on_command)


def on_command(
    ack: Ack, command: dict[str, Any], respond: Respond, client: WebClient, context: BoltContext
) -> None:
    """`help`, `list`, `settings`, `export`, `new NAME`; anything else is a prospect's name."""
    ack()
    desk, owner = context["desk"], owner_of(context)
    text = command.get("text", "").strip()
    answers: dict[str, Callable[[], str | None]] = {
        "help": lambda: desk.playbook.words.say("help.text"),
        "list": lambda: _list(desk, owner),
        "settings": lambda: open_settings(desk, client, owner, command["trigger_id"]),
        "export": lambda: _export(desk, client, owner),
    }
    if answer := answers.get(text.casefold()):
        if said := answer():
            respond(said, response_type="ephemeral")
        return
    open_debrief(
        desk, client, owner, command["trigger_id"], re.sub(r"^new\s+", "", text, flags=re.IGNORECASE)
    )


def _list(desk: Desk, owner: Owner) -> str:
    """What comes up next, then what is open, in plain lines."""
    words, kinds = desk.playbook.words, desk.playbook.kinds
    with desk.db.read() as session:
        zone = desk.zone(session, owner)
        sizes = shelf_sizes(session, owner)
        coming = glance(session, owner, Shelf.COMING_UP, 0, PAGE)
        rest = glance(session, owner, Shelf.OPEN, 0, PAGE)
    seen = {one.deal_id for one in coming}
    shown = [*coming, *(one for one in rest if one.deal_id not in seen)][:PAGE]
    if not shown:
        return words.say("list.empty")
    lines = [words.say("list.title")]
    for one in shown:
        when = (
            words.say("list.when", date=words.short_date(one.next_at.astimezone(zone).date()))
            if one.next_at
            else ""
        )
        verdict = words.say(f"verdict.{one.verdict}")
        line = words.say(
            "list.row", prospect=one.prospect, verdict=verdict, kind=kinds[one.kind].label, when=when
        )
        lines.append(line)
    total = sum(sizes[shelf] for shelf in (Shelf.OPEN, Shelf.WAITING, Shelf.LET_GO, Shelf.WON_BACK))
    if total > len(shown):
        lines.append(words.say("list.more", count=len(shown), all=total))
    return escaped("\n".join(lines))


def _export(desk: Desk, client: WebClient, owner: Owner) -> str:
    sent = send_export(desk, client, owner)
    return desk.playbook.words.say("export.asked" if sent else "export.nothing")
