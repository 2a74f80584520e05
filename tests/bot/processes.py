"""A bot as a process of its own, as an admin runs it."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from playground import Gestures, LocalSlack
from prompts.debrief_modal import Screen
from prompts.quick_screen import FULL

ROOT = Path(__file__).parents[2]


class Process:
    """`gotano run`; what it logs is kept as it comes."""

    def __init__(self, folder: Path, module: str, environ: dict[str, str]) -> None:
        self.logged = ""
        self._popen = subprocess.Popen(
            [sys.executable, "-m", *module.split()],
            cwd=folder,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)} | environ,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._changed = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._popen.stderr is not None
        for line in self._popen.stderr:
            with self._changed:
                self.logged += line
                self._changed.notify_all()

    def wait_for(self, pattern: str, seconds: float = 30) -> str:
        """The first group of the pattern, once it has been logged."""
        with self._changed:
            self._changed.wait_for(lambda: re.search(pattern, self.logged), seconds)
            found = re.search(pattern, self.logged)
        assert found, f"{pattern!r} was never logged:\n{self.logged}"
        return found[1] if found.re.groups else found[0]

    def signal(self, number: int) -> None:
        self._popen.send_signal(number)

    def ended(self, seconds: float = 30) -> int:
        """Its exit code."""
        code = self._popen.wait(seconds)
        self._reader.join(seconds)
        return code

    def close(self) -> None:
        self._popen.kill()
        self.ended()
        if self._popen.stderr:
            self._popen.stderr.close()


@contextmanager
def running(
    slack: LocalSlack, folder: Path, *, now: datetime | None = None, socket_mode: bool = False
) -> Iterator[Process]:
    """A bot that serves the local Slack; killed at the end if it still runs."""
    environ = _environment(slack, folder, socket_mode)
    if now:
        environ["GOTANO_TEST_NOW"] = now.isoformat()
    process = Process(folder, "tests.bot.on_a_clock" if now else "bot run", environ)
    try:
        if socket_mode:
            slack.deliver_to(None)
            process.wait_for("running over Socket Mode")
            slack.person("U0ANA").wait(lambda: slack.connections, 30)
        else:
            address = process.wait_for(r"running on (http://\S+)")
            slack.deliver_to(f"{address}/slack/events")
        yield process
    finally:
        process.close()


def _environment(slack: LocalSlack, folder: Path, socket_mode: bool) -> dict[str, str]:
    environ = {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": f"sqlite:///{folder / 'gotano.db'}",
        "GOTANO_SWEEP_SECONDS": "1",
        "PORT": "0",
    }
    if socket_mode:
        return environ | {"SLACK_APP_TOKEN": slack.app_token}
    return environ | {"SLACK_SIGNING_SECRET": slack.signing_secret}


def to_look(who: Gestures) -> None:
    """To the last screen of a debrief."""
    assert who.command("/gotano", "Dana Reyes, Acme").ok
    who.wait(lambda: who.view)
    who.press(FULL)
    who.wait(lambda: (who.view or {}).get("callback_id") == Screen.WHO)
    who.fill({"stage": "buying", "asked_why": "told"})
    assert who.submit().action == "updated"
    who.fill({"kind-buying": "not_now", "door": "ajar"})
    assert who.submit().action == "updated"


def debrief(who: Gestures) -> None:
    """To the verdict, and until its card is there."""
    to_look(who)
    assert who.submit().action == "updated"
    who.wait(who.messages)
