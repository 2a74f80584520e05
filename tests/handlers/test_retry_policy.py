"""What a failed sending means: the table of all that Slack, the network and we ourselves can get wrong."""

from datetime import timedelta
from http.client import BadStatusLine, IncompleteRead, RemoteDisconnected
from typing import Any
from urllib.error import URLError

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web import SlackResponse
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from handlers.delivery.retry_policy import (
    FIRST_WAIT,
    INSTALLATION_GONE,
    LONGEST_WAIT,
    MOST_ATTEMPTS,
    Park,
    TryAgain,
    decide,
    retry_after,
)
from handlers.slack.errors import PERSON_GONE, NoAnswer, error_code

LAST = MOST_ATTEMPTS - 1
"""How many tries failed before the last one."""
WAIT = FIRST_WAIT
LONG_AGO = 1000
PAGE = "<!DOCTYPE html><html><body>Bad gateway: Dana Reyes</body></html>"


def said(error: str, status: int = 200, **headers: str) -> SlackApiError:
    """Slack's own answer that it will not."""
    data: dict[str, Any] = {"ok": False, "error": error}
    response = SlackResponse(
        client=WebClient(),
        http_verb="POST",
        api_url="chat.postMessage",
        req_args={},
        data=data,
        headers={name.replace("_", "-"): value for name, value in headers.items()},
        status_code=status,
    )
    return SlackApiError("refused", response)  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    ("headers", "waits"),
    [
        ({"Retry_After": "240"}, 240),
        ({"retry_after": "7"}, 7),
        ({"RETRY_AFTER": "1"}, 1),
        ({"Retry_After": "0"}, 1),
        ({"Retry_After": "3600"}, 3600),
        ({"Retry_After": "3601"}, 3600),
        ({"Retry_After": "31536000"}, 3600),
        ({"Retry_After": "99999999999999"}, 3600),
        ({"Retry_After": "9" * 5000}, 3600),
        ({"Retry_After": "Wed, 21 Oct 2037 07:28:00 GMT"}, 30),
        ({}, 30),
        ({"Retry_After": ""}, 30),
        ({"Retry_After": "soon"}, 30),
        ({"Retry_After": "-5"}, 30),
        ({"Retry_After": "1.5"}, 30),
    ],
)
@pytest.mark.parametrize("attempts", [0, LAST, LONG_AGO])
@pytest.mark.parametrize(
    ("name", "status"),
    [("ratelimited", 429), ("ratelimited", 200), ("rate_limited", 200), ("anything", 429)],
)
def test_a_rate_limit_rests_as_long_as_slack_says_and_counts_as_no_try(
    name: str, status: int, attempts: int, headers: dict[str, str], waits: int
) -> None:
    wanted = TryAgain(timedelta(seconds=waits), failed=False, unknown=False, rests=True)
    for chance in (lambda: 0.0, lambda: 1.0):
        assert decide(said(name, status, **headers), attempts, chance) == wanted
    assert retry_after(said(name, status, **headers)) == timedelta(seconds=waits)


@pytest.mark.parametrize(("told", "said_so"), [("0", True), ("31536000", True), ("soon", True), ("7", False)])
def test_a_wait_that_is_not_taken_as_slack_says_it_is_in_the_log(
    caplog: pytest.LogCaptureFixture, told: str, said_so: bool
) -> None:
    retry_after(said("ratelimited", 429, Retry_After=told))
    assert [vars(record)["told"] for record in caplog.records] == ([told] if said_so else [])


def empty(**data: Any) -> SlackApiError:
    """What slack_sdk raises for a reply of status 200 without a true `ok`."""
    error = said("")
    error.response.data = data
    return error


SLACK_AWAY = [
    pytest.param(empty(), id="{}"),
    pytest.param(empty(ok=False), id="no error's name"),
    pytest.param(empty(ok=False, error=7), id="an error that is no name"),
    pytest.param(NoAnswer("chat.postMessage"), id="no ts"),
    pytest.param(said("internal_error", 500), id="500"),
    pytest.param(said("anything", 502), id="502"),
    pytest.param(said("service_unavailable", 503), id="503"),
    pytest.param(said("anything", 504), id="504"),
    pytest.param(said("internal_error"), id="internal_error"),
    pytest.param(said("fatal_error"), id="fatal_error"),
    pytest.param(said("request_timeout"), id="request_timeout"),
    pytest.param(said("service_unavailable"), id="service_unavailable"),
    pytest.param(TimeoutError("timed out"), id="timed out"),
    pytest.param(ConnectionResetError(104, "reset"), id="reset"),
    pytest.param(ConnectionRefusedError(111, "refused"), id="refused"),
    pytest.param(BrokenPipeError(32, "broken"), id="broken pipe"),
    pytest.param(URLError(TimeoutError()), id="URLError"),
    pytest.param(RemoteDisconnected("no answer"), id="no answer"),
    pytest.param(IncompleteRead(b""), id="half an answer"),
    pytest.param(BadStatusLine("x"), id="no HTTP"),
    pytest.param(SlackRequestError("x"), id="SlackRequestError"),
]


@pytest.mark.parametrize("attempts", [0, LAST, LONG_AGO])
@pytest.mark.parametrize("error", SLACK_AWAY)
def test_slack_away_may_have_taken_it_and_is_never_the_nudge_s_fault(error: Exception, attempts: int) -> None:
    what = decide(error, attempts, lambda: 0)
    assert isinstance(what, TryAgain), "for as long as that lasts"
    assert (what.failed, what.unknown, what.rests) == (True, True, False)


@pytest.mark.parametrize("attempts", [0, LAST, LONG_AGO])
@pytest.mark.parametrize("name", ["team_added_to_org", "org_login_required"])
def test_a_workspace_on_its_way_into_an_organisation_is_waited_for(name: str, attempts: int) -> None:
    what = decide(said(name), attempts, lambda: 0)
    assert isinstance(what, TryAgain)
    assert (what.unknown, what.rests) == (False, False)


@pytest.mark.parametrize("attempts", [0, LAST])
@pytest.mark.parametrize("name", sorted(PERSON_GONE | INSTALLATION_GONE))
def test_who_is_gone_is_parked_at_once_by_slack_s_name(name: str, attempts: int) -> None:
    assert decide(said(name), attempts, lambda: 0) == Park(name)


@pytest.mark.parametrize("name", ["missing_scope", "msg_too_long", "invalid_blocks", "invalid_auth", "new"])
def test_what_slack_refuses_was_not_sent_and_is_parked_after_the_most_tries(name: str) -> None:
    assert decide(said(name), 0, lambda: 0) == TryAgain(WAIT, failed=True, unknown=False, rests=False)
    assert decide(said(name), LAST - 1, lambda: 0) == TryAgain(LONGEST_WAIT, failed=True, unknown=False)
    assert decide(said(name), LAST, lambda: 0) == Park(name)


@pytest.mark.parametrize(
    ("error", "name"), [(ValueError("Dana"), "ValueError"), (KeyError("Dana"), "KeyError")]
)
def test_a_fault_of_ours_may_have_come_after_the_post_and_is_parked_by_its_kind(
    error: Exception, name: str
) -> None:
    """Never by its text, which may be somebody's words."""
    assert decide(error, 0, lambda: 0) == TryAgain(WAIT, failed=True, unknown=True)
    assert decide(error, LAST, lambda: 0) == Park(name)


DATABASE_TROUBLE = [
    pytest.param(OperationalError("UPDATE", {}, Exception("database is locked")), id="locked"),
    pytest.param(OperationalError("SELECT 1", {}, Exception("gone")), id="gone"),
    pytest.param(InterfaceError("SELECT 1", {}, Exception("closed")), id="closed"),
    pytest.param(DBAPIError("SELECT 1", {}, Exception("terminated")), id="terminated"),
    pytest.param(PoolTimeout("QueuePool limit reached"), id="no connection free"),
]


@pytest.mark.parametrize("attempts", [0, LAST, LONG_AGO])
@pytest.mark.parametrize("error", DATABASE_TROUBLE)
def test_trouble_with_our_own_database_counts_as_no_try_however_long_it_lasts(
    error: Exception, attempts: int
) -> None:
    what = decide(error, attempts, lambda: 0)
    assert isinstance(what, TryAgain)
    assert (what.failed, what.unknown, what.rests) == (False, True, False)


@pytest.mark.parametrize(
    ("attempts", "least"),
    [(0, 1), (1, 2), (2, 4), (3, 8), (4, 16), (5, 32), (6, 60), (10, 60), (LONG_AGO, 60)],
)
def test_waits_double_up_to_an_hour_and_are_at_most_half_as_long_again(attempts: int, least: int) -> None:
    def wait(chance: float) -> timedelta:
        what = decide(TimeoutError(), attempts, lambda: chance)
        assert isinstance(what, TryAgain)
        return what.after

    minutes = timedelta(minutes=least)
    assert (wait(0), wait(0.5), wait(1)) == (minutes, minutes * 1.25, minutes * 1.5)


@pytest.mark.parametrize("kind", [IntegrityError, DataError])
def test_what_our_database_would_refuse_for_ever_is_parked_in_the_end(kind: type[DBAPIError]) -> None:
    refused = kind("INSERT", {}, Exception("refused"))
    assert decide(refused, 0, lambda: 0) == TryAgain(FIRST_WAIT, failed=True, unknown=True)
    assert decide(refused, LAST, lambda: 0) == Park(kind.__name__)


@given(st.integers(0, 10_000))
def test_those_who_failed_together_come_back_apart(attempts: int) -> None:
    what = [decide(TimeoutError(), attempts) for _ in range(20)]
    waits = {one.after for one in what if isinstance(one, TryAgain)}
    assert len(waits) > 1
    assert all(FIRST_WAIT <= wait <= LONGEST_WAIT * 1.5 for wait in waits)


def test_twenty_tries_are_over_more_than_half_a_day() -> None:
    waits = [decide(said("msg_too_long"), attempts, lambda: 0) for attempts in range(LAST)]
    assert sum((one.after for one in waits if isinstance(one, TryAgain)), timedelta()) > timedelta(hours=12)


@pytest.mark.parametrize("status", [200, 502])
def test_a_page_in_the_place_of_an_answer_has_a_short_name_without_its_words(status: int) -> None:
    """A proxy's page: the SDK makes the whole of it the error, and names go to logs, metrics and the database."""
    broken = said(f"Received a response in a non-JSON format: {PAGE}", status)
    name = error_code(broken)
    assert "Dana" not in name
    assert len(name) <= 64
    what = decide(broken, 0, lambda: 0)
    assert isinstance(what, TryAgain)
    assert what.unknown, "nobody knows what became of it"
