"""A receiver's connection: in bounded time, the answer unread but its status."""

import socket
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from http.client import HTTPException
from threading import Timer

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from handlers.delivery.hook_address import HookUrl
from handlers.delivery.hook_errors import HookFailed

ANSWER_SECONDS = 7.0
"""From the request until the answer's headers, however slowly they drip."""
_CONNECT_SECONDS = 2.0
"""For the connection, and again for TLS."""
_BROKEN = (HTTPError, HTTPException, OSError)


def connect(url: HookUrl, addresses: Sequence[str], trusted: Callable[[], ssl.SSLContext]) -> HTTPConnection:
    """To the first that answers, HookFailed where none does; the name stays what the certificate has to be for."""
    failed = "unreachable"
    for address in addresses:
        connection = _connection(url, address, trusted)
        try:
            connection.connect()
            connection.sock.settimeout(ANSWER_SECONDS)
        except _BROKEN as error:
            failed = _name_of(error)
            connection.close()
        else:
            return connection
    raise HookFailed(failed)


def _connection(url: HookUrl, address: str, trusted: Callable[[], ssl.SSLContext]) -> HTTPConnection:
    if not url.secure:
        return HTTPConnection(address, url.port, timeout=_CONNECT_SECONDS)
    return HTTPSConnection(
        address,
        url.port,
        timeout=_CONNECT_SECONDS,
        server_hostname=url.host,
        ssl_context=trusted(),
    )


def exchange(
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
