"""A receiver of hooks: a real HTTP server that checks every signature with the library, and answers as it is told."""

import json
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import standardwebhooks.webhooks
from standardwebhooks import Webhook

from storage.hooks import Direction, add_hook
from storage.owner import EVERYBODY
from storage.secrets import new_key
from tests.conftest import MakeRig
from tests.rig import TEAM, Rig

ENVIRON = {
    "GOTANO_ENCRYPTION_KEY": new_key(),
    "GOTANO_HOOKS_ALLOW_HTTP": "1",
    "GOTANO_HOOKS_ALLOW_NETWORKS": "127.0.0.0/8",
}
ALL = ("debriefed", "replied", "outcome")


@dataclass
class Receiver:
    """`took` are the bodies whose signature was right, in order; `answers` the next statuses, then it is 200."""

    address: str = ""
    hook_id: int = 0
    secrets: list[str] = field(default_factory=list)
    answers: deque[tuple[int, dict[str, str]]] = field(default_factory=deque)
    took: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    statuses: list[tuple[int, dict[str, str]]] = field(default_factory=list)

    @property
    def types(self) -> list[str]:
        return [body["type"] for _, body in self.took]

    @property
    def data(self) -> list[dict[str, Any]]:
        return [body["data"] for _, body in self.took]

    def answer(self, status: int, **headers: str) -> None:
        self.answers.append((status, {name.replace("_", "-"): value for name, value in headers.items()}))

    def take(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str]]:
        for secret in self.secrets:
            Webhook(secret).verify(body, headers)
        self.paths.append(path)
        self.took.append((headers["webhook-id"], json.loads(body)))
        self.statuses.append(self.answers.popleft() if self.answers else (200, {}))
        return self.statuses[-1]


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, more = receiver.take(self.path, headers, body)
            self.send_response(status)
            for name, value in more.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(b"a secret of the receiver's")

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    receiver.address = f"http://127.0.0.1:{server.server_port}/hook?key=1"
    yield receiver
    server.shutdown()
    server.server_close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def told(make_rig: MakeRig, each_url: str, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> Rig:
    """A bot with a hook that wants to know everything, on both databases."""
    rig = make_rig(database_url=each_url, environ=ENVIRON)
    by_the_rigs_clock(rig, monkeypatch)
    hook(rig, receiver)
    return rig


def hook(rig: Rig, receiver: Receiver, events: tuple[str, ...] = ALL, team: str = TEAM) -> int:
    with rig.db.write(EVERYBODY) as session:
        vault, now = rig.services.vault, rig.clock.now()
        hook_id, secret = add_hook(
            session, vault, team, Direction.OUT, now, url=receiver.address, events=events
        )
    receiver.hook_id = hook_id
    receiver.secrets = [secret]
    return hook_id


def by_the_rigs_clock(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library asks the system for the time: here it is told what the rig's clock says."""

    class Now(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Now":
            return cls.fromtimestamp(rig.clock.now().timestamp(), tz or UTC)

    monkeypatch.setattr(standardwebhooks.webhooks, "datetime", Now)
