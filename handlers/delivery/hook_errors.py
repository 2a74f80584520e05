"""What goes wrong between us and a receiver of hooks, by name; nothing of what it answered."""

from datetime import timedelta


class AddressRefused(ValueError):
    """An address that nothing is posted to; says why, for whoever added it."""


class HookFailed(Exception):
    """The receiver could not be reached, or did not take it.

    `rests`: it is not about this one event, so that the hook's others wait as well. `retry_after` is what it asked for.
    """

    def __init__(self, name: str, *, rests: bool = True, retry_after: timedelta | None = None) -> None:
        super().__init__(name)
        self.name = name
        self.rests = rests
        self.retry_after = retry_after


class HookGone(Exception):
    """The receiver answered 410: it wants nothing more, and its hook is switched off."""
