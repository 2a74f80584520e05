"""`gotano import`: a list of lost deals for a rep, looked at and taken in as `/gotano import` does."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import click

from bot.bad_rows import why_bad
from bot.cli_data import by_server, open_database
from bot.cli_errors import stop
from bot.cli_workspace import one_workspace
from bot.clock import real_now
from handlers.deals.imports import Looked, look_through, take_list
from handlers.lists.cells import Slashes
from handlers.lists.csv_file import FileRefused
from handlers.lists.lost_deals import MOST_BYTES, BadRow, DealList, ListedDeal, read_list
from handlers.slack.members import PERSON_ID
from storage.audit import Event, record
from storage.database import Database
from storage.owner import EVERYBODY, Owner

_FURTHEST_AHEAD = timedelta(hours=14)
"""A day begins so long before it does in UTC, somewhere on earth."""
_FIRST = 5


@click.command("import")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--rep", required=True, help="Whose lost deals they are: a person's id, U… or W…")
@click.option("--workspace", help="Its id, T… (or E…); needed where the bot is in several.")
@click.option(
    "--dates",
    "slashes",
    type=click.Choice([slashes.value for slashes in Slashes]),
    help="How dates like 03/04/2026 are meant, where no date of the file tells.",
)
@click.option("--dry-run", is_flag=True, help="Look at it and store nothing.")
def import_command(path: Path, rep: str, workspace: str | None, slashes: str | None, dry_run: bool) -> None:
    """Take in a list of lost deals (CSV), to be offered to a rep for debrief: two a working morning, oldest first.

    Columns are known by name in English, German and Spanish: prospect, company, lost on, reason, amount, link, id. A
    prospect or a company is needed, the rest may be missing. At most 1,000 rows and 1 MB.

    Prints the first rows, and each row that is left out with its line and why: what is wrong with it, or that its
    prospect has an open lost deal or waits already. The others are stored, all or none; the same file again changes
    nothing.

    Exit code 2, and nothing stored, when the file cannot be read as a list.
    """
    if not PERSON_ID.fullmatch(rep):
        raise click.BadParameter(
            "a person's id is U… or W…, as Slack shows it in a profile", param_hint="--rep"
        )
    try:
        read = _read(path, Slashes(slashes) if slashes else None)
    except FileRefused as error:
        stop(error.problems)
    with open_database() as db:
        with db.read(EVERYBODY) as session:
            owner = Owner(one_workspace(session, workspace), rep)
        click.echo("\n".join(_told(_looked(db, owner, read, dry_run), owner, dry_run)))


def _read(path: Path, slashes: Slashes | None) -> DealList:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FileRefused([f"{path}: at most {MOST_BYTES // 1024**2} MB are read; split the list"])
        content = path.read_bytes()
    except OSError as error:
        raise FileRefused([f"{path}: {error.strerror or error}"]) from None
    return read_list(str(path), content, (real_now() + _FURTHEST_AHEAD).date(), slashes)


def _looked(db: Database, owner: Owner, read: DealList, dry_run: bool) -> Looked:
    if dry_run:
        with db.read(owner) as session:
            return look_through(session, owner, read)
    with db.write(owner) as session:
        found = take_list(session, owner, read, real_now())
        if found.comes_in:
            record(session, by_server(Event.IMPORT, owner.team, owner.rep, lost_deals=len(found.new)))
        return found


def _told(found: Looked, owner: Owner, dry_run: bool) -> Iterator[str]:
    if found.before:
        yield f"this list was imported on {found.before:%Y-%m-%d} already: nothing has changed"
        return
    yield from _listed("new", [_row(row) for row in found.new])
    yield from _listed("here already, left out", [_row(row) for row in found.known])
    yield from _all("left out", [_bad(one) for one in found.read.bad])
    if found.read.ignored:
        yield f"columns that are not needed: {', '.join(found.read.ignored)}"
    if dry_run:
        yield "nothing is stored: --dry-run"
    else:
        yield f"imported: {len(found.new)} lost deals for {owner.rep} in {owner.team}"


def _listed(title: str, lines: Sequence[str]) -> Iterator[str]:
    """The first of them."""
    yield from _all(title, lines[:_FIRST], len(lines))
    if len(lines) > _FIRST:
        yield f"  and {len(lines) - _FIRST} more"


def _all(title: str, lines: Sequence[str], count: int | None = None) -> Iterator[str]:
    if lines:
        yield f"{title}: {count or len(lines)}"
        yield from (f"  {line}" for line in lines)


def _row(row: ListedDeal) -> str:
    lost_on = f", {row.deal.lost_on}" if row.deal.lost_on else ""
    return f"line {row.line}: {row.deal.full_name}{lost_on}"


def _bad(one: BadRow) -> str:
    where = f"line {one.line}, {one.column}" if one.column else f"line {one.line}"
    return f"{where}: {why_bad(one.what, one.text)}"
