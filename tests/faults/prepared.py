"""What every bot would make anew when it starts, made before it is forked: half of what its start takes.

Only the server that bots are forked from imports this.
"""

import gc

import apscheduler.schedulers.background  # noqa: F401 - which a bot imports when it serves
from sqlalchemy.orm import configure_mappers

import bot.run
import tests.faults.entry  # noqa: F401 - so that it is imported before, too
from prompts.guess import prepare_guesses
from prompts.library import Library, load_library
from tests.once import replace

_SHIPPED = load_library()
_SHIPPED.read_all()


def _library(own: object = None) -> Library:
    assert own is None, "these bots have no words of their own"
    return _SHIPPED


replace(bot.run, "load_library", _library)
prepare_guesses()
configure_mappers()
# A bot that looks for garbage would copy every page of this process to itself.
gc.collect()
gc.freeze()
