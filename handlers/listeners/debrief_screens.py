"""The debrief's three screens: each is read, checked and kept; the last one stores it and shows the verdict."""

import re
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from sqlalchemy.exc import IntegrityError

from coaching.checks import Refusal, check_dates, check_kind
from coaching.debrief import Draft
from coaching.kinds import Kind, Stage
from handlers.deals.debrief import store_debrief
from handlers.deals.lessons import learned_at
from handlers.deals.prospect_matching import screen_context
from handlers.deals.work import DealOnShow, Work, change, look
from handlers.listeners.debrief_steps import (
    begun,
    forget_other_name,
    keep,
    keep_newest,
    kept_draft,
    missing,
    must_keep,
    name_taken,
    tell_stored,
    with_their_day,
)
from handlers.listeners.form_answer import refuse
from handlers.slack.context import Services, asked
from prompts import debrief_modal
from prompts.debrief_context import NO_CONTEXT, ScreenContext
from prompts.debrief_modal import BACK, DebriefMetadata, Screen
from prompts.playbook import Playbook
from prompts.verdict_screen import verdict_screen
from prompts.view_state import blocks_of
from storage.drafts import StoredDraft
from storage.owner import Owner


def register(app: App) -> None:
    app.view(Screen.WHO)(on_who)
    app.view(Screen.WHY)(on_why)
    app.view(Screen.LOOK)(on_look)
    app.action({"block_id": re.compile(f"^kind-({'|'.join(Stage)})$")})(on_kind_chosen)
    app.action(BACK)(on_back)


def on_who(ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
    services, owner = asked(context)
    try:
        _who(ack, view, services, owner)
    except IntegrityError:
        # The same modal was sent twice at this very moment: the draft is there now.
        _who(ack, view, services, owner)


def _who(ack: Ack, view: dict[str, Any], services: Services, owner: Owner) -> None:
    with change(services, owner) as work:
        session = work.session
        kept = kept_draft(session, owner, view)
        draft, refused = debrief_modal.read(view, begun(session, owner, view, kept))
        draft = with_their_day(work, view, kept, forget_other_name(draft, kept))
        refused += missing(draft, "stage", "asked_why")
        refused += name_taken(session, owner, kept, draft)
        if refused:
            refuse(ack, work.playbook, refused, view)
            return
        stored = keep_newest(work, view, kept, draft, partial(_read_over, view))
        around = screen_context(work, stored.draft, stored.source)
    _show(ack, work.playbook, Screen.WHO if around.alike else Screen.WHY, stored, around)


def _read_over(view: dict[str, Any], kept: StoredDraft) -> Draft:
    draft, _ = debrief_modal.read(view, kept.draft)
    return forget_other_name(draft, kept)


def on_why(ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
    services, owner = asked(context)
    with change(services, owner) as work:
        kept = must_keep(work.session, owner, view)
        draft, refused = debrief_modal.read(view, kept.draft)
        refused += check_kind(draft)
        if draft.kind is not Kind.NO_RESPONSE:
            refused += missing(draft, "door")
        kept = keep(services, work.session, owner, kept, draft)
        errors = debrief_modal.errors(refused, work.playbook.words, view)
        stays = refused and not errors
        around = screen_context(work, kept.draft, kept.source) if stays else NO_CONTEXT
        learned = None if refused else learned_at(work, kept.draft.kind, kept.source)
    if not refused:
        _show(ack, work.playbook, Screen.LOOK, kept, ScreenContext(learned=learned))
    elif errors:
        ack(response_action="errors", errors=errors)
    else:
        # The door is not on screen yet: the kind was changed and sent before the screen could follow.
        _show(ack, work.playbook, Screen.WHY, kept, around)


def on_look(ack: Ack, view: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Stored and answered with the verdict; whatever Slack is to be asked or told follows the answer."""
    services, owner = asked(context)
    try:
        kept, shown, refused = _look(services, owner, view)
    except IntegrityError:
        # The same prospect's first no was stored at this very moment: this one joins it.
        kept, shown, refused = _look(services, owner, view)
    playbook = services.playbook_for(owner)
    if shown is None:
        refuse(ack, playbook, refused, view)
        return
    deal = shown.deal
    ack(response_action="update", view=verdict_screen(deal, deal.plan, playbook, shown.times.zone))
    tell_stored(services, client, owner, kept, shown)


def _look(
    services: Services, owner: Owner, view: dict[str, Any]
) -> tuple[StoredDraft, DealOnShow | None, list[Refusal]]:
    """The draft, and the stored deal or what is wrong with the answers."""
    with change(services, owner) as work:
        kept = must_keep(work.session, owner, view)
        draft, refused = debrief_modal.read(view, kept.draft)
        refused += _bad_days(work, kept, draft)
        if draft.kind is Kind.NO_RESPONSE and not refused:
            refused += missing(draft, "tries")
        if refused:
            return kept, None, refused
        record = store_debrief(work, replace(kept, draft=draft))
        return kept, work.on_show(record), []


def _bad_days(work: Work, kept: StoredDraft, draft: Draft) -> list[Refusal]:
    """The deal that is corrected is asked only where a day is not right by itself."""
    numbers, today = work.playbook.policy.numbers, work.today
    refused = check_dates(draft, numbers, today)
    if refused and kept.deal_id:
        return check_dates(draft, numbers, today, work.deal(kept.deal_id).deal.answers)
    return refused


def on_kind_chosen(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Nobody answered: the door goes from the screen, and comes back with any other kind."""
    ack()
    (services, owner), view = asked(context), body["view"]
    if view["callback_id"] != Screen.WHY:
        return
    with look(services, owner) as work:
        kept = must_keep(work.session, owner, view)
        around = screen_context(work, kept.draft, kept.source)
    draft, _ = debrief_modal.read(view, kept.draft)
    has_door = "door" in blocks_of(view)
    if has_door == (draft.kind is Kind.NO_RESPONSE):
        drawn = debrief_modal.render(Screen.WHY, draft, work.playbook, DebriefMetadata(kept.id), around)
        client.views_update(view_id=view["id"], hash=view["hash"], view=drawn)


def on_back(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """One screen back, with what was typed on this one kept."""
    ack()
    (services, owner), view = asked(context), body["view"]
    with change(services, owner) as work:
        kept = must_keep(work.session, owner, view)
        draft, _ = debrief_modal.read(view, kept.draft)
        kept = keep(services, work.session, owner, kept, draft)
        around = screen_context(work, kept.draft, kept.source)
    before = Screen.WHO if view["callback_id"] == Screen.WHY else Screen.WHY
    drawn = debrief_modal.render(before, draft, work.playbook, DebriefMetadata(kept.id), around)
    client.views_update(view_id=view["id"], hash=view["hash"], view=drawn)


def _show(
    ack: Ack, playbook: Playbook, screen: Screen, kept: StoredDraft, around: ScreenContext = NO_CONTEXT
) -> None:
    view = debrief_modal.render(screen, kept.draft, playbook, DebriefMetadata(kept.id), around)
    ack(response_action="update", view=view)
