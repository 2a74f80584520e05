"""Starts the bot, the bare listener and the lean Slack, each as a process of its own with a folder of its own."""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
SIGNING_SECRET = "bench-signing-secret"
_START_SECONDS = 20
_NOTHING: Mapping[str, str] = {}
_STOP_SECONDS = 15


@dataclass(frozen=True)
class Started:
    """A process that listens at `url`."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    def cpu(self) -> float:
        """Seconds of processor time so far; 0 where the system has no /proc."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def running(
    module: str,
    *arguments: str,
    slack: str = "",
    database_url: str = "",
    more: Mapping[str, str] = _NOTHING,
) -> Iterator[Started]:
    """`python -m module`, from its first line "running on URL" to a clean stop; without an address on a new file.

    `more` is what its environment has besides.
    """
    with tempfile.TemporaryDirectory(prefix="gotano-bench-") as name:
        folder = Path(name)
        log = folder / "log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                cwd=folder,
                env={**_environment(folder, slack, database_url), **more},
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        try:
            yield Started(_address(process, log), process, log)
        finally:
            process.terminate()
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _environment(folder: Path, slack: str, database_url: str) -> Mapping[str, str]:
    """Nothing of whoever runs this: neither their tokens nor their database."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_URL": f"{slack}/api/",
        "DATABASE_URL": database_url or f"sqlite:///{folder / 'gotano.db'}",
        **({"GOTANO_SWEEP_SECONDS": "1"} if database_url else {}),
        "HOST": "127.0.0.1",
        "PORT": "0",
    }


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if found := re.search(r"running on (http://[\w.:]+)", log.read_text()):
            return found[1]
        time.sleep(0.05)
    raise RuntimeError(f"did not start:\n{log.read_text()}")
