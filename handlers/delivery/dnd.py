"""Slack's Do Not Disturb, where the workspace lets the bot ask for it: the hours somebody keeps, every day or most.

A snooze, for an hour or until tomorrow, Slack shows to nobody else, and so to no bot.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from threading import Lock
from typing import Any

from slack_sdk import WebClient

from handlers.slack.context import Services
from handlers.slack.errors import SLACK_FAILED
from handlers.slack.json_shapes import record
from storage.owner import Owner

_MOST_AT_ONCE = 50
"""What dnd.teamInfo takes. It is called 20 times a minute, dnd.info 50 times: a morning of many has no such time."""


@dataclass
class _Group:
    """Reps of one workspace who are asked after together, when the first of them is to be written to."""

    reps: Sequence[str]
    told: Mapping[str, Any] | None = None
    lock: Lock = field(default_factory=Lock)

    def hours_of(self, client: WebClient, rep: str) -> Mapping[str, Any] | None:
        """None when Slack did not tell."""
        with self.lock:
            if self.told is None:
                self.told = _ask(client, self.reps) if len(self.reps) > 1 else {}
        return record(self.told.get(rep)) or None


class QuietHours:
    """The Do Not Disturb of reps whose mornings have come together."""

    def __init__(self, owners: Iterable[Owner] = ()) -> None:
        self._groups: dict[Owner, _Group] = {}
        for team, ones in groupby(sorted(owners, key=lambda one: one.team), lambda one: one.team):
            reps = [one.rep for one in ones]
            for first in range(0, len(reps), _MOST_AT_ONCE):
                group = _Group(reps[first : first + _MOST_AT_ONCE])
                self._groups |= {Owner(team, rep): group for rep in group.reps}

    def undisturbed_from(self, services: Services, client: WebClient, owner: Owner) -> datetime:
        """From when the rep may be written to: now, or the end of their Do Not Disturb."""
        if not services.may(owner.team, "dnd:read"):
            return services.now()
        group = self._groups.get(owner)
        told = group.hours_of(client, owner.rep) if group else None
        return _end_of(told or _ask_alone(client, owner.rep), services.now())


def undisturbed_from(services: Services, client: WebClient, owner: Owner) -> datetime:
    """The same for somebody whose morning comes alone."""
    return QuietHours().undisturbed_from(services, client, owner)


def _ask(client: WebClient, reps: Sequence[str]) -> Mapping[str, Any]:
    """Nothing of anybody where Slack will not tell of one of them: they are then asked after one by one."""
    try:
        return record(client.dnd_teamInfo(users=reps).get("users"))
    except SLACK_FAILED:
        return {}


def _ask_alone(client: WebClient, rep: str) -> Mapping[str, Any]:
    """Asking is a courtesy: a nudge does not wait for Slack to answer it."""
    try:
        return record(client.dnd_info(user=rep).data)
    except SLACK_FAILED:
        return {}


def _end_of(told: Mapping[str, Any], now: datetime) -> datetime:
    starts, ends = _moment(told, "next_dnd_start_ts"), _moment(told, "next_dnd_end_ts")
    if told.get("dnd_enabled") is True and starts and ends and starts <= now < ends:
        return ends
    return now


def _moment(told: Mapping[str, Any], name: str) -> datetime | None:
    """Slack gives whole seconds, and 1 where there is nothing to give."""
    seconds = told.get(name)
    if not isinstance(seconds, int) or not 1 < seconds <= _LATEST:
        return None
    return datetime.fromtimestamp(seconds, UTC)


_LATEST = int(datetime(2100, 1, 1, tzinfo=UTC).timestamp())
"""What comes later is no time of day, and may be more than a datetime holds."""
