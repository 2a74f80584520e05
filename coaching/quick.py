"""The quick debrief: what follows from the kind of no and from the door, and what is left to ask for."""

from dataclasses import replace

from coaching.debrief import AskedWhy, Door, Draft
from coaching.kinds import KINDS, Kind, stage_told


def asks_stage(draft: Draft) -> bool:
    """Whether the rep is asked how far they had got: where the kind does not tell, and the door is not closed."""
    return draft.kind is not None and stage_told(draft.kind) is None and draft.door is not Door.CLOSED


def asks_why(draft: Draft) -> bool:
    """Whether the rep may say if they asked why: where it matters, is not told by the kind, and is still of use."""
    if draft.kind is None or draft.kind is Kind.UNKNOWN or draft.door is Door.CLOSED:
        return False
    return KINDS[draft.kind].why_matters


def still_asked(draft: Draft) -> tuple[str, ...]:
    """The names of the answers that the quick debrief needs and does not have: at most three beside the name."""
    stage = ("stage",) if asks_stage(draft) and draft.stage is None else ()
    return (*draft.missing(), *stage)


def without_stage_of(before: Kind | None, draft: Draft) -> Draft:
    """The draft without the stage that the kind `before` told, where another kind has taken its place."""
    if before is None or before is draft.kind or stage_told(before) is not draft.stage:
        return draft
    return replace(draft, stage=None)


def told_by_kind(draft: Draft) -> Draft:
    """The draft with what its kind of no tells.

    The stage, where the kind is heard at one only. Whoever does not know why was not told: that says nothing of
    whether they asked.
    """
    if draft.kind is None:
        return draft
    stage = stage_told(draft.kind) or draft.stage
    told = draft.kind is Kind.UNKNOWN and draft.asked_why is AskedWhy.TOLD
    return replace(draft, stage=stage, asked_why=None if told else draft.asked_why)
