"""What was measured, with the goal next to it, printed as it comes."""

from collections.abc import Callable
from dataclasses import dataclass, field

HEAD = "| database | what | measured | goal | met |\n" + "|---" * 5 + "|"


@dataclass
class Figures:
    """`slack` widens every goal that is a ratio of two runs: small runs are noisier."""

    slack: float
    missed: list[str] = field(default_factory=list)

    def of(self, database: str) -> "Told":
        return Told(self, database)


@dataclass(frozen=True)
class Told:
    """The figures of one database."""

    figures: Figures
    database: str

    def tell(self, what: str, measured: str) -> None:
        """A figure without a goal."""
        self._print(what, measured, "", "")

    def at_most(self, what: str, measured: float, goal: float, show: Callable[[float], str]) -> None:
        self._judge(what, show(measured), f"at most {show(goal)}", measured <= goal * self.figures.slack)

    def at_least(self, what: str, measured: float, goal: float, show: Callable[[float], str]) -> None:
        """For a figure of one run: no room is given to it."""
        self._judge(what, show(measured), f"at least {show(goal)}", measured >= goal)

    def faster(self, what: str, ratio: float) -> None:
        """How many times as fast as somebody else we are."""
        self._judge(what, times(ratio), "more than 1.00 times", ratio * self.figures.slack > 1)

    def _judge(self, what: str, measured: str, goal: str, met: bool) -> None:
        self._print(what, measured, goal, "yes" if met else "**no**")
        if not met:
            self.figures.missed.append(f"{self.database}: {what}: {measured}, not {goal}")

    def _print(self, *columns: str) -> None:
        print("|", " | ".join((self.database, *columns)), "|", flush=True)


def times(ratio: float) -> str:
    return f"{ratio:.2f} times"


def percent(share: float) -> str:
    return f"{share:.1%}"


def megabytes(count: float) -> str:
    return f"{count:.1f} MB"


def a_second(count: float) -> str:
    return f"{count:,.0f}/s"
