"""`gotano run`: the real bot, from its settings until it is told to stop."""

import gc
import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.bootstrap import build_bot
from bot.clock import real_now
from bot.logs import set_up_logs
from bot.metrics import Metrics
from bot.playbook_trail import note_playbook
from bot.settings import Settings
from bot.stop_signal import StopSignal
from handlers.slack.playbooks import PlaybookChoices
from prompts.guess import prepare_guesses
from prompts.library import Library, load_library
from storage.database import Database
from storage.migrate import migrate

_log = logging.getLogger(__name__)


def run(settings: Settings, now: Callable[[], datetime] = real_now) -> None:
    """Serves until SIGTERM or Ctrl-C, then finishes what is in flight. `now` gives the moment in UTC."""
    gc.disable()  # Until it serves: nearly all that is made before stays.
    stop = StopSignal()
    set_up_logs(settings.log_level, settings.log_format)
    library = read_library(settings.playbook_dir)
    metrics = Metrics()
    db = Database(settings.database_url, metrics.transaction)
    try:
        migrate(db.engine)
        note_playbook(db, settings.playbook_dir, now())
        choices = PlaybookChoices(library.phrasebooks)
        bot = build_bot(
            settings, db, library.default, metrics=metrics, now=now, stopped=stop.is_told, choices=choices
        )
        bot.start()
        # It answers by now; nobody has typed anything in it yet, and few read another language than its own.
        prepare_guesses()
        library.read_all()
        _set_apart_what_stays()
        stop.wait(bot.scheduler.mind_the_clock)
        _log.info("stopping: finishing what is in flight")
        bot.stop()
    finally:
        db.close()


def read_library(own: Path | None) -> Library:
    """Every language's words; what is missing in one, and is said in English, is logged once a process."""
    library = load_library(own)
    for note in library.notes:
        _log.warning("the playbook: %s", note)
    return library


def _set_apart_what_stays() -> None:
    """Modules, words and mappings live as long as the process: no collection of garbage need look at them again.

    A full collection stops every thread while it looks, and it comes when acks are most.
    """
    gc.collect()
    gc.freeze()
    gc.enable()
