"""What `gotano hook` does about hooks that go out: made, shown with what waits for them, and replayed."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import click
from sqlalchemy.orm import Session

from bot.cli_data import by_server, open_database
from bot.cli_errors import stop
from bot.clock import real_now
from bot.settings import Settings
from handlers.delivery.hook_address import HookRules, Resolve, addresses_of, read_url, refuse_literal
from handlers.delivery.hook_errors import AddressRefused, HookFailed
from storage.audit import Event, record
from storage.hooks import Direction, Hook, add_hook, find_hook
from storage.outbox_state import HookState, replay
from storage.outbox_tables import EventName
from storage.owner import EVERYBODY
from storage.secrets import Vault

_EVENTS = ",".join(EventName)


_DOUBTS = {
    "no_such_host": "has no IP address at this moment: nothing reaches it until it has",
    "address_refused": "leads inside a network that nothing is posted to: each event fails with address_refused. "
    "Own networks are allowed by GOTANO_HOOKS_ALLOW_NETWORKS",
}


def read_address(url: str, rules: HookRules, resolve: Resolve) -> str | None:
    """What is doubtful about it, as it is now. Exit 2 for what can be no address of a receiver.

    Names may lead elsewhere tomorrow: where one leads is looked at again whenever something is posted.
    """
    try:
        told = read_url(url, rules)
        refuse_literal(told, rules)
    except AddressRefused as refused:
        stop([f"{url!r} is no address for a hook: {refused}"])
    try:
        addresses_of(told, rules, resolve)
    except HookFailed as failed:
        return f"{told.host} {_DOUBTS[failed.name]}"
    return None


def add_out(
    session: Session, settings: Settings, team: str, url: str, wanted: Sequence[EventName]
) -> tuple[int, str]:
    """The new hook's id and its secret."""
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


def state_of(hook: Hook, states: Mapping[int, HookState]) -> str:
    """What `gotano hook list` says of one that goes out, besides; empty for others."""
    if hook.direction is not Direction.OUT:
        return ""
    state = states.get(hook.id, HookState())
    tried = [f"{count} last failed for {name}" for name, count in sorted(state.failing.items())]
    waiting = f"{state.waiting} waiting" + (f" ({', '.join(tried)})" if tried else "")
    told = [f"{','.join(hook.events)} to {hook.url}", waiting]
    told += [f"{count} parked for {name}" for name, count in sorted(state.parked.items())]
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
