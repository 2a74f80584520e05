"""Is it alive, and is it ready: what /healthz and /readyz say."""

import json
import time
from collections.abc import Callable

from bot.scheduler import Heartbeat
from bot.wsgi import Page
from storage.database import UNREACHABLE, Database
from storage.migrate import pending_migrations

LATE_SECONDS = 120
"""How long after its time a sweep may end before it counts as missing: a batch on a slow Slack takes less."""


class Health:
    """`connected` tells whether Slack can reach us, where we can know it (Socket Mode)."""

    def __init__(
        self,
        db: Database,
        heartbeat: Heartbeat,
        sweep_seconds: float,
        connected: Callable[[], bool] = lambda: True,
    ) -> None:
        self._began = time.monotonic()
        self._db = db
        self._heartbeat = heartbeat
        self._most = sweep_seconds + LATE_SECONDS
        self._connected = connected

    def alive(self) -> Page:
        """A process whose sweeps have stopped altogether is to be restarted; one without a database is not."""
        return self._page(self._asleep())

    def ready(self) -> Page:
        return self._page(self._not_ready())

    def _asleep(self) -> str | None:
        age = self._heartbeat.age
        return f"no sweep for due nudges for {round(age)} seconds" if age > self._most else None

    def _not_ready(self) -> str | None:
        try:
            pending = pending_migrations(self._db.reading_engine)
        except UNREACHABLE:
            return "the database cannot be reached"
        if pending:
            return f"migrations are pending: {', '.join(pending)}"
        if not self._connected():
            return "no connection to Slack"
        age = self._heartbeat.well_age
        return f"no sweep went well for {round(age)} seconds" if age > self._most else None

    def _page(self, wrong: str | None) -> Page:
        said = {"status": wrong or "ok", "up_seconds": round(time.monotonic() - self._began)}
        return Page(json.dumps(said).encode(), "application/json", 503 if wrong else 200)
