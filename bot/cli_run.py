"""`gotano run`: the real bot."""

import click

from bot.cli_errors import first_line, stop
from bot.environment import environment
from bot.errors import StartError
from bot.run import run
from bot.settings import SettingsError, read_settings
from prompts.playbook_files import PlaybookError
from storage.database import UNREACHABLE


@click.command("run")
def run_command() -> None:
    """Run the bot: Socket Mode when SLACK_APP_TOKEN is set, else HTTP on HOST:PORT."""
    try:
        run(read_settings(environment()))
    except (SettingsError, PlaybookError) as error:
        stop(error.problems)
    except StartError as error:
        stop([str(error)], error.code)
    except UNREACHABLE as error:
        stop([f"the database cannot be reached: {first_line(error)}"], 1)
