"""The team's page, on Home and as a modal: a week's numbers for one period, and what it takes to see them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from coaching.team_numbers import Period, Released, State
from prompts import blocks
from prompts.counting_in import COUNT_IN, explained, leave_button
from prompts.playbook import Playbook
from prompts.team_note import note_part
from prompts.team_numbers import Fared, numbers_told, own_told
from prompts.team_timing import TeamTiming, timing_told
from prompts.view_state import Unreadable
from prompts.words import Words

TEAM = "team_open"
BACK = "team_back"
PERIOD = "team_period_"
"""Prefix of the buttons that choose a period."""
CSV = "team_csv"
CHART = "team_chart"
_MODAL = "team"
_TEACHES = ("kinds", "asked", "came", "verdict", "lessons")


@dataclass(frozen=True)
class TeamPage:
    """What one rep is shown. `group` names theirs, None for the workspace; `own` is how their own verdicts fared."""

    counts_in: bool
    group: str | None
    released: Released | None
    period: Period
    own: Sequence[Fared] = ()
    note_channel: str | None = None
    """Where the team's weekly note goes; None where there is none."""
    timing: TeamTiming = field(default_factory=TeamTiming)


def team_home(shown: TeamPage, playbook: Playbook) -> blocks.View:
    back = blocks.button(playbook.words.say("team_page.back"), BACK, "home")
    return {"type": "home", "blocks": [*_page(shown, playbook), blocks.actions("back", [back])]}


def team_modal(shown: TeamPage, playbook: Playbook) -> blocks.View:
    say = playbook.words.say
    return blocks.modal(_MODAL, say("team_page.title"), _page(shown, playbook), close=say("screens.close"))


def read_period(action: dict[str, Any]) -> Period:
    try:
        return Period(action["value"])
    except (ValueError, LookupError, TypeError):
        raise Unreadable("actions.0.value") from None


def _page(shown: TeamPage, playbook: Playbook) -> list[blocks.Block]:
    words = playbook.words
    title = words.say("team_page.named", name=shown.group) if shown.group else words.say("team_page.title")
    parts = [blocks.header(title)]
    if not shown.counts_in:
        yes = blocks.button(words.say("counting_in.yes"), COUNT_IN, "page", style="primary")
        parts += [blocks.paragraph(words.say("counting_in.who_sees")), _teaches(words)]
        parts += [blocks.actions("in", [yes]), *explained(words)]
    else:
        parts += [*_numbers(shown, playbook), *timing_told(shown.timing, playbook), *_ways_out(shown, words)]
    return [*parts, blocks.divider(), *own_told(shown.own, playbook)]


def _numbers(shown: TeamPage, playbook: Playbook) -> list[blocks.Block]:
    words, released = playbook.words, shown.released
    if released is None or released.state is State.TOO_FEW or released.as_of is None:
        return [
            blocks.paragraph(words.say("team_page.first" if released is None else "team_page.too_few")),
            _teaches(words),
        ]
    made = "team_page.held" if released.state is State.HELD else "team_page.made"
    return [
        blocks.context(words.say(made, date=words.day(released.as_of))),
        _periods(shown.period, words),
        *numbers_told(released.numbers.get(shown.period, {}), playbook),
    ]


def _periods(chosen: Period, words: Words) -> blocks.Block:
    buttons = []
    for period in Period:
        label = words.say(f"team_page.period_{period}")
        label = words.say("team_page.period_shown", period=label) if period is chosen else label
        buttons.append(blocks.button(label, f"{PERIOD}{period}", period))
    return blocks.actions("periods", buttons)


def _teaches(words: Words) -> blocks.Block:
    lines = [words.say(f"team_page.teaches_{what}") for what in _TEACHES]
    return blocks.titled_list(words.say("team_page.teaches"), lines)


def _ways_out(shown: TeamPage, words: Words) -> list[blocks.Block]:
    buttons = [
        blocks.button(words.say("counting_in.change"), COUNT_IN, "change"),
        leave_button(words),
    ]
    if shown.released and shown.released.numbers:
        buttons.insert(0, blocks.button(words.say("team_page.csv"), CSV, "csv"))
        buttons.insert(0, blocks.button(words.say("team_page.chart"), CHART, "chart"))
    ways = [blocks.actions("ways", buttons), blocks.context(words.say("counting_in.who_sees"))]
    return [*ways, *note_part(shown.note_channel, words)]
