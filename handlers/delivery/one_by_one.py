"""What was claimed together goes out one after the other; what fails holds up no other workspace's."""

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from storage.lease import Lease

One = TypeVar("One")

TURN_SECONDS = 20.0
"""After so long no more is begun in a sweep, where no claims bound it: nudges are waiting for the next one."""


def turn(stopped: Callable[[], bool]) -> Callable[[], bool]:
    """Begins a job's turn of a sweep; what it gives says whether one more may be begun."""
    until = time.monotonic() + TURN_SECONDS
    return lambda: not stopped() and time.monotonic() < until


def send_one_by_one(
    claimed: Sequence[One],
    lease: Lease,
    *,
    team: Callable[[One], str],
    send: Callable[[One], None],
    failed: Callable[[One, Exception], bool],
    stopped: Callable[[], bool],
    beat: Callable[[], None],
) -> int:
    """How many were claimed. `failed` puts one off, and says whether Slack wants a rest for its workspace.

    In a workspace that does, and once the claims may run out, the others wait for the next sweep.
    """
    resting: set[str] = set()
    for one in claimed:
        if stopped() or not lease.is_sure:
            break
        if team(one) in resting:
            continue
        try:
            send(one)
        except Exception as error:
            if failed(one, error):
                resting.add(team(one))
        beat()
    return len(claimed)
