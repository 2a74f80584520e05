"""`gotano manifest`: the Slack app's manifest."""

import click

from bot.cli_errors import stop
from bot.environment import environment
from bot.manifest import manifest_yaml
from bot.settings import SettingsError, read_for_manifest


@click.command("manifest")
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
