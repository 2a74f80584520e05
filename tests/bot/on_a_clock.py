"""The real command line, on a clock that starts at GOTANO_TEST_NOW (ISO 8601 with a zone) and goes on from there."""

import os
import time
from datetime import datetime, timedelta

import bot.cli_run
from bot.run import run

if __name__ == "__main__":
    start, began = datetime.fromisoformat(os.environ["GOTANO_TEST_NOW"]), time.monotonic()

    def now() -> datetime:
        return start + timedelta(seconds=time.monotonic() - began)

    setattr(bot.cli_run, "run", lambda settings: run(settings, now))  # noqa: B010
    bot.cli_run.run_command([])
