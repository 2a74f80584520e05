"""What a failed POST to a hook means: tried again for days, at the receiver's own pace, and then parked by name."""

from datetime import timedelta

import pytest

from handlers.delivery.hook_errors import HookFailed
from handlers.delivery.retry_policy import (
    FIRST_WAIT,
    LONGEST_HOOK_WAIT,
    MOST_HOOK_ATTEMPTS,
    Park,
    TryAgain,
    decide,
)

WAIT = FIRST_WAIT


@pytest.mark.parametrize(
    ("attempts", "waits"),
    [(0, WAIT), (1, 2 * WAIT), (10, 1024 * WAIT), (11, LONGEST_HOOK_WAIT), (12, LONGEST_HOOK_WAIT)],
)
def test_a_hook_waits_twice_as_long_each_time_up_to_a_day(attempts: int, waits: timedelta) -> None:
    assert decide(HookFailed("http_500"), attempts, lambda: 0) == TryAgain(waits, rests=True)


def test_a_hook_that_asks_for_more_time_gets_it_and_for_less_does_not() -> None:
    for asked, waits in ((timedelta(hours=2), timedelta(hours=2)), (timedelta(seconds=1), WAIT)):
        failed = HookFailed("http_429", retry_after=asked)
        assert decide(failed, 0, lambda: 0) == TryAgain(waits, rests=True)


def test_a_hook_is_parked_by_name_after_its_tries_and_those_take_four_days() -> None:
    failed, waited = HookFailed("http_422", rests=False), timedelta()
    for attempts in range(MOST_HOOK_ATTEMPTS - 1):
        what = decide(failed, attempts, lambda: 0)
        assert isinstance(what, TryAgain)
        waited += what.after
    assert waited > timedelta(days=4)
    assert decide(failed, MOST_HOOK_ATTEMPTS - 1) == Park("http_422")
