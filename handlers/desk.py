"""What every handler works with: the database, the playbook, the clock; and who is asking."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from http.client import HTTPException
from threading import BoundedSemaphore
from zoneinfo import ZoneInfo

from slack_bolt import BoltContext
from slack_sdk.errors import SlackApiError, SlackClientError
from sqlalchemy.orm import Session

from coaching.dates import WorkWeek, local_date
from coaching.history import Pause
from handlers.pace import Pace
from handlers.watch import Unwatched, Watch
from prompts.playbook import Playbook
from storage.database import Database
from storage.installations import Place
from storage.owner import Owner
from storage.reps import Rep, find_rep, find_reps

_ASIDES = 8


@dataclass(frozen=True)
class Desk:
    """The handlers' tools. `now` gives the moment in UTC."""

    db: Database
    playbook: Playbook
    now: Callable[[], datetime]
    may: Callable[[str, str], bool] = lambda _team, _scope: False
    """Whether the bot was granted a scope in a workspace: those it can do without are asked for here."""
    forget_tokens: Callable[[Place], None] = lambda _place: None
    retention: timedelta = timedelta(days=30)
    """How long a workspace's data is kept after the bot was uninstalled there."""
    pace: Pace = field(default_factory=Pace)
    watch: Watch = field(default_factory=Unwatched)
    asides: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(_ASIDES))
    """Room for what can wait beside a modal that is opening: it must not take all the threads modals need."""

    def times(self, session: Session, owner: Owner) -> "Times":
        """The rep's zone (UTC until Slack has told), work week and pauses."""
        return self._times(find_rep(session, owner))

    def times_of(self, session: Session, owners: Collection[Owner]) -> dict[Owner, "Times"]:
        """The same of several reps, in two statements."""
        reps = find_reps(session, owners)
        return {owner: self._times(reps.get(owner)) for owner in owners}

    def _times(self, rep: Rep | None) -> "Times":
        default = WorkWeek(nudge_time=self.playbook.policy.numbers.nudge_time)
        if rep is None:
            return Times(ZoneInfo("UTC"), default, ())
        return Times(rep.zone, rep.week(default), rep.pauses)

    def zone(self, session: Session, owner: Owner) -> ZoneInfo:
        return self.times(session, owner).zone

    def today(self, zone: ZoneInfo) -> date:
        return local_date(self.now(), zone)


@dataclass(frozen=True)
class Times:
    """When a rep lives and works."""

    zone: ZoneInfo
    week: WorkWeek
    pauses: tuple[Pause, ...]


SLACK_FAILED = (SlackClientError, OSError, HTTPException)
"""What a call to Slack raises when it is refused, and when the network fails it."""


NO_JSON = "no_json"
"""Somebody else than Slack's API answered."""


def name_of(error: Exception) -> str:
    """Slack's name for what went wrong, or the kind of network failure; a page of a proxy's has no name."""
    if not isinstance(error, SlackApiError):
        return type(error).__name__
    name = str(error.response.get("error"))
    return name if re.fullmatch(r"[A-Za-z_:]{1,64}", name) else NO_JSON


NOT_INSTALLED = "not_installed"
"""In a request's context: there is no token for where it comes from."""


class Refused(Exception):
    """Something that cannot be done now; `key` names the message that says so to the rep."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def owner_of(context: BoltContext) -> Owner:
    """Whoever Slack says is asking: the only source of an owner in a request.

    Where a whole organisation installed the bot, a person is the same in all of its workspaces, and not every
    request names one.
    """
    org = context.enterprise_id if context.is_enterprise_install else None
    team, rep = org or context.team_id or context.enterprise_id, context.user_id
    if not team or not rep:
        raise ValueError("a request without a workspace or a person")
    return Owner(team, rep)
