"""The debrief's three screens: rendered from a draft, and read back into it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from types import NoneType
from typing import Any, get_args, get_type_hints

from coaching.checks import Refusal, Wrong
from coaching.debrief import Answers, Draft
from coaching.kinds import KINDS, Kind, Question
from coaching.plain_text import name_of
from prompts import blocks
from prompts.amounts import read_amount
from prompts.debrief_context import NO_CONTEXT, ScreenContext, earlier_blocks, learned_blocks, same_field
from prompts.debrief_fields import (
    MOST_TRIES,
    asked_why_field,
    callback_field,
    condition_field,
    door_field,
    first_no_field,
    guessed,
    kind_field,
    lesson_field,
    question_field,
    stage_field,
    value_field,
    words_field,
    worth_field,
)
from prompts.playbook import Playbook
from prompts.view_state import block_ids, carried, carried_if_there, values
from prompts.words import Words

BACK = "debrief_back"
PROSPECT_LIMIT = 120
_ANEW = "named"
_MINUTE = 60
_QUESTIONS = frozenset(str(question) for question in Question)


class Screen(StrEnum):
    """The callback ids: of the full debrief's three screens, and of the quick one's only screen."""

    WHO = "debrief_who"
    WHY = "debrief_why"
    LOOK = "debrief_look"
    QUICK = "debrief_quick"


THREE = (Screen.WHO, Screen.WHY, Screen.LOOK)
"""The full debrief, in order."""


@dataclass(frozen=True)
class DebriefMetadata:
    """What a screen carries along: the kept draft's id, None before the first Next, and what it began from.

    That is an offer, or a message; `said_at` is the minute in which the words were said.
    """

    draft_id: int | None = None
    offer_id: int | None = None
    said_at: datetime | None = None

    def packed(self) -> str:
        said = int(self.said_at.timestamp()) // _MINUTE if self.said_at else None
        began = {"offer": self.offer_id, "said": said}
        return json.dumps({"draft": self.draft_id} | {name: one for name, one in began.items() if one})

    @classmethod
    def of(cls, view: Mapping[str, Any]) -> "DebriefMetadata":
        (draft_id,) = carried(view, "draft")
        said = carried_if_there(view, "said")
        said_at = datetime.fromtimestamp(said * _MINUTE, UTC) if said else None
        return cls(draft_id, carried_if_there(view, "offer"), said_at)


def render(
    screen: Screen,
    draft: Draft,
    playbook: Playbook,
    ticket: DebriefMetadata,
    context: ScreenContext = NO_CONTEXT,
) -> blocks.View:
    """One of the full debrief's three screens, with what the draft already holds filled in.

    From the second on Slack tells when it is closed, so that the draft can be offered again.
    """
    drawn = {Screen.WHO: _who, Screen.WHY: _why, Screen.LOOK: _look}[screen](draft, playbook, context)
    words = playbook.words
    step = THREE.index(screen) + 1
    top = [blocks.context(words.say("screens.step", step=step)), *map(blocks.context, context.notes)]
    if screen is Screen.WHO:
        bottom = [blocks.context(words.say("privacy.line"))]
    else:
        bottom = [blocks.actions("steps", [blocks.button(words.say("screens.back"), BACK, screen)])]
    view = blocks.modal(
        screen,
        words.say({Screen.WHO: "who.title", Screen.WHY: "why.title", Screen.LOOK: "look.title"}[screen]),
        top + drawn + bottom,
        close=words.say("screens.close"),
        submit=words.say("screens.verdict" if screen is Screen.LOOK else "screens.next"),
        metadata=ticket.packed(),
    )
    return view | {"notify_on_close": ticket.draft_id is not None}


def filled_anew(view: blocks.View, *fields: str) -> blocks.View:
    """The view for an update that changes what stands in these fields: Slack keeps that while a block id stays."""
    anew = [
        block | {"block_id": f"{block['block_id']}-{_ANEW}"} if block.get("block_id") in fields else block
        for block in view["blocks"]
    ]
    return view | {"blocks": anew}


def read(view: Mapping[str, Any], draft: Draft) -> tuple[Draft, list[Refusal]]:
    """The draft with what stands on this screen, and what could not be read of it."""
    given = values(view)
    refused: list[Refusal] = []
    changes: dict[str, Any] = {}
    notes = dict(draft.notes)
    for block_id, text in given.items():
        text = text.strip() if text else None
        name = block_id.split("-")[0]
        if name == "prospect":
            changes[name] = name_of(text or "")[:PROSPECT_LIMIT]
            refused += [] if changes[name] else [Refusal(name, Wrong.BLANK)]
        elif name in _READERS:
            changes[name], wrong = _read_one(name, text)
            refused += [Refusal(name, wrong)] if wrong else []
        elif name in _QUESTIONS:
            _note(notes, Question(name), text)
    if view.get("callback_id") in (Screen.WHO, Screen.QUICK) and not changes.get("prospect", draft.prospect):
        refused += [] if "prospect" in changes else [Refusal("prospect", Wrong.BLANK)]
    changes["worth"] = changes.get("worth") or draft.worth
    return replace(draft, **changes, notes=notes), refused


def errors(refusals: list[Refusal], words: Words, view: Mapping[str, Any]) -> dict[str, str]:
    """Each refusal's sentence, keyed by the block of its field on this view."""
    on_screen = block_ids(view)
    return {
        on_screen[refusal.field]: words.say(
            f"wrong.{refusal.wrong}", limit=words.day(refusal.limit) if refusal.limit else ""
        )
        for refusal in refusals
        if refusal.field in on_screen
    }


def _who(draft: Draft, playbook: Playbook, context: ScreenContext) -> list[blocks.Block]:
    say = playbook.words.say
    prospect = blocks.text_input(draft.prospect, PROSPECT_LIMIT, say("who.prospect_placeholder"))
    return [
        blocks.field("prospect", say("who.prospect"), prospect, hint=say("who.prospect_hint")),
        *same_field(draft, context.alike, playbook),
        stage_field(draft.stage, playbook.words),
        asked_why_field(draft.asked_why, playbook.words, hint=say("who.asked_why_hint")),
        words_field(draft.words, playbook.words),
    ]


def _why(draft: Draft, playbook: Playbook, context: ScreenContext) -> list[blocks.Block]:
    say = playbook.words.say
    parts = [
        *earlier_blocks(draft.prospect, context.earlier, draft.kind is Kind.NO_RESPONSE, playbook),
        *guessed(draft, playbook),
        kind_field(draft, playbook, acts=True),
    ]
    if draft.kind is Kind.NO_RESPONSE:
        return [*parts, blocks.context(say("why.silence"))]
    return [*parts, door_field(draft.door, playbook.words)]


def _look(draft: Draft, playbook: Playbook, context: ScreenContext) -> list[blocks.Block]:
    words, say = playbook.words, playbook.words.say
    questions = KINDS[draft.kind].questions if draft.kind else ()
    own = [question_field(question, draft, playbook) for question in questions]
    return [
        *([] if draft.kind is Kind.NO_RESPONSE else [blocks.context(say("look.optional"))]),
        *own,
        callback_field(draft.callback_on, words),
        *([] if Question.CONDITION in questions else [condition_field(draft.condition, words)]),
        worth_field(draft.worth, words),
        first_no_field(draft.first_no, words),
        value_field(draft.value, words),
        *learned_blocks(context.learned, playbook),
        lesson_field(draft.lesson, words),
    ]


def _note(notes: dict[Question, str], question: Question, text: str | None) -> None:
    if text:
        notes[question] = text
    else:
        notes.pop(question, None)


def _whole_number(text: str) -> int:
    if not 1 <= (number := int(text)) <= MOST_TRIES:
        raise ValueError(text)
    return number


_BY_TYPE: Mapping[type, Callable[[str], Any]] = {
    str: str,
    int: _whole_number,
    bool: lambda text: text == "yes",
    date: date.fromisoformat,
    Decimal: read_amount,
}


def reader_of(declared: Any) -> Callable[[str], Any]:
    """What reads a field of this type, None aside, from the text that Slack sends; TypeError where nothing does."""
    kind = next((one for one in get_args(declared) or (declared,) if one is not NoneType), NoneType)
    if issubclass(kind, StrEnum):
        return kind
    if kind not in _BY_TYPE:
        raise TypeError(f"nothing reads an answer of the type {declared}")
    return _BY_TYPE[kind]


_READERS: Mapping[str, Callable[[str], Any]] = {
    name: reader_of(declared) for name, declared in get_type_hints(Answers).items() if name != "notes"
} | {"joins": int}
"""Every answer field; the notes are read question by question."""


_UNREADABLE = {"tries": Wrong.NOT_A_NUMBER, "value": Wrong.NOT_AN_AMOUNT}


def _read_one(name: str, text: str | None) -> tuple[Any, Wrong | None]:
    if text is None:
        return None, None
    try:
        return _READERS[name](text), None
    except ValueError:
        return None, _UNREADABLE.get(name, Wrong.MISSING)
