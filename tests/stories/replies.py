"""The replies that a nudge offers, and a still no with its form filled in."""

from coaching.deal import Reply
from prompts.nudge_message import REPLY, SNOOZE
from tests.rig import Rig
from tests.stories.scenes import reply

ANY = {
    *(f"{REPLY}{r}" for r in ("reached_out", "no_answer", "talking_again", "won_back", "still_no", "let_go")),
    SNOOZE,
}
ASK_WHY = {f"{REPLY}{r}" for r in ("told_me", "dodged", "no_answer", "skip")}


def still_no(rig: Rig, kind: str = "not_now", door: str = "ajar", **more: str) -> None:
    reply(rig.ana, Reply.STILL_NO)
    rig.ana.fill({"kind-buying": kind, "door": door} | more)
    assert rig.ana.submit().action == "closed"
