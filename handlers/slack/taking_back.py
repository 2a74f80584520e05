"""What tells of something deleted goes from Slack: at once where Slack takes it, and else by the clock."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from slack_sdk import WebClient

from handlers.slack.context import Services
from handlers.slack.dm import empty, take_back
from prompts.blocks import Message
from storage.leftovers import Place, leave
from storage.owner import Owner

GRACE = timedelta(minutes=1)
"""So long the clock leaves to whoever is taking it back already; they may stop half-way."""


def take_back_or_leave(services: Services, client: WebClient, owner: Owner, places: Iterable[Place]) -> None:
    """Deletes the messages that stand there."""
    leave_to_the_clock(services, owner, [place for place in places if not take_back(client, *place)])


def empty_or_leave(
    services: Services, client: WebClient, owner: Owner, place: Place, message: Message
) -> None:
    """Replaces a message; one that Slack will not change is deleted instead."""
    if not empty(client, *place, message):
        leave_to_the_clock(services, owner, [place])


def leave_to_the_clock(services: Services, owner: Owner, places: Sequence[Place]) -> None:
    """What stands there is taken back, or loses what was deleted where it tells of others as well."""
    if places:
        with services.db.write(owner) as session:
            leave(session, owner, places, services.now())
