"""The top of Home: what the rep's day asks of them, and what comes in the next days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from coaching.agenda import Part
from coaching.kinds import Kind
from prompts import blocks
from prompts.deal_card import SHOW
from prompts.digest import ANSWER
from prompts.playbook import Playbook

MOST = 10
"""Items of each part that Home asks for."""
_MOST_ANSWERS = 8
_MOST_DECISIONS = 4
_MOST_DUE = 4
_MOST_DAYS = 5


@dataclass(frozen=True)
class Item:
    """One nudge: since when its answer is waited for, or when it comes (`at`, and the rep's day `on`).

    `asks` names what it asks. `all` counts what is in the same part, what is not shown too; `sent` says whether
    it can be answered.
    """

    part: Part
    nudge_id: int
    deal_id: int
    prospect: str
    kind: Kind
    asks: str
    at: datetime
    on: date
    sent: bool
    all: int


def today(items: Sequence[Item], playbook: Playbook, zone: ZoneInfo) -> list[blocks.Block]:
    """What waits for an answer or a decision, with its buttons, and what falls due today; or that nothing does."""
    say = playbook.words.say
    answers, decisions = _in(Part.ANSWER, items), _in(Part.DECIDE, items)
    due = _in(Part.DUE, items)
    parts = [blocks.header(say("today.title"))]
    for asked, most in ((answers, _MOST_ANSWERS), (decisions, _MOST_DECISIONS)):
        parts += [block for item in asked[:most] for block in _asked(item, playbook, zone)]
        if asked and asked[0].all > most:
            parts.append(blocks.context(say("today.more", count=asked[0].all - most)))
    parts += _due(due, playbook, zone)
    if len(parts) == 1:
        parts.append(blocks.paragraph(say("today.nothing")))
    return parts


def next_days(items: Sequence[Item], playbook: Playbook) -> list[blocks.Block]:
    """Names by day; what they are about is a press away, on their shelf."""
    soon = _in(Part.SOON, items)
    if not soon:
        return []
    words = playbook.words
    days = [(on, list(of_day)) for on, of_day in groupby(soon, key=lambda item: item.on)][:_MOST_DAYS]
    parts = [blocks.divider(), blocks.header(words.say("today.soon"))]
    parts += [blocks.titled_list(words.day(on), [item.prospect for item in of_day]) for on, of_day in days]
    hidden = soon[0].all - sum(len(of_day) for _, of_day in days)
    return [*parts, *([blocks.context(words.say("today.soon_more", count=hidden))] if hidden else [])]


def _in(part: Part, items: Sequence[Item]) -> list[Item]:
    return [item for item in items if item.part is part]


def _due(items: Sequence[Item], playbook: Playbook, zone: ZoneInfo) -> list[blocks.Block]:
    """The first of them with a way to look at each before its message comes; the names of the others."""
    if not items:
        return []
    words = playbook.words
    at = words.time(items[0].at.astimezone(zone).time())
    parts = [blocks.paragraph(words.say("today.due", time=at))]
    for item in items[:_MOST_DUE]:
        show = blocks.button(words.say("home.open_card"), SHOW, str(item.deal_id))
        parts.append(blocks.row(f"due-{item.nudge_id}", item.prospect, "", show))
    if rest := [item.prospect for item in items[_MOST_DUE:]]:
        title = words.say("today.more", count=items[0].all - _MOST_DUE)
        parts.append(blocks.titled_list(title, rest))
    return parts


def _asked(item: Item, playbook: Playbook, zone: ZoneInfo) -> list[blocks.Block]:
    """One primary button; a recommendation that no message has brought up yet is decided on the deal itself."""
    words = playbook.words
    day = words.short_date(item.at.astimezone(zone).date())
    facts = {"asks": words.say(f"asks.{item.asks}"), "kind": playbook.kinds[item.kind].label, "date": day}
    line = words.say("today.since" if item.sent else "today.unasked", **facts)
    show = str(item.deal_id)
    buttons = [
        blocks.button(words.say("digest.answer"), ANSWER, str(item.nudge_id), style="primary"),
        blocks.button(words.say("home.open_card"), SHOW, show),
    ]
    if not item.sent:
        buttons = [blocks.button(words.say("today.decide"), SHOW, show, style="primary")]
    told = blocks.titled(item.prospect, line) | {"block_id": f"today-{item.nudge_id}"}
    return [told, blocks.actions(f"do-{item.nudge_id}", buttons)]
