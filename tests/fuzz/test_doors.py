"""Whatever bytes anybody sends to whatever address: answered in time, never with a 5xx, and nothing is kept."""

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.http_server import HTTP_THREADS
from bot.routes import INSTALLS_A_MINUTE
from bot.routing import BODY_LIMIT
from playground.transport.delivery import signed
from tests.fuzz.conftest import tried
from tests.fuzz.doors import SECRET, Doors
from tests.fuzz.raw import request, send
from tests.fuzz.shapes import BODIES, METHODS, NAMES, PATHS, SIGNED, TYPES, VALUES


def signature(how: str, body: bytes) -> tuple[tuple[str, str], ...]:
    if how == "not":
        return ()
    text, secret = body.decode("latin-1"), SECRET if how != "by another" else "not the secret"
    return tuple(signed(secret, text, 1_600_000_000 if how == "long ago" else None).items())


@given(
    method=METHODS,
    path=PATHS,
    body=BODIES,
    kind=TYPES,
    how=SIGNED,
    more=st.lists(st.tuples(NAMES, VALUES), max_size=3),
)
@tried(350)
def test_a_request_of_any_shape_is_answered_in_time_without_a_5xx_and_kept_by_nobody(
    doors: Doors,
    method: str,
    path: str,
    body: bytes,
    kind: str,
    how: str,
    more: list[tuple[str, str]],
) -> None:
    before = {row for row in doors.kept() if row.table != "slack_oauth_states"}
    headers = (("Content-Type", kind), *signature(how, body), *more)
    told = send(doors.port, request(method, path, headers, body))
    assert told.in_time
    assert (
        told.status is None
        or told.status < 500
        or (told.status == 501 and ("Transfer-Encoding" in dict(more)))
    )
    kept = doors.kept()
    assert {row for row in kept if row.table != "slack_oauth_states"} == before
    assert sum(row.table == "slack_oauth_states" for row in kept) <= 2 * INSTALLS_A_MINUTE


@given(st.binary(max_size=300))
@tried(150)
def test_bytes_that_are_no_request_do_no_harm(doors: Doors, junk: bytes) -> None:
    told = send(doors.port, junk)
    assert told.in_time
    assert told.status is None or told.status < 500


@pytest.mark.parametrize(
    "framing",
    [
        b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"Transfer-Encoding: chunked\r\n\r\nff\r\nab",
        b"Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffffff\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n1;" + b"x" * 70_000 + b"\r\na\r\n0\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n1\r\na1\r\na\r\n0\r\n\r\n",
        b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
        b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        b"Content-Length: 10\r\n\r\nab",
        b"Content-Length: +5\r\n\r\nabcde",
        b"Content-Length: 0x5\r\n\r\nabcde",
        b"X: " + b"a" * 300_000 + b"\r\n\r\n",
        b"X-Slack-Signature : v0=1\r\n\r\n",
        b"no colon\r\n\r\n",
        b" folded: 1\r\n\r\n",
    ],
    ids=range(15),
)
def test_a_body_broken_in_its_frame_is_refused(doors: Doors, framing: bytes) -> None:
    before = doors.kept()
    told = send(doors.port, b"POST /slack/events HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + framing)
    assert told.in_time
    assert told.status is None or 400 <= told.status < 500
    assert doors.kept() == before


@pytest.mark.parametrize(("more", "refused"), [(-1, False), (0, True), (3_000_000, True)])
def test_a_body_over_the_limit_is_refused_unread(doors: Doors, more: int, refused: bool) -> None:
    body = b"a" * (BODY_LIMIT + more)
    told = send(doors.port, request(body=body, headers=signature("rightly", body)))
    assert told.in_time
    # A sender that goes on sending may find the line cut instead of the answer.
    assert (told.status in (413, None)) == refused


def test_a_body_over_the_limit_in_chunks_is_refused_too(doors: Doors) -> None:
    chunk = b"%x\r\n" % 100_000 + b"a" * 100_000 + b"\r\n"
    head = request(headers=(("Transfer-Encoding", "chunked"),), length=False)
    told = send(doors.port, head + chunk * 11 + b"0\r\n\r\n")
    assert told.in_time
    assert told.status in (413, None)


@pytest.fixture
def stalled(doors: Doors) -> Iterator[None]:
    """Twice as many connections as there are threads, each in the middle of a request."""
    with ExitStack() as lines:
        for _ in range(2 * HTTP_THREADS):
            line = lines.enter_context(socket.create_connection(("127.0.0.1", doors.port)))
            line.sendall(b"POST /slack/events HTTP/1.1\r\nContent-Length: 100\r\n\r\nab")
        yield


@pytest.mark.usefixtures("stalled")
def test_connections_that_say_nothing_more_hold_up_nobody(doors: Doors) -> None:
    told = send(doors.port, request("GET", "/healthz"))
    assert told.status == 200
    assert told.in_time


def test_many_bad_requests_at_once_are_answered_and_leave_no_thread_behind(doors: Doors) -> None:
    send(doors.port, request())
    already, told = threading.active_count(), []
    bad = [request(body=b"{" * n, headers=signature("by another", b"{" * n)) for n in range(1, 61)]
    senders = [threading.Thread(target=lambda data=data: told.append(send(doors.port, data))) for data in bad]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert all(one.in_time and one.status is not None and one.status < 500 for one in told)
    assert threading.active_count() <= already
