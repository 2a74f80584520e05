"""How long a statement may keep somebody waiting on PostgreSQL, whatever the server does.

Its own `statement_timeout` is no help while it stands still: a stopped process or a hung disk ends nothing. Nor
does the network notice, since the kernel goes on acknowledging.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event

STATEMENT_SECONDS = 2.4
"""Inside the 3 s in which Slack wants its answer; the server's own limits come first while it is well."""


def be_impatient(engine: Engine) -> None:
    """From now on the engine's statements have that limit."""
    # The driver is loaded here: whoever runs on SQLite has no use for its 9 MB.
    from storage.impatient import connect, no_second_wait

    event.listen(engine, "do_connect", connect)
    event.listen(engine, "handle_error", no_second_wait)


@contextmanager
def patient(connection: Connection) -> Iterator[None]:
    """For what may take long, such as a migration; nothing changes on SQLite."""
    if connection.dialect.name != "postgresql":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.seconds = None
    # Until the transaction ends.
    connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
    try:
        yield
    finally:
        driver.seconds = STATEMENT_SECONDS
