"""Workspaces that join an organisation: Slack's own answers say which, and their data follows.

What a request says is no proof: one of a stranger's, through Slack Connect, may name their workspace beside the
organisation of whoever invited them. So Slack is asked, by the clock and with the token that this is about.
"""

import logging
import time
from collections.abc import Callable, Iterator

from slack_sdk import WebClient
from sqlalchemy.exc import SQLAlchemyError

from handlers.slack.errors import PERSON_GONE, SLACK_FAILED, error_code
from storage.database import UNREACHABLE, Database
from storage.installations import Installations
from storage.joining import move_workspace, with_data
from storage.owner import EVERYBODY
from storage.patience import patient
from storage.secrets import WrongKey

_AGAIN_SECONDS = 3600
"""An organisation is asked once an hour which workspaces it has: one more may have been added.

Where it does not answer, or the database is away as what it has is moved, it is asked at the next look.
"""
_NOT_MOVED = "a workspace's data is not its organisation's yet"
_PAGE, _PAGES = 200, 50
_MANY = 1000
_log = logging.getLogger(__name__)


class Organisations:
    """One for each process; several of them may find out the same, and the second changes nothing."""

    def __init__(
        self, db: Database, installations: Installations, client_of: Callable[[str], WebClient]
    ) -> None:
        self._db = db
        self._installations = installations
        self._client_of = client_of
        self._wondered: dict[tuple[str, str], bool] = {}
        self._asked_at: dict[str, tuple[float, float]] = {}

    def wonder(self, team: str | None, enterprise: str) -> None:
        """A request named an organisation that the workspace was not known to be in; True is for asked already."""
        if len(self._wondered) > _MANY:
            self._wondered.clear()
        if team:
            self._wondered.setdefault((team, enterprise), False)

    def look(self) -> None:
        """Never raises: what Slack does not answer now is asked again later."""
        for team, enterprise in [pair for pair, asked in list(self._wondered.items()) if not asked]:
            if self._answered(team, self._ask_workspace):
                self._wondered[team, enterprise] = True
        for place in self._installations.places():
            if place.team is None:
                self._answered(place.id, self._ask_organisation)

    def _answered(self, place: str, ask: Callable[[str], None]) -> bool:
        try:
            ask(place)
        except (WrongKey, *SLACK_FAILED) as error:
            _log.info("Slack does not say who is of whom", extra={"team": place, "error": error_code(error)})
            return False
        return True

    def _ask_workspace(self, team: str) -> None:
        bot = self._installations.bot_of(team)
        if bot is None or not bot.bot_token:
            return
        told = self._client_of(bot.bot_token).auth_test()
        if told.get("team_id") == team and told.get("enterprise_id") != bot.enterprise_id:
            self._installations.joined(team, told.get("enterprise_id"))
            _log.info("a workspace is of another organisation now", extra={"team": team})

    def _ask_organisation(self, org: str) -> None:
        bot = self._installations.bot_of(org)
        installed, asked = self._asked_at.get(org, (0.0, 0.0))
        now = time.monotonic()
        if (
            bot is None
            or not bot.bot_token
            or (installed == bot.installed_at and now - asked < _AGAIN_SECONDS)
        ):
            return
        teams = list(_workspaces_of(self._client_of(bot.bot_token)))
        with self._db.read(EVERYBODY) as session:
            coming = with_data(session, teams)
        later = [team for team in coming if self._may_be_moved_later(team, org)]
        if not later:
            self._asked_at[org] = (bot.installed_at, now)

    def _may_be_moved_later(self, team: str, org: str) -> bool:
        """Whether it is not moved, and soon may be: any other failure would be the same in a minute."""
        told = {"team": team, "organisation": org}
        try:
            self._move(team, org)
        except UNREACHABLE as error:
            _log.warning(_NOT_MOVED, extra=told | {"error": error_code(error)})
            return True
        except SQLAlchemyError as error:
            _log.warning(_NOT_MOVED, extra=told | {"error": error_code(error)}, exc_info=True)
        return False

    def _move(self, team: str, org: str) -> None:
        with self._db.write(EVERYBODY) as session, patient(session.connection()):
            move_workspace(session, team, org, self._installations.now(), tuple(PERSON_GONE))
        self._installations.joined(team, org)
        _log.info("a workspace's data is its organisation's now", extra={"team": team, "organisation": org})


def _workspaces_of(client: WebClient) -> Iterator[str]:
    """Those for which the organisation has approved the bot."""
    cursor: str | None = None
    for _ in range(_PAGES):
        page = client.auth_teams_list(limit=_PAGE, cursor=cursor)
        yield from (str(one["id"]) for one in page.get("teams") or ())
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return
