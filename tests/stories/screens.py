"""A debrief as far as its second or its third screen."""

from tests.rig import Rig


def start(rig: Rig, prospect: str = "Dana Reyes, Acme", **given: str) -> None:
    """To the second screen."""
    rig.ana.command("/gotano", prospect)
    rig.ana.fill({"stage": "buying", "asked_why": "told"} | given)
    assert rig.ana.submit().action == "updated"


def to_look(rig: Rig, kind: str = "not_now", **given: str) -> None:
    start(rig, **given)
    rig.ana.fill({"kind-buying": kind})
    if kind != "no_response":
        rig.ana.fill({"door": "ajar"})
    assert rig.ana.submit().action == "updated"
