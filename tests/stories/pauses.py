"""Mornings that are swept one after another, with pauses chosen on their days."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.rig import Rig


def settings(rig: Rig, **chosen: Any) -> None:
    rig.ana.command("/gotano", "settings")
    rig.ana.fill(chosen)
    assert rig.ana.submit().action == "closed"


def at(day: str, hour: int = 10) -> datetime:
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=UTC)


def days_until(rig: Rig, end: str, pauses: Sequence[tuple[str, str | None]] = ()) -> None:
    """Every morning is swept; the pauses are chosen at ten on their days."""
    chosen = dict(pauses)
    day = rig.clock.now().date()
    while day < date.fromisoformat(end):
        if day.isoformat() in chosen:
            rig.clock.move_to(at(day.isoformat()))
            settings(rig, pause=chosen[day.isoformat()])
            rig.sweep()
        day += timedelta(days=1)
        for minutes in (0, 180):
            rig.clock.move_to(at(day.isoformat(), 9) + timedelta(minutes=30 + minutes))
            rig.sweep()


def nudged(rig: Rig) -> None:
    """Asked about on Monday 1 February 2027."""
    rig.debrief(rig.ana, "Acme", callback_on="2027-02-01")
    rig.ana.close()
    rig.jump()


def sent_on(rig: Rig) -> list[str]:
    return [rig.local(one.sent_at).date().isoformat() for one in rig.deals()[0].nudges]
