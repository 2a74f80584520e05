"""What the playbook believes before there is a case: how many days to wait after each kind of no."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from coaching.kinds import Kind
from coaching.policy import Policy

_WORKING_DAYS_A_WEEK, _DAYS_A_WEEK = 5, 7
_NUMBERS: Mapping[Kind, str] = {
    Kind.NO_NEED: "nurture_days",
    Kind.CONTENT: "nurture_days",
    Kind.NOT_NOW: "follow_up_days",
    Kind.NO_AUTHORITY: "go_back_working_days",
    Kind.NO_RESPONSE: "another_channel_days",
    Kind.NO_RAPPORT: "nurture_days",
    Kind.NEED_NOT_FELT: "go_back_working_days",
    Kind.NO_REAL_NEED: "look_days",
    Kind.DOUBTS_US: "nurture_days",
    Kind.NO_VALUE: "go_back_working_days",
    Kind.CHOSE_COMPETITOR: "follow_up_days",
    Kind.NEVER_ASKED: "go_back_working_days",
    Kind.UNKNOWN: "nurture_days",
}
"""The number that says how long a kind waits where nothing sets a date. Without one: budgets wait for a quarter, and
who does not fit is let go."""
_DEEPEST = 0.6
_WIDTH = 1.5


@dataclass(frozen=True)
class Waiting:
    """A number of the playbook for one kind: its name, its value as it stands there, and that in calendar days."""

    name: str
    value: int
    days: int


def waiting(policy: Policy, kind: str) -> Waiting | None:
    """What the playbook waits after this kind of no; None for a kind that is not ours or has no such number."""
    known = known_kind(kind)
    if known is None or known not in _NUMBERS:
        return None
    name = _NUMBERS[known]
    value = policy.number(known, name)
    days = round(value * _DAYS_A_WEEK / _WORKING_DAYS_A_WEEK) if _is_working_days(name) else value
    return Waiting(name, value, days)


def in_its_unit(name: str, days: int) -> int:
    """Calendar days as the number of that name counts them."""
    in_unit = days * _WORKING_DAYS_A_WEEK / _DAYS_A_WEEK if _is_working_days(name) else days
    return max(1, round(in_unit))


def known_kind(kind: str) -> Kind | None:
    """The kind of no that a text names, however it is spaced and written."""
    name = "_".join(kind.casefold().replace("-", " ").replace("_", " ").split())
    return Kind(name) if name in set(Kind) else None


def away(days: int, playbook_days: int) -> float:
    """How much lower the log odds are believed to be, so far from the playbook's day: 0 on it, -0.6 at the most.

    A believed shape, not a measured one; half of it is lost at about a third, or three times, of the days.
    """
    octaves = math.log2((1 + days) / (1 + playbook_days))
    return -_DEEPEST * (1 - math.exp(-((octaves / _WIDTH) ** 2) / 2))


def _is_working_days(name: str) -> bool:
    return name.endswith("working_days")
