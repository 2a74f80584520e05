"""Which moment the rep's own words are for: they come back there, and nowhere else."""

from enum import StrEnum

from coaching.deal import LostDeal
from coaching.plan import Plan, Verdict
from prompts.facts import is_for_the_day, turn


class Moment(StrEnum):
    """When a message is said: with the verdict, on the day of a nudge, or on a last look."""

    NOW = "now"
    LATER = "later"
    LOOK = "look"


def name_of_moment(moment: Moment, plan: Plan, deal: LostDeal) -> str:
    """A name that stays the same while the same would be suggested for another telling of the same plan.

    What a verdict suggests for the day is the same moment before that day and on it. Tips take turns, so each turn
    is a moment of its own.
    """
    when = Moment.LATER if moment is Moment.NOW and is_for_the_day(plan.verdict) else moment
    parts: list[object] = [when, plan.verdict, plan.kind, plan.variant]
    if when is Moment.LATER and plan.verdict is Verdict.NURTURE:
        parts.append(turn(deal, plan) + 1)
    return " ".join(str(part) for part in parts if part)


def in_own_words(deal: LostDeal, moment: Moment, plan: Plan) -> str | None:
    """What the rep wrote for that moment; None where they wrote nothing."""
    said = deal.own_words.get(name_of_moment(moment, plan, deal)) if deal.own_words else None
    return said.text if said else None
