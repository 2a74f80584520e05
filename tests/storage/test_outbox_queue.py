"""The outbox as a queue: each row claimed by one, the earliest about a deal first, settled under the claim alone."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from storage.database import Database
from storage.hooks import Direction, add_hook, remove_hook
from storage.hooks_out import rest_hook, stop_hook
from storage.lease import lease_now
from storage.outbox import Happened, put_events, put_step_end
from storage.outbox_queue import Due, any_due, claim_outbox, give_back, mark_told, park_row, try_again
from storage.outbox_state import HookState, forget_told, parked_rows, replay, state_of_hooks, waiting_rows
from storage.outbox_tables import EventName, OutboxRow
from storage.owner import EVERYBODY, Owner
from storage.secrets import Vault, new_key
from storage.workspaces import mark_installed, mark_uninstalled, rest_sending
from tests.storage.made import ANA, MONDAY, lose

VAULT = Vault([new_key()])
LATER = MONDAY + timedelta(minutes=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def hook(db: Database) -> int:
    return another_hook(db)


def another_hook(db: Database, team: str = ANA.team) -> int:
    with db.write(EVERYBODY) as session:
        events = list(EventName)
        return add_hook(session, VAULT, team, Direction.OUT, MONDAY, url="https://a.example", events=events)[
            0
        ]


def happen(db: Database, prospect: str = "Acme", owner: Owner = ANA, times: int = 1) -> None:
    with db.write(owner) as session:
        deal = lose(session, prospect, owner)
        put_events(session, owner, [Happened(deal.id, EventName.REPLIED, {})] * times, MONDAY)


def claim(db: Database) -> Sequence[Due]:
    with db.write(EVERYBODY) as session:
        return claim_outbox(session, LATER)


def ids(claimed: Sequence[Due]) -> list[int]:
    return [due.id for due in claimed]


def run_out(db: Database) -> None:
    with db.write(EVERYBODY) as session:
        ended = lease_now(session) - timedelta(seconds=1)
        session.execute(update(OutboxRow).values(claimed_until=ended))


@pytest.mark.usefixtures("hook")
def test_a_later_event_of_a_deal_waits_until_the_earlier_one_is_told(db: Database) -> None:
    happen(db, times=3)
    happen(db, "Birch")
    first, other = claim(db)
    assert ids([first, other]) == [1, 4]
    assert claim(db) == []
    with db.write(EVERYBODY) as session:
        assert mark_told(session, first, LATER)
    assert ids(claim(db)) == [2]


def test_nothing_overtakes_what_is_parked_until_it_is_replayed(db: Database, hook: int) -> None:
    happen(db, times=2)
    with db.write(EVERYBODY) as session:
        (due,) = claim_outbox(session, LATER)
        assert park_row(session, due, LATER, "http_400")
        assert parked_rows(session) == {("hook", "http_400"): 1}
        assert state_of_hooks(session) == {hook: HookState(1, {}, {"http_400": 1})}
    assert claim(db) == []
    with db.write(EVERYBODY) as session:
        assert replay(session, hook, LATER) == 1
    (again,) = claim(db)
    assert (again.id, again.public_id, again.attempts) == (due.id, due.public_id, 0)


@pytest.mark.usefixtures("hook")
def test_a_claim_that_ran_out_is_taken_over_and_who_comes_too_late_changes_nothing(db: Database) -> None:
    happen(db)
    (due,) = claim(db)
    run_out(db)
    (again,) = claim(db)
    assert again.public_id == due.public_id
    with db.write(EVERYBODY) as session:
        assert not mark_told(session, due, LATER)
        assert not park_row(session, due, LATER, "http_400")
        assert not try_again(session, due, LATER, failed=True, failure="timeout")
        give_back(session, due)
        assert mark_told(session, again, LATER)


@pytest.mark.usefixtures("hook")
def test_what_is_given_back_is_claimed_at_once_and_what_failed_when_it_is_due(db: Database) -> None:
    happen(db)
    with db.write(EVERYBODY) as session:
        (due,) = claim_outbox(session, LATER)
        give_back(session, due)
        (due,) = claim_outbox(session, LATER)
        assert due.attempts == 0
        try_again(session, due, LATER + MINUTE, failed=True, failure="http_503")
        assert state_of_hooks(session) == {due.hook_id: HookState(1, {"http_503": 1}, {})}
        assert claim_outbox(session, LATER) == []
        (due,) = claim_outbox(session, LATER + MINUTE)
        assert due.attempts == 1
        assert mark_told(session, due, LATER + MINUTE)
        assert session.scalars(select(OutboxRow.failure)).all() == [None], "it went well in the end"


def test_a_hook_that_is_removed_switched_off_or_rests_is_told_nothing(db: Database, hook: int) -> None:
    stopped, rests, fine = (another_hook(db) for _ in range(3))
    happen(db)
    with db.write(EVERYBODY) as session:
        remove_hook(session, hook, LATER)
        stop_hook(session, stopped, LATER)
        rest_hook(session, rests, LATER + 2 * MINUTE)
        rest_hook(session, rests, LATER + MINUTE)
    assert [due.hook_id for due in claim(db)] == [fine]
    with db.write(EVERYBODY) as session:
        assert claim_outbox(session, LATER + MINUTE) == []
        assert [due.hook_id for due in claim_outbox(session, LATER + 2 * MINUTE)] == [rests]


@pytest.mark.usefixtures("hook")
def test_a_workspace_that_the_bot_was_removed_from_is_told_nothing_until_it_is_there_again(
    db: Database,
) -> None:
    happen(db)
    with db.write(EVERYBODY) as session:
        put_step_end(session, ANA, "Fx1", MONDAY, error="Nobody answered.")
        mark_uninstalled(session, ANA.team, MONDAY, MONDAY)
        assert not any_due(session, LATER)
        assert claim_outbox(session, LATER) == []
        mark_installed(session, ANA.team, LATER)
        assert any_due(session, LATER)
    assert ids(claim(db)) == [1, 2]


@pytest.mark.usefixtures("hook")
def test_slack_s_rest_holds_up_the_ends_of_steps_and_no_hook(db: Database) -> None:
    happen(db)
    with db.write(EVERYBODY) as session:
        put_step_end(session, ANA, "Fx1", MONDAY, error="Nobody answered.")
        rest_sending(session, ANA.team, LATER + MINUTE)
    assert ids(claim(db)) == [1]


@pytest.mark.usefixtures("hook")
def test_a_busy_receiver_holds_up_no_other(db: Database) -> None:
    another_hook(db, "T0SMALL")
    for number in range(25):
        happen(db, f"Acme {number}")
    happen(db, owner=Owner("T0SMALL", "U0ANA"))
    claimed = claim(db)
    assert len(claimed) == 21
    assert claimed[-1].owner.team == "T0SMALL"


@pytest.mark.usefixtures("hook")
@pytest.mark.parametrize("each_url", ["postgresql"], indirect=True)
def test_two_claimers_at_once_never_meet(db: Database) -> None:
    """SQLite has one writer at a time: there is no at once."""
    for number in range(20):
        happen(db, f"Acme {number}")
    with ThreadPoolExecutor(4) as claimers:
        claimed = [ids(one) for one in claimers.map(lambda _: claim(db), range(4))]
    together = [one for some in claimed for one in some]
    assert sorted(together + ids(claim(db))) == list(range(1, 21))
    assert len(together) == len(set(together))


@pytest.mark.usefixtures("hook")
def test_what_was_told_is_kept_for_a_while_and_what_waits_for_as_long_as_it_does(db: Database) -> None:
    happen(db)
    happen(db, "Birch")
    with db.write(EVERYBODY) as session:
        mark_told(session, claim_outbox(session, LATER)[0], LATER)
        assert forget_told(session, MONDAY) == 0
        assert forget_told(session, LATER) == 1
        assert (waiting_rows(session).count, waiting_rows(session).oldest) == (1, MONDAY)


def test_what_is_for_a_removed_hook_is_forgotten(db: Database, hook: int) -> None:
    happen(db)
    with db.write(EVERYBODY) as session:
        remove_hook(session, hook, LATER)
        assert forget_told(session, MONDAY) == 1
        assert session.scalars(select(OutboxRow)).all() == []
