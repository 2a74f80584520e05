"""Slack's rate limits: whoever is told to wait waits, nobody else does, and nothing is lost or counted as a try."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from slack_sdk import WebClient

import handlers.delivery.dispatcher
from bot.slack_client import slack_client
from handlers.slack.context import Services
from handlers.slack.throttle import Throttle
from playground import Fault, Person
from playground.local_workspace import LocalWorkspace
from storage.due_reps import due_reps
from storage.nudges import claim_due
from storage.owner import EVERYBODY, Owner
from storage.records import PENDING, SENT
from storage.reps import remember_zone
from storage.tables import NudgeRow, WorkspaceRow
from storage.workspaces import rest_sending
from tests.conftest import MakeRig
from tests.rig import ANA, SAM, TEAM, Rig
from tests.storage.made import lose

pytestmark = pytest.mark.trouble

MORNING = datetime(2026, 12, 10, 9, 30, tzinfo=UTC)
OTHER = "T0OTHER"
REPS = [Person(f"U0R{number:02}", f"Rep {number}", "UTC") for number in range(30)]


class Offices:
    """A bot in two workspaces, with reps and nudges for one morning."""

    def __init__(self, rig: Rig, people: list[Person], others: list[Person]) -> None:
        self.rig = rig
        rig.db.serve(None)
        self.second: LocalWorkspace = rig.slack.add_workspace(others, team_id=OTHER)
        self._clients = {
            TEAM: rig.client,
            OTHER: slack_client(self.second.bot_token, rig.slack.api_url),
        }
        with rig.db.write(EVERYBODY) as session:
            for team, ones in ((TEAM, people), (OTHER, others)):
                for person in ones:
                    owner = Owner(team, person.id)
                    remember_zone(session, owner, "UTC", MORNING)
                    lose(session, f"Deal of {person.id}", owner, callback_on=MORNING.date())
        rig.clock.move_to(MORNING)

    def client_for(self, team: str) -> WebClient:
        return self._clients[team]

    def sweep(self, **by: float) -> None:
        self.rig.clock.move(**by)
        self.rig.sweep(client_for=self.client_for)

    def statuses(self, team: str) -> Counter[str]:
        with self.rig.db.read(EVERYBODY) as session:
            rows = session.query(NudgeRow).filter(NudgeRow.team == team, NudgeRow.step == "nudge")
            return Counter(row.status for row in rows)

    def attempts(self, team: str) -> int:
        with self.rig.db.read(EVERYBODY) as session:
            return sum(row.attempts for row in session.query(NudgeRow).filter(NudgeRow.team == team))

    def rests_until(self, team: str) -> datetime | None:
        with self.rig.db.read(EVERYBODY) as session:
            row = session.get(WorkspaceRow, team)
            return row.sending_rests_until if row else None

    def calls(self, team: str, method: str = "chat.postMessage") -> int:
        """Of nudges; the cards are another matter."""
        found = [call.args for call in self.rig.slack.calls if (call.method, call.team) == (method, team)]
        return len([args for args in found if args.get("metadata")])


Open = Callable[..., Offices]


@pytest.fixture
def offices(make_rig: MakeRig) -> Open:
    def made(here: int = 3, there: int = 3, url: str | None = None) -> Offices:
        others = [Person(f"U1R{number:02}", f"Other {number}", "UTC") for number in range(there)]
        return Offices(make_rig(people=(ANA, SAM, *REPS[:here]), database_url=url), REPS[:here], others)

    return made


@pytest.mark.parametrize("retry_after", [1, 30, 240, 3600])
def test_a_workspace_rests_as_long_as_slack_says_and_no_other_does(
    offices: Open, each_url: str, retry_after: int
) -> None:
    both = offices(url=each_url)
    both.rig.slack.faults.add("chat.postMessage", Fault(status=429, retry_after=retry_after, team=TEAM))
    both.sweep()
    assert both.statuses(OTHER) == {SENT: 3}, "the other goes on"
    assert both.statuses(TEAM) == {PENDING: 3}
    assert both.calls(TEAM) == 1, "the first was told, the rest were not even tried"
    assert both.rests_until(TEAM) == MORNING + timedelta(seconds=retry_after)
    assert both.rests_until(OTHER) is None
    both.sweep(seconds=retry_after - 1)
    assert both.calls(TEAM) == 1, "no call before it is over"
    both.sweep(seconds=2)
    assert both.statuses(TEAM) == {SENT: 3}
    assert (both.attempts(TEAM), both.calls(TEAM)) == (0, 4)


def test_a_limit_that_goes_on_spends_no_try_and_parks_nothing(offices: Open) -> None:
    both = offices(there=1)
    rig = both.rig
    rig.slack.faults.add("chat.postMessage", Fault(status=429, retry_after=60, times=None, team=TEAM))
    for _ in range(100):
        both.sweep(seconds=61)
    assert both.statuses(TEAM) == {PENDING: 3}
    assert both.attempts(TEAM) == 0
    rig.slack.faults.clear()
    both.sweep(seconds=61)
    assert both.statuses(TEAM) == {SENT: 3}


def test_senders_side_by_side_stop_at_the_first_limit(offices: Open) -> None:
    """A few may be on their way already; nobody begins after that."""
    both = offices(here=30)
    rig = both.rig
    rig.slack.faults.add("chat.postMessage", Fault(status=429, retry_after=300, times=None, team=TEAM))
    with ThreadPoolExecutor(4) as senders:
        rig.sweep(client_for=both.client_for, senders=senders)
    assert both.calls(TEAM) <= 8
    assert both.statuses(OTHER) == {SENT: 3}
    asked = both.calls(TEAM)
    both.sweep(seconds=290)
    assert both.calls(TEAM) == asked


def test_a_limit_told_to_one_replica_holds_for_the_other(offices: Open) -> None:
    """The rest is in the database; a second process reads it there."""
    both = offices()
    rig = both.rig
    rig.slack.faults.add("chat.postMessage", Fault(status=429, retry_after=120, team=TEAM))
    both.sweep()
    services = Services(rig.db, rig.playbook, rig.clock.now, throttle=Throttle(rest=lambda _seconds: None))
    rig.sweep(services=services, client_for=both.client_for)
    assert both.calls(TEAM) == 1


def test_a_longer_rest_is_not_cut_short_by_a_shorter_one(each_url: str, offices: Open) -> None:
    """Two senders were told at about the same time, or two replicas: the later end holds."""
    db = offices(url=each_url).rig.db
    for seconds in (600, 5):
        with db.write(EVERYBODY) as session:
            rest_sending(session, TEAM, MORNING + timedelta(seconds=seconds))
    with db.read(EVERYBODY) as session:
        row = session.get(WorkspaceRow, TEAM)
        assert row is not None
        assert row.sending_rests_until == MORNING + timedelta(seconds=600)


def test_workspaces_take_turns_so_that_a_large_one_does_not_hold_up_a_small_one(
    offices: Open, each_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = offices(here=30, there=2, url=each_url)
    with both.rig.db.write(EVERYBODY) as session:
        first = claim_due(session, MORNING, due_reps(session, MORNING, 6))
    assert Counter(due.owner.team for due in first) == {TEAM: 4, OTHER: 2}
    monkeypatch.setattr(handlers.delivery.dispatcher, "REPS", 4)
    both.sweep()
    assert both.statuses(TEAM)[SENT] == 26, "those claimed before are still another's"
