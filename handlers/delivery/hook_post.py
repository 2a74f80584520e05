"""One POST to a receiver: to the very address that was checked, in bounded time, its answer unread but its status."""

import socket
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cached_property
from http.client import HTTPException
from threading import Timer

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from handlers.delivery.hook_address import HookRules, HookUrl, Resolve, addresses_of, read_url, resolve
from handlers.delivery.hook_errors import AddressRefused, HookFailed, HookGone

ANSWER_SECONDS = 7.0
"""From the request until the answer's headers, however slowly they drip."""
_CONNECT_SECONDS = 2.0
"""For the connection, and again for TLS."""
_MOST_ADDRESSES = 2
"""Tried in turn, as a machine without IPv6 needs. All in all a POST ends within 18 s: well within a lease."""
LONGEST_RETRY_AFTER = timedelta(days=1)
_ONE_EVENT = frozenset({400, 405, 406, 409, 413, 415, 422})
"""Answers about this one event: the receiver's others go on."""
_BROKEN = (HTTPError, HTTPException, OSError)


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
        try:
            told = read_url(url, self.rules)
        except AddressRefused:
            # The rules have changed since it was added.
            raise HookFailed("address_refused") from None
        addresses = addresses_of(told, self.rules, self._resolve)
        sent = {**headers, "Host": told.authority, "User-Agent": "gotano"}
        connection = self._connect(told, addresses[:_MOST_ADDRESSES])
        try:
            _judge(*_exchange(connection, told.target, sent, body))
        finally:
            connection.close()

    def _connect(self, url: HookUrl, addresses: Sequence[str]) -> HTTPConnection:
        """Connected to the first that answers; the name stays what the certificate has to be for."""
        failed = "unreachable"
        for address in addresses:
            connection = self._connection(url, address)
            try:
                connection.connect()
                connection.sock.settimeout(ANSWER_SECONDS)
            except _BROKEN as error:
                failed = _name_of(error)
                connection.close()
            else:
                return connection
        raise HookFailed(failed)

    @cached_property
    def _trusted(self) -> ssl.SSLContext:
        """Read once: it holds every authority that the system trusts."""
        return self._trust()

    def _connection(self, url: HookUrl, address: str) -> HTTPConnection:
        if not url.secure:
            return HTTPConnection(address, url.port, timeout=_CONNECT_SECONDS)
        return HTTPSConnection(
            address,
            url.port,
            timeout=_CONNECT_SECONDS,
            server_hostname=url.host,
            ssl_context=self._trusted,
        )


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


def _exchange(
    connection: HTTPConnection, target: str, headers: Mapping[str, str], body: bytes
) -> tuple[int, str | None]:
    """The status, and what it says of when to come back. The body is not read."""
    with _ended_after(ANSWER_SECONDS, connection) as ended:
        try:
            connection.request("POST", target, body=body, headers=headers, preload_content=False)
            answer = connection.getresponse()
        except _BROKEN as error:
            raise HookFailed("timeout" if ended() else _name_of(error)) from None
        return answer.status, answer.headers.get("Retry-After")


@contextmanager
def _ended_after(seconds: float, connection: HTTPConnection) -> Iterator[Callable[[], bool]]:
    """Ends the connection after so long: a timeout of the socket begins anew with every byte."""
    cut: list[bool] = []

    def end() -> None:
        cut.append(True)
        with suppress(OSError):
            if connection.sock:
                connection.sock.shutdown(socket.SHUT_RDWR)

    timer = Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield lambda: bool(cut)
    finally:
        timer.cancel()


def _name_of(error: Exception) -> str:
    if isinstance(error, ssl.SSLError):
        return "tls_failed"
    return "timeout" if isinstance(error, TimeoutError) else "unreachable"
