"""The imports' table: which lists a rep has handed over. What stood in them are offers."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.owned import OfRep
from storage.tables import Base


class ImportRow(OfRep, Base):
    """A list that was imported: known again by the `digest` of its bytes, with how many offers came of it."""

    __tablename__ = "imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    offers: Mapped[int]

    __table_args__ = (
        UniqueConstraint("team", "rep", "digest", name="one_import_a_list"),
        {"sqlite_autoincrement": True},
    )
