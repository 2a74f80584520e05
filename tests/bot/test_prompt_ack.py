"""The ack: sent when it is given."""

import threading
import time
from types import SimpleNamespace

import pytest
from slack_bolt import BoltResponse
from slack_bolt.listener import thread_runner

from bot import prompt_ack
from bot.prompt_ack import _LOOK_SECONDS, PromptAck
from tests import patience
from tests.rig import Rig


def test_bolt_never_has_to_look_again(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two looks it sleeps for 10 ms, thrice as long as all else takes."""
    # However busy the machine.
    monkeypatch.setattr(prompt_ack, "_LOOK_SECONDS", patience.SECONDS)
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        time.sleep(seconds)

    watched = SimpleNamespace(time=time.time, sleep=sleep)
    monkeypatch.setattr(thread_runner, "time", watched)
    rig.debrief(rig.ana)
    assert slept == []


def test_the_serving_thread_s_look_waits_for_the_ack() -> None:
    ack = PromptAck()
    threading.Timer(0.02, ack).start()
    assert ack.response is not None
    assert ack.response.status == 200


def test_a_look_ends_without_an_ack_too() -> None:
    assert PromptAck().response is None


def test_no_other_thread_s_look_waits() -> None:
    ack, began, took = PromptAck(), time.perf_counter(), list[float]()

    def look() -> None:
        assert ack.response is None
        took.append(time.perf_counter() - began)

    listener = threading.Thread(target=look)
    listener.start()
    listener.join()
    assert took
    assert took[0] < _LOOK_SECONDS


def test_a_listener_that_fails_after_its_ack_takes_nothing_back() -> None:
    ack = PromptAck()
    given = ack()
    ack.response = None
    assert ack.response is given
    ack.response = BoltResponse(status=500)
    assert ack.response.status == 500
