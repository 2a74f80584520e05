"""Counting in with a team: the question on Home, the form that chooses a team, and the way out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coaching.plain_text import name_of
from prompts import blocks
from prompts.playbook import Playbook
from prompts.view_state import Unreadable, values
from prompts.words import Words

COUNT_IN = "counting_in_open"
NO_THANKS = "counting_in_no"
LEAVE = "counting_in_leave"
FORM = "counting_in"
TEAM, NEW = "team", "new"
"""Fields of the form."""
_WORKSPACE = "0"
_NAME_LIMIT = 60
_MOST = 98
"""Groups that a select has room for."""


@dataclass(frozen=True)
class ChosenTeam:
    """A group by its id, or by the name of a new one; neither is the workspace."""

    group: int | None
    new: str | None


def question(playbook: Playbook) -> list[blocks.Block]:
    """On Home, once: what would count, who would see it, yes and no."""
    say = playbook.words.say
    buttons = [
        blocks.button(say("counting_in.yes"), COUNT_IN, "ask"),
        blocks.button(say("counting_in.no"), NO_THANKS, "no"),
    ]
    text = blocks.titled(say("counting_in.ask"), say("counting_in.who_sees"))
    return [blocks.divider(), text, blocks.actions("counting_in", buttons)]


def count_in_form(groups: Sequence[tuple[int, str]], chosen: int | None, playbook: Playbook) -> blocks.View:
    """`groups` by id and name; `chosen` is the one that the rep counts in with now."""
    say = playbook.words.say
    workspace = blocks.option(_WORKSPACE, say("counting_in.workspace"), say("counting_in.workspace_explains"))
    options = [
        workspace,
        *(blocks.option(str(group), say("counting_in.group", name=name)) for group, name in groups[:_MOST]),
    ]
    name = blocks.text_input(None, _NAME_LIMIT)
    shown = [
        blocks.paragraph(say("counting_in.who_sees")),
        blocks.field(
            TEAM,
            say("counting_in.team"),
            blocks.one_of(options, str(chosen or _WORKSPACE), say("counting_in.team")),
            hint=say("counting_in.team_hint"),
        ),
        blocks.field(NEW, say("counting_in.new"), name, hint=say("counting_in.new_hint"), optional=True),
        *explained(playbook.words),
    ]
    title, save = say("counting_in.title"), say("counting_in.save")
    return blocks.modal(FORM, title, shown, close=say("screens.cancel"), submit=save)


def explained(words: Words) -> list[blocks.Block]:
    """What counts, the lot, and that one can stop."""
    return [blocks.context(words.say(f"counting_in.{key}")) for key in ("counted", "by_lot", "leaving")]


def read_team(view: Mapping[str, Any]) -> ChosenTeam:
    given = values(view)
    try:
        group = int(given.get(TEAM) or _WORKSPACE)
    except ValueError:
        raise Unreadable("view.state.values.team") from None
    return ChosenTeam(group or None, name_of(given.get(NEW) or "") or None)


def leave_button(words: Words) -> blocks.Block:
    sure = blocks.confirm(
        words.say("counting_in.leave_title"),
        words.say("counting_in.leave_text"),
        words.say("counting_in.leave_confirm"),
        words.say("counting_in.leave_deny"),
    )
    return blocks.button(words.say("counting_in.leave"), LEAVE, "leave", confirm=sure)
