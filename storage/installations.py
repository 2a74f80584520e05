"""Where the bot is installed: the tokens of each workspace, or organisation, encrypted; and OAuth's states."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from sqlalchemy import MetaData, Text, delete, insert, select, type_coerce, update
from sqlalchemy.orm import Session

from storage.database import Database
from storage.owner import EVERYBODY
from storage.secrets import Vault, WrongKey
from storage.slack_tables import bots_table
from storage.workspaces import mark_installed, stays_installed, wake_parked

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
        self.now = now
        self._vault = vault
        self.bots = bots_table(MetaData(), vault)

    def save(self, installation: Installation) -> None:
        """The newest installation of a place replaces those before it; what was parked there goes on.

        All of it or nothing: a token in a workspace that still counts as left would be erased with it.
        """
        bot = installation.to_bot()
        place, installed_at = _place_of(bot), _naive(bot.installed_at)
        ends_at = None if bot.bot_token_expires_at is None else _naive(bot.bot_token_expires_at)
        row = bot.to_dict() | {
            "client_id": self.client_id,
            "installed_at": installed_at,
            "bot_token_expires_at": ends_at,
        }
        with self._db.write(EVERYBODY) as session:
            # First, since who erases a workspace locks its row before its tokens, too.
            mark_installed(session, place.id, self.now())
            session.execute(
                delete(self.bots).where(self._of(place), self.bots.c.installed_at <= installed_at)
            )
            session.execute(insert(self.bots).values(row))

    def find_bot(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> Bot | None:
        """A workspace's by its own id alone: it may have joined an organisation since it installed the bot."""
        wide = is_enterprise_install or team_id in (None, enterprise_id)
        return self._newest(self._of(Place(enterprise_id, None if wide else team_id)))

    def joined(self, team: str, enterprise: str | None) -> None:
        """Slack says that the workspace is of this organisation now, or of none."""
        mine = self._of(Place(None, team))
        with self.engine.begin() as connection:
            connection.execute(update(self.bots).where(mine).values(enterprise_id=enterprise))

    def find_installation(self, **_where: Any) -> Installation | None:
        return None

    def delete_installation(self, **_where: Any) -> None:
        """There are the bots' tokens only."""

    def bot_of(self, team: str) -> Bot | None:
        """The bot of a place by its id, as lost deals know it."""
        return self._newest(self._of(Place(None, team)) | self._of(Place(team, None)))

    def _newest(self, where: Any) -> Bot | None:
        query = select(self.bots).where(where).order_by(self.bots.c.installed_at.desc()).limit(1)
        with self._db.reading_engine.connect() as connection:
            row = connection.execute(query).mappings().first()
        return self.build_bot_entity(row) if row else None

    def places(self, ending_before: datetime | None = None) -> Sequence[Place]:
        """Where it is installed, or where a token that can be renewed ends before then; no token is opened for it."""
        c = self.bots.c
        query = select(c.enterprise_id, c.team_id, c.is_enterprise_install).where(
            c.client_id == self.client_id
        )
        if ending_before:
            ends = c.bot_token_expires_at < ending_before.astimezone(UTC).replace(tzinfo=None)
            query = query.where(ends, c.bot_refresh_token.is_not(None))
        with self._db.reading_engine.connect() as connection:
            rows = connection.execute(query.distinct()).all()
        return [Place(row[0], None if row[2] else row[1]) for row in rows]

    def renewed(self, before: Bot, after: Bot, stays_parked: Sequence[str] = ()) -> None:
        """Takes a renewed token, unless the bot was uninstalled or installed anew meanwhile.

        Where the old one had ended, what was parked goes on, but for what is parked for `stays_parked`.
        """
        tokens = {
            "bot_token": after.bot_token,
            "bot_refresh_token": after.bot_refresh_token,
            "bot_token_expires_at": _naive(after.bot_token_expires_at or 0),
        }
        place = _place_of(before)
        same = self._of(place) & (self.bots.c.installed_at == _naive(before.installed_at))
        # What was kept for long may have been renewed by another since.
        older = self.bots.c.bot_token_expires_at < tokens["bot_token_expires_at"]
        ended = _naive(before.bot_token_expires_at or 0) <= _utc_now()
        renew = update(self.bots).where(same, older).values(tokens).returning(self.bots.c.id)
        with self._db.write(EVERYBODY) as session:
            there = stays_installed(session, place.id)
            taken = session.execute(renew).all()
            if there and taken and ended:
                wake_parked(session, place.id, self.now(), stays_parked)

    def forget(self, session: Session, place: Place) -> None:
        """Its tokens go together with what the session notes of the uninstall: none of an installation after it."""
        session.execute(delete(self.bots).where(self._of(place)))

    def seal_anew(self) -> tuple[int, Sequence[Place]]:
        """Encrypts every token with the newest key, so that older keys can be dropped.

        How many there were, and the places whose tokens no key opens, which stay as they are.
        """
        c, left = self.bots.c, []
        sealed = [type_coerce(column, Text) for column in (c.bot_token, c.bot_refresh_token)]
        with self.engine.begin() as connection:
            where = (c.enterprise_id, c.team_id, c.is_enterprise_install)
            rows = connection.execute(select(c.id, *where, *sealed).order_by(c.id)).all()
            for row_id, enterprise, team, whole, *as_read in rows:
                try:
                    token, refresh = (self._vault.open(one) if one else None for one in as_read)
                except WrongKey:
                    left.append(Place(enterprise, None if whole else team))
                    continue
                # What was renewed at this very moment is sealed with the newest key already.
                unchanged = [column == value for column, value in zip(sealed, as_read, strict=True) if value]
                anew = update(self.bots).where(c.id == row_id, *unchanged)
                connection.execute(anew.values(bot_token=token, bot_refresh_token=refresh))
        return len(rows) - len(left), left

    def _of(self, place: Place) -> Any:
        """A workspace is known by its own id, in whichever organisation it is."""
        c = self.bots.c
        whole = c.team_id.is_(None) & (c.enterprise_id == place.enterprise)
        return (c.client_id == self.client_id) & (c.team_id == place.team if place.team else whole)


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
    """By slack_sdk's own clock: the state's life is that of a browser's cookie."""
    return _naive(datetime.now(UTC).timestamp())


def _naive(timestamp: float) -> datetime:
    """As slack_sdk's tables keep time: UTC without saying so."""
    return datetime.fromtimestamp(timestamp, UTC).replace(tzinfo=None)


def _place_of(bot: Bot) -> Place:
    return Place(bot.enterprise_id, None if bot.is_enterprise_install else bot.team_id)
