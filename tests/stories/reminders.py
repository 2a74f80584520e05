"""A nudge, its reminder, and a recommendation to let go, each come to the rep."""

from datetime import date

from tests.rig import Rig
from tests.stories.scenes import JSON, nudge

WEDNESDAY = "2027-02-10"


def nudged(rig: Rig, on: str = WEDNESDAY) -> JSON:
    """The first message about a deal that is taken up on that day."""
    rig.debrief(rig.ana, "Acme", callback_on=on, words="Ask me when we have moved.")
    rig.ana.close()
    rig.jump()
    return nudge(rig.ana)


def reminded(rig: Rig) -> JSON:
    """The first message; the reminder has come since."""
    first = nudged(rig)
    rig.jump()
    assert nudge(rig.ana)["ts"] != first["ts"]
    return first


def again(rig: Rig, message: JSON) -> JSON:
    """The same message as it stands now."""
    return next(one for one in rig.ana.messages() if one["ts"] == message["ts"])


def sweeps_until(rig: Rig, day: str) -> None:
    while rig.clock.now().date() < date.fromisoformat(day):
        rig.clock.move(days=1)
        rig.sweep()
