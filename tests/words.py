"""The shipped playbook, read and checked once a process: it is frozen, so every test may share it."""

from dataclasses import replace
from functools import cache

from coaching.policy import FULL_SCREENS
from handlers.slack.playbooks import PlaybookChoices
from prompts.library import Library, load_library
from prompts.playbook import Playbook


@cache
def shipped_library() -> Library:
    """With the words of every language."""
    return load_library()


def shipped_playbook() -> Playbook:
    return shipped_library().default


def choices_beside(playbook: Playbook | None) -> PlaybookChoices:
    """Every shipped language beside the shipped playbook; a team's own stands alone."""
    return PlaybookChoices({} if playbook else shipped_library().phrasebooks)


def in_full(playbook: Playbook, unless: bool = False) -> Playbook:
    """The same for a team whose debriefs begin with the three screens."""
    if unless:
        return playbook
    numbers = replace(playbook.policy.numbers, debrief_screens=FULL_SCREENS)
    return replace(playbook, policy=replace(playbook.policy, numbers=numbers))
