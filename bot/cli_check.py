"""`gotano check`: what is missing or wrong."""

import sys

import click

from bot.check import check
from bot.environment import environment


@click.command("check")
def check_command() -> None:
    """Say in plain words what is missing or wrong."""
    environ = environment()
    findings = list(check(environ, environ.origin))
    for finding in findings:
        click.echo(f"{finding.kind:8} {finding.text}")
    sys.exit(0 if all(finding.fine for finding in findings) else 1)
