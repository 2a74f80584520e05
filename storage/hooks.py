"""Hooks: made, listed, rotated and removed; their secrets are encrypted like Slack's tokens."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from secrets import token_bytes, token_urlsafe

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from storage.hook_tables import HookRow
from storage.secrets import Vault, WrongKey

OVERLAP = timedelta(hours=24)
"""How long the secret before a rotation is still good."""
_SECRET_BYTES = 32
"""Standard Webhooks asks for 24 to 64."""
_NOTED_EVERY = timedelta(minutes=1)
"""When it was last used is told to the minute: a write for each request would make them wait for each other."""


class Direction(StrEnum):
    """Whether a hook takes or tells."""

    IN = "in"
    OUT = "out"


class Auth(StrEnum):
    """How a request is known to come from whom the secret was given to."""

    SIGNED = "signed"
    TOKEN = "token"  # noqa: S105 -- a kind, not a secret


@dataclass(frozen=True)
class Hook:
    """A hook without its secret. `url` and `events` are those of an outgoing one."""

    id: int
    team: str
    direction: Direction
    auth: Auth
    url: str | None
    events: tuple[str, ...]
    created_at: datetime
    last_used_at: datetime | None
    removed_at: datetime | None
    previous_until: datetime | None
    stopped_at: datetime | None
    """When an outgoing one was switched off, since its receiver is gone."""


def new_secret(auth: Auth) -> str:
    """A secret that nobody had before: `whsec_…` as Standard Webhooks writes it, or a bearer token."""
    if auth is Auth.TOKEN:
        return f"gotano_{token_urlsafe(_SECRET_BYTES)}"
    return f"whsec_{base64.b64encode(token_bytes(_SECRET_BYTES)).decode()}"


def add_hook(
    session: Session,
    vault: Vault,
    team: str,
    direction: Direction,
    now: datetime,
    auth: Auth = Auth.SIGNED,
    url: str | None = None,
    events: Sequence[str] = (),
) -> tuple[int, str]:
    """The new hook's id, and its secret, which is told this once. WrongKey where there is no key to encrypt with."""
    secret = new_secret(auth)
    row = HookRow(
        team=team,
        direction=str(direction),
        auth=str(auth),
        url=url,
        events=list(events) or None,
        secret=vault.seal(secret),
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row.id, secret


def find_hook(session: Session, hook_id: int) -> Hook | None:
    """One that was not removed."""
    row = session.get(HookRow, hook_id)
    return _hook(row) if row and row.removed_at is None else None


def list_hooks(session: Session, team: str | None = None) -> Sequence[Hook]:
    """Those that were not removed, of all or of one workspace, the oldest first."""
    query = select(HookRow).where(HookRow.removed_at.is_(None)).order_by(HookRow.id)
    return [_hook(row) for row in session.scalars(query.where(HookRow.team == team) if team else query)]


def secrets_of(session: Session, vault: Vault, hook_id: int, now: datetime) -> tuple[str, ...]:
    """The secrets that are good now, the newest first; none of a hook that is not there. WrongKey as `Vault.open`."""
    row = session.get(HookRow, hook_id)
    if row is None or row.removed_at or row.secret is None:
        return ()
    return tuple(vault.open(one) for one in sealed_of(row, now))


def sealed_of(row: HookRow, now: datetime) -> tuple[str, ...]:
    """During a rotation both are good, so that the other side can change to the new one when it likes."""
    both = (row.secret, row.previous_secret if is_rotating(row.previous_until, now) else None)
    return tuple(one for one in both if one)


def is_rotating(previous_until: datetime | None, now: datetime) -> bool:
    """Whether the secret before the last rotation is still good."""
    return previous_until is not None and now < previous_until


def rotate_hook(session: Session, vault: Vault, hook_id: int, now: datetime) -> str | None:
    """The new secret, told this once; the old one stays good for `OVERLAP`. None where there is no such hook.

    Rotated again within that time, since the new one was lost, the old one stays good for as long as was said; the one
    between is good no more.
    """
    row = session.get(HookRow, hook_id, with_for_update=True)
    if row is None or row.removed_at:
        return None
    secret = new_secret(Auth(row.auth))
    if not is_rotating(row.previous_until, now):
        row.previous_secret, row.previous_until = row.secret, now + OVERLAP
    row.secret = vault.seal(secret)
    return secret


def remove_hook(session: Session, hook_id: int, now: datetime) -> Hook | None:
    """The hook that was removed: from this transaction's end on nothing of it is good, and its secrets are gone."""
    row = session.get(HookRow, hook_id, with_for_update=True)
    if row is None or row.removed_at:
        return None
    row.removed_at = now
    row.secret = row.previous_secret = row.previous_until = None
    return _hook(row)


def note_used(session: Session, hook: Hook, now: datetime) -> None:
    """That it was used just now."""
    if hook.last_used_at and now - hook.last_used_at < _NOTED_EVERY:
        return
    session.execute(update(HookRow).where(HookRow.id == hook.id).values(last_used_at=now))


def seal_hooks_anew(session: Session, vault: Vault, now: datetime) -> tuple[int, Sequence[Hook]]:
    """Encrypts every secret with the newest key; a secret of before a rotation that is good no more goes.

    How many hooks there were, and those whose secrets no key opens, which stay as they are.
    """
    rows = session.scalars(
        select(HookRow).where(HookRow.secret.is_not(None)).order_by(HookRow.id).with_for_update()
    ).all()
    left = [_hook(row) for row in rows if not _sealed_anew(row, vault, now)]
    return len(rows) - len(left), left


def _sealed_anew(row: HookRow, vault: Vault, now: datetime) -> bool:
    if row.previous_until and row.previous_until <= now:
        row.previous_secret = row.previous_until = None
    try:
        secret, previous = (
            vault.seal(vault.open(one)) if one else None for one in (row.secret, row.previous_secret)
        )
    except WrongKey:
        return False
    row.secret, row.previous_secret = secret, previous
    return True


def forget_hooks(session: Session, team: str) -> None:
    """A workspace's hooks go with it."""
    session.execute(delete(HookRow).where(HookRow.team == team))


def move_hooks(session: Session, team: str, org: str) -> None:
    """They keep their addresses and secrets."""
    session.execute(update(HookRow).where(HookRow.team == team).values(team=org))


def _hook(row: HookRow) -> Hook:
    return Hook(
        row.id,
        row.team,
        Direction(row.direction),
        Auth(row.auth),
        row.url,
        tuple(row.events or ()),
        row.created_at,
        row.last_used_at,
        row.removed_at,
        row.previous_until,
        row.stopped_at,
    )
