"""`gotano timing`: when lost deals come back, learnt from a list of past asks; no database, no Slack."""

import csv
import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import click

from bot.asks_file import open_asks
from bot.asks_reader import read_asks
from bot.cli_errors import stop
from bot.clock import real_now
from bot.environment import environment
from bot.settings import SettingsError, read_playbook_dir
from coaching.policy import Policy
from coaching.timing.estimate import Estimate, estimates
from coaching.timing.forecast import forecast
from coaching.timing.past import NOT_YET
from coaching.timing.suggestion import Suggestion, suggestion
from handlers.lists.cells import Slashes
from handlers.lists.csv_file import CsvFile, FileRefused, Row
from prompts.playbook import load_playbook
from prompts.playbook_files import PlaybookError

CHANCE = "chance"
_HEAD = ("kind", "asked", "came back", "chance", "nine times of ten", "best after", "most came back")
_FEW_DAYS = 28
_FURTHEST_AHEAD = timedelta(hours=14)
"""A day begins so long before it does in UTC, somewhere on earth."""


@click.command("timing")
@click.option(
    "--from",
    "path",
    required=True,
    metavar="FILE.csv",
    type=click.Path(path_type=Path),
    help="The list of past asks. Needs a header with kind, said_no_on, asked_on and came_back.",
)
@click.option("--predict", is_flag=True, help="Print the rows with a column more: the chance of each.")
@click.option(
    "--dates",
    "slashes",
    type=click.Choice([slashes.value for slashes in Slashes]),
    help="How dates like 03/04/2024 are meant, where no date of the file tells.",
)
def timing_command(path: Path, predict: bool, slashes: str | None) -> None:
    """When do lost deals come back? Learns from a list of past asks.

    A row is one ask after a no: the kind of no (any text), the day they said no, the day they were asked again, and
    whether they came back (yes/no, 1/0 and the like; empty while nobody knows). Rows may come in any order, columns
    of other names are left alone.

    Prints a table, a line per kind: how many were asked and came back, the chance that an ask brings a yes on the
    best day, and that day, or "let go" where the chance is not worth what asking costs.

    With --predict it prints CSV instead (UTF-8, commas): every row as it is in the file, in the file's order, and a
    last column "chance" from 0 to 1 with six decimals, as told from rows asked on earlier days only.

    Exit code 2, with each mistake by line and column and nothing printed, when the file cannot be read whole.
    """
    try:
        policy = load_playbook(read_playbook_dir(environment())).policy
        file = open_asks(path)
        print_them = _print_chances if predict else _print_estimates
        print_them(file, Slashes(slashes) if slashes else None, policy)
    except (SettingsError, PlaybookError, FileRefused) as error:
        stop(error.problems)


def _print_chances(file: CsvFile, slashes: Slashes | None, policy: Policy) -> None:
    if CHANCE in file.header:
        raise FileRefused(
            [f"{file.name}, line {file.header_line}: there is a column {CHANCE} already; rename it"]
        )
    past = read_asks(file, _latest(), slashes).past
    chances = forecast(past, policy)
    _tell_ignored(file)
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="", write_through=False)
    try:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([*file.header, CHANCE])
        rows = (row.cells for row in file.rows() if isinstance(row, Row))
        writer.writerows([*cells, f"{chance:.6f}"] for cells, chance in zip(rows, chances, strict=True))
        out.flush()
    finally:
        out.detach()


def _print_estimates(file: CsvFile, slashes: Slashes | None, policy: Policy) -> None:
    past = read_asks(file, _latest(), slashes).past
    _tell_ignored(file)
    unknown = past.came_back.count(NOT_YET)
    if unknown:
        click.echo(
            f"gotano: {unknown} of {len(past)} rows have no outcome yet, and are not counted", err=True
        )
    found = estimates(past, policy)
    click.echo("\n".join(_table([_HEAD, *map(_row, found)])))
    suggested = [one for estimate in found if (one := suggestion(estimate, policy))]
    if suggested:
        click.echo("\nWhat these cases suggest to change in the playbook:")
        click.echo("\n".join(map(_suggested, suggested)))


def _latest() -> date:
    return (real_now() + _FURTHEST_AHEAD).date()


def _tell_ignored(file: CsvFile) -> None:
    if file.ignored:
        click.echo(f"gotano: left alone: {', '.join(file.ignored)}", err=True)


def _row(estimate: Estimate) -> tuple[str, ...]:
    chance = estimate.chance
    return (
        estimate.kind,
        str(estimate.asked),
        str(estimate.came_back),
        _percent(chance.mean),
        f"{_percent(chance.low)} to {_percent(chance.high)}",
        "let go" if estimate.let_go else _days(estimate.best_days),
        _most(estimate),
    )


def _most(estimate: Estimate) -> str:
    """In weeks where they are some."""
    if estimate.most_between is None or estimate.most_weeks is None:
        return "-"
    first, last = estimate.most_between
    if last < _FEW_DAYS:
        return f"after {first} to {last} days"
    return "after {} to {} weeks".format(*estimate.most_weeks)


def _suggested(one: Suggestion) -> str:
    cases = f"{one.came_back} of {one.asked} came back"
    sure = f"({_percent(one.sure)} sure)"
    if one.instead is None:
        return (
            f"  {one.kind}: let it go; {cases}, the chance is {_percent(one.chance_instead.mean)} at its best"
            f" {sure}"
        )
    return (
        f"  {one.kind}: {one.number} = {one.instead} instead of {one.now}; {cases}, the chance is"
        f" {_percent(one.chance_instead.mean)} instead of {_percent(one.chance_now.mean)} {sure}"
    )


def _days(days: int) -> str:
    return f"{days} day" if days == 1 else f"{days} days"


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%"


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(_cells(row, widths)).rstrip()


def _cells(row: Iterable[str], widths: Sequence[int]) -> Iterator[str]:
    for at, (cell, width) in enumerate(zip(row, widths, strict=True)):
        yield cell.rjust(width) if 0 < at < len(_HEAD) - 1 else cell.ljust(width)
