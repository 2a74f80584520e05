"""The command line's part for the data: export, erase, backup, restore, and the keys of stored tokens."""

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from bot.cli_errors import first_line, stop
from bot.clock import real_now
from bot.environment import environment
from bot.settings import SettingsError, read_database_url, read_settings
from bot.system_user import system_user
from bot.workspace_factory import installations
from handlers.listeners.app_lifecycle import erase_chunks
from storage.audit import By, Entry, Event, record
from storage.backup import BackupError, backup, restore
from storage.database import UNREACHABLE, Database
from storage.deals import count_deals, delete_all
from storage.export import FIELDS, export_deals, harmless
from storage.hooks import Hook, seal_hooks_anew
from storage.installations import Place
from storage.owner import EVERYBODY, Owner
from storage.reps import forget_rep
from storage.secrets import Vault, new_key

_WORKSPACE = click.option("--workspace", help="Its id, T… (or E… where an organisation installed the bot).")
_REP = click.option("--rep", help="One person's id, U… or W…; with --workspace.")


@click.command("export")
@click.option("--format", "shape", type=click.Choice(["json", "csv"]), default="json", show_default=True)
@_WORKSPACE
@_REP
def export_command(shape: str, workspace: str | None, rep: str | None) -> None:
    """Print lost deals, without the reps' private lessons: all, or those of a workspace or a rep."""
    rep_needs_workspace(workspace, rep)
    with open_database() as db, db.read(EVERYBODY) as session:
        rows = list(export_deals(session, workspace, rep))
        # Before it is printed: what may have left is told of.
        note(db, Event.EXPORT, workspace, rep, lost_deals=len(rows), format=shape)
    if shape == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    writer = csv.DictWriter(sys.stdout, FIELDS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({key: harmless(value) for key, value in row.items()} for row in rows)


@click.command("erase")
@click.option("--workspace", required=True, help="Its id, T… (or E… for an organisation).")
@_REP
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase_command(workspace: str, rep: str | None, yes: bool) -> None:
    """Erase everything of a rep, or of a whole workspace, for good. Messages in Slack stay as they are."""
    whose = f"{rep} in {workspace}" if rep else f"the workspace {workspace}"
    with open_database() as db:
        with db.read(EVERYBODY) as session:
            count = count_deals(session, workspace, rep)
        if not yes:
            click.confirm(f"Erase {count} lost deals and all else of {whose}?", abort=True)
        entry = by_server(Event.ERASE, workspace, rep, lost_deals=count)
        if rep:
            owner = Owner(workspace, rep)
            with db.write(owner) as session:
                delete_all(session, owner)
                forget_rep(session, owner)
                record(session, entry)
        else:
            erase_chunks(db, workspace, entry)
    click.echo(f"erased: {count} lost deals of {whose}")


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
def backup_command(file: Path) -> None:
    """Copy the SQLite database into FILE while the bot runs."""
    with _told():
        backup(read_database_url(environment()), file)
    click.echo(f"backed up to {file}: it holds what people wrote, keep it as safe as the database")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Replace the database that is there.")
def restore_command(file: Path, replace: bool) -> None:
    """Put a backup in the place of the SQLite database. Stop the bot first."""
    with _told():
        restore(read_database_url(environment()), file, replace)
    click.echo("restored. Next: gotano migrate")


@click.command("key")
def key_command() -> None:
    """Print a new key for GOTANO_ENCRYPTION_KEY."""
    click.echo(new_key())


@click.command("rekey")
def rekey_command() -> None:
    """Encrypt stored tokens and hooks' secrets with the first key of GOTANO_ENCRYPTION_KEY; older keys can go."""
    try:
        settings = read_settings(environment())
        with open_database() as db:
            count, places = installations(settings, db).seal_anew()
            with db.write(EVERYBODY) as session:
                hooks, closed = seal_hooks_anew(session, Vault(settings.encryption_keys), real_now())
            note(db, Event.REKEY, tokens=count, hooks=hooks)
    except SettingsError as error:
        stop(error.problems)
    click.echo(f"{count} tokens and the secrets of {hooks} hooks are encrypted with the first key")
    if left := list(_left(places, closed)):
        stop(left, 1)


def _left(places: Sequence[Place], hooks: Sequence[Hook]) -> Iterator[str]:
    """What is encrypted with a key that is not listed, by name."""
    why = "cannot be opened with the keys of GOTANO_ENCRYPTION_KEY: list that key again"
    if places:
        names = ", ".join(place.id for place in places)
        yield f"the tokens of {names} {why}, or have the bot installed there anew"
    if hooks:
        names = ", ".join(f"{hook.id} ({hook.team})" for hook in hooks)
        yield f"the secrets of hooks {names} {why}, or remove them and add others"


def by_server(what: Event, team: str | None = None, rep: str | None = None, **details: object) -> Entry:
    """What whoever runs the server does now."""
    return Entry(real_now(), what, By.SERVER, system_user(), team, rep, details)


def note(
    db: Database, what: Event, team: str | None = None, rep: str | None = None, **details: object
) -> None:
    with db.write(EVERYBODY) as session:
        record(session, by_server(what, team, rep, **details))


@contextmanager
def open_database() -> Iterator[Database]:
    """The database of the settings; exits with a plain word when it cannot be named or reached."""
    try:
        db = Database(read_database_url(environment()))
    except SettingsError as error:
        stop(error.problems)
    try:
        yield db
    except UNREACHABLE as error:
        stop(
            [f"the database cannot be reached or has no tables yet (gotano migrate): {first_line(error)}"], 1
        )
    finally:
        db.close()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except SettingsError as error:
        stop(error.problems)
    except (BackupError, OSError) as error:
        stop([str(error)], 1)


def rep_needs_workspace(workspace: str | None, rep: str | None) -> None:
    if rep and not workspace:
        raise click.UsageError("--rep needs --workspace: the same id may stand for others elsewhere")
