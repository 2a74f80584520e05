"""An admin at a console: a folder with `.env`, the command `gotano`, a local Slack, and a bot that runs or rests."""

import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from playground import Identity, LocalSlack, Person
from storage.owner import EVERYBODY, Owner
from storage.secrets import new_key
from tests.bot.processes import running
from tests.databases import ready
from tests.docs.pages import ROOT, Block
from tests.storage.made import lose

REP = Owner("T0123ABCD", "U0123ABCD")
OTHERS = Owner("T0OTHERS", "U0123ABCD")
"""The same id in another workspace is somebody else."""
BOT = "http://127.0.0.1:3000"
"""Where the pages say that the bot listens; here it is the next free port."""


class Console:
    """Runs the blocks of one page; whatever ends with an error fails the test with all that was said."""

    def __init__(
        self, folder: Path, environ: Mapping[str, str] | None = None, many_workspaces: bool = False
    ) -> None:
        self.folder = folder
        self.sqlite = f"sqlite:///{folder / 'gotano.db'}"
        self._environ = dict(environ or {})
        self._bot = ExitStack()
        self._address = BOT
        self.slack = LocalSlack(
            [Person(REP.rep, "Ana Costa", "Europe/Lisbon")], Identity(team_id=REP.team)
        ).start()
        of_mode = {
            "SLACK_CLIENT_ID": self.slack.client_id,
            "SLACK_CLIENT_SECRET": self.slack.client_secret,
            "GOTANO_ENCRYPTION_KEY": new_key(),
        }
        settings = of_mode if many_workspaces else {"SLACK_BOT_TOKEN": self.slack.bot_token}
        settings |= {"SLACK_SIGNING_SECRET": self.slack.signing_secret, "SLACK_API_URL": self.slack.api_url}
        (folder / ".env").write_text("".join(f"{name}={value}\n" for name, value in settings.items()))
        commands = folder / ".commands"
        commands.mkdir()
        (commands / "gotano").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bot "$@"\n')
        (commands / "gotano").chmod(0o755)

    def __enter__(self) -> "Console":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._rest()
        self.slack.stop()

    def run(self, block: Block) -> str:
        """What it printed."""
        if block.kind == "sh run live":
            self._live()
        else:
            self._rest()
        return self.type(block.text.replace(BOT, self._address))

    def type(self, text: str) -> str:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", text],
            cwd=self.folder,
            env=self._environment(),
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, f"{text}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def _environment(self) -> Mapping[str, str]:
        path = os.pathsep.join(
            [str(self.folder / ".commands"), self._environ.get("TOOLS", ""), os.environ["PATH"]]
        )
        return {"HOME": str(self.folder), "PYTHONPATH": str(ROOT)} | self._environ | {"PATH": path}

    def _live(self) -> None:
        if self._address == BOT:
            bot = self._bot.enter_context(running(self.slack, self.folder))
            self._address = bot.wait_for(r"running on (http://\S+)")

    def _rest(self) -> None:
        self._bot.close()
        self._address = BOT


def fill(url: str) -> None:
    """A lost deal of the rep whom the pages name, and one of somebody else."""
    db = ready(url)
    with db.write(EVERYBODY) as session:
        lose(session, "Dana Reyes, Acme", REP, datetime.now(UTC), words="Not this year")
        lose(session, "Kim Park, Beta", OTHERS, datetime.now(UTC))
    db.close()
