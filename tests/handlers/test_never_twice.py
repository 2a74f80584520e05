"""Whatever happens between claim and settle, in any order: every nudge stands in its rep's DM once in the end."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

import storage.lease
from bot.manifest import ASKED_SCOPES
from coaching.kinds import Kind
from coaching.steps import Step
from handlers.delivery.dispatcher import send_due
from handlers.slack.context import Services
from handlers.slack.throttle import Throttle
from playground import Clock, Identity, LocalSlack, Person
from storage.owner import EVERYBODY, Owner
from storage.records import PENDING, SENT
from storage.reps import remember_zone
from storage.tables import DealRow, NudgeRow
from tests.databases import create, ready
from tests.handlers.chaos import ChaosClient, ChaosDatabase, Died, Fate, Fates
from tests.size import sized
from tests.storage.made import let_claims_run_out, lose
from tests.words import shipped_playbook

REPS = [Owner("T0TEST", f"U0{name}") for name in ("ANA", "BEN", "CAT")]
MORNING = datetime(2026, 11, 4, 9, 35, tzinfo=UTC)
"""A Wednesday, five minutes into the window."""
FAR = timedelta(minutes=30)
TROUBLES = [fate for fate in Fate if fate is not Fate.FINE]

MOMENTS: list[float] = [0.0]
"""What the clock that nobody sets back tells the workers."""


class Sending(RuleBasedStateMachine):
    """Random steps of several workers on one database and one Slack."""

    url = ""

    @initialize(
        first=st.lists(st.tuples(st.sampled_from(REPS), st.sampled_from([1, 2, 5])), min_size=1, max_size=3)
    )
    def begin(self, first: list[tuple[Owner, int]]) -> None:
        self.now, self.deals = MORNING, 0
        self.given: Counter[Owner] = Counter()
        self.fates = Fates()
        self.db = ChaosDatabase(fresh(self.url))
        self.db.fates = self.fates
        people = [Person(owner.rep, owner.rep.title(), "UTC") for owner in REPS]
        self.slack = LocalSlack(
            people, Identity(team_id="T0TEST", scopes=sorted(ASKED_SCOPES)), clock=Clock(now=lambda: self.now)
        ).start()
        self.client = ChaosClient(
            self.fates, token=self.slack.bot_token, base_url=self.slack.api_url, retry_handlers=[]
        )
        self.services = Services(
            self.db, shipped_playbook(), lambda: self.now, throttle=Throttle(rest=lambda _seconds: None)
        )
        self.fates.pause = self.claims_run_out
        self.fates.other = self.sweep_well
        with self.db.write(EVERYBODY) as session:
            for owner in REPS:
                remember_zone(session, owner, "UTC", MORNING + timedelta(days=3))
        for rep, count in first:
            self.somebody_said_no(rep, count)

    @rule(rep=st.sampled_from(REPS), count=st.sampled_from([1, 2, 5]))
    def another_no(self, rep: Owner, count: int) -> None:
        self.somebody_said_no(rep, count)

    def somebody_said_no(self, rep: Owner, count: int) -> None:
        """A few for each: ten a morning is all that a digest holds."""
        if self.given[rep] + count > 20:
            return
        self.given[rep] += count
        with self.db.write(EVERYBODY) as session:
            for _ in range(count):
                self.deals += 1
                lose(session, f"Deal {self.deals}", rep, MORNING - timedelta(days=3), kind=Kind.NEVER_ASKED)

    @rule(troubles=st.lists(st.tuples(st.integers(0, 9), st.sampled_from(TROUBLES)), min_size=1, max_size=3))
    def sweep(self, troubles: list[tuple[int, Fate]]) -> None:
        """So many steps go well before each trouble."""
        self.fates.coming = [fate for well, trouble in troubles for fate in (*[Fate.FINE] * well, trouble)]
        try:
            send_due(self.services, lambda _team: self.client)
        except Died:
            pass
        finally:
            self.fates.coming = []

    @rule()
    def claims_run_out(self) -> None:
        coming, self.fates.coming = self.fates.coming, []
        MOMENTS[0] += 1000
        with self.db.write(EVERYBODY) as session:
            let_claims_run_out(session)
        self.fates.coming = coming

    @rule(minutes=st.integers(min_value=-5, max_value=20))
    def the_clock_moves(self, minutes: int) -> None:
        self.now = min(max(self.now + timedelta(minutes=minutes), MORNING - FAR), MORNING + FAR)

    def sweep_well(self) -> None:
        """Another worker comes by, and has no trouble."""
        coming, self.fates.coming = self.fates.coming, []
        send_due(self.services, lambda _team: self.client)
        self.fates.coming = coming

    @invariant()
    def none_came_twice(self) -> None:
        if self.slack.url:
            assert [key for key, times in self.came().items() if times > 1] == []

    def came(self) -> Counter[str]:
        """How often each nudge stands in a DM."""
        shown = [message for owner in REPS for message in self.slack.person(owner.rep).messages()]
        return Counter(
            key for m in shown for key in m.get("metadata", {}).get("event_payload", {}).get("nudges", ())
        )

    def teardown(self) -> None:
        """All trouble ends; the mornings that follow bring what is left."""
        for day in (0, 1, 2, 5):
            self.now = MORNING + timedelta(days=day)
            for _ in range(3):
                self.claims_run_out()
                self.sweep_well()
                self.now += timedelta(minutes=62)
        with self.db.read(EVERYBODY) as session:
            first = session.scalars(select(NudgeRow).where(NudgeRow.step == Step.NUDGE)).all()
            later = session.scalars(select(NudgeRow).where(NudgeRow.step == Step.REMINDER)).all()
            deals = session.scalars(select(DealRow.id)).all()
        assert {row.deal_id for row in first if row.status == SENT} == set(deals), "none is lost"
        assert [row.status for row in later] == [PENDING] * len(deals), "each is followed up once"
        assert self.came() == Counter({row.public_id: 1 for row in first}), "none comes twice"
        self.slack.stop()
        self.db.close()


def fresh(url: str) -> str:
    """A new database with every table, beside or below `url`."""
    if url.startswith("sqlite"):
        made = f"{url}/{token_hex(6)}.db"
        ready(made).close()
        return made
    return create(url, migrated=True)


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage.lease, "_elapsed", lambda: MOMENTS[0])


def run(url: str, examples: int) -> None:
    machine = type("Sending", (Sending,), {"url": url})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=12,
            deadline=None,
            derandomize=True,
            # Shrinking whole stories takes minutes; the first one that fails tells enough.
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.trouble
@pytest.mark.usefixtures("no_waiting")
def test_no_order_of_deaths_and_losses_loses_or_doubles_a_nudge() -> None:
    with TemporaryDirectory() as folder:
        run(f"sqlite:///{Path(folder)}", examples=sized(12, 200))


@pytest.mark.trouble
@pytest.mark.usefixtures("no_waiting")
def test_nor_on_postgresql(postgres: str) -> None:
    run(postgres, examples=sized(6, 60))
