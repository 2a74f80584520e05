"""Serving: waitress for HTTP, a WebSocket for Socket Mode; both end cleanly, finishing what is in flight."""

import logging
import signal
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from types import MappingProxyType
from typing import Any, Protocol

import waitress
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from waitress import wasyncore

from bot.install import HEADERS, INSTALL, REDIRECT
from bot.rate_limiter import Limit
from bot.slack_signature import Wsgi, signed_only

HTTP_THREADS = 24
"""A request holds one for Bolt's 11 ms only: the listeners have threads of their own."""
_CONNECTIONS = 1000
"""Waitress stops accepting at its default of 100 until idle ones have timed out: a short stall would last a minute."""
BODY_LIMIT = 1_000_000
"""Bytes; Slack's largest payload, a view with its state, stays under 500 KB."""
_SHUTDOWN_SECONDS = 10

EVENTS = "/slack/events"
"""Where Slack's requests arrive."""

INSTALLS_A_MINUTE = 60
"""Requests of OAuth's pages that are answered a minute: each writes a state, and anybody may ask."""


_log = logging.getLogger(__name__)


class Served(Protocol):
    """Something that serves until it is closed."""

    def start(self) -> None: ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class Page:
    """What one of our own addresses answers."""

    body: bytes
    content_type: str
    status: int = 200


Pages = Mapping[str, Callable[[], Page]]
"""Our own addresses, for GET, and what makes each page."""


class HttpServer:
    """Slack's requests at POST /slack/events, `pages`, and where there is OAuth its two; bound to `host` only.

    Without an app (Socket Mode) there are the pages alone. `install` is the app whose OAuth flow is served.
    """

    def __init__(
        self,
        app: App | None,
        host: str,
        port: int,
        pages: Pages = MappingProxyType({}),
        install: App | None = None,
    ) -> None:
        self._server = waitress.create_server(
            _routes(app, pages, install),
            host=host,
            port=port,
            threads=HTTP_THREADS,
            max_request_body_size=BODY_LIMIT,
            channel_timeout=30,
            connection_limit=_CONNECTIONS,
            asyncore_use_poll=True,
            ident=None,
        )
        self.port = int(self._server.effective_port)
        self._thread = threading.Thread(target=self._server.run, name="http", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Takes no new connection, lets what has begun finish and be sent, then ends the loop."""
        self._server.trigger.pull_trigger(lambda: wasyncore.dispatcher.close(self._server))
        deadline = time.monotonic() + _SHUTDOWN_SECONDS
        while self._busy() and time.monotonic() < deadline:
            time.sleep(0.02)
        self._server.task_dispatcher.shutdown(cancel_pending=True, timeout=1)
        pulled = threading.Event()
        self._server.trigger.pull_trigger(lambda: self._end_loop(pulled))
        pulled.set()
        self._thread.join(timeout=2)

    def _end_loop(self, pulled: threading.Event) -> None:
        """Runs in the loop's own thread, which ends when nothing is left to watch.

        A loop that is awake already gets here before the trigger is pulled: its pipe must not be closed yet.
        """
        pulled.wait(1)
        for channel in list(self._server.active_channels.values()):
            channel.handle_close()
        self._server.trigger.close()

    def _busy(self) -> bool:
        tasks = self._server.task_dispatcher
        sending = any(channel.total_outbufs_len for channel in list(self._server.active_channels.values()))
        return bool(tasks.queue or tasks.active_count or sending)


class SocketServer:
    """Slack's requests over a WebSocket; needs no public address."""

    def __init__(self, app: App, app_token: str) -> None:
        self._handler = SocketModeHandler(app, app_token)

    @property
    def connected(self) -> bool:
        return bool(self._handler.client and self._handler.client.is_connected())

    def start(self) -> None:
        self._handler.connect()  # type: ignore[no-untyped-call]

    def close(self) -> None:
        self._handler.close()  # type: ignore[no-untyped-call]


def drain(app: App) -> None:
    """Waits for the listeners that have begun."""
    executor = app.listener_runner.listener_executor
    executor.shutdown(wait=True)


class StopSignal:
    """SIGTERM or Ctrl-C, listened for from the moment this is made: one that comes during the start counts."""

    def __init__(self) -> None:
        self._told = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: self._told.set())

    def is_told(self) -> bool:
        return self._told.is_set()

    def wait(self, each_second: Callable[[], None] = lambda: None) -> None:
        while not self._told.wait(timeout=1):
            each_second()


def _routes(app: App | None, pages: Pages, install: App | None) -> Wsgi:
    """Only what is needed is there; everything else is 404."""
    slack = _for_slack(app) if app else None
    browser = _for_browsers(install) if install else None
    doors = (INSTALL, REDIRECT)

    def serve(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        if method in ("GET", "HEAD") and path in pages:
            return _answer(start_response, pages[path]())
        if slack and method == "POST" and path == EVENTS:
            return slack(environ, start_response)
        if browser and method == "GET" and path in doors:
            return browser(environ, start_response)
        return _answer(start_response, _NOT_FOUND)

    return serve


def _for_slack(app: App) -> Wsgi:
    secret = getattr(app, "signing_secret", None)
    slack = SlackRequestHandler(app)
    return signed_only(slack, secret, _refuse) if secret else slack


def _refuse(start_response: Any, status: int) -> Iterable[bytes]:
    return _answer(start_response, Page(HTTPStatus(status).phrase.encode(), "text/plain", status))


def _for_browsers(app: App) -> Wsgi:
    """OAuth's pages, so many a minute and with headers that keep browsers from mischief."""
    slack, limit = SlackRequestHandler(app), Limit(INSTALLS_A_MINUTE)

    def serve(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not limit.lets_in():
            return _answer(start_response, _TOO_MANY)
        bodiless = {**environ, "wsgi.input": BytesIO(), "CONTENT_LENGTH": "0"}
        return slack(bodiless, lambda status, told, *more: start_response(status, _kept(told), *more))

    return serve


def _kept(told: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in told if name.lower() not in HEADERS] + list(HEADERS.items())


_TOO_MANY = Page(b"too many installations are begun right now, try again in a minute", "text/plain", 429)
_NOT_FOUND = Page(b"not found", "text/plain", 404)


def _answer(start_response: Any, page: Page) -> Iterable[bytes]:
    status = f"{page.status} {HTTPStatus(page.status).phrase}"
    headers = [
        ("content-type", page.content_type),
        ("content-length", str(len(page.body))),
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
    ]
    start_response(status, headers)
    return [page.body]
