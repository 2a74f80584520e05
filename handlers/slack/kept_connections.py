"""Connections to Slack that are kept for the next call, whoever makes it.

A new one takes two round trips and a TLS handshake before the call can even be made, of the three seconds that a
modal's trigger lives. slack_sdk opens one for each call; all else about a call is left to it.

Not with urllib3's pool: at thirty calls at a time a command takes a fifth more of the processor with it than with a
new connection for each, and no more with this (bench/README.md).
"""

from collections import deque
from functools import lru_cache
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from io import BytesIO
from select import POLLIN, poll
from socket import socket
from ssl import SSLContext
from threading import Lock
from time import monotonic
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, ProxyHandler, Request, build_opener

from slack_sdk import WebClient

IDLE_SECONDS = 30.0
"""After so long without a call a connection is not used again. It is half of what load balancers commonly wait before
they close it, so that no call meets the closing."""
_HOSTS = 8


class ConnectedClient(WebClient):
    """Calls over a kept connection, but where a proxy is to be asked: then each has its own.

    Nothing is sent twice: what a kept connection loses is lost, as over a new one. No answer leads the token elsewhere.
    """

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        """The status, headers and text of a good answer; HTTPError for another, and what urllib raises for none."""
        if self.proxy:
            by_proxy = ProxyHandler({"http": self.proxy, "https": self.proxy})
            opener = build_opener(by_proxy, HTTPSHandler(context=self.ssl), _NoRedirect)
            with opener.open(req, timeout=self.timeout) as answer:
                return _as_told(answer, answer.read())
        told = urlsplit(url)
        answer, text = _host(told.scheme, told.netloc, self.ssl).post(told.path, req, self.timeout)
        if not 200 <= answer.status < 300:
            raise HTTPError(url, answer.status, answer.reason, answer.headers, BytesIO(text))
        return _as_told(answer, text)


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        """None: it is an HTTPError as any other refusal."""


def _as_told(answer: HTTPResponse, text: bytes) -> dict[str, Any]:
    """As slack_sdk reads it on."""
    charset = answer.headers.get_content_charset() or "utf-8"
    return {"status": answer.status, "headers": answer.headers, "body": text.decode(charset)}


class _Host:
    """One host's connections that wait for a call, each with the moment since which it does, the latest last."""

    def __init__(self, scheme: str, netloc: str, trusted: SSLContext | None) -> None:
        self._secure, self._netloc, self._trusted = scheme == "https", netloc, trusted
        self._waiting: deque[tuple[HTTPConnection, float]] = deque()
        self._lock = Lock()

    def post(self, path: str, req: Request, seconds: float) -> tuple[HTTPResponse, bytes]:
        """The answer, and all of its bytes."""
        kept = self._waiting_one(seconds)
        connection = kept or self._new(seconds)
        try:
            try:
                connection.request("POST", path, req.data, dict(req.header_items()))
            except OSError as error:
                raise URLError(error) from error
            answer = connection.getresponse()
            text = answer.read()
        except BaseException:
            connection.close()
            if kept:
                self._close_all()
            raise
        # After an answer of 1xx, which nobody asked for, another one may follow: the next call's would be that one.
        if answer.will_close or answer.status < 200:
            connection.close()
        else:
            with self._lock:
                self._waiting.append((connection, monotonic()))
        return answer, text

    def _waiting_one(self, seconds: float) -> HTTPConnection | None:
        """The last one used that was not closed meanwhile."""
        while True:
            with self._lock:
                while self._waiting and monotonic() - self._waiting[0][1] >= IDLE_SECONDS:
                    self._waiting.popleft()[0].close()
                if not self._waiting:
                    return None
                connection, _since = self._waiting.pop()
            if not _has_news(connection.sock):
                connection.sock.settimeout(seconds)
                return connection
            connection.close()

    def _new(self, seconds: float) -> HTTPConnection:
        if self._secure:
            return HTTPSConnection(self._netloc, timeout=seconds, context=self._trusted)
        return HTTPConnection(self._netloc, timeout=seconds)

    def _close_all(self) -> None:
        """Of those that wait: where one was lost on the way, the others may be, and each would cost a call."""
        with self._lock:
            lost, self._waiting = self._waiting, deque()
        for connection, _since in lost:
            connection.close()

    def __del__(self) -> None:
        self._close_all()


def _has_news(open_one: socket) -> bool:
    """Whether something came that nobody asked for: the end, as a rule."""
    look = poll()
    look.register(open_one, POLLIN)
    return bool(look.poll(0))


_host = lru_cache(_HOSTS)(_Host)
