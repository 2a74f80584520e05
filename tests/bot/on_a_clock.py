"""The real command line, on a clock that starts at GOTANO_TEST_NOW (ISO 8601 with a zone) and goes on from there.

Once it serves it says whether garbage is looked for.
"""

import gc
import os
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import bot.cli_run
from bot.run import run
from bot.stop_signal import StopSignal

_wait = StopSignal.wait


def _say_and_wait(stop: StopSignal, each_second: Callable[[], None]) -> None:
    sys.stderr.write(f"garbage is looked for: {gc.isenabled()}\n")
    _wait(stop, each_second)


if __name__ == "__main__":
    start, began = datetime.fromisoformat(os.environ["GOTANO_TEST_NOW"]), time.monotonic()

    def now() -> datetime:
        return start + timedelta(seconds=time.monotonic() - began)

    setattr(bot.cli_run, "run", lambda settings: run(settings, now))  # noqa: B010
    setattr(StopSignal, "wait", _say_and_wait)  # noqa: B010
    bot.cli_run.run_command([])
