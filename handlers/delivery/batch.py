"""One batch of claimed mornings: how long the claims hold, which workspaces must rest, and recording what was sent."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue

from slack_sdk import WebClient

from coaching.deal import LostDeal
from handlers.deals.messages import redraw_what_is_left
from handlers.delivery.dnd import QuietHours
from handlers.delivery.envelope import record_delivered
from handlers.slack.context import Services
from handlers.slack.errors import error_code
from handlers.slack.rep_times import Times
from storage.delivered import Posted
from storage.lease import Lease
from storage.nudges import DueNudge, are_there
from storage.owner import EVERYBODY, Owner
from storage.reps import Rep

ClientFor = Callable[[str], WebClient]
"""The Slack client of a workspace, by its id."""

_log = logging.getLogger(__name__)


def _never() -> bool:
    return False


class NotNow(Exception):
    """The claim may have run out, the workspace must rest, or it was decided otherwise meanwhile: nothing was sent."""


@dataclass(frozen=True)
class Morning:
    """What is due for one rep, read together with everybody else's of the batch."""

    owner: Owner
    rows: Sequence[DueNudge]
    deals: Mapping[int, LostDeal | Exception]
    """By the nudge's id, its deal, or why that cannot be read."""
    rep: Rep | None

    def deal(self, due: DueNudge) -> LostDeal:
        """The nudge's; raises what reading it raised."""
        deal = self.deals[due.id]
        if isinstance(deal, Exception):
            raise deal
        return deal


@dataclass
class DeliveryBatch:
    """Senders post side by side; what they posted is recorded together. Once it is `stopped`, no more is sent."""

    services: Services
    client_for: ClientFor
    lease: Lease
    stopped: Callable[[], bool] = _never
    quiet: QuietHours = field(default_factory=QuietHours)
    resting: set[str] = field(default_factory=set)
    posted: SimpleQueue[Sequence[Posted]] = field(default_factory=SimpleQueue)
    times: dict[Owner, Times] = field(default_factory=dict)
    """Of each rep something was posted to."""

    def may_send(self, owner: Owner) -> bool:
        return self.lease.is_sure and owner.team not in self.resting and not self.stopped()

    def record_posted(self) -> list[list[Posted]]:
        """Records all that was posted by now; those that were no longer ours, message by message.

        One commit for many: a commit each would be most of a sweep's work. A database that is away leaves the
        claims to run out, and they are then looked into.
        """
        waiting = self._take()
        if not waiting:
            return []
        try:
            return self._record(waiting)
        except Exception as error:
            # Whatever it is, what others are posting at this moment must still be recorded.
            about = {"rows": len(waiting), "error": error_code(error)}
            _log.warning("sent, but not recorded: claims are left to run out", extra=about)
            return []

    def take_back_if_deleted(self, together: Sequence[Posted]) -> None:
        """Of one message. A nudge whose deal was deleted while it was being sent goes from the DM; a digest is left
        with the others of its nudges, and goes where there are none. Never raises."""
        first = together[0]
        owner = first.due.owner
        try:
            with self.services.db.read(owner) as session:
                stays = are_there(session, [one.due.id for one in together])
            if not stays:
                client = self.client_for(owner.team)
                redraw_what_is_left(self.services, client, owner, first.channel, first.ts)
        except Exception as error:
            _log.warning(
                "a nudge is not taken back", extra={"nudge": first.due.id, "error": error_code(error)}
            )

    def _take(self) -> list[Posted]:
        taken: list[Posted] = []
        try:
            while True:
                taken += self.posted.get_nowait()
        except Empty:
            return taken

    def _record(self, waiting: Sequence[Posted]) -> list[list[Posted]]:
        with self.services.db.write(EVERYBODY) as session:
            held = {one.due.id for one in record_delivered(self.services, session, waiting, self.times)}
        lost = [one for one in waiting if one.due.id not in held]
        for one in lost:
            _log.warning("sent, but no longer ours to record", extra={"nudge": one.due.id})
        return _by_message(lost)


def _by_message(posted: Sequence[Posted]) -> list[list[Posted]]:
    found: dict[tuple[Owner, str, str], list[Posted]] = {}
    for one in posted:
        found.setdefault((one.due.owner, one.channel, one.ts), []).append(one)
    return list(found.values())
