"""The shipped playbook, read and checked once a process: it is frozen, so every test may share it."""

from functools import cache

from prompts.playbook import Playbook, load_playbook


@cache
def shipped_playbook() -> Playbook:
    return load_playbook()
