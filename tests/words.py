"""The shipped playbook, read and checked once a process: it is frozen, so every test may share it."""

from dataclasses import replace
from functools import cache

from coaching.policy import FULL_SCREENS
from prompts.playbook import Playbook, load_playbook


@cache
def shipped_playbook() -> Playbook:
    return load_playbook()


def in_full(playbook: Playbook, unless: bool = False) -> Playbook:
    """The same for a team whose debriefs begin with the three screens."""
    if unless:
        return playbook
    numbers = replace(playbook.policy.numbers, debrief_screens=FULL_SCREENS)
    return replace(playbook, policy=replace(playbook.policy, numbers=numbers))
