"""The table of workflow steps: runs of the step in Slack's Workflow Builder, each of which waits for a debrief."""

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.owned import OfRep
from storage.partial_index import partial_index
from storage.tables import Base


class WorkflowStepRow(OfRep, Base):
    """One run, by Slack's own id of it; nothing of what the workflow told is in it.

    It waits for the offer `offer_id`, whose rep it belongs to, until `deadline`; `ended_at` is when its end was put
    into the outbox. The offer is named without a constraint: a run outlives it, to say so.
    """

    __tablename__ = "workflow_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    execution_id: Mapped[str] = mapped_column(String(64))
    offer_id: Mapped[int]
    began_at: Mapped[datetime]
    deadline: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("team", "execution_id", name="one_row_a_run"),
        Index("steps_of_a_rep", "team", "rep"),
        Index("steps_of_an_offer", "offer_id"),
        partial_index(
            "steps_that_wait",
            "deadline",
            where="ended_at IS NULL",
        ),
        {"sqlite_autoincrement": True},
    )
