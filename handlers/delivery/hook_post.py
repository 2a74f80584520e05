"""One POST to a receiver: to the very address that was checked, by the rules of the admin."""

import ssl
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cached_property

from handlers.delivery.hook_address import HookRules, Resolve, addresses_of, read_url, resolve
from handlers.delivery.hook_errors import AddressRefused, HookFailed, HookGone

_MOST_ADDRESSES = 2
"""Tried in turn, as a machine without IPv6 needs. All in all a POST ends within 18 s: well within a lease."""
LONGEST_RETRY_AFTER = timedelta(days=1)
_ONE_EVENT = frozenset({400, 405, 406, 409, 413, 415, 422})
"""Answers about this one event: the receiver's others go on."""


class HookPoster:
    """Posts by the rules of the admin; redirects are never followed, and no proxy is asked."""

    def __init__(
        self,
        rules: HookRules,
        resolve: Resolve = resolve,
        trust: Callable[[], ssl.SSLContext] = ssl.create_default_context,
    ) -> None:
        self.rules = rules
        self._resolve = resolve
        self._trust = trust

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> None:
        """HookFailed unless the receiver took it (2xx); HookGone when it wants nothing more."""
        # With the first event that is told: most bots have no receiver, and it is a tenth of what a start loads.
        from handlers.delivery.hook_connection import connect, exchange

        try:
            told = read_url(url, self.rules)
        except AddressRefused:
            # The rules have changed since it was added.
            raise HookFailed("address_refused") from None
        addresses = addresses_of(told, self.rules, self._resolve)
        sent = {**headers, "Host": told.authority, "User-Agent": "gotano"}
        connection = connect(told, addresses[:_MOST_ADDRESSES], lambda: self._trusted)
        try:
            _judge(*exchange(connection, told.target, sent, body))
        finally:
            connection.close()

    @cached_property
    def _trusted(self) -> ssl.SSLContext:
        """Read once: it holds every authority that the system trusts."""
        return self._trust()


def _judge(status: int, retry_after: str | None) -> None:
    if 200 <= status < 300:
        return
    if status == 410:
        raise HookGone
    wait = _wait_of(retry_after) if status in (429, 503) else None
    raise HookFailed(f"http_{status}", rests=status not in _ONE_EVENT, retry_after=wait)


def _wait_of(told: str | None) -> timedelta | None:
    """Seconds, or a date; None where it is neither."""
    told = (told or "").strip()
    if told.isdecimal() and told.isascii():
        return min(timedelta(seconds=min(float(told), 1e6)), LONGEST_RETRY_AFTER)
    try:
        at = parsedate_to_datetime(told)
    except (ValueError, OverflowError):
        return None
    wait = (at if at.tzinfo else at.replace(tzinfo=UTC)) - datetime.now(UTC)
    return min(max(wait, timedelta()), LONGEST_RETRY_AFTER)
