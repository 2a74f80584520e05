"""The quick debrief: one screen that leads to the verdict, and follows what is chosen on it."""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from sqlalchemy.exc import IntegrityError

from coaching.checks import Refusal, Wrong, check_kind
from coaching.debrief import Door, Draft
from coaching.kinds import Kind
from coaching.quick import still_asked
from handlers.deals.debrief import store_debrief
from handlers.deals.prospect_matching import screen_context
from handlers.deals.work import DealOnShow, change, look
from handlers.listeners.debrief_steps import following, keep_newest, kept_draft, name_taken, tell_stored
from handlers.listeners.quick_steps import draw_again, draw_with_missing, keep_typed, read_screen
from handlers.slack.context import asked
from handlers.slack.errors import SLACK_FAILED, error_code
from prompts import debrief_modal
from prompts.blocks import View
from prompts.debrief_modal import Screen
from prompts.playbook import Playbook
from prompts.quick_screen import DOOR_NOW, FULL, GUESSED, SOUNDS
from prompts.verdict_screen import verdict_screen
from prompts.view_state import Unreadable
from storage.drafts import StoredDraft

_log = logging.getLogger(__name__)
T = TypeVar("T")


def register(app: App) -> None:
    app.view(Screen.QUICK)(on_quick)
    app.action(SOUNDS)(on_changed)
    app.action({"block_id": "door", "action_id": "value"})(on_changed)
    app.action({"block_id": re.compile("^kind-any")})(on_changed)
    app.action(re.compile(f"^{GUESSED}_"))(on_guess)
    app.action(re.compile(f"^{DOOR_NOW}_"))(on_door)
    app.action(FULL)(on_full)


@dataclass(frozen=True)
class _Ended:
    """What came of the screen: the deal that was stored, or the screen again, or what is wrong with its fields."""

    playbook: Playbook
    kept: StoredDraft | None = None
    shown: DealOnShow | None = None
    again: View = field(default_factory=dict)
    errors: dict[str, str] | None = None


def on_quick(ack: Ack, view: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Stored and answered with the verdict; whatever Slack is to be asked or told follows the answer."""
    services, owner = asked(context)
    ended = _once_more(lambda: _end(context, view))
    if ended.errors:
        ack(response_action="errors", errors=ended.errors)
    elif ended.shown is None or ended.kept is None:
        ack(response_action="update", view=ended.again)
    else:
        ack(response_action="update", view=_verdict(ended.shown, ended.playbook))
        tell_stored(services, client, owner, ended.kept, ended.shown)


def on_door(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    """The door was all that was missing: with it comes the verdict."""
    ack()
    services, owner = asked(context)
    view = body["view"]
    door = _door(action.get("value"))
    ended = _once_more(lambda: _end(context, view, door))
    _follow(client, view, _verdict(ended.shown, ended.playbook) if ended.shown else ended.again)
    if ended.shown and ended.kept:
        tell_stored(services, client, owner, ended.kept, ended.shown)


def on_changed(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Kind or door was chosen, or what the words sound like is asked: the screen follows and keeps what was typed."""
    ack()
    view = body["view"]
    if view["callback_id"] == Screen.QUICK:
        _redraw(client, context, view)


def on_guess(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    """The rep takes a guess for the kind of no."""
    ack()
    try:
        kind = Kind(action.get("value") or "")
    except ValueError:
        raise Unreadable("actions.0.value") from None
    _redraw(client, context, body["view"], kind)


def on_full(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """The three screens instead, with what was typed."""
    ack()
    view = body["view"]

    def in_full() -> View:
        with change(*asked(context)) as work:
            kept, draft = keep_typed(work, view)
            if kept is None and (draft.kind or draft.door or draft.callback_on):
                # The first of the three screens carries none of them along.
                kept = keep_newest(work, view, None, draft)
            return debrief_modal.render(Screen.WHO, draft, work.playbook, following(view, kept, draft))

    _follow(client, view, _once_more(in_full))


def _once_more(step: Callable[[], T]) -> T:
    """What was sent twice at this very moment, or the same prospect's first no, is there the second time."""
    try:
        return step()
    except IntegrityError:
        return step()


def _end(context: BoltContext, view: dict[str, Any], door: Door | None = None) -> _Ended:
    services, owner = asked(context)
    with change(services, owner) as work:
        kept = kept_draft(work.session, owner, view)
        if kept and kept.finished_at and kept.deal_id:
            return _Ended(work.playbook, kept, work.on_show(work.deal(kept.deal_id)))
        draft, refused = read_screen(work, view, kept)
        draft = replace(draft, door=door or draft.door)
        refused += check_kind(draft) + name_taken(work.session, owner, kept, draft)
        # Where the door alone is asked for, how far they had got can be said later.
        needed = draft.missing() if door else still_asked(draft)
        refused += [Refusal(name, Wrong.MISSING) for name in needed if name != "kind"]
        errors = debrief_modal.errors(refused, work.playbook.words, view)
        if errors and not door:
            return _Ended(work.playbook, errors=errors)
        if refused:
            return _Ended(work.playbook, again=draw_with_missing(work, view, kept, draft, errors))
        stored = keep_newest(work, view, kept, draft)
        if screen_context(work, draft, stored.source).alike:
            # A button sends no fields that Slack has looked at: the question goes unanswered until it is pointed at.
            drawn = draw_with_missing(work, view, stored, draft, {}) if door else None
            return _Ended(work.playbook, again=drawn or draw_again(work, view, stored, draft))
        record = store_debrief(work, stored)
        return _Ended(work.playbook, stored, work.on_show(record))


def _redraw(client: WebClient, context: BoltContext, view: dict[str, Any], kind: Kind | None = None) -> None:
    def typed() -> tuple[StoredDraft | None, Draft]:
        with change(*asked(context)) as work:
            return keep_typed(work, view, kind)

    kept, draft = _once_more(typed)
    if kept and kept.finished_at:
        return
    # Reading their words may load the library that knows days: nobody who writes waits for that.
    with look(*asked(context)) as work:
        drawn = draw_again(work, view, kept, draft, anew=kind is not None)
    _follow(client, view, drawn)


def _verdict(shown: DealOnShow, playbook: Playbook) -> View:
    return verdict_screen(shown.deal, shown.deal.plan, playbook, shown.times.zone)


def _door(value: object) -> Door:
    try:
        return Door(str(value))
    except ValueError:
        raise Unreadable("actions.0.value") from None


def _follow(client: WebClient, view: dict[str, Any], drawn: View) -> None:
    """Whoever has gone on meanwhile keeps what is on screen."""
    try:
        client.views_update(view_id=view["id"], hash=view["hash"], view=drawn)
    except SLACK_FAILED as error:
        _log.info("a debrief is not drawn anew: %s", error_code(error))
