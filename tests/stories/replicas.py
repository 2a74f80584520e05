"""Two bots on one database and one Slack, which hear everything at the same moment."""

import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from bot.manifest import PATH
from storage.database import Database
from tests.rig import Rig, watched


@contextmanager
def two_replicas(rig: Rig) -> Iterator[list[int]]:
    """A second bot on the same database and Slack; each request comes to both at the same moment.

    What is yielded holds the two answers' statuses of each.
    """
    with closing(Database(rig.db.url)) as db, closing(ToBoth()) as line:
        other = rig.another_bot(db)
        listeners = watched(other.app)
        other.http.start()
        line.urls = [f"http://127.0.0.1:{port}{PATH}" for port in (rig.server.port, other.http.port)]
        rig.slack.deliver_to(f"http://127.0.0.1:{line.server_port}/")

        def both_idle() -> None:
            rig.listeners.idle()
            listeners.idle()

        rig.slack.settle = both_idle
        try:
            yield line.statuses
        finally:
            other.stop()


class ToBoth(ThreadingHTTPServer):
    """Gives each request to all `urls` at once, and answers what the first of them answered."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Relay)
        self.urls: list[str] = []
        self.statuses: list[int] = []
        self._hands = ThreadPoolExecutor(8)
        Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    def ask(self, body: bytes, headers: dict[str, str]) -> tuple[int, bytes, str]:
        asked = [urllib.request.Request(url, body, headers) for url in self.urls]  # noqa: S310
        first, second = self._hands.map(_ask, asked)
        self.statuses.extend((first[0], second[0]))
        return first

    def close(self) -> None:
        self.shutdown()
        self.server_close()
        self._hands.shutdown()


class Relay(BaseHTTPRequestHandler):
    server: ToBoth

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name: value for name, value in self.headers.items() if name != "Host"}
        status, answer, kind = self.server.ask(body, headers)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: Any) -> None:
        pass


def _ask(request: urllib.request.Request) -> tuple[int, bytes, str]:
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        return answer.status, answer.read(), answer.headers.get("Content-Type", "text/plain")
