"""Time zones as Slack and reps name them: a place with its summer time, or only an offset until a place is known."""

import unicodedata
from datetime import timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

NOWHERE = "UTC"
"""The zone of a rep of whom nothing is known. Whoever really lives by it has Etc/UTC."""
_UTC = "Etc/UTC"
_EARLIEST, _LATEST = -12, 14
"""The hours from UTC for which there is a zone of the kind Etc/GMT."""
_REGIONS = (
    "Africa",
    "America",
    "Antarctica",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


def zone_named(name: object) -> str | None:
    """The IANA name, when there is such a zone: neither `America`, which is a folder, nor a number is one."""
    if not name or not isinstance(name, str):
        return None
    try:
        key = ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    return _UTC if key == NOWHERE else key


def zone_at(offset: object) -> str | None:
    """The zone that is always so many seconds ahead of UTC, to the nearest hour; it knows no summer time."""
    if not isinstance(offset, int) or isinstance(offset, bool):
        return None
    hours = round(offset / timedelta(hours=1).total_seconds())
    if not _EARLIEST <= hours <= _LATEST:
        return None
    # POSIX counts westwards: Etc/GMT-2 is two hours ahead.
    return f"Etc/GMT{-hours:+d}" if hours else "Etc/GMT"


def is_place(zone: str) -> bool:
    """Whether it is where somebody lives; else it was only guessed from an offset, or from nothing."""
    return zone != NOWHERE and not zone.startswith("Etc/GMT")


def place_called(text: str) -> str | None:
    """The zone of a place that a rep named: by its city, or by its IANA name in whatever case."""
    wanted = _plain(text)
    if wanted in ("utc", "etc/utc"):
        return _UTC
    names = sorted(name for name in available_timezones() if name.partition("/")[0] in _REGIONS)
    exact = [name for name in names if _plain(name) == wanted]
    cities = [name for name in names if _plain(name).rpartition("/")[2] == wanted]
    return next(iter(exact + cities), None)


def _plain(text: str) -> str:
    """São Paulo and Sao_Paulo are the same."""
    letters = unicodedata.normalize("NFKD", text.strip()).encode("ascii", "ignore").decode()
    return letters.casefold().replace(" ", "_")
