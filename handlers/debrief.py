"""The debrief: from `/gotano` through three screens to the stored verdict."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from coaching.checks import Refusal, Wrong, check_dates, check_kind
from coaching.deal import LostDeal, Reply, Source
from coaching.debrief import AskedWhy, Draft
from coaching.kinds import Kind
from handlers.desk import Desk, Refused, owner_of
from handlers.redraw import redraw
from handlers.rep import know_rep
from handlers.steps import check_nudge, deal_to_change, hold, judge_anew
from prompts import debrief_modal
from prompts.debrief_modal import BACK, Screen, Ticket
from prompts.verdict_card import verdict_screen
from storage.deals import add_debrief, add_reply, find_by_prospect, rename_deal, start_deal
from storage.drafts import Kept, find_draft, finish_draft, save_draft, start_draft
from storage.owner import Owner


def register(app: App) -> None:
    app.command("/gotano")(on_command)
    app.view(Screen.WHO)(on_who)
    app.view(Screen.WHY)(on_why)
    app.view(Screen.LOOK)(on_look)
    app.action({"block_id": re.compile("^kind-")})(on_kind_chosen)
    app.action(BACK)(on_back)


def on_command(
    ack: Ack, command: dict[str, Any], respond: Respond, client: WebClient, context: BoltContext
) -> None:
    """`/gotano [prospect]` opens the first screen; `/gotano help` helps."""
    ack()
    desk: Desk = context["desk"]
    text = command.get("text", "").strip()
    if text.casefold() == "help":
        respond(desk.playbook.words.say("help.text"), response_type="ephemeral")
        return
    open_debrief(desk, client, command["trigger_id"], re.sub(r"^new\s+", "", text, flags=re.IGNORECASE))
    know_rep(desk, client, owner_of(context))


def open_debrief(desk: Desk, client: WebClient, trigger_id: str, prospect: str = "") -> None:
    draft = Draft(prospect=prospect[: debrief_modal.PROSPECT_LIMIT])
    client.views_open(
        trigger_id=trigger_id, view=debrief_modal.render(Screen.WHO, draft, desk.playbook, Ticket())
    )


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
        refused += _missing(draft, "stage", "asked_why")
        refused += _name_taken(session, owner, kept, draft)
        if not refused:
            ticket = Ticket(_keep(desk, session, owner, kept, draft))
    if refused:
        _refuse(ack, desk, refused, view)
    else:
        _show(ack, desk, Screen.WHY, draft, ticket)


def on_why(ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
    desk, owner = context["desk"], owner_of(context)
    with desk.db.write() as session:
        kept = _must_keep(session, owner, view)
        draft, refused = debrief_modal.read(view, kept.draft)
        refused += check_kind(draft)
        if draft.kind is not Kind.NO_RESPONSE:
            refused += _missing(draft, "door")
        ticket = Ticket(_keep(desk, session, owner, kept, draft))
    if not refused:
        _show(ack, desk, Screen.LOOK, draft, ticket)
    elif debrief_modal.errors(refused, desk.playbook.words, view):
        _refuse(ack, desk, refused, view)
    else:
        # The door is not on screen yet: the kind was changed and sent before the screen could follow.
        _show(ack, desk, Screen.WHY, draft, ticket)


def on_look(ack: Ack, view: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    desk, owner = context["desk"], owner_of(context)
    know_rep(desk, client, owner)
    with desk.db.write() as session:
        kept = _must_keep(session, owner, view)
        draft, refused = debrief_modal.read(view, kept.draft)
        today = desk.today(desk.zone(session, owner))
        refused += check_dates(draft, desk.playbook.policy.numbers, today)
        if draft.kind is Kind.NO_RESPONSE and not refused:
            refused += _missing(draft, "tries")
        deal = None if refused else _store(desk, session, owner, replace(kept, draft=draft))
    if deal is None:
        _refuse(ack, desk, refused, view)
        return
    ack(response_action="update", view=verdict_screen(deal, deal.plan, desk.playbook))
    redraw(desk, client, owner, deal.id)


def on_kind_chosen(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Nobody answered: the door goes from the screen, and comes back with any other kind."""
    ack()
    desk, owner, view = context["desk"], owner_of(context), body["view"]
    if view["callback_id"] != Screen.WHY:
        return
    with desk.db.read() as session:
        kept = _must_keep(session, owner, view)
    draft, _ = debrief_modal.read(view, kept.draft)
    has_door = any(block["block_id"] == "door" for block in view["blocks"])
    if has_door == (draft.kind is Kind.NO_RESPONSE):
        drawn = debrief_modal.render(Screen.WHY, draft, desk.playbook, Ticket(kept.id))
        client.views_update(view_id=view["id"], hash=view["hash"], view=drawn)


def on_back(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """One screen back, with what was typed on this one kept."""
    ack()
    desk, owner, view = context["desk"], owner_of(context), body["view"]
    with desk.db.write() as session:
        kept = _must_keep(session, owner, view)
        draft, _ = debrief_modal.read(view, kept.draft)
        save_draft(session, kept.id, draft, desk.now())
    before = Screen.WHO if view["callback_id"] == Screen.WHY else Screen.WHY
    drawn = debrief_modal.render(before, draft, desk.playbook, Ticket(kept.id))
    client.views_update(view_id=view["id"], hash=view["hash"], view=drawn)


def _store(desk: Desk, session: Session, owner: Owner, kept: Kept) -> LostDeal:
    """Deal, answers, verdict and nudge, all in the caller's transaction; a second time changes nothing."""
    now, answers = desk.now(), kept.draft.answers()
    if kept.finished_at and kept.deal_id:
        return deal_to_change(session, owner, kept.deal_id)
    if kept.deal_id is None:
        joined = find_by_prospect(session, owner, kept.draft.prospect, lock=True)
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
    ticket = Ticket.of(view)
    return find_draft(session, owner, ticket.draft_id) if ticket.draft_id else None


def _must_keep(session: Session, owner: Owner, view: dict[str, Any]) -> Kept:
    kept = _kept(session, owner, view)
    if kept is None:
        raise Refused("card.no_longer_there")
    return kept


def _keep(desk: Desk, session: Session, owner: Owner, kept: Kept | None, draft: Draft) -> int:
    if kept is None:
        return start_draft(session, owner, draft, desk.now())
    save_draft(session, kept.id, draft, desk.now())
    return kept.id


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


def _show(ack: Ack, desk: Desk, screen: Screen, draft: Draft, ticket: Ticket) -> None:
    ack(response_action="update", view=debrief_modal.render(screen, draft, desk.playbook, ticket))
