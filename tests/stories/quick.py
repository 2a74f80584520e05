"""A quick debrief, to its verdict."""

from prompts.verdict_screen import VERDICT
from tests.rig import Rig


def to_verdict(
    rig: Rig, kind: str = "not_now", door: str = "ajar", name: str = "Dana Reyes, Acme", **given: str
) -> None:
    rig.ana.command("/gotano", name)
    rig.ana.fill({"kind-any": kind, "door": door} | given)
    assert rig.ana.submit().action == "updated"
    assert rig.ana.view is not None
    assert rig.ana.view["callback_id"] == VERDICT
