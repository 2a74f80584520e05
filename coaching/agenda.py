"""The parts of a rep's day."""

from enum import StrEnum


class Part(StrEnum):
    """What a deal asks of the rep, in the order in which Home shows it.

    A question that waits for its answer, a decision, what comes today, and what comes in the next days.
    """

    ANSWER = "answer"
    DECIDE = "decide"
    DUE = "due"
    SOON = "soon"
