"""More requests than can be served in time: those that waited too long are refused early, and others go on."""

import json
import logging
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from io import BytesIO

import pytest

import bot.http_server
from bot.hook_guard import AGAIN_IN
from bot.http_server import CROWD, HTTP_THREADS, MOST_SECONDS, HttpServer
from bot.metrics import Metrics
from bot.overload import SAY_AGAIN_SECONDS, TooMuch
from bot.routing import Route
from bot.wsgi import Page, page_of
from playground.gestures.submissions import TROUBLE
from tests.conftest import MakeRig
from tests.rig import ANA, Rig
from tests.stories.scenes import told
from tests.stories.told import HOOKED, crm_of, offers
from tests.words import shipped_playbook

COMMAND, PRESS = b"token=x&command=%2Fgotano&text=Dana", b"payload=%7B%22type%22%3A%22block_actions%22%7D"
MANY = CROWD + 10
BUSY = shipped_playbook().words.say("wrong.busy")


class Crowded:
    """A server whose every thread is held until it is let go."""

    def __init__(self) -> None:
        self.held, self.refused = threading.Semaphore(0), 0
        self.let_go = threading.Event()
        too_much = TooMuch(shipped_playbook().words, self._refuse)
        slow = Route("POST", "/slow", page_of(self._wait), too_late=too_much)
        health = Route("GET", "/healthz", page_of(lambda: Page(b"alive", "text/plain")))
        self.server = HttpServer([slow, health], "127.0.0.1", 0)
        self.server.start()
        self.behind: list[int] = []
        self._callers = ThreadPoolExecutor(HTTP_THREADS + MANY + 2)

    def close(self) -> None:
        self.let_go.set()
        self._callers.shutdown()
        self.server.close()

    def ask(self, body: bytes | None, path: str = "/slow") -> tuple[int, bytes]:
        url = f"http://127.0.0.1:{self.server.port}{path}"
        try:
            with urllib.request.urlopen(url, body, timeout=30) as told:
                return told.status, told.read()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read()

    def answers(
        self, bodies: list[bytes | None], others: int, path: str = "/slow"
    ) -> list[tuple[int, bytes]]:
        """To what is asked while every thread is held, when it has waited long, with so many others behind it."""
        holding = [self._callers.submit(self.ask, b"hold") for _ in range(HTTP_THREADS)]
        for _ in holding:
            assert self.held.acquire(timeout=30)
        asked = [self._queued(at, body, path) for at, body in enumerate(bodies, 1)]
        behind = [self._queued(len(bodies) + at, PRESS, "/slow") for at in range(1, others + 1)]
        time.sleep(MOST_SECONDS + 0.2)
        self.let_go.set()
        assert {one.result() for one in holding} == {(200, b"served")}
        self.behind = [status for status, _ in (one.result() for one in behind)]
        return [one.result() for one in asked]

    def _queued(self, place: int, body: bytes | None, path: str) -> Future[tuple[int, bytes]]:
        """Asked, and the last of so many that wait."""
        future, until = self._callers.submit(self.ask, body, path), time.monotonic() + 30
        while len(self.server._server.task_dispatcher.queue) < place:
            assert time.monotonic() < until
            time.sleep(0.001)
        return future

    def _wait(self) -> Page:
        self.held.release()
        assert self.let_go.wait(30)
        return Page(b"served", "text/plain")

    def _refuse(self) -> None:
        self.refused += 1


@pytest.fixture
def crowded() -> Iterator[Crowded]:
    made = Crowded()
    yield made
    made.close()


def test_a_rush_is_refused_from_the_front_a_command_in_words_and_then_all_is_as_before(
    crowded: Crowded,
) -> None:
    command, press = crowded.answers([COMMAND, PRESS], MANY)
    assert command[0] == 200
    assert json.loads(command[1]) == {"response_type": "ephemeral", "text": BUSY}
    assert press[0] == 503
    assert crowded.behind.count(200) >= CROWD - HTTP_THREADS, "the last ones are served"
    assert crowded.refused == 2 + crowded.behind.count(503)
    assert crowded.ask(COMMAND) == (200, b"served")


def test_what_was_late_with_few_behind_it_is_served(crowded: Crowded) -> None:
    assert crowded.answers([COMMAND, PRESS], 0) == [(200, b"served")] * 2


def test_a_crowd_that_has_not_waited_long_is_served(
    crowded: Crowded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.http_server, "MOST_SECONDS", 60)
    assert crowded.answers([COMMAND, PRESS], MANY) == [(200, b"served")] * 2
    assert set(crowded.behind) == {200}


def test_an_address_that_does_not_say_who_answers_then_is_served_however_late(crowded: Crowded) -> None:
    assert crowded.answers([None], MANY, "/healthz") == [(200, b"alive")]


def test_a_rush_is_logged_in_few_lines(caplog: pytest.LogCaptureFixture) -> None:
    now, statuses = [0.0], []
    too_much = TooMuch(shipped_playbook().words, lambda: None, lambda: now[0])
    for second in range(SAY_AGAIN_SECONDS + 1):
        now[0] = float(second)
        for _ in range(100):
            environ = {"wsgi.input": BytesIO(PRESS)}
            list(too_much(environ, lambda status, _headers: statuses.append(status)))
    assert set(statuses) == {"503 Service Unavailable"}
    said = [vars(record)["refused"] for record in caplog.records if record.levelno == logging.WARNING]
    assert said == [1, SAY_AGAIN_SECONDS * 100]


@pytest.mark.trouble
def test_a_rep_is_told_to_try_again_and_what_was_typed_stays(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig.ana.command("/gotano", "Dana Reyes, Acme")
    rig.ana.fill({"stage": "buying", "asked_why": "told"})
    with monkeypatch.context() as crowd:
        crowd.setattr(bot.http_server, "MOST_SECONDS", -1)
        crowd.setattr(bot.http_server, "CROWD", -1)
        assert rig.ana.submit().error == TROUBLE
        rig.sam.command("/gotano", "Priya Nair, Copperline")
        assert told(rig.sam) == [BUSY]
    assert rig.ana.submit().action == "updated"
    metrics = rig.services.metrics
    assert isinstance(metrics, Metrics)
    assert b"gotano_requests_refused_total 2.0" in metrics.page()


def test_a_system_is_told_to_send_it_again(make_rig: MakeRig, monkeypatch: pytest.MonkeyPatch) -> None:
    rig = make_rig(**HOOKED)
    system = crm_of(rig)
    with monkeypatch.context() as crowd:
        crowd.setattr(bot.http_server, "MOST_SECONDS", -1)
        crowd.setattr(bot.http_server, "CROWD", -1)
        refused = system.tell({"rep": ANA.id})
    assert (refused.status, refused.headers["retry-after"], offers(rig)) == (503, str(AGAIN_IN), [])
    assert system.tell({"rep": ANA.id}).state == "new"


@pytest.mark.parametrize(
    ("shape", "body", "status"),
    [
        ("application/x-www-form-urlencoded", COMMAND, "200 OK"),
        ("application/x-www-form-urlencoded", PRESS, "503 Service Unavailable"),
        ("application/json", b'{"event": {"text": "command=%2Fgotano"}}', "503 Service Unavailable"),
    ],
)
def test_only_a_command_is_answered_in_words_so_that_slack_sends_an_event_again(
    shape: str, body: bytes, status: str
) -> None:
    statuses: list[str] = []
    too_much = TooMuch(shipped_playbook().words, lambda: None)
    environ = {"CONTENT_TYPE": shape, "wsgi.input": BytesIO(body)}
    list(too_much(environ, lambda status, _headers: statuses.append(status)))
    assert statuses == [status]
