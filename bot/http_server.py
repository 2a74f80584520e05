"""HTTP by waitress: takes requests until it is closed, then finishes what is in flight."""

import socket
import threading
import time
from collections.abc import Sequence

import waitress
from waitress import wasyncore
from waitress.channel import HTTPChannel

from bot.routing import Route, dispatcher

HTTP_THREADS = 24
"""A request holds one until its ack only, a few milliseconds: the listeners have threads of their own."""
_CONNECTIONS = 1000
"""Waitress stops accepting at its default of 100 until idle ones have timed out: a short stall would last a minute."""
SHUTDOWN_SECONDS = 10
"""How long what has begun may take to finish."""

MOST_SECONDS, CROWD = 0.5, 50
"""A request that has waited so long, with so many behind it, is not begun. Slack wants a form opened within three
seconds, of which a busy bot needs the others. One that was late by a hiccup has few behind it, and is served."""

_turn = threading.local()


class _Channel(HTTPChannel):  # type: ignore[misc]
    """A connection that notes for how long its request has waited for a thread."""

    def service(self) -> None:
        # Nothing comes or goes between a request that is whole and its turn.
        _turn.waited = time.time() - self.last_activity
        super().service()


class HttpServer:
    """The routes at `host` and `port` only; OSError when that is taken, of which gaierror where the host is not known.

    Port 0 lets the system choose.
    """

    def __init__(self, routes: Sequence[Route], host: str, port: int) -> None:
        self._server = waitress.create_server(
            dispatcher(routes, self._too_late),
            host=_address(host, port),
            port=port,
            threads=HTTP_THREADS,
            max_request_body_size=max(route.body_limit for route in routes),
            channel_timeout=30,
            connection_limit=_CONNECTIONS,
            asyncore_use_poll=True,
            ident=None,
        )
        self._server.channel_class = _Channel
        self.port = int(self._server.effective_port)
        self._thread = threading.Thread(target=self._server.run, name="http", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Takes no new connection, lets what has begun finish and be sent, then ends the loop."""
        self._server.trigger.pull_trigger(lambda: wasyncore.dispatcher.close(self._server))
        deadline = time.monotonic() + SHUTDOWN_SECONDS
        while self._busy() and time.monotonic() < deadline:
            time.sleep(0.02)
        self._server.task_dispatcher.shutdown(cancel_pending=True, timeout=1)
        pulled = threading.Event()
        self._server.trigger.pull_trigger(lambda: self._end_loop(pulled))
        pulled.set()
        self._thread.join(timeout=2)

    def _too_late(self) -> bool:
        """Whether the request that this thread serves is not to be begun any more."""
        return _turn.waited > MOST_SECONDS and len(self._server.task_dispatcher.queue) > CROWD

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


def _address(host: str, port: int) -> str:
    """One of the host's, of IPv4 where it has one: for each more waitress would make a server of its own."""
    name = None if host == "*" else host.strip("[]")
    try:
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except UnicodeError:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known") from None
    told = sorted(found, key=lambda one: one[0] != socket.AF_INET)
    return str(told[0][4][0])
