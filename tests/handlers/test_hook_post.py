"""One POST to a receiver, over real sockets: pinned to the address that was checked, bounded, its answer unread."""

import socket
import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from ipaddress import ip_network
from pathlib import Path

import pytest

from handlers.delivery import hook_connection
from handlers.delivery.hook_address import HookRules
from handlers.delivery.hook_errors import HookFailed, HookGone
from handlers.delivery.hook_post import HookPoster
from tests.handlers.answering import answering
from tests.handlers.certificates import certificate_for

BODY = b"{}"
ODD_OFFSET = "Mon, 01 Jan 2001 00:00:00 +99999999999999"
LOCAL = HookRules(http=True, networks=(ip_network("127.0.0.0/8"),))


def post(port: int, rules: HookRules = LOCAL, scheme: str = "http", poster: HookPoster | None = None) -> None:
    to = poster or HookPoster(rules, lambda _host, _port: ["127.0.0.1"])
    to(f"{scheme}://receiver.example:{port}/in?key=1", {"webhook-id": "msg_1"}, BODY)


def failure(answer: bytes) -> HookFailed:
    with answering(answer, body=BODY) as (port, _), pytest.raises(HookFailed) as failed:
        post(port)
    return failed.value


def test_the_request_names_the_host_and_goes_to_the_address() -> None:
    with answering(b"HTTP/1.1 204 No Content\r\n\r\n", body=BODY) as (port, heard):
        post(port)
    assert heard[0].startswith(b"POST /in?key=1 HTTP/1.1\r\n")
    assert f"\r\nHost: receiver.example:{port}\r\n".encode() in heard[0]
    assert b"\r\nwebhook-id: msg_1\r\n" in heard[0]
    assert b"\r\nUser-Agent: gotano\r\n" in heard[0]


def test_a_name_that_changes_its_address_after_it_was_looked_at_leads_nowhere_else() -> None:
    """DNS rebinding: public when it is checked, our own machine when it would be asked again."""
    asked: list[str] = []

    def rebinds(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return ["192.0.2.1"] if len(asked) == 1 else ["127.0.0.1"]

    rules = HookRules(http=True, networks=(ip_network("192.0.2.0/24"),))
    with answering(b"HTTP/1.1 200 OK\r\n\r\n", body=BODY) as (port, heard):
        with pytest.raises(HookFailed):
            post(port, poster=HookPoster(rules, rebinds))
        assert asked == ["receiver.example"]
        with pytest.raises(HookFailed, match="address_refused"):
            post(port, poster=HookPoster(rules, rebinds))
    assert heard == []


@pytest.mark.parametrize(
    ("status", "rests"), [(301, True), (302, True), (307, True), (400, False), (401, True), (404, True)]
)
def test_what_is_no_yes_is_a_failure_by_its_status(status: int, rests: bool) -> None:
    failed = failure(f"HTTP/1.1 {status} Told\r\nLocation: http://127.0.0.1/\r\n\r\n".encode())
    assert (failed.name, failed.rests) == (f"http_{status}", rests)


def test_a_receiver_that_is_gone_says_so() -> None:
    with answering(b"HTTP/1.1 410 Gone\r\n\r\n", body=BODY) as (port, _), pytest.raises(HookGone):
        post(port)


@pytest.mark.parametrize(
    ("told", "least", "most"),
    [
        ("120", 120, 120),
        ("999999999999", 86400, 86400),
        (format_datetime(datetime.now(UTC) + timedelta(hours=1)), 3500, 3600),
        ("Mon, 01 Jan 2001 00:00:00 GMT", 0, 0),
    ],
    ids=["seconds", "longer than a day", "a date", "a date that has passed"],
)
def test_what_the_receiver_says_of_when_to_come_back_is_taken(told: str, least: int, most: int) -> None:
    wait = failure(f"HTTP/1.1 429 Slow down\r\nRetry-After: {told}\r\n\r\n".encode()).retry_after
    assert wait is not None
    assert timedelta(seconds=least) <= wait <= timedelta(seconds=most)


@pytest.mark.parametrize("told", ["", "soon", "-5", "1.5", "²", ODD_OFFSET])
def test_what_is_no_time_is_none(told: str) -> None:
    assert failure(f"HTTP/1.1 429 Slow\r\nRetry-After: {told}\r\n\r\n".encode("latin-1")).retry_after is None


@pytest.mark.parametrize("answer", [b"", b"hello\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"\x00" * 100])
def test_what_is_no_http_is_a_failure(answer: bytes) -> None:
    assert failure(answer).name in ("unreachable", "timeout")


def test_a_receiver_that_drips_is_left_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte comes within the timeout of the socket: only a deadline for the whole of it ends that."""
    monkeypatch.setattr(hook_connection, "ANSWER_SECONDS", 0.5)
    server = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def drip() -> None:
        connection, _ = server.accept()
        with connection:
            while not over.wait(0.1):
                try:
                    connection.sendall(b"H")
                except OSError:
                    return

    threading.Thread(target=drip, daemon=True).start()
    began = datetime.now(UTC)
    with pytest.raises(HookFailed, match="timeout"):
        post(server.getsockname()[1])
    over.set()
    server.close()
    assert datetime.now(UTC) - began < timedelta(seconds=10)


def test_nobody_there_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(HookFailed, match="unreachable"):
        post(port)


def test_the_certificate_has_to_be_for_the_name_and_not_for_the_address(tmp_path: Path) -> None:
    for name, taken in (("receiver.example", True), ("other.example", False)):
        server_side, trusted = certificate_for(name, tmp_path)
        poster = HookPoster(LOCAL, lambda _host, _port: ["127.0.0.1"], lambda: trusted)  # noqa: B023
        with answering(b"HTTP/1.1 200 OK\r\n\r\n", server_side, body=BODY) as (port, heard):
            if taken:
                post(port, scheme="https", poster=poster)
                assert heard[0].startswith(b"POST /in?key=1")
            else:
                with pytest.raises(HookFailed, match="tls_failed"):
                    post(port, scheme="https", poster=poster)


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    server_side, _ = certificate_for("receiver.example", tmp_path)
    poster = HookPoster(LOCAL, lambda _host, _port: ["127.0.0.1"])
    with (
        answering(b"HTTP/1.1 200 OK\r\n\r\n", server_side, BODY) as (port, _),
        pytest.raises(HookFailed, match="tls_failed"),
    ):
        post(port, scheme="https", poster=poster)
