"""Before the next call: what half a minute of reading brings back, with a deal or without."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from coaching.deal import LostDeal
from coaching.kinds import Kind, Stage
from coaching.plain_text import seen_of
from prompts import advice, blocks
from prompts.noted import noted_first, quoted
from prompts.playbook import Playbook
from prompts.view_state import Unreadable

PREP = "prep_open"
CHOOSE_PROSPECT = "prep_choose"
"""The button on Home, and the choice of a prospect in the modal."""
MOST_LESSONS = 3

_MOST_CHOICES = 100
_LESSON, _WORDS = 100, 200
"""Characters of a lesson and of their words: all of it is read in half a minute."""
_EARLY_NO, _WHAT_WOULD_IT_TAKE, _ORDER = "early_no", "what_would_it_take", "order"
_FITS = {Stage.FIRST: (_EARLY_NO, _WHAT_WOULD_IT_TAKE), Stage.BUYING: (_WHAT_WOULD_IT_TAKE, _ORDER)}
"""What is worth saying at each stage."""
_ANY = (_EARLY_NO, _WHAT_WOULD_IT_TAKE, _ORDER)


@dataclass(frozen=True)
class PastLesson:
    """A lesson of the rep's own, or what made the difference where they `won`."""

    text: str
    kind: Kind
    on: date
    won: bool


@dataclass(frozen=True)
class Prep:
    """What is brought back. `deal` is None for any call; `choices` are deals to choose from, by id and prospect.

    `unknown` is a name that no deal has; `several` when the choices are those of one name.
    """

    deal: LostDeal | None = None
    lessons: Sequence[PastLesson] = ()
    choices: Sequence[tuple[int, str]] = ()
    unknown: str | None = None
    several: bool = False


def prep_modal(shown: Prep, playbook: Playbook, zone: ZoneInfo) -> blocks.View:
    say = playbook.words.say
    about = _about(shown.deal, playbook, zone) if shown.deal else _anybody(shown, playbook)
    stage = shown.deal.answers.stage if shown.deal else None
    says = _FITS[stage] if stage else _ANY
    parts = [*about, *_lessons(shown, playbook), *(_sentence(name, playbook) for name in says)]
    return blocks.modal("prep", say("prep.title"), parts, close=say("screens.close"))


def read_chosen(action: dict[str, Any]) -> int:
    try:
        return int(action["selected_option"]["value"])
    except (ValueError, LookupError, TypeError):
        raise Unreadable("actions.0") from None


def _about(deal: LostDeal, playbook: Playbook, zone: ZoneInfo) -> list[blocks.Block]:
    """What is known of this prospect."""
    words = playbook.words
    said, known = quoted(deal, playbook, zone), noted_first(deal, playbook, zone)
    facts = [playbook.kinds[deal.answers.kind].label]
    if deal.value is not None:
        facts.append(words.amount(deal.value, deal.currency))
    return [
        blocks.header(words.say("prep.about", prospect=deal.prospect)),
        blocks.context(" · ".join(facts)),
        *([blocks.quote(said[0], blocks.cut(said[1], _WORDS))] if said else []),
        *([blocks.titled_list(words.say("prep.noted"), known)] if known else []),
    ]


def _anybody(shown: Prep, playbook: Playbook) -> list[blocks.Block]:
    say, parts = playbook.words.say, []
    if shown.unknown:
        parts.append(blocks.paragraph(say("prep.unknown", name=blocks.cut(shown.unknown, 120))))
    if shown.choices:
        options = [blocks.option(str(deal_id), name) for deal_id, name in shown.choices[:_MOST_CHOICES]]
        label = say("prep.which" if shown.several else "prep.choose")
        select = blocks.select(options, None, say("prep.choose_placeholder")) | {"action_id": CHOOSE_PROSPECT}
        parts += [blocks.paragraph(label), blocks.actions("who", [select])]
    return parts


def _lessons(shown: Prep, playbook: Playbook) -> list[blocks.Block]:
    say = playbook.words.say
    if not shown.lessons:
        return [blocks.context(say("prep.no_lessons"))]
    lines = [_lesson(one, playbook) for one in shown.lessons[:MOST_LESSONS]]
    return [blocks.titled_list(say("prep.lessons"), lines)]


def _lesson(one: PastLesson, playbook: Playbook) -> str:
    words = playbook.words
    facts = {"kind": playbook.kinds[one.kind].label, "date": words.short_date(one.on)}
    text = blocks.cut(seen_of(one.text), _LESSON)
    return words.say("prep.won" if one.won else "prep.lesson", text=text, **facts)


def _sentence(name: str, playbook: Playbook) -> blocks.Block:
    say = playbook.words.say
    return advice.script_block(say(f"prep.{name}_title"), say(f"prep.{name}"), playbook)
