"""*More* on a card or a nudge: each choice goes to its step."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from coaching.deal import Reply
from handlers.listeners.calendar import on_add_to_calendar
from handlers.listeners.deal_card import on_edit, on_history
from handlers.listeners.deal_deletion import on_delete_asked
from handlers.listeners.notes import on_add
from handlers.listeners.nudge_reply import on_reply
from handlers.listeners.own_words import on_own_words
from handlers.listeners.share import on_share
from prompts.calendar_file import CALENDAR
from prompts.deal_card import DELETE, EDIT, HISTORY, SHARE
from prompts.more import MORE, read_more
from prompts.notes import ADD_NOTE
from prompts.own_words_form import OWN_WORDS
from prompts.view_state import Unreadable

_Step = Callable[[Ack, dict[str, Any], dict[str, Any], WebClient, BoltContext], None]
_STEPS: Mapping[str, _Step] = {
    EDIT: on_edit,
    OWN_WORDS: on_own_words,
    ADD_NOTE: on_add,
    CALENDAR: lambda ack, action, _body, client, context: on_add_to_calendar(ack, action, client, context),
    HISTORY: on_history,
    SHARE: on_share,
    DELETE: on_delete_asked,
    **dict.fromkeys(Reply, on_reply),
}
"""Every step takes what follows its name as a button's value."""


def register(app: App) -> None:
    app.action(MORE)(on_more)


def on_more(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    name, about = read_more(action)
    if name not in _STEPS:
        raise Unreadable("actions.0")
    _STEPS[name](ack, {**action, "value": about}, body, client, context)
