"""The debrief: through three screens to the stored verdict."""

import re
from dataclasses import replace
from datetime import datetime
from html import unescape
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from coaching.checks import Refusal, Wrong, check_dates, check_kind
from coaching.deal import LostDeal, Reply, Source
from coaching.debrief import TEXT_LIMIT, AskedWhy, Draft
from coaching.kinds import Kind
from handlers.desk import Desk, Refused, owner_of
from handlers.known import around_of, deal_joined, names_alike
from handlers.redraw import redraw, update
from handlers.rep import know_rep
from handlers.steps import check_nudge, deal_to_change, hold, judge_anew
from prompts import debrief_modal
from prompts.debrief_modal import BACK, Around, Screen, Ticket
from prompts.draft_note import finished_note
from prompts.verdict_card import verdict_screen
from storage.deals import (
    add_debrief,
    add_reply,
    find_by_prospect,
    prospect_key,
    rename_deal,
    start_deal,
)
from storage.drafts import Kept, find_draft, finish_draft, save_draft, start_draft, unfinished
from storage.owner import Owner

DEBRIEF = "debrief_a_no"
GOT_A_NO = "got_a_no"
"""The callback ids of the two shortcuts, as the manifest names them."""

_NOTHING = Around()


def register(app: App) -> None:
    app.shortcut(DEBRIEF)(on_shortcut)
    app.shortcut(GOT_A_NO)(on_message_shortcut)
    app.view(Screen.WHO)(on_who)
    app.view(Screen.WHY)(on_why)
    app.view(Screen.LOOK)(on_look)
    app.action({"block_id": re.compile("^kind-")})(on_kind_chosen)
    app.action(BACK)(on_back)


def on_shortcut(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """The global shortcut "Debrief a no"."""
    ack()
    open_debrief(context["desk"], client, owner_of(context), body["trigger_id"])


def on_message_shortcut(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """The message shortcut "Got a no": the message becomes their words."""
    ack()
    desk: Desk = context["desk"]
    # Slack writes &, < and > of a message as entities.
    words = unescape(body["message"].get("text") or "").strip()
    notes = (desk.playbook.words.say("draft.cut"),) if len(words) > TEXT_LIMIT else ()
    draft = Draft(words=words[:TEXT_LIMIT] or None)
    view = debrief_modal.render(Screen.WHO, draft, desk.playbook, Ticket(), Around(notes))
    client.views_open(trigger_id=body["trigger_id"], view=view)
    know_rep(desk, client, owner_of(context))


def open_debrief(desk: Desk, client: WebClient, owner: Owner, trigger_id: str, prospect: str = "") -> None:
    """The first screen; or, for a prospect whose debrief was left half-way, the screen it was left on."""
    draft = Draft(prospect=prospect[: debrief_modal.PROSPECT_LIMIT])
    with desk.db.read() as session:
        kept = next(iter(unfinished(session, owner, prospect)), None) if prospect else None
    if kept:
        resume_debrief(desk, client, owner, trigger_id, kept)
    else:
        view = debrief_modal.render(Screen.WHO, draft, desk.playbook, Ticket())
        client.views_open(trigger_id=trigger_id, view=view)
    know_rep(desk, client, owner)


def resume_debrief(desk: Desk, client: WebClient, owner: Owner, trigger_id: str, kept: Kept) -> None:
    """The screen a draft was left on, with all that was typed before."""
    screen = Screen.LOOK if kept.draft.kind else Screen.WHY
    with desk.db.read() as session:
        since = kept.saved_at.astimezone(desk.zone(session, owner)).date()
        around = around_of(session, owner, kept)
    note = desk.playbook.words.say("draft.resumed", date=desk.playbook.words.day(since))
    around = replace(around, notes=(note,))
    view = debrief_modal.render(screen, kept.draft, desk.playbook, Ticket(kept.id), around)
    client.views_open(trigger_id=trigger_id, view=view)


def ask_what_they_told(
    desk: Desk, session: Session, owner: Owner, deal: LostDeal, nudge_id: int | None
) -> dict[str, Any]:
    """Screens 2 and 3 again, prefilled, now that they have said why."""
    told = replace(Draft.of(deal.prospect, deal.answers), asked_why=AskedWhy.TOLD)
    draft_id = start_draft(session, owner, told, desk.now(), Source.TOLD_ME, deal.id, nudge_id)
    return debrief_modal.render(Screen.WHY, told, desk.playbook, Ticket(draft_id))


def on_who(ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
    desk, owner = context["desk"], owner_of(context)
    with desk.db.write() as session:
        kept = _kept(session, owner, view)
        draft, refused = debrief_modal.read(view, kept.draft if kept else Draft())
        draft = _forget_other_name(draft, kept)
        refused += _missing(draft, "stage", "asked_why")
        refused += _name_taken(session, owner, kept, draft)
        if refused:
            _refuse(ack, desk, refused, view)
            return
        stored = _keep(desk, session, owner, kept, draft)
        alike = names_alike(session, owner, stored, desk.playbook)
        around = around_of(session, owner, stored)
    if alike:
        _show(ack, desk, Screen.WHO, stored, Around(alike=alike))
    else:
        _show(ack, desk, Screen.WHY, stored, around)


def on_why(ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
    desk, owner = context["desk"], owner_of(context)
    with desk.db.write() as session:
        kept = _must_keep(session, owner, view)
        draft, refused = debrief_modal.read(view, kept.draft)
        refused += check_kind(draft)
        if draft.kind is not Kind.NO_RESPONSE:
            refused += _missing(draft, "door")
        kept = _keep(desk, session, owner, kept, draft)
        around = around_of(session, owner, kept)
    if not refused:
        _show(ack, desk, Screen.LOOK, kept)
    elif debrief_modal.errors(refused, desk.playbook.words, view):
        _refuse(ack, desk, refused, view)
    else:
        # The door is not on screen yet: the kind was changed and sent before the screen could follow.
        _show(ack, desk, Screen.WHY, kept, around)


def on_look(ack: Ack, view: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    desk, owner = context["desk"], owner_of(context)
    know_rep(desk, client, owner)
    try:
        kept, deal, refused = _look(desk, owner, view)
    except IntegrityError:
        # The same prospect's first no was stored at this very moment: this one joins it.
        kept, deal, refused = _look(desk, owner, view)
    if deal is None:
        _refuse(ack, desk, refused, view)
        return
    ack(response_action="update", view=verdict_screen(deal, deal.plan, desk.playbook))
    redraw(desk, client, owner, deal.id)
    if kept.note_channel and kept.note_ts:
        note = finished_note(deal.prospect, desk.playbook)
        update(client, kept.note_channel, kept.note_ts, note)


def _look(desk: Desk, owner: Owner, view: dict[str, Any]) -> tuple[Kept, LostDeal | None, list[Refusal]]:
    """The draft, and the stored deal or what is wrong with the answers."""
    with desk.db.write() as session:
        kept = _must_keep(session, owner, view)
        draft, refused = debrief_modal.read(view, kept.draft)
        today = desk.today(desk.zone(session, owner))
        refused += check_dates(draft, desk.playbook.policy.numbers, today)
        if draft.kind is Kind.NO_RESPONSE and not refused:
            refused += _missing(draft, "tries")
        deal = None if refused else _store(desk, session, owner, replace(kept, draft=draft))
    return kept, deal, refused


def on_kind_chosen(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Nobody answered: the door goes from the screen, and comes back with any other kind."""
    ack()
    desk, owner, view = context["desk"], owner_of(context), body["view"]
    if view["callback_id"] != Screen.WHY:
        return
    with desk.db.read() as session:
        kept = _must_keep(session, owner, view)
        around = around_of(session, owner, kept)
    draft, _ = debrief_modal.read(view, kept.draft)
    has_door = any(block["block_id"] == "door" for block in view["blocks"])
    if has_door == (draft.kind is Kind.NO_RESPONSE):
        drawn = debrief_modal.render(Screen.WHY, draft, desk.playbook, Ticket(kept.id), around)
        client.views_update(view_id=view["id"], hash=view["hash"], view=drawn)


def on_back(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """One screen back, with what was typed on this one kept."""
    ack()
    desk, owner, view = context["desk"], owner_of(context), body["view"]
    with desk.db.write() as session:
        kept = _must_keep(session, owner, view)
        draft, _ = debrief_modal.read(view, kept.draft)
        kept = _keep(desk, session, owner, kept, draft)
        around = around_of(session, owner, kept)
    before = Screen.WHO if view["callback_id"] == Screen.WHY else Screen.WHY
    drawn = debrief_modal.render(before, draft, desk.playbook, Ticket(kept.id), around)
    client.views_update(view_id=view["id"], hash=view["hash"], view=drawn)


def _store(desk: Desk, session: Session, owner: Owner, kept: Kept) -> LostDeal:
    """Deal, answers, verdict and nudge, all in the caller's transaction; a second time changes nothing."""
    now, answers = desk.now(), kept.draft.answers()
    if kept.finished_at and kept.deal_id:
        return deal_to_change(session, owner, kept.deal_id)
    if kept.deal_id is None:
        joined = deal_joined(session, owner, kept.draft)
        deal_id = joined.id if joined else start_deal(session, owner, kept.draft.prospect, now)
        add_debrief(session, deal_id, answers, kept.source, now)
        reply_id = None
    else:
        deal = deal_to_change(session, owner, kept.deal_id)
        if deal.won_back_at:
            raise Refused("card.not_possible_now")
        deal_id, corrected = deal.id, deal.debriefs[-1].id
        rename_deal(session, deal_id, kept.draft.prospect)
        reply_id = _they_told(session, owner, deal, kept, now)
        add_debrief(session, deal_id, answers, kept.source, now, corrected, reply_id)
    plan = judge_anew(desk, session, owner, deal_id)
    hold(desk, session, owner, deal_to_change(session, owner, deal_id), plan, reply_id)
    save_draft(session, kept.id, kept.draft, now)
    finish_draft(session, kept.id, deal_id, now)
    return deal_to_change(session, owner, deal_id)


def _they_told(session: Session, owner: Owner, deal: LostDeal, kept: Kept, now: datetime) -> int | None:
    """The reply that a late "they told me" is; an edit is none."""
    if kept.source is not Source.TOLD_ME:
        return None
    check_nudge(session, owner, deal, kept.nudge_id)
    return add_reply(session, deal.id, Reply.TOLD_ME, now, kept.nudge_id)


def _kept(session: Session, owner: Owner, view: dict[str, Any]) -> Kept | None:
    """The screen's draft; None before the first Next. Refused when it is gone, or somebody else's."""
    draft_id = Ticket.of(view).draft_id
    if draft_id is None:
        return None
    kept = find_draft(session, owner, draft_id, lock=True)
    if kept is None:
        raise Refused("draft.gone")
    return kept


def _must_keep(session: Session, owner: Owner, view: dict[str, Any]) -> Kept:
    kept = _kept(session, owner, view)
    if kept is None:
        raise Refused("draft.gone")
    return kept


def _keep(desk: Desk, session: Session, owner: Owner, kept: Kept | None, draft: Draft) -> Kept:
    if kept is None:
        found = find_draft(session, owner, start_draft(session, owner, draft, desk.now()))
    else:
        save_draft(session, kept.id, draft, desk.now())
        found = replace(kept, draft=draft)
    if found is None:
        raise Refused("draft.gone")
    return found


def _forget_other_name(draft: Draft, kept: Kept | None) -> Draft:
    """What was said of one name does not hold for another."""
    same = kept is not None and prospect_key(kept.draft.prospect) == prospect_key(draft.prospect)
    return draft if same else replace(draft, joins=None)


def _missing(draft: Draft, *names: str) -> list[Refusal]:
    return [Refusal(name, Wrong.MISSING) for name in names if getattr(draft, name) is None]


def _name_taken(session: Session, owner: Owner, kept: Kept | None, draft: Draft) -> list[Refusal]:
    """While answers are corrected, the deal cannot take the name of another open one."""
    if kept is None or kept.source is Source.DEBRIEF:
        return []
    other = find_by_prospect(session, owner, draft.prospect)
    return [Refusal("prospect", Wrong.TAKEN)] if other and other.id != kept.deal_id else []


def _refuse(ack: Ack, desk: Desk, refused: list[Refusal], view: dict[str, Any]) -> None:
    ack(response_action="errors", errors=debrief_modal.errors(refused, desk.playbook.words, view))


def _show(ack: Ack, desk: Desk, screen: Screen, kept: Kept, around: Around = _NOTHING) -> None:
    view = debrief_modal.render(screen, kept.draft, desk.playbook, Ticket(kept.id), around)
    ack(response_action="update", view=view)
