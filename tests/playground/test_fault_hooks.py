"""Faults that do something at a moment of a call, and faults of one workspace or one conversation."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground import Fault, Gestures, LocalSlack
from tests.playground.calls import client_of
from tests.playground.conftest import PEOPLE


def test_before_comes_when_nothing_is_done_and_after_when_all_is(
    slack: LocalSlack, client: WebClient, ana: Gestures
) -> None:
    posted: list[int] = []

    def look() -> None:
        posted.append(len(ana.messages()))

    slack.faults.add("chat.postMessage", Fault(before=look, after=look))
    assert client.chat_postMessage(channel="U0ANA", text="x")["ok"]
    assert posted == [0, 1]


@pytest.mark.parametrize(("moment", "posted_meanwhile"), [("before", 1), ("after", 2)])
def test_a_hook_that_blocks_holds_up_its_own_call_alone(
    slack: LocalSlack, client: WebClient, ana: Gestures, moment: str, posted_meanwhile: int
) -> None:
    arrived, go_on = threading.Event(), threading.Event()

    def block() -> None:
        arrived.set()
        assert go_on.wait(5)

    hook: dict[str, Callable[[], None]] = {moment: block}
    slack.faults.add("chat.postMessage", Fault(**hook))  # type: ignore[arg-type]
    with ThreadPoolExecutor(1) as other:
        held = other.submit(client.chat_postMessage, channel="U0ANA", text="held")
        assert arrived.wait(5)
        client.chat_postMessage(channel="U0ANA", text="passing")
        assert len(ana.messages()) == posted_meanwhile
        assert not held.done()
        go_on.set()
        assert held.result(5)["ok"]


def test_after_comes_before_an_answer_that_is_lost(
    slack: LocalSlack, client: WebClient, ana: Gestures
) -> None:
    posted: list[int] = []
    fault = Fault(status=500, accepted_but_dropped=True, after=lambda: posted.append(len(ana.messages())))
    slack.faults.add("chat.postMessage", fault)
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel="U0ANA", text="x")
    assert posted == [1]


def test_a_fault_is_of_one_workspace(slack: LocalSlack, client: WebClient) -> None:
    other = slack.add_workspace(PEOPLE, team_id="T0OTHER")
    slack.faults.add("*", Fault(error="fatal_error", team="T0OTHER", times=None))
    assert client.auth_test()["ok"]
    with pytest.raises(SlackApiError, match="fatal_error"):
        client_of(slack, other.bot_token).auth_test()


@pytest.mark.parametrize("named_by", ["person", "dm"])
def test_a_fault_is_of_one_conversation_however_it_is_named(
    slack: LocalSlack, client: WebClient, ana: Gestures, sam: Gestures, named_by: str
) -> None:
    slack.faults.add("chat.postMessage", Fault(error="fatal_error", channel=ana.dm, times=None))
    assert client.chat_postMessage(channel=sam.dm, text="x")["ok"]
    with pytest.raises(SlackApiError, match="fatal_error"):
        client.chat_postMessage(channel=ana.dm if named_by == "dm" else "U0ANA", text="x")


def test_a_stop_does_not_wait_for_a_hook() -> None:
    go_on = threading.Event()
    arrived = threading.Event()

    def block() -> None:
        arrived.set()
        go_on.wait(5)

    with LocalSlack(PEOPLE) as slack, ThreadPoolExecutor(1) as other:
        slack.faults.add("auth.test", Fault(before=block))
        held = other.submit(client_of(slack, slack.bot_token).auth_test)
        assert arrived.wait(5)
        slack.stop()
        assert held.exception(5)
        go_on.set()
