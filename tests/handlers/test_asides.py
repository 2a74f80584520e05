"""What can wait beside a modal has room for two at a time, and for no more a minute than Slack allows."""

from contextlib import ExitStack

from handlers.slack.asides import Asides


class Seconds:
    at = 100.0

    def elapsed(self) -> float:
        return self.at


def taken(asides: Asides, times: int) -> int:
    """How many of so many, one after the other, found room."""
    found = 0
    for _ in range(times):
        with asides.room() as mine:
            found += mine
    return found


def test_there_is_room_for_two_at_a_time() -> None:
    asides = Asides()
    with ExitStack() as held:
        assert [held.enter_context(asides.room()) for _ in range(3)] == [True, True, False]
    with asides.room() as mine:
        assert mine


def test_room_is_given_back_when_something_is_raised() -> None:
    asides = Asides()
    for _ in range(3):
        try:
            with asides.room() as mine:
                assert mine
                raise RuntimeError
        except RuntimeError:
            pass


def test_a_rush_takes_no_more_than_slack_allows_in_a_minute() -> None:
    seconds = Seconds()
    asides = Asides(seconds.elapsed)
    found = 0
    for _ in range(60):
        found += taken(asides, 100)
        seconds.at += 1
    assert 60 <= found <= 100


def test_after_a_rush_all_is_as_before() -> None:
    seconds = Seconds()
    asides = Asides(seconds.elapsed)
    first = taken(asides, 1000)
    assert taken(asides, 1000) == 0
    seconds.at += 3600
    assert taken(asides, 1000) == first
