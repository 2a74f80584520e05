"""What a failed sending means: try again and when, or park it, by the name of what went wrong."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from secrets import SystemRandom

from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError

from handlers.delivery.hook_errors import HookFailed
from handlers.slack.errors import NO_ANSWER, NO_JSON, PERSON_GONE, SLACK_FAILED, error_code
from storage.secrets import WrongKey

INSTALLATION_GONE = frozenset({"account_inactive", "not_authed", "token_revoked"})
"""The token is gone: parked until the bot is started, or installed, with a good one."""


class NotInstalled(Exception):
    """There is no token for a workspace: parked until the bot is installed there again."""


class NotOpen(Exception):
    """The rep is no longer among those whom the bot is open to: parked until they are again."""


_UNSURE = frozenset(
    {"fatal_error", "internal_error", "request_timeout", "service_unavailable", NO_ANSWER, NO_JSON}
)
"""Errors after which Slack's reference says that a part of the call may have been done, and replies that are none."""
_AWAY = frozenset({"request_timeout", "service_unavailable", NO_ANSWER, NO_JSON})
"""Of these, what says that nobody has looked at the call."""
_MOVING = frozenset({"org_login_required", "team_added_to_org"})
"""The workspace is on its way into an organisation, and Slack works now and then until it is there."""
_RATE_LIMITED = frozenset({"rate_limited", "ratelimited"})
"""Slack's reference lists both for chat.postMessage."""

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
LONGEST_HOOK_WAIT = timedelta(days=1)
"""Receivers of hooks are away for longer than Slack is, and nobody waits in front of a screen."""
_JITTER = 0.5
"""Waits are up to half as long again, so that those who failed together do not come back together."""
_RETRY_AFTER, _SHORTEST_REST, _LONGEST_REST = 30, 1, 3600
"""Seconds: where Slack names none, the least that is no busy loop, and the most that a workspace is kept waiting."""
MOST_ATTEMPTS = 20
"""Then what Slack refuses, or we cannot make, is parked: over two days, in windows of three hours."""
MOST_HOOK_ATTEMPTS = 15
"""Then what a receiver does not take is parked: after four days at least."""


@dataclass(frozen=True)
class TryAgain:
    """Due again `after` so long. `failed` counts as a try, `unknown` may have been sent all the same.

    `rests`: Slack wants no message from us in this workspace until then.
    """

    after: timedelta
    failed: bool = True
    unknown: bool = False
    rests: bool = False


@dataclass(frozen=True)
class Park:
    """Never to be sent, and why."""

    name: str


_OUR_FAULT = (IntegrityError, DataError)
"""The database is well, and refuses what we ask of it: it would refuse the same for ever."""
_chance = SystemRandom().random
_log = logging.getLogger(__name__)


def decide(error: Exception, attempts: int, chance: Callable[[], float] = _chance) -> TryAgain | Park:
    """What to do with a nudge whose sending raised `error`, after so many failed `attempts` before.

    Slack away, or our own database, is never the nudge's fault: it is tried for as long as that lasts.
    """
    if isinstance(error, HookFailed):
        return _of_hook(error, attempts, chance())
    wait = _backoff(attempts, chance())
    if isinstance(error, NotInstalled):
        return Park("not_installed")
    if isinstance(error, NotOpen):
        return Park("not_open")
    if isinstance(error, WrongKey):
        # The admin's to mend, and never the nudge's fault; nothing was sent.
        return TryAgain(wait, failed=False)
    if isinstance(error, SQLAlchemyError) and not isinstance(error, _OUR_FAULT):
        # Our own database: no failed try, however long that lasts; it may have come after the message was sent.
        return TryAgain(wait, failed=False, unknown=True)
    if not isinstance(error, SLACK_FAILED):
        # A fault of ours; it may have come after the message was sent.
        return _or_park(TryAgain(wait, unknown=True), type(error).__name__, attempts)
    if not isinstance(error, SlackApiError):
        return TryAgain(wait, unknown=True)
    name, status = error_code(error), int(getattr(error.response, "status_code", 200))
    if status == 429 or name in _RATE_LIMITED:
        return TryAgain(retry_after(error), failed=False, rests=True)
    if status >= 500 or name in _UNSURE:
        return TryAgain(wait, unknown=True)
    if name in _MOVING:
        return TryAgain(wait)
    if name in PERSON_GONE | INSTALLATION_GONE:
        return Park(name)
    return _or_park(TryAgain(wait), name, attempts)


def is_away(error: Exception) -> bool:
    """Whether Slack gave no answer of its own: it, or the network, is away, and however long that is no refusal."""
    if not isinstance(error, SlackApiError):
        return isinstance(error, SLACK_FAILED)
    status = int(getattr(error.response, "status_code", 200))
    return status >= 500 or error_code(error) in _AWAY


def may_pass(error: Exception) -> bool:
    """Whether the same call may go well later, with nothing mended: Slack is away, in trouble, or wants a rest."""
    if not isinstance(error, SlackApiError):
        return isinstance(error, SLACK_FAILED)
    status, name = int(getattr(error.response, "status_code", 200)), error_code(error)
    return status == 429 or status >= 500 or name in _UNSURE | _RATE_LIMITED | _MOVING


def retry_after(error: SlackApiError) -> timedelta:
    """How long Slack wants us to wait, within what is sensible; where it says something else the log tells.

    Slack gives whole seconds. A header that is absent, a date, or no number at all counts as none.
    """
    headers = {key.lower(): value for key, value in error.response.headers.items()}
    told = str(headers.get("retry-after", ""))
    # As a float: no count of digits is too many for it.
    asked = float(told) if told.isdecimal() else _RETRY_AFTER
    seconds = int(min(max(asked, _SHORTEST_REST), _LONGEST_REST))
    if told != str(seconds):
        _log.warning("Retry-After is not taken as it stands", extra={"told": told[:40], "seconds": seconds})
    return timedelta(seconds=seconds)


def _of_hook(error: HookFailed, attempts: int, chance: float) -> TryAgain | Park:
    """A receiver that asks for more time gets it."""
    if attempts + 1 >= MOST_HOOK_ATTEMPTS:
        return Park(error.name)
    wait = max(_backoff(attempts, chance, LONGEST_HOOK_WAIT), error.retry_after or timedelta())
    return TryAgain(wait, rests=error.rests)


def _or_park(again: TryAgain, name: str, attempts: int) -> TryAgain | Park:
    return again if attempts + 1 < MOST_ATTEMPTS else Park(name)


def _backoff(attempts: int, chance: float, longest: timedelta = LONGEST_WAIT) -> timedelta:
    """Doubles with each try."""
    doubled: timedelta = FIRST_WAIT * 2 ** min(attempts, 11)
    return min(doubled, longest) * (1 + _JITTER * chance)
