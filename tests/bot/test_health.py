"""/healthz says whether to restart it, /readyz whether it can work: alive without a database, ready only when whole."""

import json
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError

import pytest
from sqlalchemy import text

import bot.health
import bot.scheduler
from bot.health import LATE_SECONDS, Health
from bot.http_server import HttpServer
from bot.routing import Route
from bot.scheduler import Heartbeat
from bot.wsgi import Page, page_of
from storage.database import Database
from storage.owner import EVERYBODY
from tests.databases import ready

SWEEP = 15.0
LATE = SWEEP + LATE_SECONDS


@dataclass
class Place:
    """A bot's health over HTTP; its clock moves when told, and Slack is there until it is not."""

    db: Database
    now: float = 1000.0
    connected: bool = True
    beat: Heartbeat = field(init=False)
    server: HttpServer = field(init=False)

    def ask(self, path: str, method: str = "GET") -> tuple[int, bytes, dict[str, str]]:
        request = urllib.request.Request(f"http://127.0.0.1:{self.server.port}{path}", method=method)
        try:
            with urllib.request.urlopen(request) as answer:  # noqa: S310
                return answer.status, answer.read(), dict(answer.headers)
        except HTTPError as error:
            with closing(error):
                return error.code, error.read(), dict(error.headers)

    def status(self, path: str) -> tuple[int, str]:
        code, body, _ = self.ask(path)
        return code, json.loads(body)["status"]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    made = Place(ready(f"sqlite:///{tmp_path / 'gotano.db'}"))
    for module in (bot.scheduler, bot.health):
        monkeypatch.setattr(module, "time", _Clock(made))
    made.beat = Heartbeat()
    health = Health(made.db, made.beat, SWEEP, lambda: made.connected)
    pages = {"/healthz": health.alive, "/readyz": health.ready}
    made.server = HttpServer(
        [Route("GET", path, page_of(make)) for path, make in pages.items()], "127.0.0.1", 0
    )
    made.server.start()
    yield made
    made.server.close()
    made.db.close()


class _Clock:
    def __init__(self, place: Place) -> None:
        self._place = place

    def monotonic(self) -> float:
        return self._place.now


def taken_away(place: Place, tmp_path: Path) -> None:
    """The database's file cannot be opened any more."""
    place.db.close()
    (tmp_path / "gotano.db").rename(tmp_path / "elsewhere.db")
    (tmp_path / "gotano.db").mkdir()


def test_a_whole_bot_is_alive_and_ready(place: Place) -> None:
    for path in ("/healthz", "/readyz"):
        assert place.status(path) == (200, "ok")


def test_it_tells_how_long_it_is_up_in_json_that_nobody_keeps(place: Place) -> None:
    place.now += 90
    place.beat.well()
    code, body, headers = place.ask("/healthz")
    assert (code, json.loads(body)) == (200, {"status": "ok", "up_seconds": 90})
    assert headers["Content-Type"] == "application/json"
    assert headers["Cache-Control"] == "no-store"


def test_a_database_that_is_away_is_no_reason_to_restart_but_nothing_can_be_done(
    place: Place, tmp_path: Path
) -> None:
    taken_away(place, tmp_path)
    assert place.status("/healthz")[0] == 200
    code, why = place.status("/readyz")
    assert code == 503
    assert "database" in why
    (tmp_path / "gotano.db").rmdir()
    (tmp_path / "elsewhere.db").rename(tmp_path / "gotano.db")
    assert place.status("/readyz") == (200, "ok"), "and it recovers by itself"


def test_postgresql_that_is_away_is_the_same(place: Place) -> None:
    away = Database("postgresql+psycopg://127.0.0.1:1/x")
    health = Health(away, place.beat, SWEEP)
    assert health.alive().status == 200
    told = health.ready()
    assert told.status == 503
    assert b"database" in told.body
    away.close()


def test_pending_migrations_are_named_and_not_ready(place: Place) -> None:
    with place.db.write(EVERYBODY) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0002'"))
    code, why = place.status("/readyz")
    assert code == 503
    assert "0003" in why
    assert place.status("/healthz") == (200, "ok")


def test_without_slack_s_line_it_is_not_ready_but_alive(place: Place) -> None:
    place.connected = False
    code, why = place.status("/readyz")
    assert code == 503
    assert "Slack" in why
    assert place.status("/healthz") == (200, "ok")


@pytest.mark.parametrize(("seconds", "code"), [(SWEEP, 200), (LATE, 200), (LATE + 1, 503), (LATE * 10, 503)])
def test_sweeps_that_stop_altogether_are_a_reason_to_restart(place: Place, seconds: float, code: int) -> None:
    place.now += seconds
    told, why = place.status("/healthz")
    assert told == code
    assert code == 200 or "sweep" in why
    assert place.status("/readyz")[0] == code


def test_sweeps_that_fail_keep_it_alive_and_not_ready(place: Place) -> None:
    for _ in range(20):
        place.now += SWEEP
        place.beat.beat()
    assert place.status("/healthz") == (200, "ok")
    code, why = place.status("/readyz")
    assert code == 503
    assert "well" in why
    place.beat.well()
    assert place.status("/readyz") == (200, "ok"), "the first that goes well is enough"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_head_tells_the_same_without_a_body(place: Place, path: str) -> None:
    code, body, headers = place.ask(path, "HEAD")
    assert (code, body) == (200, b"")
    assert int(headers["Content-Length"]) > 0


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_nothing_but_looking_is_answered(place: Place, path: str, method: str) -> None:
    assert place.ask(path, method)[0] in (404, 405)


@pytest.mark.parametrize(
    "path",
    ["/", "/healthz/", "/healthz/x", "/HEALTHZ", "/readyz/..", "/metrics", "/slack/events", "/favicon.ico"],
)
def test_unknown_paths_are_not_there(place: Place, path: str) -> None:
    assert place.ask(path)[0] == 404
    assert place.ask(path, "POST")[0] == 404


def test_a_question_mark_changes_nothing(place: Place) -> None:
    assert place.ask("/healthz?full=1")[0] == 200


def test_a_page_s_status_is_its_own(place: Place) -> None:
    page = page_of(lambda: Page(b"full", "text/plain", 503))
    server = HttpServer([Route("GET", "/x", page)], "127.0.0.1", 0)
    server.start()
    other = Place(place.db)
    other.server = server
    assert other.ask("/x")[:2] == (503, b"full")
    server.close()
