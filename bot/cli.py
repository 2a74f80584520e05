"""The command line: run, demo, check, migrate, export, manifest."""

import csv
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click

from bot.check import check
from bot.manifest import manifest_yaml
from bot.run import run
from bot.serving import StartError
from bot.settings import SettingsError, environment, read_database_url, read_settings
from prompts.playbook import PlaybookError
from storage.database import UNREACHABLE, Database
from storage.export import FIELDS, export_deals, harmless
from storage.migrate import migrate
from storage.owner import EVERYBODY

_BAD_SETTINGS = 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gotano")
def main() -> None:
    """gotano coaches sales reps after a lost deal, in Slack."""


@main.command("run")
def run_command() -> None:
    """Run the bot: Socket Mode when SLACK_APP_TOKEN is set, else HTTP on HOST:PORT."""
    try:
        run(read_settings(environment()))
    except (SettingsError, PlaybookError) as error:
        _stop(error.problems)
    except StartError as error:
        _stop([str(error)])
    except UNREACHABLE as error:
        _stop([f"the database cannot be reached: {_first_line(error)}"], 1)


@main.command()
@click.option(
    "--port", default=8477, show_default=True, help="Where the page is served; the next free one if taken."
)
@click.option(
    "--folder", type=click.Path(path_type=Path), help="Where the database goes; a new one by default."
)
def demo(port: int, folder: Path | None) -> None:
    """Try the whole bot in a browser, against a local Slack. Needs no workspace."""
    try:
        from bot.demo import run_demo
    except ModuleNotFoundError as error:
        _stop([f"the demo needs one more library ({error.name}): pip install '.[demo]'"], 1)
    else:
        run_demo(port, folder)


@main.command("check")
def check_command() -> None:
    """Say in plain words what is missing or wrong."""
    findings = list(check(environment()))
    for finding in findings:
        click.echo(f"{'ok      ' if finding.fine else 'problem '} {finding.text}")
    sys.exit(0 if all(finding.fine for finding in findings) else 1)


@main.command("migrate")
def migrate_command() -> None:
    """Bring the database to the newest schema."""
    with _database() as db:
        migrate(db.engine)
    click.echo("the database has the newest schema")


@main.command("export")
@click.option("--format", "shape", type=click.Choice(["json", "csv"]), default="json", show_default=True)
def export_command(shape: str) -> None:
    """Print every lost deal, without the reps' private lessons."""
    with _database() as db, db.read(EVERYBODY) as session:
        rows = list(export_deals(session))
    if shape == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    writer = csv.DictWriter(sys.stdout, FIELDS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({key: harmless(value) for key, value in row.items()} for row in rows)


@main.command("manifest")
@click.option("--url", help="The bot's public HTTPS address; without it the manifest is for Socket Mode.")
def manifest_command(url: str | None) -> None:
    """Print the Slack app's manifest (YAML)."""
    if url and not url.startswith("https://"):
        raise click.BadParameter("Slack reaches a bot over https:// only", param_hint="--url")
    click.echo(manifest_yaml(url), nl=False)


@contextmanager
def _database() -> Iterator[Database]:
    """The database of the settings; exits with a plain word when it cannot be named or reached."""
    try:
        db = Database(read_database_url(environment()))
    except SettingsError as error:
        _stop(error.problems)
    try:
        yield db
    except UNREACHABLE as error:
        _stop(
            [f"the database cannot be reached or has no tables yet (gotano migrate): {_first_line(error)}"], 1
        )
    finally:
        db.close()


def _first_line(error: BaseException) -> str:
    return str(error.__cause__ or error).splitlines()[0]


def _stop(problems: list[str], code: int = _BAD_SETTINGS) -> NoReturn:
    for problem in problems:
        click.echo(f"gotano: {problem}", err=True)
    sys.exit(code)
