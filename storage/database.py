"""The two doors to the database: a session that reads, and a session that writes in one transaction."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError
from sqlalchemy.orm import Session

from storage.isolation import OwnedSession
from storage.owner import Whose
from storage.patience import be_impatient

UNREACHABLE = (OperationalError, InterfaceError, TimeoutError)
"""What SQLAlchemy raises when the database cannot be reached, or not in time."""

_BUSY_SECONDS = 2.0
"""How long to wait for SQLite's writer or for a server: inside the 3 s in which Slack wants its answer."""


def _unwatched(_kind: str, _seconds: float) -> None:
    pass


class Database:
    """Engines for one database address. SQLite gets one writing connection and readers of its own.

    SQLite's busy handler is unfair under load: a queue for one connection is faster and fair.
    """

    def __init__(self, url: str, timed: Callable[[str, float], None] = _unwatched) -> None:
        """`timed` is told of each transaction: `read` or `write`, and its seconds."""
        self.url = url
        self._timed = timed
        self._served: str | None = None
        self._writer, self._reader = _engines(url)

    def serve(self, team: str | None) -> None:
        """From now on what is to be sent is claimed for this workspace only; None: for whichever it is."""
        self._served = team

    @contextmanager
    def write(self, whose: Whose) -> Iterator[Session]:
        """A session in one transaction: committed at the end, rolled back when anything is raised.

        It reaches the rows of `whose` only, whatever is asked in it.
        """
        with self._timing("write"), self._session(self._writer, whose) as session, session.begin():
            yield session

    @contextmanager
    def read(self, whose: Whose) -> Iterator[Session]:
        with self._timing("read"), self._session(self._reader, whose) as session:
            yield session

    def _session(self, engine: Engine, whose: Whose) -> Session:
        return OwnedSession(engine, whose=whose, served=self._served, expire_on_commit=False)

    @contextmanager
    def _timing(self, kind: str) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            self._timed(kind, time.perf_counter() - began)

    @property
    def engine(self) -> Engine:
        """The engine that writes; migrations use it."""
        return self._writer

    @property
    def reading_engine(self) -> Engine:
        return self._reader

    def close(self) -> None:
        self._writer.dispose()
        self._reader.dispose()


def _engines(url: str) -> tuple[Engine, Engine]:
    if make_url(url).get_backend_name() != "sqlite":
        connect = {
            "connect_timeout": 2,
            "options": "-c statement_timeout=2200 -c lock_timeout=2000",
            # A server that went away without a word is noticed within seconds.
            "tcp_user_timeout": 5000,
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
        }
        engine = create_engine(
            url,
            hide_parameters=True,
            pool_size=10,
            max_overflow=10,
            pool_timeout=_BUSY_SECONDS,
            pool_pre_ping=True,
            connect_args=connect,
        )
        be_impatient(engine)
        return engine, engine
    writer = _sqlite(url, pool_size=1, begin="BEGIN IMMEDIATE")
    return writer, _sqlite(url, pool_size=8, begin="BEGIN")


def _sqlite(url: str, pool_size: int, begin: str) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=_BUSY_SECONDS,
        connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # The driver's own idea of transactions would begin late and as a reader; we begin ourselves.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine
