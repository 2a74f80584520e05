"""A plain message to the bot: a rejection sent on is offered as a debrief; anything else gets one helpful answer."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from coaching.debrief import TEXT_LIMIT, Draft
from handlers.deals.work import change, look
from handlers.listeners.quick_steps import found_in, quick_context, without_passed_day
from handlers.slack.context import Services, asked
from handlers.slack.dm import post_to_dm
from handlers.slack.errors import Refused
from handlers.slack.events import answer_when_stored
from handlers.slack.idempotency import is_seldom
from handlers.slack.message_text import read_message
from handlers.slack.taking_back import take_back_or_leave
from prompts import forwarded, quick_screen
from prompts.blocks import Message, message, paragraph
from prompts.debrief_modal import DebriefMetadata
from prompts.mail import sender_in
from storage.drafts import find_draft, remember_note, start_draft
from storage.owner import Owner

_QUIET = timedelta(minutes=10)
"""At most one helpful answer in so long."""
_WITH_WORDS = frozenset({None, "file_share"})
"""The subtypes of messages that somebody wrote just now; edits, deletions and the rest are no news."""


@dataclass(frozen=True)
class _Answer:
    """What the bot says, and the draft that it offers."""

    message: Message
    draft_id: int | None = None


def register(app: App) -> None:
    answer_when_stored(app, "message", on_message)
    app.action(re.compile(f"^{forwarded.KIND}_"))(on_kind)


def on_message(ack: Ack, event: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Nothing is kept of what is not understood. Each message is answered once, however often Slack delivers it."""
    if not _is_said_to_us(event, context):
        ack()
        return
    services, owner = asked(context)
    answer = _taken(services, owner, event, context["request_id"])
    ack()
    if answer is None:
        return
    channel, ts = post_to_dm(services, client, owner, answer.message, event["channel"])
    if not answer.draft_id:
        return
    with services.db.write(owner) as session:
        still_there = remember_note(session, answer.draft_id, channel, ts)
    if not still_there:
        take_back_or_leave(services, client, owner, [(channel, ts)])


def on_kind(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    """The quick debrief with all that is known: one press on the door leads to the verdict."""
    ack()
    services, owner = asked(context)
    draft_id, kind = forwarded.read_kind(action.get("value"))
    with look(services, owner) as work:
        kept = find_draft(work.session, owner, draft_id)
        if kept is None or kept.finished_at:
            raise Refused("draft.gone")
        draft = without_passed_day(work, replace(kept.draft, kind=kind), kept.source)
        around, found = quick_context(work, draft, kept.source), found_in(work, draft, kept)
        view = quick_screen.render(
            draft, work.playbook, DebriefMetadata(kept.id), around, found, doors_now=True
        )
    client.views_open(trigger_id=body["trigger_id"], view=view)


def _is_said_to_us(event: dict[str, Any], context: BoltContext) -> bool:
    """By a person of this workspace, in their conversation with the bot; no bot, no edit, nothing of another app."""
    if event.get("channel_type") != "im" or event.get("subtype") not in _WITH_WORDS:
        return False
    if event.get("bot_id") or event.get("app_id") or event.get("hidden") or not context.user_id:
        return False
    home = event.get("user_team") or event.get("team")
    ours = context.is_enterprise_install or home in (None, context.team_id, context.enterprise_id)
    return bool(ours and context.user_id != context.bot_user_id)


def _taken(services: Services, owner: Owner, event: dict[str, Any], request_id: str) -> _Answer | None:
    """The request is noted with what it stores, so that Slack can send again what could not be stored."""
    playbook = services.playbook_for(owner)
    if not services.may_use(owner):
        said = playbook.words.say("access.not_open")
        return _seldom(services, owner, message([said], [paragraph(said)]), request_id)
    offer = _offer(services, owner, event, request_id)
    return offer or _seldom(services, owner, forwarded.helper(playbook), request_id)


def _offer(services: Services, owner: Owner, event: dict[str, Any], request_id: str) -> _Answer | None:
    """A debrief of what sounds like a no; None where it does not."""
    text = read_message(event).words
    said = text[:TEXT_LIMIT]
    with look(services, owner) as work:
        words, found = work.playbook.words, found_in(work, Draft(words=said))
    sender = sender_in(said, words)
    if not said or not forwarded.sounds_like_no(said, found, sender, words):
        return None
    with change(services, owner, request_id) as work:
        draft = Draft(prospect=sender or "", words=said)
        begun_in = f"{event['channel']}/{event['ts']}"
        draft_id = start_draft(work.session, owner, draft, work.now, begun_in=begun_in)
        drawn = forwarded.offer(draft_id, draft, found, len(text) > TEXT_LIMIT, work.playbook)
    return _Answer(drawn, draft_id)


def _seldom(services: Services, owner: Owner, answer: Message, request_id: str) -> _Answer | None:
    """Who goes on talking is not answered each time: two bots would go on for ever."""
    is_time = is_seldom(services, f"{owner.team}/{owner.rep}/helped", _QUIET, request_id)
    return _Answer(answer) if is_time else None
