"""Hooks: secrets are encrypted, told once, good for a day after a rotation, and for nothing after a removal."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from storage.database import Database
from storage.hook_tables import HookRow
from storage.hooks import (
    OVERLAP,
    Auth,
    Direction,
    add_hook,
    find_hook,
    forget_hooks,
    list_hooks,
    note_used,
    remove_hook,
    rotate_hook,
    seal_hooks_anew,
    secrets_of,
)
from storage.owner import EVERYBODY
from storage.secrets import Vault, new_key
from tests.storage.made import ANA, MONDAY

OLD_KEY = new_key()
VAULT = Vault([OLD_KEY])


def added(
    db: Database, auth: Auth = Auth.SIGNED, team: str = ANA.team, direction: Direction = Direction.IN
) -> tuple[int, str]:
    url, events = ("https://crm.example/in", ("replied",)) if direction is Direction.OUT else (None, ())
    with db.write(EVERYBODY) as session:
        return add_hook(session, VAULT, team, direction, MONDAY, auth, url=url, events=events)


def good(db: Database, hook_id: int, later: timedelta = timedelta()) -> tuple[str, ...]:
    with db.read(EVERYBODY) as session:
        return secrets_of(session, VAULT, hook_id, MONDAY + later)


@pytest.mark.parametrize(("auth", "prefix"), [(Auth.SIGNED, "whsec_"), (Auth.TOKEN, "gotano_")])
def test_a_secret_is_encrypted_in_the_database_and_good_at_once(
    db: Database, auth: Auth, prefix: str
) -> None:
    hook_id, secret = added(db, auth)
    assert secret.startswith(prefix)
    assert good(db, hook_id) == (secret,)
    with db.read(EVERYBODY) as session:
        sealed = session.scalars(select(HookRow.secret)).one()
    assert sealed
    assert secret not in sealed


def test_no_two_hooks_have_the_same_secret(db: Database) -> None:
    assert len({added(db)[1] for _ in range(5)}) == 5


def test_a_rotated_secret_is_good_for_a_day_beside_the_new_one(db: Database) -> None:
    hook_id, before = added(db)
    with db.write(EVERYBODY) as session:
        after = rotate_hook(session, VAULT, hook_id, MONDAY)
    assert good(db, hook_id, OVERLAP - timedelta(seconds=1)) == (after, before)
    assert good(db, hook_id, OVERLAP) == (after,)


def test_rotated_again_within_the_day_what_was_in_use_before_the_first_stays_good_until_then(
    db: Database,
) -> None:
    """Nobody may have seen the secret between: what it printed was lost."""
    hook_id, before = added(db)
    with db.write(EVERYBODY) as session:
        rotate_hook(session, VAULT, hook_id, MONDAY)
        newest = rotate_hook(session, VAULT, hook_id, MONDAY + timedelta(hours=2))
    assert good(db, hook_id, OVERLAP - timedelta(seconds=1)) == (newest, before)
    assert good(db, hook_id, OVERLAP) == (newest,)
    with db.write(EVERYBODY) as session:
        last = rotate_hook(session, VAULT, hook_id, MONDAY + OVERLAP)
    assert good(db, hook_id, 2 * OVERLAP - timedelta(seconds=1)) == (last, newest)


@pytest.mark.parametrize("direction", Direction)
def test_a_removed_hook_keeps_no_secret_and_is_not_found(db: Database, direction: Direction) -> None:
    hook_id, secret = added(db, direction=direction)
    assert good(db, hook_id) == (secret,)
    with db.write(EVERYBODY) as session:
        rotate_hook(session, VAULT, hook_id, MONDAY)
        assert remove_hook(session, hook_id, MONDAY)
    assert good(db, hook_id) == ()
    with db.write(EVERYBODY) as session:
        assert find_hook(session, hook_id) is None
        assert list_hooks(session) == []
        assert remove_hook(session, hook_id, MONDAY) is None
        assert rotate_hook(session, VAULT, hook_id, MONDAY) is None
        row = session.scalars(select(HookRow)).one()
        assert (row.secret, row.previous_secret) == (None, None)


def test_a_rep_s_session_sees_their_own_workspace_s_hooks_alone(db: Database) -> None:
    mine, _ = added(db)
    theirs, _ = added(db, team="T0OTHER")
    with db.read(ANA) as session:
        assert [hook.id for hook in list_hooks(session)] == [mine]
        assert find_hook(session, theirs) is None


def test_a_new_key_takes_over_and_another_opens_nothing(db: Database) -> None:
    hook_id, secret = added(db)
    key = new_key()
    with db.write(EVERYBODY) as session:
        assert seal_hooks_anew(session, Vault([new_key()]), MONDAY) == (0, list_hooks(session))
        assert seal_hooks_anew(session, Vault([key, OLD_KEY]), MONDAY) == (1, [])
    with db.read(EVERYBODY) as session:
        assert secrets_of(session, Vault([key]), hook_id, MONDAY) == (secret,)


def test_the_secret_before_a_rotation_holds_up_a_new_key_no_longer_than_it_is_good(db: Database) -> None:
    hook_id, _ = added(db)
    key = new_key()
    with db.write(EVERYBODY) as session:
        secret = rotate_hook(session, Vault([key]), hook_id, MONDAY)
        assert seal_hooks_anew(session, Vault([key]), MONDAY)[0] == 0, "what was good before still is"
        assert seal_hooks_anew(session, Vault([key]), MONDAY + OVERLAP) == (1, [])
        assert secrets_of(session, Vault([key]), hook_id, MONDAY) == (secret,)


def test_last_use_is_told_to_the_minute(db: Database) -> None:
    hook_id, _ = added(db)
    for seconds, expected in [(0, 0), (30, 0), (90, 90)]:
        with db.write(EVERYBODY) as session:
            hook = find_hook(session, hook_id)
            assert hook
            note_used(session, hook, MONDAY + timedelta(seconds=seconds))
        with db.read(EVERYBODY) as session:
            used = find_hook(session, hook_id)
            assert used
            assert used.last_used_at == MONDAY + timedelta(seconds=expected)


def test_a_workspace_that_is_forgotten_takes_its_hooks_along(db: Database) -> None:
    added(db)
    kept, _ = added(db, team="T0OTHER")
    with db.write(EVERYBODY) as session:
        forget_hooks(session, ANA.team)
    with db.read(EVERYBODY) as session:
        assert [hook.id for hook in list_hooks(session)] == [kept]
