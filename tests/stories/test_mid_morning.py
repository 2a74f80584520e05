"""In the middle of several mornings: a limit, an order to stop, a rep who changes their mind, a window's end."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import InternalError, OperationalError
from sqlalchemy.orm import Session

import handlers.delivery.second_look
import handlers.slack.throttle
from handlers.delivery.batch import DeliveryBatch
from handlers.delivery.dispatcher import send_due
from handlers.slack.context import Services
from handlers.slack.throttle import Throttle
from playground import Fault, Person
from storage.database import Database
from storage.owner import EVERYBODY, Owner, Whose
from storage.records import PENDING, SENT, SUPERSEDED
from storage.rep_choices import pause
from storage.reps import remember_dm, remember_zone
from storage.tables import NudgeRow
from tests.conftest import MakeRig
from tests.rig import ANA, SAM, TEAM, Rig
from tests.storage.made import lose

pytestmark = pytest.mark.trouble

MORNING = datetime(2026, 12, 10, 9, 30, tzinfo=UTC)
REPS = [Person(f"U0R{number:02}", f"Rep {number}", "UTC") for number in range(5)]


class Office:
    """Five reps with three nudges each, due now, and one sender; all time passes only while the sender rests."""

    def __init__(self, rig: Rig, at: datetime = MORNING) -> None:
        self.rig = rig
        self.rested: list[float] = []
        self.each_rest: Callable[[], object] = lambda: None
        self._elapsed = 0.0
        throttle = Throttle(self._rest, lambda: self._elapsed)
        rig.services = Services(rig.db, rig.playbook, rig.clock.now, throttle=throttle)
        with rig.db.write(EVERYBODY) as session:
            for person in REPS:
                owner = Owner(TEAM, person.id)
                remember_zone(session, owner, "UTC", MORNING)
                remember_dm(session, owner, rig.slack.person(person.id).dm)
                for number in range(3):
                    lose(session, f"Deal {number}", owner, callback_on=MORNING.date())
        rig.clock.move_to(at)

    def _rest(self, seconds: float) -> None:
        self.rested.append(seconds)
        self._elapsed += seconds
        self.rig.clock.move(seconds=seconds)
        self.each_rest()

    def sweep(self, stopped: Callable[[], bool] = lambda: False) -> int:
        with ThreadPoolExecutor(1) as senders:
            return send_due(self.rig.services, lambda _team: self.rig.client, senders, stopped)

    @property
    def posts(self) -> int:
        return sum(call.method == "chat.postMessage" for call in self.rig.slack.calls)

    def rows(self, rep: Person | None = None) -> list[NudgeRow]:
        with self.rig.db.read(EVERYBODY) as session:
            found = session.query(NudgeRow).filter(NudgeRow.step == "nudge")
            return [row for row in found if rep is None or row.rep == rep.id]

    def statuses(self, rep: Person | None = None) -> Counter[str]:
        return Counter(row.status for row in self.rows(rep))


@pytest.fixture
def office(make_rig: MakeRig) -> Office:
    return Office(make_rig(people=(ANA, SAM, *REPS)))


def test_after_a_limit_nobody_waits_for_a_turn_that_is_of_no_use(office: Office) -> None:
    slack = office.rig.slack
    office.each_rest = lambda: slack.faults.add(
        "chat.postMessage", Fault(status=429, retry_after=1, times=None)
    )
    office.sweep()
    assert (office.posts, office.statuses()) == (6, {SENT: 5, PENDING: 10})
    assert office.rested == [1], "once, before Slack said that it was too much"
    assert [row.claimed_until for row in office.rows()] == [None] * 15
    office.each_rest = lambda: None
    slack.faults.clear()
    office.rig.clock.move(seconds=2)
    office.sweep()
    assert (office.posts, office.statuses()) == (16, {SENT: 15})
    assert office.rested == [1, 1, 1], "nor for one that was left unused"


def test_whoever_waits_for_the_workspace_s_turn_hears_of_a_limit(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handlers.slack.throttle, "_POSTS", 7)
    heard: list[bool] = []
    office.each_rest = lambda: heard.append(True)
    office.sweep(stopped=lambda: len(heard) >= 3)
    assert office.statuses() == {SENT: 7, PENDING: 8}
    assert sum(office.rested) < 5, "not the half minute"


def test_nor_is_a_limit_slept_through(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sender waits for the workspace's turn when another is told that it was too much."""
    monkeypatch.setattr(handlers.slack.throttle, "_POSTS", 7)
    batches: list[DeliveryBatch] = []
    made = DeliveryBatch.__init__

    def remember(batch: DeliveryBatch, *args: Any) -> None:
        made(batch, *args)
        batches.append(batch)

    monkeypatch.setattr(DeliveryBatch, "__init__", remember)
    office.each_rest = lambda: batches[0].resting.update([TEAM] if len(office.rested) == 3 else [])
    office.sweep()
    assert office.statuses() == {SENT: 7, PENDING: 8}
    assert sum(office.rested) < 5


def test_a_database_that_is_away_at_the_second_look_leaves_nothing_to_look_for(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:

        def away(*_: object) -> bool:
            raise OperationalError("SELECT", {}, Exception("away"))

        patched.setattr(handlers.delivery.second_look, "are_held", away)
        slowly(office, lambda _session: None)
    assert office.statuses() == {SENT: 5, PENDING: 10}
    assert {row.unknown_since for row in office.rows()} == {None}
    office.sweep()
    assert office.statuses() == {SENT: 15}


def test_what_is_not_sent_when_it_is_told_to_stop_is_given_back(office: Office) -> None:
    """Whoever is still there sends it at once, and need not look whether it came."""
    office.sweep(stopped=lambda: office.posts >= 8)
    assert (office.posts, office.statuses()) == (8, {SENT: 8, PENDING: 7})
    assert [row.claimed_until or row.unknown_since for row in office.rows()] == [None] * 15
    office.sweep()
    assert office.statuses() == {SENT: 15}
    assert not [call for call in office.rig.slack.calls if call.method == "conversations.history"]


def slowly(office: Office, then: Callable[[Session], object]) -> None:
    """Ten seconds go by at the first rest, and the rep does something meanwhile."""

    def once() -> None:
        if len(office.rested) == 1:
            office.rig.clock.move(seconds=10)
            with office.rig.db.write(EVERYBODY) as session:
                then(session)

    office.each_rest = once
    office.sweep()


def test_a_rep_who_pauses_meanwhile_gets_no_more_today(office: Office) -> None:
    rep = Owner(TEAM, REPS[0].id)
    today = MORNING.date()
    slowly(office, lambda session: pause(session, rep, today, today + timedelta(days=14)))
    office.sweep()
    assert office.statuses(REPS[0]) == {SENT: 1, PENDING: 2}
    assert office.statuses() == {SENT: 13, PENDING: 2}
    later = [row.due_at for row in office.rows(REPS[0]) if row.status == PENDING]
    assert min(later) > MORNING + timedelta(days=13)


def test_what_is_decided_otherwise_meanwhile_is_not_sent(office: Office) -> None:
    over = update(NudgeRow).where(NudgeRow.rep == REPS[0].id, NudgeRow.status == PENDING)
    slowly(office, lambda session: session.execute(over.values(status=SUPERSEDED)))
    office.sweep()
    assert office.statuses() == {SENT: 13, SUPERSEDED: 2}
    assert office.posts == 13


def test_what_waits_until_the_window_is_over_comes_the_next_day(make_rig: MakeRig) -> None:
    office = Office(make_rig(people=(ANA, SAM, *REPS)), MORNING + timedelta(hours=2, minutes=59, seconds=55))
    slowly(office, lambda _session: None)
    office.sweep()
    assert office.statuses() == {SENT: 5, PENDING: 10}
    assert {row.due_at for row in office.rows() if row.status == PENDING} == {MORNING + timedelta(days=1)}


@contextmanager
def refusing(db: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A database that has become a read-only copy for whoever writes as a rep; what is sent is recorded."""
    write = db.write

    @contextmanager
    def refuse(whose: Whose) -> Iterator[Session]:
        if isinstance(whose, Owner):
            raise InternalError("UPDATE", {}, Exception("cannot execute UPDATE in a read-only transaction"))
        with write(whose) as session:
            yield session

    with monkeypatch.context() as patched:
        patched.setattr(db, "write", refuse)
        yield


def test_a_database_that_refuses_one_rep_s_change_holds_up_none_of_the_others(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    dm = office.rig.slack.person(REPS[0].id).dm
    office.rig.slack.faults.add("chat.postMessage", Fault(error="internal_error", channel=dm, times=None))
    with refusing(office.rig.db, monkeypatch):
        office.sweep()
    assert office.statuses() == {SENT: 12, PENDING: 3}
    assert all(row.claimed_until for row in office.rows(REPS[0])), "left to run out"
