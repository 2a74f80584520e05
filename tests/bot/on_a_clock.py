"""The real command line, on a clock that starts at GOTANO_TEST_NOW (ISO 8601 with a zone) and goes on from there."""

import os
import time
from datetime import datetime, timedelta

import bot.bootstrap
from bot.cli import main

if __name__ == "__main__":
    start, began = datetime.fromisoformat(os.environ["GOTANO_TEST_NOW"]), time.monotonic()
    setattr(bot.bootstrap, "real_now", lambda: start + timedelta(seconds=time.monotonic() - began))  # noqa: B010
    main(["run"])
