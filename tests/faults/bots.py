"""A bot as a process of its own, that can be killed, stopped and looked at.

Each is forked from one server that has imported everything already: it starts in a fifth of the time.
"""

import multiprocessing
import os
import re
import signal
import threading
import urllib.error
import urllib.request
from pathlib import Path

import psutil

from tests.faults.entry import run_bot

_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(["tests.faults.prepared", "pytest"])


class Bot:
    """`gotano run`; what it logs is kept as it comes."""

    def __init__(self, folder: Path, environ: dict[str, str]) -> None:
        self.logged, self._log_ended = "", False
        self._changed = threading.Condition()
        self._log, log = _SERVER.Pipe(duplex=False)
        self._process = _SERVER.Process(target=run_bot, args=(folder, environ, log), daemon=True)
        self._process.start()
        log.close()
        self.pid = self._process.pid or 0
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._address = ""

    @property
    def address(self) -> str:
        """Where it serves; waits until it does."""
        self._address = self._address or self.wait_for(r'running on (http://[\d.:]+)[\s"]')
        return self._address

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    def wait_for(self, pattern: str, seconds: float = 30) -> str:
        """The first group of the pattern, once it has been logged; a bot that has ended logs no more."""
        with self._changed:
            self._changed.wait_for(lambda: re.search(pattern, self.logged) or self._log_ended, seconds)
            found = re.search(pattern, self.logged)
        assert found, f"{pattern!r} was never logged:\n{self.logged}"
        return found[1] if found.re.groups else found[0]

    def pause(self) -> None:
        os.kill(self.pid, signal.SIGSTOP)

    def is_stopped(self) -> bool:
        return psutil.Process(self.pid).status() == psutil.STATUS_STOPPED

    def go_on(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    def kill(self) -> None:
        """Like a power cut: nothing is finished."""
        self._process.kill()
        self.ended()

    def stop(self) -> None:
        """As whoever runs it stops it."""
        self._process.terminate()
        assert self.ended() == 0, self.logged

    def ended(self, seconds: float = 30) -> int | None:
        """Its exit code."""
        self._process.join(seconds)
        assert not self.alive, f"the bot goes on:\n{self.logged}"
        return self._process.exitcode

    def get(self, path: str) -> tuple[int, str]:
        """The status and the text of one of its own pages."""
        try:
            with urllib.request.urlopen(f"{self.address}{path}", timeout=15) as answer:  # noqa: S310
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode()

    def counted(self, name: str) -> float:
        """The sum of the counters whose name and labels begin so, from /metrics."""
        _, page = self.get("/metrics")
        return sum(float(line.split()[-1]) for line in page.splitlines() if line.startswith(name))

    def close(self) -> None:
        if self.alive:
            self.kill()
        self._reader.join(5)
        self._log.close()
        self._process.close()

    def _read(self) -> None:
        while part := os.read(self._log.fileno(), 65_536):
            with self._changed:
                self.logged += part.decode(errors="replace")
                self._changed.notify_all()
        with self._changed:
            self._log_ended = True
            self._changed.notify_all()
