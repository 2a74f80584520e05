"""`gotano migrate`: the database's schema."""

import click

from bot.cli_data import open_database
from storage.migrate import migrate


@click.command("migrate")
def migrate_command() -> None:
    """Bring the database to the newest schema."""
    with open_database() as db:
        migrate(db.engine)
    click.echo("the database has the newest schema")
