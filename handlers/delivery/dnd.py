"""Slack's Do Not Disturb, where the workspace lets the bot ask for it: the hours somebody keeps, every day or most.

A snooze, for an hour or until tomorrow, Slack shows to nobody else, and so to no bot.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby
from threading import Lock
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers.delivery.retry_policy import TryAgain, decide
from handlers.slack.context import Services
from handlers.slack.errors import PERSON_GONE, SLACK_FAILED, error_code
from handlers.slack.json_shapes import record
from storage.owner import Owner

_MOST_AT_ONCE = 50
"""What dnd.teamInfo takes. It is called 20 times a minute, dnd.info 50 times: a morning of many has no such time."""
_MOST_CALLS = 8
"""Of dnd.teamInfo for one group: two groups are a batch, and Slack takes 20 in a minute."""
_OF_ONE = PERSON_GONE | {"user_not_visible"}
"""Errors that one person among many brings about."""


@dataclass
class _Group:
    """Reps of one workspace who are asked after together, when the first of them is to be written to."""

    reps: Sequence[str]
    told: dict[str, Any] | None = None
    asked_again_at: datetime | None = None
    """When Slack takes that question again, where it has had too many."""
    lock: Lock = field(default_factory=Lock)

    def ask(self, client: WebClient, now: datetime) -> None:
        with self.lock:
            if self.told is None:
                self.told = {}
                try:
                    _ask(client, self.reps, self.told)
                except _TooMany as wait:
                    self.asked_again_at = now + wait.after


class _TooMany(Exception):
    def __init__(self, after: timedelta) -> None:
        super().__init__()
        self.after = after


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
        """From when the rep may be written to: now, or the end of their Do Not Disturb; where Slack wants to be asked
        later, not before that."""
        now = services.now()
        if not services.may(owner.team, "dnd:read"):
            return now
        group = self._groups.get(owner)
        if group is None or len(group.reps) == 1:
            return _end_of(_ask_alone(client, owner.rep), now)
        group.ask(client, now)
        if group.asked_again_at:
            return group.asked_again_at
        return _end_of(record((group.told or {}).get(owner.rep)) or _ask_alone(client, owner.rep), now)


def undisturbed_from(services: Services, client: WebClient, owner: Owner) -> datetime:
    """The same for somebody whose morning comes alone."""
    return QuietHours().undisturbed_from(services, client, owner)


def _ask(client: WebClient, reps: Sequence[str], told: dict[str, Any]) -> None:
    """Puts what Slack tells of several into `told`; _TooMany when it does not take the question at all for now.

    Where it will not tell because of one of them, who may be gone or not to be seen, it is asked after all others, in
    halves, as often as leaves room for another batch's question.
    """
    waiting, calls = deque([reps]), 0
    while waiting and calls < _MOST_CALLS:
        several = waiting.popleft()
        if len(several) == 1:
            continue
        calls += 1
        try:
            told |= record(client.dnd_teamInfo(users=list(several)).get("users"))
        except SlackApiError as error:
            what = decide(error, 0)
            if isinstance(what, TryAgain) and what.rests and calls == 1:
                raise _TooMany(what.after) from error
            if error_code(error) not in _OF_ONE:
                return
            half = len(several) // 2
            waiting += [several[:half], several[half:]]
        except SLACK_FAILED:
            return


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
