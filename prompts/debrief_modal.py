"""The debrief's three screens: rendered from a draft, and read back into it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from coaching.checks import Refusal, Wrong
from coaching.debrief import TEXT_LIMIT, AskedWhy, Door, Draft, FirstNo, Worth
from coaching.kinds import KINDS, Kind, Question, Shape, Stage, kinds_at, shape_of
from coaching.plan import Verdict
from prompts import blocks as b
from prompts.guess import Guess, guesses
from prompts.playbook import Playbook
from prompts.words import Words

BACK = "debrief_back"
KIND_CHOSEN = b.VALUE
PROSPECT_LIMIT = 120
MOST_TRIES = 999
NEW_PROSPECT = "0"
"""The answer "somebody else" where names look alike."""

_MOST_RADIO_BUTTONS = 10
_QUESTIONS = frozenset(str(question) for question in Question)


class Screen(StrEnum):
    """The callback ids of the three screens."""

    WHO = "debrief_who"
    WHY = "debrief_why"
    LOOK = "debrief_look"


@dataclass(frozen=True)
class Alike:
    """A lost deal whose prospect's name looks like the one typed."""

    deal_id: int
    prospect: str
    verdict: Verdict
    kind: Kind
    since: date


@dataclass(frozen=True)
class Earlier:
    """The last no of a prospect who says no again: `count` is the number this one will have."""

    kind: Kind
    on: date
    count: int
    words: str | None


@dataclass(frozen=True)
class Around:
    """What a screen shows besides the draft: notes above it, names alike to ask about, the earlier no."""

    notes: tuple[str, ...] = ()
    alike: tuple[Alike, ...] = ()
    earlier: Earlier | None = None


@dataclass(frozen=True)
class Ticket:
    """What a screen carries along: the kept draft's id, None before the first Next."""

    draft_id: int | None = None

    def packed(self) -> str:
        return json.dumps({"draft": self.draft_id})

    @classmethod
    def of(cls, view: Mapping[str, Any]) -> "Ticket":
        return cls(json.loads(view["private_metadata"])["draft"])


_NOTHING = Around()


def render(
    screen: Screen, draft: Draft, playbook: Playbook, ticket: Ticket, around: Around = _NOTHING
) -> b.View:
    """One of the three screens, with what the draft already holds filled in.

    From the second on Slack tells when it is closed, so that the draft can be offered again.
    """
    drawn = {Screen.WHO: _who, Screen.WHY: _why, Screen.LOOK: _look}[screen](draft, playbook, around)
    words = playbook.words
    step = list(Screen).index(screen) + 1
    top = [b.context(words.say("screens.step", step=step)), *map(b.context, around.notes)]
    if screen is Screen.WHO:
        bottom = [b.context(words.say("privacy.line"))]
    else:
        bottom = [b.actions("steps", [b.button(words.say("screens.back"), BACK, screen)])]
    view = b.modal(
        screen,
        words.say({Screen.WHO: "who.title", Screen.WHY: "why.title", Screen.LOOK: "look.title"}[screen]),
        top + drawn + bottom,
        close=words.say("screens.close"),
        submit=words.say("screens.verdict" if screen is Screen.LOOK else "screens.next"),
        metadata=ticket.packed(),
    )
    return view | {"notify_on_close": ticket.draft_id is not None}


def read(view: Mapping[str, Any], draft: Draft) -> tuple[Draft, list[Refusal]]:
    """The draft with what stands on this screen, and what could not be read of it."""
    given = b.values(view)
    refused: list[Refusal] = []
    changes: dict[str, Any] = {}
    notes = dict(draft.notes)
    for block_id, text in given.items():
        text = text.strip() if text else None
        name = block_id.split("-")[0]
        if name == "prospect":
            changes[name] = text or ""
            refused += [] if text else [Refusal(name, Wrong.BLANK)]
        elif name in _READERS:
            changes[name], wrong = _read_one(name, text)
            refused += [Refusal(name, wrong)] if wrong else []
        elif name in _QUESTIONS:
            _note(notes, Question(name), text)
    changes["worth"] = changes.get("worth") or draft.worth
    return replace(draft, **changes, notes=notes), refused


def errors(refusals: list[Refusal], words: Words, view: Mapping[str, Any]) -> dict[str, str]:
    """Each refusal's sentence, keyed by the block of its field on this view."""
    on_screen = {block["block_id"].split("-")[0]: block["block_id"] for block in view["blocks"]}
    return {
        on_screen[refusal.field]: words.say(
            f"wrong.{refusal.wrong}", limit=words.day(refusal.limit) if refusal.limit else ""
        )
        for refusal in refusals
        if refusal.field in on_screen
    }


def _who(draft: Draft, playbook: Playbook, around: Around) -> list[b.Block]:
    say = playbook.words.say
    stages = [b.option(s, say(f"who.stage_{s}"), say(f"who.stage_{s}_explains")) for s in Stage]
    asked = [b.option(a, say(f"who.asked_why_{a}")) for a in AskedWhy]
    prospect = b.text_input(draft.prospect, PROSPECT_LIMIT, say("who.prospect_placeholder"))
    words = b.text_input(draft.words, TEXT_LIMIT, say("who.words_placeholder"), multiline=True)
    return [
        b.field("prospect", say("who.prospect"), prospect, hint=say("who.prospect_hint")),
        *_same(draft, around.alike, playbook),
        b.field("stage", say("who.stage"), b.radio(stages, draft.stage)),
        b.field(
            "asked_why", say("who.asked_why"), b.radio(asked, draft.asked_why), hint=say("who.asked_why_hint")
        ),
        b.field("words", say("who.words"), words, hint=say("who.words_hint"), optional=True),
    ]


def _same(draft: Draft, alike: tuple[Alike, ...], playbook: Playbook) -> list[b.Block]:
    """Is it one of these? Only the rep can say."""
    if not alike:
        return []
    words = playbook.words
    options = [
        b.option(
            str(one.deal_id),
            words.say("same.known", prospect=one.prospect),
            words.say(
                "same.known_explains",
                verdict=words.say(f"verdict.{one.verdict}"),
                kind=playbook.kinds[one.kind].label,
                date=words.short_date(one.since),
            ),
        )
        for one in alike
    ]
    options.append(b.option(NEW_PROSPECT, words.say("same.new")))
    chosen = None if draft.joins is None else str(draft.joins)
    return [b.field("joins", words.say("same.label"), b.radio(options, chosen), hint=words.say("same.hint"))]


def _why(draft: Draft, playbook: Playbook, around: Around) -> list[b.Block]:
    say = playbook.words.say
    blocks = [
        *_earlier(around.earlier, playbook),
        *_guessed(draft, playbook),
        kind_field(draft, playbook, acts=True),
    ]
    if draft.kind is Kind.NO_RESPONSE:
        return [*blocks, b.context(say("why.silence"))]
    return [*blocks, door_field(draft.door, playbook.words)]


def kind_field(draft: Draft, playbook: Playbook, acts: bool = False) -> b.Block:
    """The kinds of no of the draft's stage, each with the line that explains it."""
    say = playbook.words.say
    kinds = kinds_at(draft.stage) if draft.stage else tuple(Kind)
    likely = [guess.kind for guess in _guesses(draft, playbook)]
    ordered = [*likely, *(kind for kind in kinds if kind not in likely)]
    options = [b.option(k, playbook.kinds[k].label, playbook.kinds[k].explains) for k in ordered]
    if len(options) <= _MOST_RADIO_BUTTONS:
        element = b.radio(options, draft.kind)
    else:
        element = b.select(options, draft.kind, say("why.kind_placeholder"))
    return b.field(f"kind-{draft.stage or 'any'}", say("why.kind"), element, acts=acts)


def _earlier(earlier: Earlier | None, playbook: Playbook) -> list[b.Block]:
    if earlier is None:
        return []
    words = playbook.words
    label = playbook.kinds[earlier.kind].label
    line = words.say("again.line", kind=label, date=words.day(earlier.on), count=earlier.count)
    said = [b.quote(words.say("again.said"), b.cut(earlier.words, 500))] if earlier.words else []
    return [b.context(line), *said]


def _guesses(draft: Draft, playbook: Playbook) -> Sequence[Guess]:
    return guesses(draft.words, draft.stage, playbook) if draft.stage else []


def _guessed(draft: Draft, playbook: Playbook) -> list[b.Block]:
    words = playbook.words
    lines = [
        words.say("guess.line", kind=playbook.kinds[guess.kind].label, signs='", "'.join(guess.signs))
        for guess in _guesses(draft, playbook)
    ]
    if not lines:
        return []
    return [b.titled_list(words.say("guess.title"), lines), b.context(words.say("guess.honest"))]


def door_field(door: Door | None, words: Words) -> b.Block:
    doors = [b.option(d, words.say(f"why.door_{d}"), words.say(f"why.door_{d}_explains")) for d in Door]
    return b.field("door", words.say("why.door"), b.radio(doors, door))


def callback_field(on: date | None, words: Words) -> b.Block:
    return b.field(
        "callback_on",
        words.say("look.callback_on"),
        b.date_input(on),
        hint=words.say("look.callback_on_hint"),
        optional=True,
    )


def _look(draft: Draft, playbook: Playbook, _around: Around) -> list[b.Block]:
    say = playbook.words.say
    questions = KINDS[draft.kind].questions if draft.kind else ()
    own = [_question(question, draft, playbook) for question in questions]
    condition = b.text_input(draft.condition, TEXT_LIMIT, say("look.condition_placeholder"))
    lesson = b.text_input(draft.lesson, TEXT_LIMIT, multiline=True)
    worths = [b.option(w, say(f"look.worth_{w}")) for w in Worth]
    firsts = [b.option(f, say(f"look.first_no_{f}")) for f in FirstNo]
    asked = [b.field("condition", say("look.condition"), condition, optional=True)]
    return [
        *([] if draft.kind is Kind.NO_RESPONSE else [b.context(say("look.optional"))]),
        *own,
        callback_field(draft.callback_on, playbook.words),
        *([] if Question.CONDITION in questions else asked),
        b.field("worth", say("look.worth"), b.radio(worths, draft.worth), optional=True),
        b.field("first_no", say("look.first_no"), b.radio(firsts, draft.first_no), optional=True),
        b.field("lesson", say("look.lesson"), lesson, hint=say("look.lesson_hint"), optional=True),
    ]


def _question(question: Question, draft: Draft, playbook: Playbook) -> b.Block:
    words = playbook.words
    if question is Question.TRIES:
        tries = b.number_input(draft.tries, 1, MOST_TRIES)
        return b.field(question, words.say("look.tries"), tries, hint=words.say("look.tries_hint"))
    if draft.kind is None:
        raise ValueError("a question belongs to a kind of no")
    put = playbook.kinds[draft.kind].questions[question]
    element: b.Block
    match shape_of(question):
        case Shape.DATE:
            element = b.date_input(getattr(draft, question))
        case Shape.YES_NO:
            options = [b.option(o, words.say(f"look.{question}_{o}")) for o in ("yes", "no")]
            chosen = {None: None, True: "yes", False: "no"}[getattr(draft, question)]
            element = b.radio(options, chosen)
        case _:
            note = draft.condition if question is Question.CONDITION else draft.notes.get(question)
            element = b.text_input(note, TEXT_LIMIT, put.placeholder)
    return b.field(question, put.label, element, hint=put.hint, optional=True)


def _note(notes: dict[Question, str], question: Question, text: str | None) -> None:
    if text:
        notes[question] = text
    else:
        notes.pop(question, None)


def _whole_number(text: str) -> int:
    if not 1 <= (number := int(text)) <= MOST_TRIES:
        raise ValueError(text)
    return number


_READERS: Mapping[str, Any] = {
    "joins": int,
    "stage": Stage,
    "asked_why": AskedWhy,
    "words": str,
    "kind": Kind,
    "door": Door,
    "tries": _whole_number,
    "callback_on": date.fromisoformat,
    "condition": str,
    "contract_end": date.fromisoformat,
    "budget_on": date.fromisoformat,
    "better_terms": lambda text: text == "yes",
    "worth": Worth,
    "first_no": FirstNo,
    "lesson": str,
}


def _read_one(name: str, text: str | None) -> tuple[Any, Wrong | None]:
    if text is None:
        return None, None
    try:
        return _READERS[name](text), None
    except ValueError:
        return None, Wrong.NOT_A_NUMBER if name == "tries" else Wrong.MISSING
