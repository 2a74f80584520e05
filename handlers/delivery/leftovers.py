"""Messages about what a rep deleted are taken back, or lose it, by the clock, all of them, at the pace Slack allows."""

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers.deals.messages import redraw_nudges_left
from handlers.deals.offers import redraw_those_left
from handlers.delivery.batch import ClientFor
from handlers.delivery.deleted import look_for
from handlers.delivery.one_by_one import turn
from handlers.delivery.retry_policy import MOST_ATTEMPTS, TryAgain, decide, is_away
from handlers.slack.context import Services
from handlers.slack.errors import SLACK_FAILED, error_code
from storage.leftovers import (
    Leftover,
    Place,
    count_attempt,
    due_leftovers,
    forget_leftover,
    leave,
    postpone_leftovers,
)
from storage.owner import EVERYBODY, Owner
from storage.sought import unpack

BATCH = 10
"""A sweep's: chat.delete allows about 50 a minute a workspace (tier 3)."""
_GONE = timedelta(days=1)
"""The bot may be installed again; with a workspace that is erased its rows go, too."""
_NEVER = frozenset(
    {"message_not_found", "channel_not_found", "cant_delete_message", "is_archived", "not_in_channel"}
)
"""It is gone, or no bot may delete it."""
_NEVER_SHOWN = _NEVER | {"missing_scope"}
"""A DM that this bot is not shown."""
_UNCHANGED = "edit_window_closed"
"""The workspace lets nobody change a message so late: of one that cannot lose its row all of it has to go."""
_log = logging.getLogger(__name__)


def take_back_leftovers(
    services: Services, client_for: ClientFor, stopped: Callable[[], bool], beat: Callable[[], None]
) -> int:
    """Deletes those that are due; how many there were. A workspace that wants a rest holds up no other."""
    now, goes_on = services.now(), turn(stopped)
    with services.db.read(EVERYBODY) as session:
        due = due_leftovers(session, now, BATCH)
    resting: set[str] = set()
    for one in due:
        if not goes_on():
            break
        if one.owner.team in resting:
            continue
        try:
            _take_back(services, client_for(one.owner.team), one)
        except Exception as error:
            resting.add(one.owner.team)
            _put_off(services, one, error)
        beat()
    return len(due)


def _take_back(services: Services, client: WebClient, one: Leftover) -> None:
    """A message that tells of others too stays, with these: of offers only what went to a colleague goes from it, of
    a digest only what was deleted. What is only sought is looked for first, and left to be taken back."""
    if one.sought:
        _look(services, client, one)
        return
    about = (services, client, one.owner, one.channel, one.ts)
    try:
        if not _is_redrawn(*about):
            client.chat_delete(channel=one.channel, ts=one.ts)
    except SlackApiError as error:
        if error_code(error) not in _NEVER:
            raise
    with services.db.write(EVERYBODY) as session:
        forget_leftover(session, one.id)


def _look(services: Services, client: WebClient, one: Leftover) -> None:
    found: Sequence[Place] = ()
    try:
        found = look_for(services, client, one.owner, unpack(one.sought))
    except SLACK_FAILED as error:
        if error_code(error) not in _NEVER_SHOWN:
            raise
    with services.db.write(one.owner) as session:
        leave(session, one.owner, found, services.now())
        forget_leftover(session, one.id)


def _is_redrawn(services: Services, client: WebClient, owner: Owner, channel: str, ts: str) -> bool:
    """Whether it tells of others, and of nothing else by now."""
    about = (services, client, owner, channel, ts)
    try:
        return redraw_those_left(*about) or redraw_nudges_left(*about)
    except SlackApiError as error:
        if error_code(error) != _UNCHANGED:
            raise
        return False


def _put_off(services: Services, one: Leftover, error: Exception) -> None:
    """All of the workspace's wait. What Slack keeps refusing is given up in the end.

    Wanting a rest is no refusal, nor is giving no answer.
    """
    what, now = decide(error, one.attempts), services.now()
    wait, failed = (what.after, what.failed) if isinstance(what, TryAgain) else (_GONE, True)
    failed = failed and not is_away(error)
    _log.warning("a message is not taken back", extra={"team": one.owner.team, "error": error_code(error)})
    with services.db.write(EVERYBODY) as session:
        if failed and one.attempts + 1 >= MOST_ATTEMPTS:
            forget_leftover(session, one.id)
        elif failed:
            count_attempt(session, one.id)
        postpone_leftovers(session, one, now, now + wait)
