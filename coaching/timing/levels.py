"""How often anybody comes back lately, kind and days aside, remembered over several spans at once.

What share comes back drifts. How fast is not known beforehand, so that several memories are kept, from a short one
to one that forgets nothing; each leans on the next longer one while it has seen few.
"""

import math

_CASES = (math.inf, 300.0, 60.0)
"""After so many cases an older one counts half."""
_DAYS = (30.0,)
"""After so many days, likewise."""
_LEANS = 10.0
"""A memory leans on the longer one as if on so many cases."""
_FIRST_LEANS = 4.0

MEMORIES = len(_CASES) + len(_DAYS)


class Levels:
    """The memories, longest first: by cases, then by days.

    Each counts who came back, and who did not by the odds that their kind and days gave them: so it holds the odds of
    a case whose kind and days make no difference, whatever mix of cases was asked.
    """

    def __init__(self, chance: float) -> None:
        """`chance`: what is believed before the first case."""
        self._chance = chance
        self._came_back = [0.0] * MEMORIES
        self._stayed_away = [0.0] * MEMORIES

    def wait(self, days: int) -> None:
        """So many days went by."""
        for memory, half_life in enumerate(_DAYS, start=len(_CASES)):
            self._fade(memory, 0.5 ** (days / half_life))

    def learn(self, asked: int, came_back: float, stayed_away: float) -> None:
        """What came of one day's asks, all of which count alike; each who stayed away as often as their odds say."""
        for memory, half_life in enumerate(_CASES):
            kept = 0.5 ** (asked / half_life)
            self._fade(memory, kept)
            weight = 1.0 if half_life == math.inf else (1 - kept) / (1 - 0.5 ** (1 / half_life)) / asked
            self._add(memory, came_back * weight, stayed_away * weight)
        for memory in range(len(_CASES), MEMORIES):
            self._add(memory, came_back, stayed_away)

    def log_odds(self) -> list[float]:
        """What each memory says, as log odds."""
        longest = self._leaning(0, self._chance, _FIRST_LEANS)
        said = [longest]
        for memory in range(1, MEMORIES):
            said.append(self._leaning(memory, longest if memory == len(_CASES) else said[-1], _LEANS))
        return [math.log(chance / (1 - chance)) for chance in said]

    def _leaning(self, memory: int, on: float, cases: float) -> float:
        came_back = self._came_back[memory] + cases * on
        return came_back / (came_back + self._stayed_away[memory] + cases * (1 - on))

    def _fade(self, memory: int, kept: float) -> None:
        self._came_back[memory] *= kept
        self._stayed_away[memory] *= kept

    def _add(self, memory: int, came_back: float, stayed_away: float) -> None:
        self._came_back[memory] += came_back
        self._stayed_away[memory] += stayed_away
