"""A debrief on its last screen, with a lesson typed there."""

from tests.rig import Rig


def to_look(rig: Rig, opened: bool = False) -> None:
    if not opened:
        rig.ana.command("/gotano", "Dana Reyes, Acme")
    rig.ana.fill({"stage": "buying", "asked_why": "told"})
    rig.ana.submit()
    rig.ana.fill({"kind-buying": "not_now", "door": "ajar"})
    rig.ana.submit()
    rig.ana.fill({"lesson": "Ask sooner"})
