"""How a command ends that cannot go on: a plain word on standard error, and a status other than 0."""

import sys
from typing import NoReturn

import click

BAD_SETTINGS = 2
"""The status where the settings cannot be read."""


def first_line(error: BaseException) -> str:
    return str(error.__cause__ or error).splitlines()[0]


def stop(problems: list[str], code: int = BAD_SETTINGS) -> NoReturn:
    for problem in problems:
        click.echo(f"gotano: {problem}", err=True)
    sys.exit(code)
