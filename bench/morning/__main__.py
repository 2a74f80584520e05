"""`python -m bench.morning`: a morning at Slack's own limits, as a table."""

import sys
import tempfile
from pathlib import Path

import click

from bench.morning.course import Morning, morning
from bench.morning.scene import Load
from storage.lease import LEASE_TIME

FULL = Load(1000, 10, 20, 3)
_MOST_TIMES, _MOST_LIMITED, _BESIDE_SECONDS = 1.1, 0.01, 15.0
"""Of the least that is possible; of the messages; and how much later the small ones may be beside a large one."""


@click.command()
@click.option("--large", default=FULL.large, show_default=True, help="Reps of the large workspace.")
@click.option("--small", default=FULL.small, show_default=True, help="Small workspaces beside it.")
@click.option("--reps", default=FULL.reps, show_default=True, help="Reps of each of these.")
@click.option(
    "--each", default=FULL.each, show_default=True, help="Nudges of each rep; from four on one digest."
)
def main(large: int, small: int, reps: int, each: int) -> None:
    """Measure in simulated time, against the local Slack; fails when a goal is missed."""
    load = Load(large, small, reps, each)
    with tempfile.TemporaryDirectory(prefix="gotano-bench-") as name:
        beside, alone = (
            _in(Path(name) / kind, one)
            for kind, one in (("both", load), ("small", Load(0, small, reps, each)))
        )
    print(f"{large:,} reps with {each} due each, and {small} workspaces of {reps} beside them\n")
    print("| what | measured | goal | met |\n" + "|---" * 4 + "|")
    met = [_row(*row) for row in _rows(beside, alone)]
    sys.exit(not all(met))


def _in(folder: Path, load: Load) -> Morning:
    folder.mkdir()
    return morning(load, folder)


def _rows(beside: Morning, alone: Morning) -> list[tuple[str, str, str, bool]]:
    ratio = beside.large / beside.least if beside.least else 1.0
    limited = beside.limited["chat.postMessage"]
    others = sum(beside.limited.values()) - limited
    calls = ", ".join(f"{count:,} {method}" for method, count in sorted(beside.calls.items()))
    lease = LEASE_TIME.total_seconds()
    return [
        ("the last message of the large workspace", f"{beside.large / 60:.2f} minutes", "", True),
        ("the least that the limits allow", f"{beside.least / 60:.2f} minutes", "", True),
        ("against the least", f"{ratio:.2f} times", f"at most {_MOST_TIMES:.2f} times", ratio <= _MOST_TIMES),
        ("calls", calls, "", True),
        (
            "429 to chat.postMessage",
            f"{limited} of {beside.messages + limited:,}",
            f"at most {_MOST_LIMITED:.0%}",
            limited <= _MOST_LIMITED * (beside.messages + limited),
        ),
        ("429 to anything else", str(others), "none", others == 0),
        ("outside its window", str(beside.outside), "none", beside.outside == 0),
        (
            "the last message of the small ones, alone / beside it",
            f"{alone.small:.1f} / {beside.small:.1f} s",
            f"at most {_BESIDE_SECONDS:g} s later",
            beside.small - alone.small <= _BESIDE_SECONDS,
        ),
        (
            "a claim, at its longest",
            f"{beside.longest:.1f} s",
            f"less than {lease:g} s",
            beside.longest < lease,
        ),
    ]


def _row(what: str, measured: str, goal: str, met: bool) -> bool:
    print(f"| {what} | {measured} | {goal} | {('yes' if met else '**no**') if goal else ''} |")
    return met


if __name__ == "__main__":
    main()
