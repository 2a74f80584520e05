"""The replies that a nudge offers, and a still no with its form filled in."""

from coaching.deal import SNOOZES, Reply
from tests.rig import Rig
from tests.stories.scenes import reply

FIRST = {"reached_out", "talking_again", "won_back", "still_no", "let_go", *SNOOZES}
"""Before anybody reached out there is no answer to miss."""
ASK_WHY = {"told_me", "dodged", "no_answer", "skip"}


def still_no(rig: Rig, kind: str = "not_now", door: str = "ajar", **more: str) -> None:
    reply(rig.ana, Reply.STILL_NO)
    rig.ana.fill({"kind-buying": kind, "door": door} | more)
    assert rig.ana.submit().action == "closed"
