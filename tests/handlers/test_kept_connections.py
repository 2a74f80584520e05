"""Calls of Slack's API over connections that are kept: when one is used again, and when it is not."""

import ssl
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import RemoteDisconnected
from pathlib import Path
from socket import SHUT_RDWR
from threading import Barrier
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from handlers.slack import kept_connections
from handlers.slack.answers import AnsweredClient
from handlers.slack.errors import SLACK_FAILED, error_code
from tests.handlers.certificates import certificate_for
from tests.handlers.keeping import GOOD, Keeping, keeping


@pytest.fixture(autouse=True)
def _no_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def client_of(server: Keeping, trusted: ssl.SSLContext | None = None, **options: Any) -> AnsweredClient:
    address = f"{'https' if trusted else 'http'}://localhost:{server.port}/api/"
    return AnsweredClient(token="xoxb-1", base_url=address, ssl=trusted, retry_handlers=[], **options)


def connections(server: Keeping) -> list[int]:
    return [one.connection for one in server.asked]


def test_a_connection_is_kept_for_the_next_call_whoever_makes_it(tmp_path: Path) -> None:
    """Each client of a workspace or a request is another one, and so is its copy."""
    tls, trusted = certificate_for("localhost", tmp_path)
    with keeping(tls) as secure, keeping() as plain:
        for _ in range(3):
            assert client_of(secure, trusted).api_call("auth.test")["ok"]
            assert client_of(plain).api_call("chat.update", params={"text": "a"})["ok"]
    assert connections(secure) == connections(plain) == [1, 1, 1]
    assert plain.asked[0].headers["Authorization"] == "Bearer xoxb-1"


def test_a_connection_that_slack_closed_is_not_used() -> None:
    with keeping() as server:
        client_of(server).api_call("auth.test")
        server.hang_up()
        time.sleep(0.05)
        assert client_of(server).api_call("auth.test")["ok"]
    assert connections(server) == [1, 2]


def test_a_connection_is_not_used_after_a_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack, or what lies between, may close it at that moment, and the call would be lost."""
    now = 1000.0
    monkeypatch.setattr(kept_connections, "monotonic", lambda: now)
    with keeping() as server:
        for rest in (0.0, kept_connections.IDLE_SECONDS - 1, kept_connections.IDLE_SECONDS):
            now += rest
            client_of(server).api_call("auth.test")
    assert connections(server) == [1, 1, 2]


def test_as_many_connections_as_calls_at_a_time_and_each_is_used_again() -> None:
    together = Barrier(4)

    def wait(_: object) -> bool:
        together.wait(10)
        return False

    with keeping() as server, ThreadPoolExecutor(4) as hands:
        server.answer = wait
        for _ in range(2):
            list(hands.map(lambda _: client_of(server).api_call("auth.test"), range(4)))
    assert sorted(connections(server)) == [1, 1, 2, 2, 3, 3, 4, 4]


def test_a_call_that_a_kept_connection_loses_is_not_sent_again() -> None:
    """Nobody knows whether Slack did it: whoever sent it has to look."""

    def hang_up(_: object) -> bool:
        server.hang_up()
        return True

    with keeping() as server:
        client_of(server).api_call("auth.test")
        server.answer = hang_up
        with pytest.raises((RemoteDisconnected, ConnectionResetError)):
            client_of(server).api_call("chat.postMessage", params={"text": "a"})
    assert connections(server) == [1, 1]


def test_an_answer_that_breaks_off_is_a_failure_of_the_network() -> None:
    def break_off(handler: Any) -> bool:
        handler.send_response(200)
        handler.send_header("Content-Length", "500")
        handler.end_headers()
        handler.wfile.write(GOOD)
        server.hang_up()
        return True

    with keeping() as server:
        server.answer = break_off
        with pytest.raises(SLACK_FAILED) as failed:
            client_of(server).api_call("auth.test")
    assert error_code(failed.value) == "IncompleteRead"


def test_an_answer_that_does_not_come_is_waited_for_no_longer_than_said() -> None:
    def sleep(_: object) -> bool:
        time.sleep(1)
        return True

    with keeping() as server:
        client_of(server).api_call("auth.test")
        server.answer = sleep
        with pytest.raises(TimeoutError):
            client_of(server, timeout=0.1).api_call("auth.test")
    assert connections(server) == [1, 1], "the connection was made by one with more patience"


def test_a_refusal_keeps_its_status_and_headers_and_the_connection() -> None:
    with keeping() as server:
        server.answer = lambda handler: handler.say(
            429, b'{"ok":false,"error":"ratelimited"}', Retry_After="7"
        )
        for _ in range(2):
            with pytest.raises(SlackApiError) as refused:
                client_of(server).api_call("chat.postMessage")
            assert refused.value.response.status_code == 429
            assert refused.value.response["error"] == "ratelimited"
            assert refused.value.response.headers["Retry-After"] == "7"
    assert connections(server) == [1, 1]


def lead_to(server: Keeping) -> Callable[[Any], bool]:
    return lambda handler: handler.say(302, b"", Location=f"http://localhost:{server.port}/api/")


def test_the_token_is_led_nowhere_else() -> None:
    with keeping() as server, keeping() as other:
        server.answer = lead_to(other)
        with pytest.raises(SLACK_FAILED):
            client_of(server).api_call("auth.test")
    assert len(server.asked) == 1
    assert other.asked == []


def test_nor_by_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with keeping() as slack, keeping() as proxy, keeping() as other:
        proxy.answer = lead_to(other)
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        with pytest.raises(SLACK_FAILED):
            client_of(slack).api_call("auth.test")
    assert len(proxy.asked) == 1
    assert other.asked == []


def test_a_call_never_gets_the_answer_of_another() -> None:
    """Whoever sends a hint before the answer, unasked, has the answer still to send."""

    def hint(handler: Any) -> bool:
        handler.wfile.write(b"HTTP/1.1 103 Early Hints\r\n\r\n")
        handler.wfile.flush()
        time.sleep(0.1)
        return bool(handler.say(200, b'{"ok":true,"ts":"of the first"}'))

    with keeping() as server:
        server.answer = hint
        with pytest.raises(SlackApiError):
            client_of(server).api_call("chat.postMessage")
        server.answer = lambda handler: handler.say(200, b'{"ok":true,"ts":"of the second"}')
        assert client_of(server).api_call("chat.postMessage")["ts"] == "of the second"
    assert connections(server) == [1, 2]


def test_of_connections_that_are_dead_one_call_is_lost_at_most() -> None:
    """As after a sleep of the machine: nobody said that they ended."""
    together = Barrier(4)

    def all_at_once(_: object) -> bool:
        together.wait(5)
        return False

    def hang_up(handler: Any) -> bool:
        if handler.number <= 4:
            handler.connection.shutdown(SHUT_RDWR)
        return bool(handler.number <= 4)

    with keeping() as server:
        server.answer = all_at_once
        with ThreadPoolExecutor(4) as hands:
            list(hands.map(lambda _: client_of(server).api_call("auth.test"), range(4)))
        server.answer = hang_up
        with pytest.raises(SLACK_FAILED):
            client_of(server).api_call("auth.test")
        for _ in range(3):
            assert client_of(server).api_call("auth.test")["ok"]
    assert connections(server)[5:] == [5, 5, 5]


def test_a_proxy_is_asked_by_the_name_and_password_in_its_address_for_each_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tls, trusted = certificate_for("localhost", tmp_path)
    monkeypatch.setenv("NO_PROXY", "")
    with keeping(tls) as slack, keeping() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://me:p%40ss@127.0.0.1:{proxy.port}")
        for _ in range(2):
            assert client_of(slack, trusted).api_call("auth.test")["ok"]
    assert [one.target for one in proxy.asked] == [f"localhost:{slack.port}"] * 2
    assert proxy.asked[0].headers["Proxy-Authorization"] == "Basic bWU6cEBzcw=="
    assert "Authorization" not in proxy.asked[0].headers


def test_whom_the_environment_excepts_is_asked_without_its_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with keeping() as slack, keeping() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("NO_PROXY", "localhost")
        assert client_of(slack).api_call("auth.test")["ok"]
    assert proxy.asked == []
