"""One batch of claimed mornings: how long the claims hold, which workspaces must rest, and settling what was sent."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue

from slack_sdk import WebClient

from handlers.deals.redraw import redraw
from handlers.delivery.envelope import record_delivered
from handlers.slack.context import Services
from handlers.slack.dm import take_back
from handlers.slack.errors import error_code
from storage.delivered import Posted
from storage.lease import Lease
from storage.nudges import DueNudge, is_there
from storage.owner import EVERYBODY, Owner

ClientFor = Callable[[str], WebClient]
"""The Slack client of a workspace, by its id."""

_log = logging.getLogger(__name__)


class NotNow(Exception):
    """The claim may have run out, or the workspace must rest: nothing was sent."""


@dataclass
class DeliveryBatch:
    """Senders post side by side; what they posted is settled together, and then shown on the cards."""

    services: Services
    client_for: ClientFor
    lease: Lease
    resting: set[str] = field(default_factory=set)
    posted: SimpleQueue[Sequence[Posted]] = field(default_factory=SimpleQueue)

    def may_send(self, owner: Owner) -> bool:
        return self.lease.is_sure and owner.team not in self.resting

    def record_posted(self, seconds: float = 0) -> list[tuple[Posted, bool]]:
        """Settles all that was posted by now, waiting so long for the first; each with whether we still held it.

        One commit for many: a commit each would be most of a sweep's work. A database that is away leaves the
        claims to run out, and they are then looked into.
        """
        waiting = self._take(seconds)
        if not waiting:
            return []
        try:
            return self._settle(waiting)
        except Exception as error:
            # Whatever it is, what others are posting at this moment must still be settled.
            about = {"rows": len(waiting), "error": error_code(error)}
            _log.warning("sent, but not settled: claims are left to run out", extra=about)
            return []

    def show(self, posted: Posted, held: bool) -> None:
        """Brings the deal's card up to date. A nudge whose deal was deleted meanwhile is taken back.

        Never raises: a card that stays behind, or a bot uninstalled at this moment, must not end the others' sending.
        """
        due = posted.due
        try:
            client = self.client_for(due.owner.team)
            if not held and not posted.in_digest and not self._is_there(due):
                take_back(client, posted.channel, posted.ts)
            redraw(self.services, client, due.owner, due.deal_id, but=posted.ts if posted.in_digest else None)
        except Exception as error:
            _log.warning("a card is not redrawn", extra={"nudge": due.id, "error": error_code(error)})

    def _take(self, seconds: float) -> list[Posted]:
        taken: list[Posted] = []
        try:
            taken += self.posted.get(timeout=seconds) if seconds else self.posted.get_nowait()
            while True:
                taken += self.posted.get_nowait()
        except Empty:
            return taken

    def _is_there(self, due: DueNudge) -> bool:
        with self.services.db.read(due.owner) as session:
            return is_there(session, due.id)

    def _settle(self, waiting: Sequence[Posted]) -> list[tuple[Posted, bool]]:
        with self.services.db.write(EVERYBODY) as session:
            held = {one.due.id for one in record_delivered(self.services, session, waiting)}
        for one in waiting:
            if one.due.id not in held:
                _log.warning("sent, but no longer ours to settle", extra={"nudge": one.due.id})
        return [(one, one.due.id in held) for one in waiting]
