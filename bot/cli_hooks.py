"""`gotano hook`: the doors through which other systems tell of lost deals; made, listed, rotated and removed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import click

from bot.check_hooks import NOT_SERVED
from bot.cli_data import by_server, open_database
from bot.cli_errors import stop
from bot.cli_hooks_out import add_out, read_address, read_events, replay_command, state_of
from bot.cli_workspace import one_workspace
from bot.clock import real_now
from bot.environment import environment
from bot.lost_deals_hook import PATH
from bot.settings import Settings, SettingsError, read_settings
from handlers.delivery.hook_address import resolve
from storage.audit import Event, record
from storage.database import Database
from storage.hooks import (
    OVERLAP,
    Auth,
    Direction,
    Hook,
    add_hook,
    find_hook,
    is_rotating,
    list_hooks,
    remove_hook,
    rotate_hook,
)
from storage.outbox_state import state_of_hooks
from storage.owner import EVERYBODY
from storage.secrets import Vault, WrongKey

_ONCE = "This is shown once. Keep it where the other system keeps its secrets."


@click.group("hook")
def hook_group() -> None:
    """Hooks: addresses through which other systems tell the bot of lost deals, or are told of them."""


@hook_group.command("add")
@click.option("--in", "takes", is_flag=True, help="A hook that takes lost deals.")
@click.option("--url", help="A hook that tells this address what became of them. See docs/hooks.md.")
@click.option("--events", help="What it is told, with commas: debriefed, replied, outcome. All by default.")
@click.option("--workspace", help="Its id, T… (or E…); needed where the bot is in several.")
@click.option("--token", is_flag=True, help="A bearer token, for a system that cannot sign. See SECURITY.md.")
def add_command(takes: bool, url: str | None, events: str | None, workspace: str | None, token: bool) -> None:
    """Make a hook, and print its address and its secret once."""
    if takes == bool(url):
        raise click.UsageError("say which way it goes: --in, or --url with where to")
    if url is None and events:
        raise click.UsageError("--events goes with --url")
    if url:
        if token:
            raise click.UsageError("--token goes with --in: what goes out is signed")
        _add_out(url, events, workspace)
        return
    auth = Auth.TOKEN if token else Auth.SIGNED
    with _settings_and_database() as (settings, db), db.write(EVERYBODY) as session:
        team = one_workspace(session, workspace)
        hook_id, secret = add_hook(session, _vault(settings), team, Direction.IN, real_now(), auth)
        record(session, by_server(Event.HOOK, team, did="added", hook=hook_id, auth=str(auth)))
    click.echo(f"hook {hook_id} takes lost deals for {team}")
    click.echo(f"address: {_address(settings, hook_id)}")
    click.echo(f"{'token' if token else 'secret'}:  {secret}")
    click.echo(_ONCE)
    if not settings.listens:
        click.echo(f"note: {NOT_SERVED}")


def _add_out(url: str, events: str | None, workspace: str | None) -> None:
    wanted = read_events(events)
    with _settings_and_database() as (settings, db):
        # Before the transaction: a resolver may take seconds, and SQLite has one writer.
        if doubt := read_address(url, settings.hook_rules, resolve):
            click.echo(f"note: {doubt}")
        with db.write(EVERYBODY) as session:
            team = one_workspace(session, workspace)
            hook_id, secret = add_out(session, settings, team, url, wanted)
    click.echo(f"hook {hook_id} tells {url} what becomes of the lost deals of {team}")
    click.echo(f"secret:  {secret}")
    click.echo(_ONCE)


@hook_group.command("list")
@click.option("--workspace", help="Only those of this one.")
def list_command(workspace: str | None) -> None:
    """List hooks; secrets are never shown."""
    with open_database() as db, db.read(EVERYBODY) as session:
        hooks, state = list_hooks(session, workspace), state_of_hooks(session)
    for hook in hooks:
        click.echo(_line(hook) + state_of(hook, state))
    if not hooks:
        click.echo("there are no hooks")


@hook_group.command("rotate")
@click.argument("hook_id", type=int, metavar="ID")
def rotate_command(hook_id: int) -> None:
    """Print a new secret; the old one stays good for 24 hours."""
    now = real_now()
    with _settings_and_database() as (settings, db), db.write(EVERYBODY) as session:
        hook = find_hook(session, hook_id)
        secret = rotate_hook(session, _vault(settings), hook_id, now)
        if secret is None or hook is None:
            stop([_no_hook(hook_id)])
        record(session, by_server(Event.HOOK, hook.team, did="rotated", hook=hook_id))
    click.echo(f"new secret of hook {hook_id}: {secret}")
    click.echo(f"{_ONCE} {_still_good(hook.previous_until, now)}")


@hook_group.command("remove")
@click.argument("hook_id", type=int, metavar="ID")
def remove_command(hook_id: int) -> None:
    """Remove a hook: from now on its secret is good for nothing."""
    with open_database() as db, db.write(EVERYBODY) as session:
        hook = remove_hook(session, hook_id, real_now())
        if hook is None:
            stop([_no_hook(hook_id)])
        record(session, by_server(Event.HOOK, hook.team, did="removed", hook=hook_id))
    click.echo(f"hook {hook_id} is removed")


hook_group.add_command(replay_command)


@contextmanager
def _settings_and_database() -> Iterator[tuple[Settings, Database]]:
    """What sealing a secret takes; exit 2 with what is missing."""
    try:
        settings = read_settings(environment())
        with open_database() as db:
            yield settings, db
    except SettingsError as error:
        stop(error.problems)
    except WrongKey as error:
        stop([f"a hook's secret is stored encrypted: {error}. Make a key with: gotano key"])


def _vault(settings: Settings) -> Vault:
    return Vault(settings.encryption_keys)


def _address(settings: Settings, hook_id: int) -> str:
    return f"{settings.public_url or 'https://<where the bot is reached>'}{PATH}/{hook_id}"


def _line(hook: Hook) -> str:
    used = f"last used {hook.last_used_at:%Y-%m-%d %H:%M}" if hook.last_used_at else "not used yet"
    until = (
        f", an old secret is good until {hook.previous_until:%Y-%m-%d %H:%M}" if hook.previous_until else ""
    )
    made = f"made {hook.created_at:%Y-%m-%d %H:%M}"
    return f"{hook.id}  {hook.team}  {hook.direction}  {hook.auth}  {made}, {used}{until} (UTC)"


def _still_good(previous_until: datetime | None, now: datetime) -> str:
    """`previous_until` is from before the rotation: within a day of another one, what that made may be lost."""
    if previous_until is None or not is_rotating(previous_until, now):
        return f"The old one stays good for {OVERLAP.total_seconds() // 3600:.0f} hours."
    until = f"{previous_until:%Y-%m-%d %H:%M} (UTC)"
    return (
        "It replaces the one that was printed within the last day, which is good no more; "
        f"the one from before that stays good until {until}."
    )


def _no_hook(hook_id: int) -> str:
    return f"there is no hook {hook_id}. See: gotano hook list"
