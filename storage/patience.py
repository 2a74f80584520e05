"""How long a statement may keep somebody waiting on PostgreSQL, whatever the server does.

Its own `statement_timeout` is no help while it stands still: a stopped process or a hung disk ends nothing. Nor
does the network notice, since the kernel goes on acknowledging.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psycopg import Connection, OperationalError
from psycopg.abc import RV, PQGen
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection as SQLConnection
from sqlalchemy import Engine, ExceptionContext, event

STATEMENT_SECONDS = 2.4
"""Inside the 3 s in which Slack wants its answer; the server's own limits come first while it is well."""


class StandsStill(OperationalError):
    """The server said nothing in time. The connection is closed; what became of the statement nobody knows."""


class ImpatientConnection(Connection[Any]):
    """One that is given up when a statement takes longer than `seconds`; None waits for as long as it takes."""

    seconds: float | None = STATEMENT_SECONDS

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        try:
            return super().wait(gen, interval, self.seconds if timeout is None else timeout)
        except OperationalError as error:
            if self.info.transaction_status is not TransactionStatus.ACTIVE:
                raise
            # Neither an answer nor a broken connection: it still waits for the server.
            self.close()
            raise StandsStill(str(error)) from None


def be_impatient(engine: Engine) -> None:
    """From now on the engine's statements have that limit."""
    event.listen(engine, "do_connect", _connect)
    event.listen(engine, "handle_error", _no_second_wait)


@contextmanager
def patient(connection: SQLConnection) -> Iterator[None]:
    """For what may take long, such as a migration; nothing changes on SQLite."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, ImpatientConnection):
        yield
        return
    driver.seconds = None
    try:
        yield
    finally:
        driver.seconds = STATEMENT_SECONDS


def _connect(_dialect: object, _record: object, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
    return ImpatientConnection.connect(*args, **named)


def _no_second_wait(context: ExceptionContext) -> None:
    """A pooled connection is tried before it is used. Where the server stands still, a new one would be no better."""
    if context.is_pre_ping and isinstance(context.original_exception, StandsStill):
        context.is_disconnect = False
