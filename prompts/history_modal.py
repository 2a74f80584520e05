"""A lost deal's history: what was said, changed, planned and answered, oldest first."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from coaching.deal import Debriefed, LostDeal, Planned, Replied, Source
from coaching.debrief import Answers
from coaching.kinds import Kind
from prompts import blocks
from prompts.notes import note_rows
from prompts.playbook import Playbook

_MOST_LINES = 60
_MOST_TEXT = 80
_SCREENS = {"stage": "who", "asked_why": "who", "door": "why"}
"""The screen whose words name the values of a field; `look` for any other."""


def history_modal(deal: LostDeal, playbook: Playbook, zone: ZoneInfo, page: int = 0) -> blocks.View:
    """The newest entries when there are more than fit, and a page of the notes."""
    words = playbook.words
    lines = history_lines(deal, playbook, zone, _MOST_LINES)
    shown = [
        blocks.titled_list(blocks.cut(deal.prospect, 150), lines),
        *note_rows(deal, page, playbook, zone),
    ]
    return blocks.modal("history", words.say("history.title"), shown, close=words.say("screens.close"))


def history_lines(deal: LostDeal, playbook: Playbook, zone: ZoneInfo, most: int) -> list[str]:
    """The newest entries, at most so many, in order of time."""
    words = playbook.words
    parts = (_debriefs, _plans, _nudges, _replies)
    told = sorted(entry for part in parts for entry in part(deal, playbook))
    return [
        words.say("history.entry", date=words.moment(at, zone), what=what) for at, _, what in told[-most:]
    ]


_Entry = tuple[datetime, int, str]
"""When, the order among things of one moment, and what."""


def _debriefs(deal: LostDeal, playbook: Playbook) -> Iterator[_Entry]:
    before: Debriefed | None = None
    for debriefed in deal.debriefs:
        kind = playbook.kinds[debriefed.answers.kind].label
        yield debriefed.at, 0, playbook.words.say(f"history.{debriefed.source}", kind=kind)
        if before and debriefed.source is not Source.DEBRIEF:
            yield from _renamed(before, debriefed, playbook)
            yield from _changes(before.answers, debriefed, playbook)
        before = debriefed


def _renamed(before: Debriefed, after: Debriefed, playbook: Playbook) -> Iterator[_Entry]:
    if before.prospect and after.prospect and before.prospect != after.prospect:
        say = playbook.words.say
        facts = {
            "before": blocks.cut(before.prospect, _MOST_TEXT),
            "after": blocks.cut(after.prospect, _MOST_TEXT),
        }
        yield after.at, 1, say("history.changed", field=say("who.prospect"), **facts)


def _changes(before: Answers, after: Debriefed, playbook: Playbook) -> Iterator[_Entry]:
    say = playbook.words.say
    for field in fields(Answers):
        was, now = getattr(before, field.name), getattr(after.answers, field.name)
        if was != now:
            facts = {
                "before": answer_in_words(field.name, was, playbook),
                "after": answer_in_words(field.name, now, playbook),
            }
            yield after.at, 1, say("history.changed", field=say(f"history.field_{field.name}"), **facts)


def _plans(deal: LostDeal, playbook: Playbook) -> Iterator[_Entry]:
    for planned in deal.plans:
        yield planned.at, 3, _plan(planned, playbook)


def _plan(planned: Planned, playbook: Playbook) -> str:
    words, plan = playbook.words, planned.plan
    key = "history.overruled" if plan.verdict is not plan.recommended else "history.plan"
    facts = {
        "verdict": words.say(f"verdict.{plan.verdict}"),
        "recommended": words.say(f"verdict.{plan.recommended}"),
    }
    if plan.due:
        return words.say(key, **facts, date=words.day(plan.due.on))
    return words.say(f"{key}_undated", **facts)


def _nudges(deal: LostDeal, playbook: Playbook) -> Iterator[_Entry]:
    for nudge in deal.nudges:
        yield nudge.sent_at, 4, playbook.words.say("history.sent")


def _replies(deal: LostDeal, playbook: Playbook) -> Iterator[_Entry]:
    for replied in deal.replies:
        yield _reply(replied, playbook)


def _reply(replied: Replied, playbook: Playbook) -> _Entry:
    said = playbook.words.say(f"replies.{replied.reply}")
    return replied.at, 2, playbook.words.say("history.reply", reply=said)


def answer_in_words(name: str, value: object, playbook: Playbook) -> str:
    """One answer, as its screen has it, by its field's name."""
    words = playbook.words
    if not value and value is not False:
        return words.say("history.nothing")
    match value:
        case Kind():
            return playbook.kinds[value].label
        case StrEnum():
            return words.say(f"{_SCREENS.get(name, 'look')}.{name}_{value}")
        case bool():
            return words.say(f"look.{name}_{'yes' if value else 'no'}")
        case date():
            return words.day(value)
        case Decimal():
            return words.amount(value, None)
        case Mapping():
            return blocks.cut("; ".join(value.values()), _MOST_TEXT)
    return blocks.cut(str(value), _MOST_TEXT)
