"""The debrief's fields: the kind of no with what their words point to, the door, and each kind's own questions."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from coaching.debrief import TEXT_LIMIT, AskedWhy, Door, Draft, FirstNo, Worth
from coaching.kinds import Kind, Question, Shape, Stage, kinds_at, shape_of
from prompts import blocks
from prompts.amounts import AMOUNT_LIMIT
from prompts.guess import Guess, guesses
from prompts.playbook import Playbook
from prompts.words import Words

MOST_TRIES = 999


def kind_field(
    draft: Draft, playbook: Playbook, acts: bool = False, without: Kind | None = None
) -> blocks.Block:
    """The kinds of no of the draft's stage but `without`, each with the line that explains it."""
    say = playbook.words.say
    kinds = kinds_at(draft.stage)
    likely = [guess.kind for guess in _guesses(draft, playbook)]
    ordered = [*likely, *(kind for kind in kinds if kind not in likely)]
    offered = [kind for kind in ordered if kind is not without]
    options = [blocks.option(k, playbook.kinds[k].label, playbook.kinds[k].explains) for k in offered]
    element = blocks.one_of(options, draft.kind, say("why.kind_placeholder"))
    return blocks.field(f"kind-{draft.stage or 'any'}", say("why.kind"), element, acts=acts)


def door_field(door: Door | None, words: Words, acts: bool = False) -> blocks.Block:
    doors = [blocks.option(d, words.say(f"why.door_{d}"), words.say(f"why.door_{d}_explains")) for d in Door]
    return blocks.field("door", words.say("why.door"), blocks.radio(doors, door), acts=acts)


def stage_field(stage: Stage | None, words: Words) -> blocks.Block:
    stages = [
        blocks.option(s, words.say(f"who.stage_{s}"), words.say(f"who.stage_{s}_explains")) for s in Stage
    ]
    return blocks.field("stage", words.say("who.stage"), blocks.radio(stages, stage))


def asked_why_field(
    asked: AskedWhy | None, words: Words, hint: str | None = None, optional: bool = False
) -> blocks.Block:
    options = [blocks.option(a, words.say(f"who.asked_why_{a}")) for a in AskedWhy]
    chosen = blocks.radio(options, asked)
    return blocks.field("asked_why", words.say("who.asked_why"), chosen, hint=hint, optional=optional)


def words_field(said: str | None, words: Words) -> blocks.Block:
    typed = blocks.text_input(said, TEXT_LIMIT, words.say("who.words_placeholder"), multiline=True)
    return blocks.field(
        "words", words.say("who.words"), typed, hint=words.say("who.words_hint"), optional=True
    )


def condition_field(condition: str | None, words: Words) -> blocks.Block:
    typed = blocks.text_input(condition, TEXT_LIMIT, words.say("look.condition_placeholder"))
    return blocks.field("condition", words.say("look.condition"), typed, optional=True)


def worth_field(worth: Worth, words: Words) -> blocks.Block:
    options = [blocks.option(w, words.say(f"look.worth_{w}")) for w in Worth]
    return blocks.field("worth", words.say("look.worth"), blocks.radio(options, worth), optional=True)


def first_no_field(first: FirstNo | None, words: Words) -> blocks.Block:
    options = [blocks.option(f, words.say(f"look.first_no_{f}")) for f in FirstNo]
    return blocks.field("first_no", words.say("look.first_no"), blocks.radio(options, first), optional=True)


def lesson_field(lesson: str | None, words: Words) -> blocks.Block:
    typed = blocks.text_input(lesson, TEXT_LIMIT, multiline=True)
    return blocks.field(
        "lesson", words.say("look.lesson"), typed, hint=words.say("look.lesson_hint"), optional=True
    )


def callback_field(on: date | None, words: Words) -> blocks.Block:
    return blocks.field(
        "callback_on",
        words.say("look.callback_on"),
        blocks.date_input(on),
        hint=words.say("look.callback_on_hint"),
        optional=True,
    )


def value_field(value: Decimal | None, words: Words) -> blocks.Block:
    """A text and not a number: people write 12k."""
    text = words.amount(value, None) if value is not None else None
    element = blocks.text_input(text, AMOUNT_LIMIT, words.say("value.placeholder"))
    return blocks.field(
        "value", words.say("value.label"), element, hint=words.say("value.hint"), optional=True
    )


def question_field(question: Question, draft: Draft, playbook: Playbook) -> blocks.Block:
    words = playbook.words
    if question is Question.TRIES:
        tries = blocks.number_input(draft.tries, 1, MOST_TRIES)
        return blocks.field(question, words.say("look.tries"), tries, hint=words.say("look.tries_hint"))
    if draft.kind is None:
        raise ValueError("a question belongs to a kind of no")
    put = playbook.kinds[draft.kind].questions[question]
    element: blocks.Block
    match shape_of(question):
        case Shape.DATE:
            element = blocks.date_input(getattr(draft, question))
        case Shape.YES_NO:
            options = [blocks.option(o, words.say(f"look.{question}_{o}")) for o in ("yes", "no")]
            chosen = {None: None, True: "yes", False: "no"}[getattr(draft, question)]
            element = blocks.radio(options, chosen)
        case _:
            note = draft.condition if question is Question.CONDITION else draft.notes.get(question)
            element = blocks.text_input(note, TEXT_LIMIT, put.placeholder)
    return blocks.field(question, put.label, element, hint=put.hint, optional=True)


def _guesses(draft: Draft, playbook: Playbook) -> Sequence[Guess]:
    return guesses(draft.words, draft.stage, playbook)


def guessed(draft: Draft, playbook: Playbook) -> list[blocks.Block]:
    words = playbook.words
    lines = [
        words.say("guess.line", kind=playbook.kinds[guess.kind].label, signs='", "'.join(guess.signs))
        for guess in _guesses(draft, playbook)
    ]
    if not lines:
        return []
    return [blocks.titled_list(words.say("guess.title"), lines), blocks.context(words.say("guess.honest"))]
