"""`python -m bench.ack`: the ack of `/gotano` under load, against a bare Bolt listener; see bench/README.md."""

import asyncio
import os
import platform
import signal
import sys
from collections.abc import Sequence
from statistics import median

import click

from bench.measure import BARE, CASES, Case, Measured, measure
from bench.processes import running

_COLUMNS = (
    "| a second | served | ack p50 ms | ack p99 ms | of bare's p99 | trigger's age p99 / max s | acked | opened "
    "| in time | CPU | load late p99 ms | Slack late p99 ms |\n" + "|---" * 12 + "|"
)
_MOST_LATE = 20
"""Milliseconds. A run whose load was sent later than this (p99) measured the machine's other work, not the bot."""
_REPEATS = 2
_Runs = dict[tuple[float, str], list[Measured]]


@click.command()
@click.option("--rate", "rates", type=float, multiple=True, default=(100, 200), show_default=True)
@click.option(
    "--rounds", default=5, show_default=True, help="Alternated runs of each case; medians are shown."
)
@click.option("--seconds", default=15.0, show_default=True, help="The measured part of one run.")
def main(rates: Sequence[float], rounds: int, seconds: float) -> None:
    """Measure the bot and a bare Bolt listener in turn, every Slack call taking 150 ms."""
    # A plain SIGTERM would leave the started processes behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    print(f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}; ", end="")
    print(f"medians of {rounds} alternated runs of {seconds:g} s")
    with running("bench.slack") as slack:
        runs = asyncio.run(_alternate(slack.url, rates, rounds, seconds))
    print(_COLUMNS)
    for rate in rates:
        for case in CASES:
            print(_row(rate, case, runs))


async def _alternate(slack: str, rates: Sequence[float], rounds: int, seconds: float) -> _Runs:
    """Each round measures every case once, beginning with another one each time."""
    runs: _Runs = {}
    for number in range(rounds):
        for rate in rates:
            first = number % len(CASES)
            for case in (*CASES[first:], *CASES[:first]):
                one = await _undisturbed(case, slack, rate, seconds)
                runs.setdefault((rate, case.name), []).append(one)
    return runs


async def _undisturbed(case: Case, slack: str, rate: float, seconds: float) -> Measured:
    """Repeats a disturbed run; the last repeat counts, whatever it was."""
    for _ in range(_REPEATS + 1):
        one = await measure(case, slack, rate, seconds)
        fine = one.late_sending <= _MOST_LATE
        click.echo(f"{'' if fine else 'DISTURBED '}{rate:g}/s, {case.name}: {_line(one)}", err=True)
        if fine:
            break
    return one


def _row(rate: float, case: Case, runs: _Runs) -> str:
    mine, bare = runs[rate, case.name], runs[rate, BARE.name]
    ratio = median(m.ack_p99 for m in mine) / median(m.ack_p99 for m in bare)
    sent, opened = sum(m.sent for m in mine), sum(m.opened for m in mine)
    cells = [
        f"{rate:g}",
        case.name,
        f"{median(m.ack_p50 for m in mine):.1f}",
        f"{median(m.ack_p99 for m in mine):.1f}",
        "1" if case is BARE else f"{ratio:.2f}",
        f"{median(m.age_p99 for m in mine):.2f} / {max(m.age_max for m in mine):.2f}",
        f"{sent - sum(m.failed for m in mine)} of {sent}",
        f"{opened} of {sent}",
        f"{sum(m.whole for m in mine)} of {len(mine)} runs",
        f"{median(m.cpu for m in mine):.0%}",
        f"{median(m.late_sending for m in mine):.1f}",
        f"{median(m.late_slack for m in mine):.1f}",
    ]
    return f"| {' | '.join(cells)} |"


def _line(one: Measured) -> str:
    return (
        f"ack {one.ack_p50:.1f} / {one.ack_p99:.1f} ms, age {one.age_p99:.2f} / {one.age_max:.2f} s, "
        f"failed {one.failed}, refused {one.refused}, opened {one.opened} of {one.sent}, "
        f"behind {one.behind:.2f} s, CPU {one.cpu:.0%}, late {one.late_sending:.1f} / {one.late_slack:.1f} ms, "
        f"view {one.view_bytes:.0f} bytes, errors logged {one.logged_errors}"
    )


if __name__ == "__main__":
    main()
