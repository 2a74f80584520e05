"""Whom a row belongs to: what `storage.isolation` bounds by, and a table says by what it is made of.

One bound for each of these classes is put on every statement. A bound for each table would cost more than the
statement: SQLAlchemy compares every bound whenever it looks for a statement that it has compiled before.
"""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column


class OfRep:
    """A row that names its workspace and rep."""

    team: Mapped[str] = mapped_column(String(32))
    rep: Mapped[str] = mapped_column(String(32))


class OfTeam:
    """A row of a whole workspace; of people no more than who chose a team's note, and who looks after its numbers."""

    team: Mapped[str] = mapped_column(String(32))


class OfTwo:
    """A row that two reps share: it belongs to `rep`, who is offered the deals, and to `from_rep`, who had them."""

    id: Mapped[int] = mapped_column(primary_key=True)
    team: Mapped[str] = mapped_column(String(32))
    rep: Mapped[str] = mapped_column(String(32))
    from_rep: Mapped[str] = mapped_column(String(32))


class AboutDeal:
    """What every row about a deal has: it goes when the deal goes, and undoing marks it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    deal_id: Mapped[int] = mapped_column(ForeignKey("deals.id", ondelete="CASCADE"), index=True)


class OfDeal(AboutDeal):
    """A row that belongs to whom its deal belongs to."""
