"""A bot with every address it can have: Slack's, its own pages, and OAuth's two."""

import sqlite3
from pathlib import Path
from types import TracebackType

from bot.bootstrap import build_bot
from bot.settings import read_settings
from playground import Identity, LocalSlack
from storage.secrets import new_key
from tests.databases import ready
from tests.fuzz.kept import Row, rows
from tests.rig import ANA, SAM
from tests.words import shipped_playbook

SECRET = "0123456789abcdef0123456789abcdef"


class Doors:
    """As `gotano run` puts it together for OAuth; nobody has installed it."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "gotano.db"
        self._slack = LocalSlack([ANA, SAM], Identity(signing_secret=SECRET), installed=False).start()
        settings = read_settings(
            {
                "SLACK_CLIENT_ID": self._slack.app.client_id,
                "SLACK_CLIENT_SECRET": self._slack.app.client_secret,
                "SLACK_SIGNING_SECRET": SECRET,
                "GOTANO_ENCRYPTION_KEY": new_key(),
                "GOTANO_URL": "https://bot.example.com",
                "SLACK_API_URL": self._slack.api_url,
                "DATABASE_URL": f"sqlite:///{self._file}",
                "PORT": "0",
            }
        )
        self._db = ready(settings.database_url)
        self._bot = build_bot(settings, self._db, shipped_playbook())

    def __enter__(self) -> "Doors":
        self._bot.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bot.stop()
        self._slack.stop()
        self._db.close()

    @property
    def port(self) -> int:
        return self._bot.http.port

    def kept(self) -> set[Row]:
        """Everything in the database, the ids of taken requests too."""
        connection = sqlite3.connect(self._file, timeout=10)
        try:
            return rows(connection, passing=frozenset())
        finally:
            connection.close()
