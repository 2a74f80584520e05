"""`gotano audit`: who did what with people's data or with the words, and when."""

import json
from collections.abc import Sequence
from typing import Any

import click

from bot.cli_data import open_database, rep_needs_workspace
from storage.audit import Entry, Event, trail
from storage.owner import EVERYBODY

_HEAD = ("when (UTC)", "what", "who", "workspace", "rep", "details")


@click.command("audit")
@click.option("--format", "shape", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--workspace", help="Only what was about this one: T… (or E…).")
@click.option("--rep", help="Only what was about this person: U… or W…; with --workspace.")
def audit_command(shape: str, workspace: str | None, rep: str | None) -> None:
    """Print the audit trail, oldest first: exports, erasures, uninstalls, new keys, changed words."""
    rep_needs_workspace(workspace, rep)
    with open_database() as db, db.read(EVERYBODY) as session:
        entries = list(trail(session, workspace, rep))
    if shape == "json":
        click.echo(json.dumps([_as_json(entry) for entry in entries], ensure_ascii=False, indent=2))
    elif entries:
        click.echo("\n".join(_table([_HEAD, *map(_row, entries)])))
    else:
        click.echo("nothing is recorded yet")


def _as_json(entry: Entry) -> dict[str, Any]:
    return {
        "at": entry.at.isoformat().replace("+00:00", "Z"),
        "what": str(entry.what),
        "by": str(entry.by),
        "who": entry.who,
        "workspace": entry.team,
        "rep": entry.rep,
        "details": dict(entry.details),
    }


def _row(entry: Entry) -> tuple[str, ...]:
    who = f"{entry.by} {entry.who}" if entry.who else str(entry.by)
    whose = (entry.team or "all", entry.rep or "all")
    if entry.what in (Event.PLAYBOOK, Event.REKEY):
        whose = ("-", "-")
    return (f"{entry.at:%Y-%m-%d %H:%M:%S}", str(entry.what), who, *whose, _details(entry))


def _details(entry: Entry) -> str:
    """In a line; of the playbook the files that changed, since all of them are in the JSON."""
    if entry.what is Event.PLAYBOOK:
        return ", ".join(entry.details["changed"]) or "first start"
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in entry.details.items())


def _table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
