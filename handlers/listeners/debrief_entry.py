"""The ways into a debrief: the shortcuts, a draft left half-way, and a late "they told me"."""

import logging
from dataclasses import replace
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from coaching.checks import check_kind
from coaching.deal import LostDeal, Source
from coaching.debrief import TEXT_LIMIT, AskedWhy, Draft
from coaching.plain_text import name_of
from coaching.policy import QUICK_SCREENS
from coaching.told import words_told_at
from handlers.deals.lessons import learned_at
from handlers.deals.prospect_matching import screen_context
from handlers.deals.rep import FRESH, refresh_rep_if_free
from handlers.deals.work import Work, look
from handlers.listeners.quick_steps import found_in, quick_context, without_passed_day
from handlers.slack.context import Services, asked, owner_of
from handlers.slack.errors import SLACK_FAILED, error_code
from handlers.slack.message_text import read_message, said_at
from handlers.slack.people import names_of_people
from prompts import debrief_modal, quick_screen
from prompts.blocks import View
from prompts.debrief_context import ScreenContext
from prompts.debrief_modal import DebriefMetadata, Screen, filled_anew
from storage.beginning import beginning
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
    message = body.get("message")
    read = read_message(message)
    with look(services, owner) as work:
        view = _with_words(work, read.words, said_at(message, work.now))
    opened = client.views_open(trigger_id=body["trigger_id"], view=view)
    if names := names_of_people(client, read.nameless):
        with look(services, owner) as work:
            named = _with_words(work, read_message(message, names).words, said_at(message, work.now))
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
    with look(services, owner) as work:
        kept = left_half_way(work.session, owner, name) if name else None
        begun = beginning(work.session, owner, services.now() - FRESH)
        services.languages.note(owner, begun.language, services.now())
        quick = _is_quick(work, begun.screens)
        view = {} if kept else _with_name(work, name, quick, name != prospect)
    if kept:
        resume_debrief(services, client, owner, trigger_id, kept)
    else:
        opened, learned = client.views_open(trigger_id=trigger_id, view=view), False
        if person and (told := names_of_people(client, [person]).get(person)):
            name, learned = name_of(told), True
            with look(services, owner) as work:
                opened = _change(client, opened, filled_anew(_with_name(work, name, quick), "prospect"))
    if not begun.is_settled:
        refresh_rep_if_free(services, client, owner)
        if not kept and services.playbook_for(owner).words.language != work.playbook.words.language:
            # The first thing they ever typed: Slack has only now said which language they read.
            with look(services, owner) as work:
                drawn = _with_name(work, name, quick, not learned and name != prospect)
                _change(client, opened, filled_anew(drawn, "prospect") if learned else drawn)


def is_quick(work: Work) -> bool:
    """Whether the rep's debriefs begin on one screen."""
    return _is_quick(work, work.rep.debrief_screens if work.rep else None)


def _is_quick(work: Work, chosen: int | None) -> bool:
    """As the rep chose, else as their team's playbook has it."""
    return (chosen or work.playbook.policy.numbers.debrief_screens) == QUICK_SCREENS


def first_screen(
    work: Work,
    draft: Draft,
    ticket: DebriefMetadata,
    quick: bool,
    notes: tuple[str, ...] = (),
    source: Source = Source.DEBRIEF,
    kept: StoredDraft | None = None,
) -> View:
    """Where a debrief begins, or is taken up again: the quick way's only screen, or the first of three."""
    if not quick:
        return debrief_modal.render(Screen.WHO, draft, work.playbook, ticket, ScreenContext(notes))
    draft = without_passed_day(work, draft, source)
    context = replace(quick_context(work, draft, source), notes=notes)
    return quick_screen.render(draft, work.playbook, ticket, context, found_in(work, draft, kept))


def _with_words(work: Work, words: str, at: datetime | None) -> View:
    """The first screen with a message's words, and a line that says what is missing of them."""
    say = work.playbook.words.say
    notes = () if words else (say("draft.no_words"),)
    if len(words) > TEXT_LIMIT:
        notes = (say("draft.cut"),)
    draft = Draft(words=words[:TEXT_LIMIT] or None, said_at=at)
    quick = is_quick(work)
    return first_screen(work, draft, DebriefMetadata(said_at=at), quick, notes)


def _with_name(work: Work, name: str, quick: bool, was_cut: bool = False) -> View:
    notes = (work.playbook.words.say("draft.name_cut"),) if was_cut else ()
    draft = Draft(prospect=name[: debrief_modal.PROSPECT_LIMIT])
    return first_screen(work, draft, DebriefMetadata(), quick, notes)


def _change(client: WebClient, opened: SlackResponse, view: View) -> SlackResponse:
    """What was learned after the modal opened; whoever has moved on already keeps what is on screen.

    What is on screen then, as Slack told it last.
    """
    shown = opened["view"]
    try:
        return client.views_update(view_id=shown["id"], hash=shown["hash"], view=view)
    except SLACK_FAILED as error:
        _log.info("a modal is not brought up to date: %s", error_code(error))
        return opened


def resume_debrief(
    services: Services, client: WebClient, owner: Owner, trigger_id: str, kept: StoredDraft
) -> None:
    """The screen a draft was left on, with all that was typed before."""
    with look(services, owner) as work:
        zone, say = work.times.zone, work.playbook.words
        note = say.say("draft.resumed", date=say.day(kept.saved_at.astimezone(zone).date()))
        view = _resumed(work, kept, note)
    client.views_open(trigger_id=trigger_id, view=view)


def _resumed(work: Work, kept: StoredDraft, note: str) -> View:
    ticket = DebriefMetadata(kept.id)
    if is_quick(work):
        return first_screen(work, kept.draft, ticket, True, (note,), kept.source, kept)
    context = screen_context(work, kept.draft, kept.source)
    screen = Screen.WHO if context.alike or not kept.draft.prospect else _left_on(kept.draft)
    if screen is Screen.LOOK:
        context = ScreenContext(learned=learned_at(work, kept.draft.kind, kept.source))
    return debrief_modal.render(screen, kept.draft, work.playbook, ticket, replace(context, notes=(note,)))


def _left_on(draft: Draft) -> Screen:
    """The first screen on which something is still to be answered; the last one when nothing is."""
    if draft.stage is None or draft.asked_why is None:
        return Screen.WHO
    missing = set(draft.missing()) - {"tries"}
    return Screen.WHY if missing or check_kind(draft) else Screen.LOOK


def ask_what_they_told(work: Work, deal: LostDeal, nudge_id: int | None) -> View:
    """Kind and door again, prefilled, now that they have said why; in full the third screen too."""
    session, owner = work.session, work.owner
    left = left_for_deal(session, owner, deal, Source.TOLD_ME, nudge_id)
    told = left.draft if left else replace(_held(deal), asked_why=AskedWhy.TOLD)
    draft_id = (
        left.id if left else start_draft(session, owner, told, work.now, Source.TOLD_ME, deal.id, nudge_id)
    )
    ticket = DebriefMetadata(draft_id)
    if is_quick(work):
        return first_screen(work, told, ticket, quick=True, source=Source.TOLD_ME)
    return debrief_modal.render(Screen.WHY, told, work.playbook, ticket)


def _held(deal: LostDeal) -> Draft:
    """What the deal holds; a day that its words name is reckoned from when they were said, not from now."""
    return replace(Draft.of(deal.prospect, deal.answers), said_at=words_told_at(deal))


def all_answers(work: Work, deal: LostDeal, left: StoredDraft | None = None) -> View:
    """The three screens, prefilled, with what was changed half-way before; the verdict is then judged anew."""
    draft = left.draft if left else _held(deal)
    draft_id = (
        left.id if left else start_draft(work.session, work.owner, draft, work.now, Source.EDIT, deal.id)
    )
    return debrief_modal.render(Screen.WHO, draft, work.playbook, DebriefMetadata(draft_id))
