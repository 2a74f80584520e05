"""A nudge that has come, the no it is answered with, and when the deal is taken up next."""

from typing import Any

from coaching.deal import Reply
from prompts.nudge_message import REPLY, SNOOZE
from tests.rig import Rig
from tests.stories.scenes import reply

ANY = {
    *(f"{REPLY}{r}" for r in ("reached_out", "no_answer", "talking_again", "won_back", "still_no", "let_go")),
    SNOOZE,
}
ASK_WHY = {f"{REPLY}{r}" for r in ("told_me", "dodged", "no_answer", "skip")}


def nudged(rig: Rig, **given: Any) -> None:
    """A deal whose first nudge has come; without more said, on Monday 1 February 2027."""
    rig.debrief(rig.ana, **given)
    rig.ana.close()
    rig.jump()


def due_on(rig: Rig) -> str | None:
    due = rig.deals()[0].plan.due
    return due.on.isoformat() if due else None


def still_no(rig: Rig, kind: str = "not_now", door: str = "ajar", **more: str) -> None:
    reply(rig.ana, Reply.STILL_NO)
    rig.ana.fill({"kind-buying": kind, "door": door} | more)
    assert rig.ana.submit().action == "closed"
