"""A debrief of a prospect whose name may be known: the first screen, the question, and the rest."""

from typing import Any

from playground import Submission
from tests.rig import Rig

KNOWN = "Dana Reyes, Acme"


def name(rig: Rig, prospect: str) -> Submission:
    """The first screen sent with that name."""
    rig.ana.command("/gotano", prospect)
    rig.ana.fill({"stage": "buying", "asked_why": "told"})
    return rig.ana.submit()


def asked(rig: Rig) -> list[str] | None:
    """The answers to "is it one of these?"; None where it is not asked."""
    assert rig.ana.view is not None
    options = [b["element"]["options"] for b in rig.ana.view["blocks"] if b["block_id"].startswith("joins")]
    return [option["value"] for option in options[0]] if options else None


def say(rig: Rig, joins: str) -> None:
    """Says which one it is, without sending it yet."""
    assert rig.ana.view is not None
    (block_id,) = (b["block_id"] for b in rig.ana.view["blocks"] if b["block_id"].startswith("joins"))
    rig.ana.fill({block_id: joins})


def answer(rig: Rig, joins: str) -> None:
    say(rig, joins)
    assert rig.ana.submit().action == "updated"


def finish(rig: Rig, **look: Any) -> None:
    rig.ana.fill({"kind-buying": "not_now", "door": "ajar"})
    assert rig.ana.submit().action == "updated"
    rig.ana.fill(look)
    assert rig.ana.submit().action == "updated"
    rig.ana.close()
