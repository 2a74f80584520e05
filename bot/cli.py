"""The command line: run, demo, check, migrate, manifest; what is about the data is in `cli_data`."""

import sys
from pathlib import Path

import click

from bot.check import check
from bot.cli_audit import audit_command
from bot.cli_data import (
    backup_command,
    erase_command,
    export_command,
    first_line,
    key_command,
    open_database,
    rekey_command,
    restore_command,
    stop,
)
from bot.cli_hand_over import hand_over_command
from bot.cli_hooks import hook_group
from bot.cli_import import import_command
from bot.cli_timing import timing_command
from bot.environment import environment
from bot.errors import StartError
from bot.manifest import manifest_yaml
from bot.run import run
from bot.settings import SettingsError, read_for_manifest, read_settings
from prompts.playbook_files import PlaybookError
from storage.database import UNREACHABLE
from storage.migrate import migrate


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
        stop(error.problems)
    except StartError as error:
        stop([str(error)])
    except UNREACHABLE as error:
        stop([f"the database cannot be reached: {first_line(error)}"], 1)


@main.command()
@click.option(
    "--port", default=8477, show_default=True, help="Where the page is served; a free one if taken."
)
@click.option(
    "--folder", type=click.Path(path_type=Path), help="Where the database goes; a new one by default."
)
@click.option("--workflow-step", is_flag=True, help="With the step for Slack's Workflow Builder.")
def demo(port: int, folder: Path | None, workflow_step: bool) -> None:
    """Try the whole bot in a browser, against a local Slack. Needs no workspace."""
    try:
        from bot.demo import run_demo
    except ModuleNotFoundError as error:
        stop([f"the demo needs one more library ({error.name}): pip install '.[demo]'"], 1)
    else:
        run_demo(port, folder, workflow_step)


@main.command("check")
def check_command() -> None:
    """Say in plain words what is missing or wrong."""
    environ = environment()
    findings = list(check(environ, environ.origin))
    for finding in findings:
        click.echo(f"{finding.kind:8} {finding.text}")
    sys.exit(0 if all(finding.fine for finding in findings) else 1)


@main.command("migrate")
def migrate_command() -> None:
    """Bring the database to the newest schema."""
    with open_database() as db:
        migrate(db.engine)
    click.echo("the database has the newest schema")


@main.command("manifest")
@click.option("--url", help="The bot's public HTTPS address; without it the manifest is for Socket Mode.")
@click.option(
    "--workflow-step",
    is_flag=True,
    help="With the step for Slack's Workflow Builder; such an app cannot be distributed publicly.",
)
def manifest_command(url: str | None, workflow_step: bool) -> None:
    """Print the Slack app's manifest (YAML), with the optional scopes that are set, and the addresses if all are."""
    if url and not url.startswith("https://"):
        raise click.BadParameter("Slack reaches a bot over https:// only", param_hint="--url")
    try:
        contacts, more_scopes = read_for_manifest(environment())
    except SettingsError as error:
        stop(error.problems)
    click.echo(manifest_yaml(url, contacts, workflow_step, more_scopes), nl=False)


for command in (
    export_command,
    erase_command,
    audit_command,
    backup_command,
    restore_command,
    import_command,
    key_command,
    rekey_command,
    timing_command,
    hook_group,
    hand_over_command,
):
    main.add_command(command)
