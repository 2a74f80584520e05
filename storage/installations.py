"""Where the bot is installed: the tokens of each workspace, or organisation, encrypted; and OAuth's states."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from sqlalchemy import MetaData, delete, select

from storage.database import Database
from storage.owner import EVERYBODY
from storage.secrets import Vault
from storage.slack_tables import bots_table
from storage.workspaces import installed

STATE_SECONDS = 600
"""How long an installation may take from the install page to its return, as Bolt's cookie lives."""


@dataclass(frozen=True)
class Place:
    """Where the bot is installed: a workspace, or a whole organisation, which then is the `team`."""

    enterprise: str | None
    team: str | None

    @property
    def id(self) -> str:
        """What lost deals know it by."""
        return self.team or self.enterprise or ""


class Installations(SQLAlchemyInstallationStore):
    """slack_sdk's store of bot tokens. The bot asks for nobody's user token, so none is kept.

    SQLite's one writing connection is for writing: looking up a token must not wait for it.
    """

    def __init__(self, db: Database, client_id: str, vault: Vault, now: Callable[[], datetime]) -> None:
        super().__init__(client_id, db.engine)
        self._db = db
        self._now = now
        self.bots = bots_table(MetaData(), vault)
        self._reading = SQLAlchemyInstallationStore(client_id, db.reading_engine)
        self._reading.bots = self.bots

    def save(self, installation: Installation) -> None:
        """The newest installation of a place replaces those before it; what was parked there goes on."""
        bot = installation.to_bot()
        place = _place_of(bot)
        self.save_bot(bot)
        before = self.bots.c.installed_at < datetime.fromtimestamp(bot.installed_at, UTC).replace(tzinfo=None)
        with self.engine.begin() as connection:
            connection.execute(delete(self.bots).where(self._of(place), before))
        with self._db.write(EVERYBODY) as session:
            installed(session, place.id, self._now())

    def find_bot(self, **where: Any) -> Bot | None:
        return self._reading.find_bot(**where)

    def find_installation(self, **_where: Any) -> Installation | None:
        return None

    def delete_installation(self, **_where: Any) -> None:
        """There are the bots' tokens only."""

    def bot_of(self, team: str) -> Bot | None:
        """The bot of a place by its id, as lost deals know it."""
        c = self.bots.c
        here = (c.team_id == team) | (c.team_id.is_(None) & (c.enterprise_id == team))
        query = select(self.bots).where(c.client_id == self.client_id, here)
        with self._db.reading_engine.connect() as connection:
            row = connection.execute(query.order_by(c.installed_at.desc()).limit(1)).mappings().first()
        return self.build_bot_entity(row) if row else None

    def all_bots(self) -> Sequence[Bot]:
        query = select(self.bots).where(self.bots.c.client_id == self.client_id)
        with self._db.reading_engine.connect() as connection:
            return [self.build_bot_entity(row) for row in connection.execute(query).mappings()]

    def forget(self, place: Place) -> None:
        """Its tokens go at once."""
        self.delete_bot(enterprise_id=place.enterprise, team_id=place.team)

    def seal_anew(self) -> int:
        """Encrypts every token with the newest key, so that older keys can be dropped; how many there were."""
        bots = self.all_bots()
        for bot in bots:
            self.save_bot(bot)
        return len(bots)

    def _of(self, place: Place) -> Any:
        c = self.bots.c
        same = (c.team_id == place.team) & (c.enterprise_id == place.enterprise)
        return (c.client_id == self.client_id) & same


class States(SQLAlchemyOAuthStateStore):
    """OAuth's states: each is good once, and for ten minutes."""

    def __init__(self, db: Database) -> None:
        super().__init__(STATE_SECONDS, db.engine)

    def consume(self, state: str) -> bool:
        """Whether it was good; of two who bring it at once, one. slack_sdk's own takes a database away for a no."""
        c = self.oauth_states.c
        mine = delete(self.oauth_states).where(c.state == state, c.expire_at > _utc_now()).returning(c.id)
        with self.engine.begin() as connection:
            return connection.execute(mine).first() is not None

    def forget_expired(self) -> None:
        """Installations that were begun and never finished leave nothing behind."""
        with self.engine.begin() as connection:
            connection.execute(delete(self.oauth_states).where(self.oauth_states.c.expire_at < _utc_now()))


def _utc_now() -> datetime:
    """As slack_sdk's tables keep time, and by its clock: the state's life is that of a browser's cookie."""
    return datetime.now(UTC).replace(tzinfo=None)


def _place_of(bot: Bot) -> Place:
    return Place(bot.enterprise_id, None if bot.is_enterprise_install else bot.team_id)
