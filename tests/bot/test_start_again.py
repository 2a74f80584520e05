"""A start that fails: 1 where trying again may help, so that systemd does; 2 where a setting is to be mended first."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from playground import Fault, Identity, LocalSlack, Person
from tests.bot.processes import Process

AWAY = [
    pytest.param(Fault(status=503, times=None), id="503"),
    pytest.param(Fault(status=429, times=None), id="429"),
    pytest.param(Fault(error="fatal_error", times=None), id="fatal_error"),
    pytest.param(Fault(body="<html>a hotel's page</html>", times=None), id="somebody else answers"),
]


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack([Person("U0ANA", "Ana Costa", "Europe/Lisbon")], Identity()) as local:
        yield local


def ended(folder: Path, environ: dict[str, str]) -> tuple[int, str]:
    """How `gotano run` ends, and what it says."""
    own = {"SLACK_SIGNING_SECRET": "x", "DATABASE_URL": f"sqlite:///{folder / 'gotano.db'}", "PORT": "0"}
    process = Process(folder, "bot run", own | environ)
    try:
        code = process.ended()
    finally:
        process.close()
    assert "Traceback" not in process.logged
    return code, process.logged


def of(slack: LocalSlack, **more: str) -> dict[str, str]:
    return {"SLACK_BOT_TOKEN": slack.bot_token, "SLACK_API_URL": slack.api_url} | more


def test_a_bot_that_cannot_reach_slack_is_to_be_started_again(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as once:
        port = once.getsockname()[1]
    away = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_API_URL": f"http://127.0.0.1:{port}/api/"}
    code, logged = ended(tmp_path, away)
    assert code == 1
    assert "Slack cannot be reached" in logged


@pytest.mark.parametrize("fault", AWAY)
def test_a_bot_is_to_be_started_again_while_slack_is_away(
    slack: LocalSlack, tmp_path: Path, fault: Fault
) -> None:
    slack.faults.add("auth.test", fault)
    code, logged = ended(tmp_path, of(slack))
    assert code == 1
    assert "refuses SLACK_BOT_TOKEN" not in logged


@pytest.mark.parametrize(("error", "wanted"), [("internal_error", 1), ("invalid_auth", 2)])
def test_socket_mode_is_tried_again_unless_slack_refuses_the_token(
    slack: LocalSlack, tmp_path: Path, error: str, wanted: int
) -> None:
    slack.faults.add("apps.connections.open", Fault(error=error, times=None))
    code, logged = ended(tmp_path, of(slack, SLACK_APP_TOKEN=slack.app_token))
    assert code == wanted
    assert f"cannot connect to Slack: {error}" in logged


def test_a_token_that_was_revoked_is_to_be_mended_first(slack: LocalSlack, tmp_path: Path) -> None:
    slack.faults.add("auth.test", Fault(error="token_revoked", times=None))
    code, logged = ended(tmp_path, of(slack))
    assert code == 2
    assert "Slack refuses SLACK_BOT_TOKEN: token_revoked" in logged
