"""A debrief left half-way: kept, offered in the DM, gone on with or thrown away."""

from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from coaching.deal import Source
from handlers.deals.home_page import refresh_home
from handlers.listeners.debrief_entry import resume_debrief
from handlers.slack.context import owner_of
from handlers.slack.dm import post_to_dm
from handlers.slack.errors import Refused
from handlers.slack.idempotency import process_once
from handlers.slack.taking_back import empty_or_leave, take_back_or_leave
from prompts import draft_note
from prompts.debrief_modal import DebriefMetadata, Screen
from prompts.home import RESUME, THROW_AWAY
from storage.drafts import find_draft, remember_note, throw_away
from storage.reps import find_rep


def register(app: App) -> None:
    app.view_closed(Screen.WHO)(on_closed)
    app.view_closed(Screen.WHY)(on_closed)
    app.view_closed(Screen.LOOK)(on_closed)
    app.view_closed(Screen.QUICK)(on_closed)
    app.action(RESUME)(on_resume)
    app.action(THROW_AWAY)(on_throw_away)


def on_closed(ack: Ack, view: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Slack brings nothing typed on the closed screen; what was sent with the last Next is kept.

    A note about a draft that was finished or thrown away while it was being posted goes again.
    """
    ack()
    services, owner, draft_id = context["services"], owner_of(context), DebriefMetadata.of(view).draft_id
    with services.db.read(owner) as session:
        kept = find_draft(session, owner, draft_id) if draft_id else None
    if kept is None or kept.finished_at or kept.source is not Source.DEBRIEF or kept.note_ts:
        return
    process_once(services, context["request_id"])
    playbook = services.playbook_for(owner)
    name = kept.draft.prospect or playbook.words.say("forward.nameless")
    note = draft_note.draft_note(kept.id, name, playbook)
    channel, ts = post_to_dm(services, client, owner, note)
    with services.db.write(owner) as session:
        still_there = remember_note(session, kept.id, channel, ts)
    if not still_there:
        take_back_or_leave(services, client, owner, [(channel, ts)])


def on_resume(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    ack()
    services, owner = context["services"], owner_of(context)
    with services.db.read(owner) as session:
        kept = find_draft(session, owner, int(action["value"]))
    if kept is None or kept.finished_at:
        raise Refused("draft.gone")
    resume_debrief(services, client, owner, body["trigger_id"], kept)


def on_throw_away(ack: Ack, action: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    ack()
    services, owner, draft_id = context["services"], owner_of(context), int(action["value"])
    process_once(services, context["request_id"])
    with services.db.write(owner) as session:
        kept = find_draft(session, owner, draft_id, lock=True)
        if kept is None or not throw_away(session, owner, draft_id):
            raise Refused("draft.gone")
        rep = find_rep(session, owner)
    if kept.note_channel and kept.note_ts:
        place, note = (kept.note_channel, kept.note_ts), draft_note.thrown_note(services.playbook_for(owner))
        empty_or_leave(services, client, owner, place, note)
    refresh_home(services, client, owner, rep)
