"""The debrief's three screens: each is read, checked and kept; the last one stores it and shows the verdict."""

import re
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from coaching.checks import Refusal, Wrong, check_dates, check_kind
from coaching.deal import Source
from coaching.debrief import Draft
from coaching.kinds import Kind
from handlers.deals.debrief import store_debrief
from handlers.deals.prospect_matching import names_alike, screen_context
from handlers.deals.rep import keep_fresh
from handlers.deals.show import redraw, show
from handlers.deals.work import DealOnShow, change, look
from handlers.listeners.form_answer import refuse
from handlers.slack.context import Services, asked
from handlers.slack.dm import update
from handlers.slack.errors import Refused
from prompts import debrief_modal
from prompts.debrief_context import NO_CONTEXT, ScreenContext
from prompts.debrief_modal import BACK, DebriefMetadata, Screen
from prompts.draft_note import finished_note
from prompts.playbook import Playbook
from prompts.verdict_screen import verdict_screen
from prompts.view_state import blocks_of
from storage.deal_record import prospect_key
from storage.deals import is_known
from storage.drafts import StoredDraft, find_draft, save_draft, start_draft
from storage.owner import Owner


def register(app: App) -> None:
    app.view(Screen.WHO)(on_who)
    app.view(Screen.WHY)(on_why)
    app.view(Screen.LOOK)(on_look)
    app.action({"block_id": re.compile("^kind-")})(on_kind_chosen)
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
        kept = _kept(session, owner, view)
        draft, refused = debrief_modal.read(view, kept.draft if kept else Draft())
        draft = _forget_other_name(draft, kept)
        refused += _missing(draft, "stage", "asked_why")
        refused += _name_taken(session, owner, kept, draft)
        if refused:
            refuse(ack, work.playbook, refused, view)
            return
        modal = view.get("root_view_id") or view.get("id")
        stored = _keep(services, session, owner, kept, draft, modal)
        alike = names_alike(session, owner, stored, work.playbook, work.times.zone)
        around = NO_CONTEXT if alike else screen_context(session, owner, stored, work.times.zone)
    if alike:
        _show(ack, work.playbook, Screen.WHO, stored, ScreenContext(alike=alike))
    else:
        _show(ack, work.playbook, Screen.WHY, stored, around)


def on_why(ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
    services, owner = asked(context)
    with change(services, owner) as work:
        kept = _must_keep(work.session, owner, view)
        draft, refused = debrief_modal.read(view, kept.draft)
        refused += check_kind(draft)
        if draft.kind is not Kind.NO_RESPONSE:
            refused += _missing(draft, "door")
        kept = _keep(services, work.session, owner, kept, draft)
        errors = debrief_modal.errors(refused, work.playbook.words, view)
        stays = refused and not errors
        around = screen_context(work.session, owner, kept, work.times.zone) if stays else NO_CONTEXT
    if not refused:
        _show(ack, work.playbook, Screen.LOOK, kept)
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
    if keep_fresh(services, client, owner, shown.rep):
        # What was judged in a zone that nobody had told yet is scheduled, and shown, in the rep's own.
        redraw(services, client, owner, deal.id)
    else:
        show(services, client, owner, shown)
    if kept.note_channel and kept.note_ts:
        update(client, kept.note_channel, kept.note_ts, finished_note(playbook))


def _look(
    services: Services, owner: Owner, view: dict[str, Any]
) -> tuple[StoredDraft, DealOnShow | None, list[Refusal]]:
    """The draft, and the stored deal or what is wrong with the answers."""
    with change(services, owner) as work:
        kept = _must_keep(work.session, owner, view)
        draft, refused = debrief_modal.read(view, kept.draft)
        refused += check_dates(draft, work.playbook.policy.numbers, work.today)
        if draft.kind is Kind.NO_RESPONSE and not refused:
            refused += _missing(draft, "tries")
        if refused:
            return kept, None, refused
        record = store_debrief(work, replace(kept, draft=draft))
        return kept, work.on_show(record), []


def on_kind_chosen(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Nobody answered: the door goes from the screen, and comes back with any other kind."""
    ack()
    (services, owner), view = asked(context), body["view"]
    if view["callback_id"] != Screen.WHY:
        return
    with look(services, owner) as work:
        kept = _must_keep(work.session, owner, view)
        around = screen_context(work.session, owner, kept, work.times.zone)
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
        kept = _must_keep(work.session, owner, view)
        draft, _ = debrief_modal.read(view, kept.draft)
        kept = _keep(services, work.session, owner, kept, draft)
        around = screen_context(work.session, owner, kept, work.times.zone)
    before = Screen.WHO if view["callback_id"] == Screen.WHY else Screen.WHY
    drawn = debrief_modal.render(before, draft, work.playbook, DebriefMetadata(kept.id), around)
    client.views_update(view_id=view["id"], hash=view["hash"], view=drawn)


def _kept(session: Session, owner: Owner, view: dict[str, Any]) -> StoredDraft | None:
    """The screen's draft; None before the first Next. Refused when it is gone, or somebody else's."""
    draft_id = DebriefMetadata.of(view).draft_id
    if draft_id is None:
        return None
    kept = find_draft(session, owner, draft_id, lock=True)
    if kept is None:
        raise Refused("draft.gone")
    return kept


def _must_keep(session: Session, owner: Owner, view: dict[str, Any]) -> StoredDraft:
    kept = _kept(session, owner, view)
    if kept is None:
        raise Refused("draft.gone")
    return kept


def _keep(
    services: Services,
    session: Session,
    owner: Owner,
    kept: StoredDraft | None,
    draft: Draft,
    modal: str | None = None,
) -> StoredDraft:
    if kept is None:
        started = start_draft(session, owner, draft, services.now(), begun_in=modal)
        found = find_draft(session, owner, started)
    else:
        save_draft(session, kept.id, draft, services.now())
        found = replace(kept, draft=draft)
    if found is None:
        raise Refused("draft.gone")
    return found


def _forget_other_name(draft: Draft, kept: StoredDraft | None) -> Draft:
    """What was said of one name does not hold for another."""
    same = kept is not None and prospect_key(kept.draft.prospect) == prospect_key(draft.prospect)
    return draft if same else replace(draft, joins=None)


def _missing(draft: Draft, *names: str) -> list[Refusal]:
    return [Refusal(name, Wrong.MISSING) for name in names if getattr(draft, name) is None]


def _name_taken(session: Session, owner: Owner, kept: StoredDraft | None, draft: Draft) -> list[Refusal]:
    """While answers are corrected, the deal cannot take the name of another open one."""
    if kept is None or kept.source is Source.DEBRIEF:
        return []
    other = is_known(session, owner, draft.prospect)
    return [Refusal("prospect", Wrong.TAKEN)] if other and other != kept.deal_id else []


def _show(
    ack: Ack, playbook: Playbook, screen: Screen, kept: StoredDraft, around: ScreenContext = NO_CONTEXT
) -> None:
    view = debrief_modal.render(screen, kept.draft, playbook, DebriefMetadata(kept.id), around)
    ack(response_action="update", view=view)
