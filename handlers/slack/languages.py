"""What is remembered of who reads which language, so that words are chosen without a statement of their own."""

import threading
from collections import OrderedDict
from datetime import datetime, timedelta

from storage.languages import BY_SLACK, RepLanguage
from storage.owner import Owner

_GOOD_FOR = timedelta(minutes=1)
"""Another process may have changed it; whatever reads a rep's row meanwhile brings it here anew."""
_MOST = 10_000
"""Reps; those who have not been heard of for longest go first."""


class Languages:
    """Each rep's language as their row had it when it was last read. Threads share it."""

    def __init__(self) -> None:
        self._noted: OrderedDict[Owner, tuple[RepLanguage, datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def note(self, owner: Owner, language: RepLanguage, now: datetime) -> RepLanguage:
        with self._lock:
            self._noted[owner] = language, now
            self._noted.move_to_end(owner)
            while len(self._noted) > _MOST:
                self._noted.popitem(last=False)
        return language

    def fresh(self, owner: Owner, now: datetime) -> RepLanguage | None:
        """None where it is not known, or was read too long ago to be sure of."""
        noted = self._noted.get(owner)
        return noted[0] if noted and now - noted[1] < _GOOD_FOR else None

    def last(self, owner: Owner) -> RepLanguage:
        """However long ago: for when the database cannot be asked."""
        noted = self._noted.get(owner)
        return noted[0] if noted else BY_SLACK
