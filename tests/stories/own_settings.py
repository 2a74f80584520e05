"""A rep's settings as they are changed and saved, and when nudges come by them."""

from typing import Any

from playground import Submission
from storage.owner import EVERYBODY, Owner
from storage.reps import Rep, find_rep
from tests.rig import TEAM, Rig

NAMES = [f"{letter} Ltd" for letter in "ABCDEFGHIJKL"]


def settings(rig: Rig, **chosen: Any) -> Submission:
    """Opened by the command, changed and saved."""
    assert rig.ana.command("/gotano", "settings").ok
    rig.ana.fill(chosen)
    return rig.ana.submit()


def lost(rig: Rig, on: str = "2026-12-10", prospect: str = "Acme") -> None:
    rig.debrief(rig.ana, prospect, callback_on=on)
    rig.ana.close()


def rep(rig: Rig) -> Rep:
    with rig.db.read(EVERYBODY) as session:
        found = find_rep(session, Owner(TEAM, "U0ANA"))
    assert found is not None
    return found


def now(rig: Rig) -> str:
    return f"{rig.clock.now().astimezone(rep(rig).zone):%Y-%m-%d %H:%M}"


def sent(rig: Rig) -> int:
    return sum(len(deal.nudges) for deal in rig.deals())


def due(rig: Rig) -> str:
    """When the newest deal's nudge goes, by the rep's present clock."""
    at = rig.deals()[0].next_nudge_at
    assert at is not None
    return f"{at.astimezone(rep(rig).zone):%Y-%m-%d %H:%M}"


def until_sent(rig: Rig, count: int) -> None:
    """From due moment to due moment; what is put off comes at a later one."""
    for _ in range(5):
        rig.jump()
        if sent(rig) == count:
            return
    raise AssertionError("put off again and again")
