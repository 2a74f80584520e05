"""The ways into a debrief: the shortcuts, a draft left half-way, and a late "they told me"."""

import logging
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse
from sqlalchemy.orm import Session

from coaching.checks import check_kind
from coaching.deal import LostDeal, Source
from coaching.debrief import TEXT_LIMIT, AskedWhy, Draft
from coaching.plain_text import name_of
from handlers.deals.prospect_matching import names_alike, screen_context
from handlers.deals.rep import is_known_well, refresh_rep_if_free
from handlers.slack.context import Services, asked, owner_of
from handlers.slack.errors import SLACK_FAILED, error_code
from handlers.slack.message_text import read_message
from handlers.slack.people import names_of_people
from prompts import debrief_modal
from prompts.debrief_context import ScreenContext
from prompts.debrief_modal import DebriefMetadata, Screen, filled_anew
from prompts.playbook import Playbook
from storage.drafts import StoredDraft, left_for_deal, left_half_way, start_draft
from storage.owner import Owner

DEBRIEF = "debrief_a_no"
GOT_A_NO = "got_a_no"
"""The callback ids of the two shortcuts, as the manifest names them."""

_log = logging.getLogger(__name__)


def register(app: App) -> None:
    app.shortcut(DEBRIEF)(on_shortcut)
    app.shortcut(GOT_A_NO)(on_message_shortcut)


def on_shortcut(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """The global shortcut "Debrief a no"."""
    ack()
    open_debrief(context["services"], client, owner_of(context), body["trigger_id"])


def on_message_shortcut(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """The message shortcut "Got a no": the message becomes their words."""
    ack()
    services, owner = asked(context)
    playbook, message = services.playbook_for(owner), body.get("message")
    read = read_message(message)
    opened = client.views_open(trigger_id=body["trigger_id"], view=_with_words(playbook, read.words))
    if names := names_of_people(client, read.nameless):
        named = _with_words(playbook, read_message(message, names).words)
        _change(client, opened, filled_anew(named, "words"))
    refresh_rep_if_free(services, client, owner)


def open_debrief(
    services: Services,
    client: WebClient,
    owner: Owner,
    trigger_id: str,
    prospect: str = "",
    person: str | None = None,
) -> None:
    """The first screen; or, for a prospect whose debrief was left half-way, the screen it was left on.

    A `person` of this Slack is called by their display name, as soon as Slack has told it.
    """
    name = prospect[: debrief_modal.PROSPECT_LIMIT].strip()
    with services.db.read(owner) as session:
        kept = left_half_way(session, owner, name) if name else None
        known = is_known_well(services, session, owner)
    if kept:
        resume_debrief(services, client, owner, trigger_id, kept)
    else:
        playbook = services.playbook_for(owner)
        opened = client.views_open(trigger_id=trigger_id, view=_with_name(playbook, name, name != prospect))
        if person and (told := names_of_people(client, [person]).get(person)):
            _change(client, opened, filled_anew(_with_name(playbook, name_of(told)), "prospect"))
    if not known:
        refresh_rep_if_free(services, client, owner)


def _with_words(playbook: Playbook, words: str) -> dict[str, Any]:
    """The first screen with a message's words, and a line that says what is missing of them."""
    say = playbook.words.say
    notes = () if words else (say("draft.no_words"),)
    if len(words) > TEXT_LIMIT:
        notes = (say("draft.cut"),)
    draft = Draft(words=words[:TEXT_LIMIT] or None)
    context = ScreenContext(notes)
    return debrief_modal.render(Screen.WHO, draft, playbook, DebriefMetadata(), context)


def _with_name(playbook: Playbook, name: str, was_cut: bool = False) -> dict[str, Any]:
    notes = (playbook.words.say("draft.name_cut"),) if was_cut else ()
    draft = Draft(prospect=name[: debrief_modal.PROSPECT_LIMIT])
    context = ScreenContext(notes)
    return debrief_modal.render(Screen.WHO, draft, playbook, DebriefMetadata(), context)


def _change(client: WebClient, opened: SlackResponse, view: dict[str, Any]) -> None:
    """What was learned after the modal opened; whoever has moved on already keeps what is on screen."""
    shown = opened["view"]
    try:
        client.views_update(view_id=shown["id"], hash=shown["hash"], view=view)
    except SLACK_FAILED as error:
        _log.info("a modal is not brought up to date: %s", error_code(error))


def resume_debrief(
    services: Services, client: WebClient, owner: Owner, trigger_id: str, kept: StoredDraft
) -> None:
    """The screen a draft was left on, with all that was typed before."""
    playbook = services.playbook_for(owner)
    with services.db.read(owner) as session:
        zone = services.zone(session, owner)
        alike = names_alike(session, owner, kept, playbook, zone)
        context = screen_context(session, owner, kept, zone)
    screen = Screen.WHO if alike else _left_on(kept.draft)
    since = kept.saved_at.astimezone(zone).date()
    note = playbook.words.say("draft.resumed", date=playbook.words.day(since))
    context = replace(context, notes=(note,), alike=alike)
    view = debrief_modal.render(screen, kept.draft, playbook, DebriefMetadata(kept.id), context)
    client.views_open(trigger_id=trigger_id, view=view)


def _left_on(draft: Draft) -> Screen:
    """The first screen on which something is still to be answered; the last one when nothing is."""
    missing = set(draft.missing()) - {"tries"}
    if missing & {"stage", "asked_why"}:
        return Screen.WHO
    return Screen.WHY if missing or check_kind(draft) else Screen.LOOK


def ask_what_they_told(
    services: Services, session: Session, owner: Owner, deal: LostDeal, nudge_id: int | None
) -> dict[str, Any]:
    """Screens 2 and 3 again, prefilled, now that they have said why."""
    left = left_for_deal(session, owner, deal, Source.TOLD_ME, nudge_id)
    told = left.draft if left else replace(Draft.of(deal.prospect, deal.answers), asked_why=AskedWhy.TOLD)
    now = services.now()
    draft_id = left.id if left else start_draft(session, owner, told, now, Source.TOLD_ME, deal.id, nudge_id)
    return debrief_modal.render(Screen.WHY, told, services.playbook_for(owner), DebriefMetadata(draft_id))
