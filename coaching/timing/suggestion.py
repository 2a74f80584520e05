"""What the cases suggest to change in the playbook; a person takes it, or does not."""

from dataclasses import dataclass

from coaching.kinds import Kind
from coaching.policy import Policy
from coaching.timing.curve import Chance, place
from coaching.timing.estimate import SURE, Estimate
from coaching.timing.playbook_days import in_its_unit, known_kind

FEWEST_WINS = 3


@dataclass(frozen=True)
class Suggestion:
    """A change of one number of the playbook, with the cases behind it."""

    kind: Kind
    number: str
    """Its name under [timing] in the kind's file."""
    now: int
    instead: int | None
    """Its better value, in the number's own unit; None to let this kind of no go."""
    asked: int
    came_back: int
    chance_now: Chance
    chance_instead: Chance
    """The chance at its best; where it should be let go, too."""
    sure: float
    """How sure it is that the change is for the better, from 0 to 1."""


def suggestion(estimate: Estimate, policy: Policy) -> Suggestion | None:
    """What the cases of a kind suggest; None while they are too few, not sure enough, or agree with the playbook."""
    kind, waits = known_kind(estimate.kind), estimate.playbook
    if kind is None or waits is None or estimate.asked < policy.numbers.honest_counts_from:
        return None
    now, best = place(waits.days), place(estimate.best_days)
    if estimate.let_go:
        instead, sure = None, estimate.curve.below(best, policy.numbers.ask_cost_percent / 100)
    else:
        instead, sure = in_its_unit(waits.name, estimate.best_days), estimate.curve.higher(best, now)
        if best == now or instead == waits.value or estimate.came_back < FEWEST_WINS:
            return None
    if sure < SURE:
        return None
    chances = estimate.curve.chance(now), estimate.curve.chance(best)
    return Suggestion(
        kind, waits.name, waits.value, instead, estimate.asked, estimate.came_back, *chances, sure
    )
