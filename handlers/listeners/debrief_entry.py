"""The ways into a debrief: the shortcuts, a draft left half-way, and a late "they told me"."""

from dataclasses import replace
from html import unescape
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from coaching.checks import check_kind
from coaching.deal import LostDeal, Source
from coaching.debrief import TEXT_LIMIT, AskedWhy, Draft
from handlers.deals.prospect_matching import names_alike, screen_context
from handlers.deals.rep import refresh_rep_if_free
from handlers.slack.context import Services, owner_of
from prompts import debrief_modal
from prompts.debrief_context import ScreenContext
from prompts.debrief_modal import DebriefMetadata, Screen
from storage.drafts import StoredDraft, left_for_deal, left_half_way, start_draft
from storage.owner import Owner

DEBRIEF = "debrief_a_no"
GOT_A_NO = "got_a_no"
"""The callback ids of the two shortcuts, as the manifest names them."""


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
    services: Services = context["services"]
    # Slack writes &, < and > of a message as entities.
    words = unescape(body["message"].get("text") or "").strip()
    notes = (services.playbook.words.say("draft.cut"),) if len(words) > TEXT_LIMIT else ()
    draft = Draft(words=words[:TEXT_LIMIT] or None)
    view = debrief_modal.render(Screen.WHO, draft, services.playbook, DebriefMetadata(), ScreenContext(notes))
    client.views_open(trigger_id=body["trigger_id"], view=view)
    refresh_rep_if_free(services, client, owner_of(context))


def open_debrief(
    services: Services, client: WebClient, owner: Owner, trigger_id: str, prospect: str = ""
) -> None:
    """The first screen; or, for a prospect whose debrief was left half-way, the screen it was left on."""
    draft = Draft(prospect=prospect[: debrief_modal.PROSPECT_LIMIT])
    with services.db.read(owner) as session:
        kept = left_half_way(session, owner, prospect) if prospect else None
    if kept:
        resume_debrief(services, client, owner, trigger_id, kept)
    else:
        view = debrief_modal.render(Screen.WHO, draft, services.playbook, DebriefMetadata())
        client.views_open(trigger_id=trigger_id, view=view)
    refresh_rep_if_free(services, client, owner)


def resume_debrief(
    services: Services, client: WebClient, owner: Owner, trigger_id: str, kept: StoredDraft
) -> None:
    """The screen a draft was left on, with all that was typed before."""
    with services.db.read(owner) as session:
        zone = services.zone(session, owner)
        alike = names_alike(session, owner, kept, services.playbook, zone)
        context = screen_context(session, owner, kept, zone)
    screen = Screen.WHO if alike else _left_on(kept.draft)
    since = kept.saved_at.astimezone(zone).date()
    note = services.playbook.words.say("draft.resumed", date=services.playbook.words.day(since))
    context = replace(context, notes=(note,), alike=alike)
    view = debrief_modal.render(screen, kept.draft, services.playbook, DebriefMetadata(kept.id), context)
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
    return debrief_modal.render(Screen.WHY, told, services.playbook, DebriefMetadata(draft_id))
