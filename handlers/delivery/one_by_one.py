"""What was claimed together goes out one after the other; what fails holds up no other workspace's."""

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from slack_sdk import WebClient

from handlers.slack.context import Services
from handlers.slack.dm import to_dm
from prompts.blocks import Message
from storage.lease import Lease
from storage.owner import Owner

One = TypeVar("One")

TURN_SECONDS = 20.0
"""After so long no more is begun in a sweep, where no claims bound it: nudges are waiting for the next one."""


class LeaseOver(Exception):
    """The claim may have run out, or the bot is told to stop: nothing was sent, and it is to be given back."""


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
    """How many were claimed. `failed` puts one off, or gives it back, and says whether its workspace is to rest.

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


def post_under(
    lease: Lease, services: Services, client: WebClient, to: Owner, message: Message, known: str | None = None
) -> tuple[str, str]:
    """Posts what was claimed into a DM; its channel and ts. LeaseOver where the claim may have run out meanwhile."""

    def post(channel: str) -> str:
        services.throttle.wait_turn(channel)
        # As late as can be: between this and the post lies the one window that remains.
        if not lease.is_sure:
            raise LeaseOver
        return str(client.chat_postMessage(channel=channel, **message)["ts"])

    return to_dm(services, client, to, post, known)
