"""Whose a lost deal is that another system tells of: a member of the workspace, by id or by e-mail."""

import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from slack_sdk import WebClient

from handlers.deals.rep import is_heard_of, is_known_well, learn_zone
from handlers.slack.context import Services
from handlers.slack.errors import SLACK_FAILED, error_code
from handlers.slack.json_shapes import record, string
from handlers.slack.members import NOBODY, PERSON_ID, Outsider, is_member, why_outside
from handlers.slack.people import quick
from storage.owner import Owner
from storage.workspaces import is_uninstalled

EMAIL_SCOPE = "users:read.email"
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+", re.ASCII)
_AT_ONCE = 8
"""Lookups at a time: the server's threads are for Slack's requests."""
_SECONDS, _AGAIN_IN = 2, 30
_REMEMBERED, _MOST = 600.0, 5000
"""Seconds for which it is remembered who an address is, or that nobody is; and of how many."""
_OUTSIDE = {
    Outsider.GONE: "is deactivated",
    Outsider.BOT: "is a bot",
    Outsider.GUEST: "is a guest",
    Outsider.STRANGER: "is of another workspace",
}
_Found = tuple[str | None, str]
"""The Slack id, or why there is none."""


class NoSuchRep(Exception):
    """Nobody a lost deal can be offered to; the message says why."""


class Uninstalled(Exception):
    """The bot was removed from the workspace: nobody could be offered anything."""


class AskLater(Exception):
    """Slack could not be asked now; seconds until it is worth trying again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds


class RepLookup:
    """Finds reps; what Slack said of an address or an id is remembered for a while, and no longer than needed.

    `elapsed` gives seconds on a clock that nobody sets back.
    """

    def __init__(
        self,
        services: Services,
        client_for: Callable[[str], WebClient],
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._services = services
        self._client_for = client_for
        self._elapsed = elapsed
        self._room = threading.BoundedSemaphore(_AT_ONCE)
        self._known: dict[tuple[str, str], tuple[float, _Found]] = {}

    def find(self, team: str, told: str) -> Owner:
        """NoSuchRep, AskLater, Uninstalled; NotInstalled where there is no token for the workspace."""
        is_id = bool(PERSON_ID.fullmatch(told))
        if not is_id and not _EMAIL.fullmatch(told):
            raise NoSuchRep("must be a Slack id (U…) or an e-mail address")
        if not is_id and not self._services.may(team, EMAIL_SCOPE):
            raise NoSuchRep(
                f"an e-mail address is looked up only where the app was granted the scope {EMAIL_SCOPE}: "
                "grant it, or send the rep's Slack id (U…)"
            )
        owner = self._known_by_id(team, told, is_id) or self._asked(team, told, is_id)
        if not self._services.may_use(owner):
            raise NoSuchRep("the bot is not open to this person")
        return owner

    def _known_by_id(self, team: str, told: str, is_id: bool) -> Owner | None:
        """Whom Slack told us of within a day; Uninstalled."""
        owner = Owner(team, told)
        with self._services.db.read(owner) as session:
            if is_uninstalled(session, team):
                raise Uninstalled
            return owner if is_id and is_known_well(self._services, session, owner) else None

    def _asked(self, team: str, told: str, is_id: bool) -> Owner:
        found, why = self._remembered((team, told)) or self._ask(team, told, is_id)
        if found is None:
            raise NoSuchRep(why)
        return Owner(team, found)

    def _ask(self, team: str, told: str, is_id: bool) -> _Found:
        client = quick(self._client_for(team), _SECONDS)
        with self._a_place():
            try:
                answer = (
                    client.users_info(user=told, include_locale=True)
                    if is_id
                    else client.users_lookupByEmail(email=told)
                )
            except SLACK_FAILED as error:
                return self._remember((team, told), _refused(error))
        user = record(answer.get("user"))
        found = string(user.get("id"))
        if why := _why_not(user, team):
            return self._remember((team, told), (None, why))
        owner = Owner(team, found)
        with self._services.db.write(owner) as session:
            learn_zone(self._services, session, owner, user)
        return self._remember((team, told), (found, ""))

    @contextmanager
    def _a_place(self) -> Iterator[None]:
        """Nobody waits for one."""
        if not self._room.acquire(blocking=False):
            raise AskLater(_SECONDS)
        try:
            yield
        finally:
            self._room.release()

    def _remembered(self, key: tuple[str, str]) -> _Found | None:
        at, found = self._known.get(key, (-_REMEMBERED, (None, "")))
        if self._elapsed() - at >= _REMEMBERED or (found[0] and self._is_doubted(Owner(key[0], found[0]))):
            return None
        return found

    def _is_doubted(self, owner: Owner) -> bool:
        """Whether Slack has told since, of whatever process, that they left or are a guest."""
        with self._services.db.read(owner) as session:
            return not is_heard_of(self._services, session, owner)

    def _remember(self, key: tuple[str, str], found: _Found) -> _Found:
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[key] = (self._elapsed(), found)
        return found


def _refused(error: Exception) -> _Found:
    """Nobody by Slack's word; AskLater where it gave none."""
    name = error_code(error)
    if name in NOBODY:
        return None, "is nobody in this workspace"
    if name == "missing_scope":
        return None, "cannot be looked up: the app lacks a scope, see gotano check"
    raise AskLater(_AGAIN_IN) from error


def _why_not(user: Mapping[str, Any], team: str) -> str:
    """Why no lost deal is offered to them; nothing where it can be.

    Of who shares a channel with the bot by Slack Connect nothing but their workspace tells that they are no member.
    """
    if not PERSON_ID.fullmatch(string(user.get("id"))):
        return "is nobody in this workspace"
    if outside := why_outside(user):
        return _OUTSIDE[outside]
    organisation = team if team.startswith("E") else None
    return "" if is_member(user, team, organisation) else _OUTSIDE[Outsider.STRANGER]
