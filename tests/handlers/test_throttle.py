"""Messages to one conversation are a second apart, nudges to one workspace at its pace; all others go at once."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from handlers.slack.throttle import Throttle


class Moments:
    """A clock that moves only while somebody rests; `rested` is each rest's seconds."""

    def __init__(self) -> None:
        self.at = 100.0
        self.rested: list[float] = []
        self._lock = threading.Lock()

    def monotonic(self) -> float:
        return self.at

    def rest(self, seconds: float) -> None:
        with self._lock:
            self.rested.append(round(seconds, 6))


@pytest.fixture
def moments(monkeypatch: pytest.MonkeyPatch) -> Moments:
    made = Moments()
    monkeypatch.setattr("handlers.slack.throttle.time", made)
    return made


def test_the_first_message_to_a_conversation_goes_at_once(moments: Moments) -> None:
    Throttle(moments.rest).wait_turn("D1")
    assert moments.rested == []


def test_messages_to_one_conversation_are_a_second_apart(moments: Moments) -> None:
    pace = Throttle(moments.rest)
    for _ in range(4):
        pace.wait_turn("D1")
    assert moments.rested == [1, 2, 3], "each waits for all before it"


@pytest.mark.parametrize(("passed", "waits"), [(0.25, [0.75]), (0.99, [0.01]), (1.0, []), (60.0, [])])
def test_only_what_is_left_of_the_second_is_waited_for(
    moments: Moments, passed: float, waits: list[float]
) -> None:
    pace = Throttle(moments.rest)
    pace.wait_turn("D1")
    moments.at += passed
    pace.wait_turn("D1")
    assert moments.rested == waits


def test_conversations_do_not_wait_for_one_another(moments: Moments) -> None:
    pace = Throttle(moments.rest)
    for number in range(500):
        pace.wait_turn(f"D{number}")
    assert moments.rested == []


def test_turns_are_kept_side_by_side_too(moments: Moments) -> None:
    pace = Throttle(moments.rest)
    with ThreadPoolExecutor(8) as hands:
        list(hands.map(pace.wait_turn, ["D1"] * 20))
    assert sorted(moments.rested) == list(range(1, 20)), "no two share a turn"


def test_nobody_rests_while_holding_up_the_others(moments: Moments) -> None:
    """Whoever waits lets the others take their turns meanwhile."""
    others: list[Callable[[], object]] = []

    def rest(seconds: float) -> None:
        moments.rest(seconds)
        while others:
            others.pop()()

    pace = Throttle(rest)
    others.append(lambda: pace.wait_turn("D2"))
    pace.wait_turn("D1")
    hand = threading.Thread(target=pace.wait_turn, args=("D1",), daemon=True)
    hand.start()
    hand.join(5)
    assert not hand.is_alive()
    assert others == []


def test_the_turns_of_many_are_forgotten_but_not_one_that_still_holds(moments: Moments) -> None:
    pace = Throttle(moments.rest)
    for number in range(3000):
        pace.wait_turn(f"D{number}")
        moments.at += 0.01
    assert len(pace._free_at) < 1500
    pace.wait_turn("D2999")
    assert moments.rested == [0.99]


def test_nudges_to_one_workspace_never_come_faster_than_slack_allows_in_any_minute(moments: Moments) -> None:
    sent: list[float] = []

    def rest(seconds: float) -> None:
        moments.at += seconds

    pace = Throttle(rest)
    for number in range(1000):
        pace.wait_turn(f"D{number}", "T1")
        sent.append(moments.at)
    assert max(sum(at <= one < at + 60 for one in sent) for at in sent) <= 300
    assert sent[-1] - sent[0] < 1.1 * 180, "three minutes is the least for a thousand"


def test_a_large_workspace_holds_up_no_other_and_no_answer_of_its_own(moments: Moments) -> None:
    pace = Throttle(moments.rest)
    for number in range(151):
        pace.wait_turn(f"D{number}", "T1")
    assert moments.rested == [30.1]
    pace.wait_turn("D200", "T2")
    pace.wait_turn("D201")
    assert moments.rested == [30.1]


def test_whoever_waits_for_a_workspace_s_turn_holds_up_no_answer_in_that_conversation(
    moments: Moments,
) -> None:
    """A card that a rep has just asked for does not wait behind their nudge."""
    answered: list[bool] = []

    def rest(seconds: float) -> None:
        moments.rest(seconds)
        if len(moments.rested) == 1:
            answered.append(pace.wait_turn("D150"))

    pace = Throttle(rest)
    for number in range(150):
        pace.wait_turn(f"D{number}", "T1")
    moments.at += 2
    pace.wait_turn("D150", "T1")
    assert moments.rested == [28.1, 1], "the second that the nudge took of the conversation, and no more"
    assert answered == [True]


def test_after_a_workspace_s_turn_the_conversation_has_its_second(moments: Moments) -> None:
    pace = Throttle(moments.rest)
    for number in range(151):
        pace.wait_turn(f"D{number}", "T1")
    moments.at += 30.1
    pace.wait_turn("D150")
    assert moments.rested == [30.1, 1]


def test_whoever_is_not_wanted_any_more_waits_no_longer_and_leaves_the_turn_to_others(
    moments: Moments,
) -> None:
    pace = Throttle(moments.rest)
    for number in range(150):
        pace.wait_turn(f"D{number}", "T1")
    for number in range(150, 400):
        looks = iter((True, True, False))
        assert pace.wait_turn(f"D{number}", "T1", looks.__next__)
    assert moments.rested == [1] * 500
    moments.rested.clear()
    pace.wait_turn("D400", "T1")
    assert moments.rested == [30.1], "as if they had never asked"


def test_whoever_is_wanted_waits_to_the_end(moments: Moments) -> None:
    pace = Throttle(moments.rest)
    for number in range(150):
        pace.wait_turn(f"D{number}", "T1")
    pace.wait_turn("D150", "T1", lambda: True)
    assert sum(moments.rested) == pytest.approx(30.1)
