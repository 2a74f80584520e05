"""Trouble on order: a database that is away, a call to Slack that fails on the network, and what was logged."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import create_engine, make_url, text

from tests.oauth.rig import OAuthRig

_HANG_UP = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")


@contextmanager
def database_away(rig: OAuthRig, postgres: str) -> Iterator[None]:
    """The server hangs up and takes no calls."""
    name = make_url(rig.database_url).database
    admin = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'))
        connection.execute(_HANG_UP, {"name": name})
        try:
            yield
        finally:
            connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'))
            connection.close()
            admin.dispose()


def logged(caplog: pytest.LogCaptureFixture) -> str:
    """Everything that was logged, tracebacks too."""
    shape = logging.Formatter("%(name)s %(message)s")
    return "\n".join(shape.format(one) + str(vars(one).get("team", "")) for one in caplog.records)
