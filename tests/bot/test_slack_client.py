"""The client of Slack's Web API: whom it trusts, and that it finds that out once."""

import ssl
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError

import pytest
from slack_bolt.util.utils import create_copy

from bot import slack_client as module
from bot.slack_client import slack_client
from tests.handlers.answering import answering
from tests.handlers.certificates import certificate_for

ANSWER = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{"ok":true}'


@pytest.fixture(autouse=True)
def _as_at_the_start() -> Iterator[None]:
    module._trusted.cache_clear()
    yield
    module._trusted.cache_clear()


def test_whom_the_system_trusts_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes 25 ms of the processor: more than all else that a command costs."""
    read: list[ssl.SSLContext] = []
    make = ssl.create_default_context

    def noted() -> ssl.SSLContext:
        read.append(make())
        return read[-1]

    monkeypatch.setattr(ssl, "create_default_context", noted)
    clients = [slack_client(token, "https://slack.example/api/") for token in ("xoxb-1", "xoxb-2")]
    assert [client.ssl for client in clients] == [read[0], read[0]]
    assert len(read) == 1
    assert slack_client("xoxb-1", "http://127.0.0.1:1/api/").ssl is None


def test_slack_has_to_be_vouched_for_by_whom_the_system_trusts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server_side, _ = certificate_for("localhost", tmp_path)
    with answering(ANSWER, server_side) as (port, _):
        address = f"https://localhost:{port}/api/"
        with pytest.raises(URLError, match="CERTIFICATE_VERIFY_FAILED"):
            slack_client("xoxb-1", address).api_call("api.test")
        module._trusted.cache_clear()
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "localhost.pem"))
        assert slack_client("xoxb-1", address).api_call("api.test")["ok"]


def test_the_certificate_has_to_be_for_slacks_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server_side, _ = certificate_for("other.example", tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "other.example.pem"))
    with (
        answering(ANSWER, server_side) as (port, _),
        pytest.raises(URLError, match="Hostname mismatch"),
    ):
        slack_client("xoxb-1", f"https://localhost:{port}/api/").api_call("api.test")


def test_a_call_is_not_written_out_for_a_log_that_drops_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A view of 6 kB in a debug line, made for nobody: a sixteenth of what a command costs."""
    told: list[str] = []
    client = slack_client("xoxb-1", "http://127.0.0.1:1/api/")
    monkeypatch.setattr(client._logger, "debug", told.append)
    for used in (client, create_copy(client)):
        with pytest.raises(URLError):
            used.api_call("views.open", params={"view": "{}"})
    assert told == []
