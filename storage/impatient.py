"""A connection to PostgreSQL that is given up when the server stands still; see `storage.patience`."""

from typing import Any

from psycopg import Connection, OperationalError
from psycopg.abc import RV, PQGen
from psycopg.pq import TransactionStatus
from sqlalchemy import ExceptionContext

from storage.patience import STATEMENT_SECONDS


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


def connect(_dialect: object, _record: object, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
    return ImpatientConnection.connect(*args, **named)


def no_second_wait(context: ExceptionContext) -> None:
    """A pooled connection is tried before it is used. Where the server stands still, a new one would be no better."""
    if context.is_pre_ping and isinstance(context.original_exception, StandsStill):
        context.is_disconnect = False
