"""The quick debrief's only screen: who, their words, the kind of no, the door; and what else that kind needs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from coaching.checks import Refusal, Wrong
from coaching.debrief import Door, Draft
from coaching.kinds import Kind, Question
from coaching.quick import asks_stage, asks_why, told_by_kind, without_stage_of
from prompts import blocks, debrief_modal
from prompts.debrief_context import NO_CONTEXT, ScreenContext, earlier_blocks, learned_blocks, same_field
from prompts.debrief_fields import (
    asked_why_field,
    door_field,
    kind_field,
    question_field,
    stage_field,
    words_field,
)
from prompts.debrief_modal import PROSPECT_LIMIT, DebriefMetadata, Screen
from prompts.guess import Guess, guesses
from prompts.named_dates import NamedDate
from prompts.playbook import Playbook
from prompts.view_state import block_ids, by_field, day

FULL = "debrief_full"
SOUNDS = "quick_sounds"
GUESSED = "quick_kind"
"""The action ids of the guessed kinds' buttons begin so; Slack wants each its own."""
DOOR_NOW = "quick_door"
"""The action ids of the doors that lead straight to the verdict begin so."""
_GUESS = "guess"
_DOORS = "doors"
_PICKED = "picked"
_FEWEST_WORDS, _MOST_SENTENCES = 3, 20
"""What is read as a sentence of a mail, and how many of them."""


@dataclass(frozen=True)
class Found:
    """What their words point to: the likeliest kinds, and a day they named."""

    guesses: tuple[Guess, ...] = ()
    named: NamedDate | None = None


def render(
    draft: Draft,
    playbook: Playbook,
    ticket: DebriefMetadata,
    context: ScreenContext = NO_CONTEXT,
    found: Found | None = None,
    doors_now: bool = False,
    kind_block: str = "kind-any",
) -> blocks.View:
    """The screen with what the draft holds. With `doors_now` one press on the door leads to the verdict.

    `found` is looked for in the draft's words, without a day, where it is not given.
    """
    say = playbook.words.say
    found = found or look_at(draft.words, None, playbook)
    kind = kind_field(replace(draft, stage=None), playbook, acts=True) | {"block_id": kind_block}
    shown = [
        *map(blocks.context, context.notes),
        *earlier_blocks(draft.prospect, context.earlier, draft.kind is Kind.NO_RESPONSE, playbook),
        _prospect(draft, playbook, focus=not draft.prospect and not context.alike),
        *same_field(draft, context.alike, playbook),
        _words(draft, playbook, focus=bool(draft.prospect) and not draft.words and not context.alike),
        *_guessed(found.guesses, draft.words, playbook),
        *_named(found.named, draft.callback_on, playbook),
        kind,
        *learned_blocks(context.learned, playbook),
        *_rest(draft, playbook, doors_now),
        blocks.actions("full", [blocks.button(say("quick.full"), FULL, "full")]),
        blocks.context(f"{say('quick.full_hint')} {say('privacy.line')}"),
    ]
    view = blocks.modal(
        Screen.QUICK,
        say("quick.title"),
        shown,
        close=say("screens.close"),
        submit=say("screens.verdict"),
        metadata=ticket.packed(),
    )
    return view | {"notify_on_close": ticket.draft_id is not None}


def read(view: Mapping[str, Any], draft: Draft, kind: Kind | None = None) -> tuple[Draft, list[Refusal]]:
    """The draft with what stands on the screen and what its kind tells, and what could not be read of it.

    A `kind` that was pressed takes the place of the one that stands there.
    """
    told, refused = debrief_modal.read(view, draft)
    told = replace(told, kind=kind or told.kind)
    if "stage" not in block_ids(view):
        told = without_stage_of(draft.kind, told)
    ticked = _ticked(view)
    if len(ticked) > 1:
        refused.append(Refusal("named", Wrong.ONE_DAY))
    elif ticked or str(told.callback_on) in block_ids(view).get("named", ""):
        # A day that stood on no screen, as one of a former version did not, was not unticked there.
        told = replace(told, callback_on=ticked[0] if ticked else None)
    return told_by_kind(told), refused


def look_at(words: str | None, named: NamedDate | None, playbook: Playbook) -> Found:
    """A whole mail may point nowhere where one of its sentences does: then the first that does is taken."""
    if not words:
        return Found(named=named)
    sentences = [part for part in re.split(r"[.!?\n]+", words) if len(part.split()) >= _FEWEST_WORDS]
    for text in (words, *sentences[:_MOST_SENTENCES]):
        found = tuple(guesses(text, None, playbook))
        if found and found[0].kind is not Kind.UNKNOWN:
            return Found(found, named)
    return Found(named=named)


def kind_block_of(view: Mapping[str, Any], anew: bool) -> str:
    """The kind's block id, so that Slack keeps what stands there; with `anew` another, so that it does not."""
    here = block_ids(view).get("kind", "kind-any")
    if not anew:
        return here
    return "kind-any" if here.endswith(_PICKED) else f"kind-any-{_PICKED}"


def has_doors_now(view: Mapping[str, Any]) -> bool:
    return _DOORS in block_ids(view)


def _prospect(draft: Draft, playbook: Playbook, focus: bool) -> blocks.Block:
    say = playbook.words.say
    typed = blocks.text_input(draft.prospect, PROSPECT_LIMIT, say("who.prospect_placeholder"))
    return blocks.field(
        "prospect",
        say("who.prospect"),
        blocks.focused(typed) if focus else typed,
        hint=say("who.prospect_hint"),
    )


def _words(draft: Draft, playbook: Playbook, focus: bool) -> blocks.Block:
    """Nothing is told while they type: a view drawn anew meanwhile would swallow letters."""
    block = words_field(draft.words, playbook.words)
    return block | {"element": blocks.focused(block["element"])} if focus else block


def _guessed(found: tuple[Guess, ...], said: str | None, playbook: Playbook) -> list[blocks.Block]:
    """The guesses as buttons; before there is any, the way to ask for them, and what came of it."""
    if not found:
        ask = blocks.button(playbook.words.say("quick.sounds"), SOUNDS, "words")
        silent = [blocks.context(playbook.words.say("quick.silent"))] if said else []
        return [blocks.actions(SOUNDS, [ask]), *silent]
    words, labels = playbook.words, {guess.kind: playbook.kinds[guess.kind].label for guess in found}
    signs = [
        words.say("quick.guess_explains", kind=labels[guess.kind], signs='", "'.join(guess.signs))
        for guess in found
    ]
    buttons = [
        blocks.button(labels[guess.kind], f"{GUESSED}_{place}", guess.kind)
        for place, guess in enumerate(found)
    ]
    return [
        blocks.titled_list(words.say("quick.guess"), signs),
        blocks.actions(_GUESS, buttons),
        blocks.context(words.say("quick.guess_honest")),
    ]


def _named(named: NamedDate | None, callback_on: date | None, playbook: Playbook) -> list[blocks.Block]:
    """A day that they named is offered, and used only where the rep ticks it.

    One that was ticked or typed before stands beside it, ticked: nothing is used that is not on screen. The block's id
    names the days, so that Slack keeps the ticks while they are the same.
    """
    words = playbook.words
    said = {named.on: words.say("quick.named_said", said=named.said)} if named else {}
    days = [*said, *([callback_on] if callback_on and callback_on not in said else [])]
    if not days:
        return []
    offers = [
        blocks.option(on.isoformat(), words.say("quick.named_use", date=words.day(on)), said.get(on))
        for on in days
    ]
    box = blocks.checkboxes(offers, {callback_on.isoformat()} if callback_on else set())
    return [blocks.field("-".join(["named", *map(str, days)]), words.say("quick.named"), box, optional=True)]


def _ticked(view: Mapping[str, Any]) -> list[date]:
    """The days that are ticked on the view."""
    given = (by_field(view).get("named") or "").split(",")
    return [on for one in given if (on := day(one or None))]


def _rest(draft: Draft, playbook: Playbook, doors_now: bool) -> list[blocks.Block]:
    """Door or tries, and what the kind does not tell; a closed door asks nothing more."""
    words = playbook.words
    if draft.kind is Kind.NO_RESPONSE:
        asked = [question_field(Question.TRIES, draft, playbook)]
    elif doors_now:
        return _doors(playbook)
    else:
        asked = [door_field(draft.door, words, acts=True)]
    if asks_stage(draft):
        asked.append(stage_field(draft.stage, words))
    if asks_why(draft):
        hint = words.say("quick.asked_why_hint")
        asked.append(asked_why_field(draft.asked_why, words, hint=hint, optional=True))
    return asked


def _doors(playbook: Playbook) -> list[blocks.Block]:
    say = playbook.words.say
    lines = [f"{say(f'why.door_{door}')}: {say(f'why.door_{door}_explains')}" for door in Door]
    buttons = [blocks.button(say(f"why.door_{door}"), f"{DOOR_NOW}_{door}", door) for door in Door]
    return [blocks.titled_list(say("quick.door"), lines), blocks.actions(_DOORS, buttons)]
