"""`gotano run` as a process: over HTTP and Socket Mode, told to stop, and killed."""

import json
import signal
import sqlite3
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.manifest import ASKED_SCOPES
from playground import Clock as SlackClock
from playground import Fault, Gestures, Identity, LocalSlack, Person
from tests import patience
from tests.bot.processes import debrief, running, to_look

MONDAY = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    people = [Person("U0ANA", "Ana Costa", "Europe/Lisbon")]
    busy = SlackClock(answer_within=patience.SECONDS)
    with LocalSlack(people, Identity(scopes=sorted(ASKED_SCOPES)), clock=busy) as local:
        yield local
        assert local.refusals == []


@pytest.fixture
def ana(slack: LocalSlack) -> Gestures:
    return slack.person("U0ANA")


def outcomes(folder: Path) -> list[tuple[str, int]]:
    """Each deal's prospect and how many nudges were sent about it, straight from the file."""
    with sqlite3.connect(folder / "gotano.db") as connection:
        query = "SELECT prospect, (SELECT count(sent_at) FROM nudges WHERE deal_id = deals.id) FROM deals"
        found = connection.execute(query).fetchall()
    connection.close()
    return found


@pytest.mark.parametrize("socket_mode", [False, True])
def test_a_debrief_goes_through_and_sigterm_ends_it_cleanly(
    slack: LocalSlack, ana: Gestures, tmp_path: Path, socket_mode: bool
) -> None:
    with running(slack, tmp_path, socket_mode=socket_mode) as process:
        debrief(ana)
        process.signal(signal.SIGTERM)
        assert process.ended() == 0
        assert "Traceback" not in process.logged
        assert "Dana" not in process.logged, "logs hold ids, never words"
        assert slack.bot_token not in process.logged
    assert outcomes(tmp_path) == [("Dana Reyes, Acme", 0)]


def test_healthz_answers_and_nothing_else_does(slack: LocalSlack, tmp_path: Path) -> None:
    with running(slack, tmp_path) as process:
        address = process.wait_for(r"running on (http://127\.0\.0\.1:\d+)")
        with urllib.request.urlopen(f"{address}/healthz") as answer:  # noqa: S310
            assert answer.status == 200
            assert json.load(answer)["status"] == "ok"
        for path in ("/", "/healthz/x", "/slack/events"):
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(f"{address}{path}")  # noqa: S310
            assert refused.value.code in (404, 405)
            refused.value.close()


def test_sigterm_lets_a_request_finish_and_answers_it(
    slack: LocalSlack, ana: Gestures, tmp_path: Path
) -> None:
    """The submission waits for Slack to tell the zone when the signal comes."""
    slack.faults.add("users.info", Fault(error="internal_error"))
    with running(slack, tmp_path) as process:
        to_look(ana)
        slack.faults.add("users.info", Fault(delay=0.7))
        slack.clear_calls()
        with ThreadPoolExecutor(1) as hand:
            submitting = hand.submit(ana.submit)
            ana.wait(lambda: any(call.method == "users.info" for call in slack.calls))
            process.signal(signal.SIGTERM)
            assert submitting.result().action == "updated"
        assert process.ended() == 0
    assert outcomes(tmp_path) == [("Dana Reyes, Acme", 0)]
    assert len(ana.messages()) == 1, "and the card was posted"


def test_sigterm_lets_what_follows_an_answer_finish(slack: LocalSlack, ana: Gestures, tmp_path: Path) -> None:
    with running(slack, tmp_path) as process:
        slack.faults.add("views.open", Fault(delay=0.7))
        ana.command("/gotano", "Dana Reyes, Acme")
        process.signal(signal.SIGTERM)
        assert process.ended() == 0
    assert ana.view is not None


def test_after_kill_9_and_a_restart_the_pending_nudge_comes_once(
    slack: LocalSlack, ana: Gestures, tmp_path: Path
) -> None:
    with running(slack, tmp_path, now=MONDAY) as process:
        debrief(ana)
        process.signal(signal.SIGKILL)
        assert process.ended() == -signal.SIGKILL
    assert len(ana.messages()) == 1
    with running(slack, tmp_path, now=datetime(2027, 2, 1, 9, 30, tzinfo=UTC)):
        ana.wait(lambda: len(ana.messages()) == 2, 20)
        ana.wait(lambda: outcomes(tmp_path) == [("Dana Reyes, Acme", 1)], 20)
    with running(slack, tmp_path, now=datetime(2027, 2, 1, 9, 31, tzinfo=UTC)) as process:
        ana.command("/gotano", "help")
        process.signal(signal.SIGTERM)
        assert process.ended() == 0
    assert len([m for m in ana.messages() if not m["ephemeral"]]) == 2


def test_garbage_is_looked_for_again_once_it_serves(slack: LocalSlack, tmp_path: Path) -> None:
    with running(slack, tmp_path, now=MONDAY) as process:
        assert process.wait_for(r"garbage is looked for: (\w+)") == "True"


def test_a_port_that_is_taken_ends_it_in_plain_words(slack: LocalSlack, tmp_path: Path) -> None:
    from tests.bot.processes import Process

    environ = {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'gotano.db'}",
        "PORT": slack.url.rsplit(":", 1)[1],
    }
    process = Process(tmp_path, "bot run", environ)
    assert process.ended() != 0
    process.close()
    assert "Traceback" not in process.logged
    assert environ["PORT"] in process.logged


def test_a_token_slack_does_not_know_ends_it_in_plain_words(slack: LocalSlack, tmp_path: Path) -> None:
    from tests.bot.processes import Process

    environ = {
        "SLACK_BOT_TOKEN": "xoxb-wrong",
        "SLACK_SIGNING_SECRET": "x",
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'gotano.db'}",
    }
    process = Process(tmp_path, "bot run", environ)
    assert process.ended() == 2
    process.close()
    assert "SLACK_BOT_TOKEN" in process.logged
    assert "Traceback" not in process.logged
    assert "xoxb-wrong" not in process.logged
