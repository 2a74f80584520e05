"""The note in the DM for whoever asked for a form that Slack let nobody open in time; rendered and read here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from prompts import blocks, home
from prompts.deal_card import SHOW
from prompts.playbook import Playbook

OPEN_AGAIN = "open_again"


@dataclass(frozen=True)
class Wanted:
    """What was asked for: by the button on Home that asks for it, and what that button carries."""

    action_id: str = home.DEBRIEF
    value: str = ""


_LABELS: Mapping[str, str] = {
    home.DEBRIEF: "home.start",
    home.SETTINGS: "home.settings",
    home.RESUME: "draft.resume",
    SHOW: "home.open_card",
}


def wanted_by(body: Mapping[str, Any]) -> Wanted:
    """What a shortcut, or a button on Home, asked for; a debrief where that is no form of ours."""
    pressed: Mapping[str, Any] = next(iter(body.get("actions") or ()), {})
    if pressed.get("action_id") in _LABELS:
        return Wanted(pressed["action_id"], str(pressed.get("value", "")))
    return Wanted()


def late_note(wanted: Wanted, playbook: Playbook) -> blocks.Message:
    say = playbook.words.say
    label, carried = say(_LABELS[wanted.action_id]), f"{wanted.action_id} {wanted.value}"
    text = say("late.line")
    button = blocks.button(label, OPEN_AGAIN, carried, style="primary")
    return blocks.message([text], [blocks.paragraph(text), blocks.actions("late", [button])])


def read_wanted(action: Mapping[str, Any]) -> Wanted:
    action_id, _, value = str(action["value"]).partition(" ")
    return Wanted(action_id, value)


def opened_note(playbook: Playbook) -> blocks.Message:
    """The button goes once it was used."""
    text = playbook.words.say("late.opened")
    return blocks.message([text], [blocks.context(text)])
