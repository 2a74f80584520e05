"""What `gotano hook` does about hooks that go out: made, shown with what waits for them, and replayed."""

from collections.abc import Mapping
from datetime import UTC, datetime

import click
from sqlalchemy.orm import Session

from bot.cli_data import by_server, open_database, stop
from bot.clock import real_now
from bot.settings import Settings
from handlers.delivery.hook_address import read_url
from handlers.delivery.hook_errors import AddressRefused
from storage.audit import Event, record
from storage.hooks import Direction, Hook, add_hook, find_hook
from storage.outbox_state import replay
from storage.outbox_tables import EventName
from storage.owner import EVERYBODY
from storage.secrets import Vault

_EVENTS = ",".join(EventName)


def add_out(session: Session, settings: Settings, team: str, url: str, events: str | None) -> tuple[int, str]:
    """The new hook's id and its secret. Exit 2 for what is no address or no event.

    Where the address leads is looked at whenever something is posted.
    """
    wanted = read_events(events)
    try:
        read_url(url, settings.hook_rules)
    except AddressRefused as refused:
        stop([f"{url!r} is no address for a hook: {refused}"])
    vault = Vault(settings.encryption_keys)
    made = add_hook(session, vault, team, Direction.OUT, real_now(), url=url, events=wanted)
    record(session, by_server(Event.HOOK, team, did="added", hook=made[0], events=",".join(wanted)))
    return made


def read_events(told: str | None) -> tuple[EventName, ...]:
    """Each once, in their own order; all where none is named. Exit 2 for one that there is not."""
    wanted = {one.strip() for one in (told or _EVENTS).split(",") if one.strip()}
    if unknown := sorted(wanted - set(EventName)):
        stop([f"there is no event {', '.join(unknown)}. There are: {_EVENTS}"])
    return tuple(one for one in EventName if one in wanted)


def state_of(hook: Hook, state: Mapping[int, tuple[int, Mapping[str, int]]]) -> str:
    """What `gotano hook list` says of one that goes out, besides; empty for others."""
    if hook.direction is not Direction.OUT:
        return ""
    waiting, parked = state.get(hook.id, (0, {}))
    told = [f"{','.join(hook.events)} to {hook.url}", f"{waiting} waiting"]
    told += [f"{count} parked for {name}" for name, count in sorted(parked.items())]
    if hook.stopped_at:
        told.append(f"switched off since {hook.stopped_at:%Y-%m-%d %H:%M}: its receiver is gone")
    return "; " + ", ".join(told)


@click.command("replay")
@click.argument("hook_id", type=int, metavar="ID")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]),
    help="Also what was told, of what happened from then on (UTC).",
)
def replay_command(hook_id: int, since: datetime | None) -> None:
    """Send again what a hook did not take; each event keeps its webhook-id."""
    moment = since.replace(tzinfo=UTC) if since else None
    with open_database() as db, db.write(EVERYBODY) as session:
        hook = find_hook(session, hook_id)
        if hook is None or hook.direction is not Direction.OUT:
            stop([f"there is no hook {hook_id} that goes out. See: gotano hook list"])
        count = replay(session, hook_id, real_now(), moment)
        record(session, by_server(Event.HOOK, hook.team, did="replayed", hook=hook_id, events=count))
    click.echo(f"{count} events are on their way again to hook {hook_id}")
