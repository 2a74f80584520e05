"""The part of the journey that the clock brings: the end of a week, and a morning with many nudges."""

from datetime import UTC, datetime

from sqlalchemy import select

from storage.owner import EVERYBODY
from storage.tables import WeekNoteRow
from tests.rig import Rig


def week_ends(rig: Rig) -> None:
    """The note that was asked for comes, with something that waits or comes."""
    rig.ana.command("/gotano", "settings")
    rig.ana.fill({"week_note": ["yes"]})
    rig.ana.submit()
    with rig.db.read(EVERYBODY) as session:
        rig.clock.move_to(session.scalars(select(WeekNoteRow.due_at)).one())
    rig.sweep()


def many_due(rig: Rig) -> None:
    rig.clock.move_to(datetime(rig.clock.now().year + 1, 2, 10, 9, 30, tzinfo=UTC))
    rig.sweep()
