"""/metrics: what is due, late, sent, found, put off and parked, in Prometheus's own format, and nobody's words."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from bot.metrics import Metrics
from handlers.slack.context import Services
from playground import Fault
from storage.database import Database
from storage.owner import EVERYBODY
from tests.bot.samples import SAID, read
from tests.rig import ANA, Rig
from tests.words import shipped_playbook

pytestmark = pytest.mark.trouble


@pytest.fixture
def metrics(rig: Rig) -> Metrics:
    made = Metrics()
    rig.services = Services(rig.db, rig.playbook, rig.clock.now, throttle=rig.services.throttle, metrics=made)
    made.look_at(rig.services)
    return made


def nudges(metrics: Metrics, name: str, *labels: str) -> float | None:
    return read(metrics).get((f"gotano_nudges_{name}", labels))


def planned(rig: Rig, *names: str) -> None:
    for name in names:
        rig.debrief(rig.ana, name, callback_on="2026-12-10", words="It is shelved.", lesson="Ask sooner")
        rig.ana.close()


def test_what_is_due_and_late_is_counted_when_asked(rig: Rig, metrics: Metrics) -> None:
    planned(rig, "Dana Reyes, Acme", "Birch")
    due = rig.deals()[0].next_nudge_at
    assert due is not None
    for minutes, waiting, late in ((-1, 0, 0), (0, 2, 0), (14, 2, 0), (16, 2, 2)):
        rig.clock.move_to(due + timedelta(minutes=minutes))
        assert (nudges(metrics, "due"), nudges(metrics, "late")) == (waiting, late)
    rig.sweep()
    assert (nudges(metrics, "due"), nudges(metrics, "late")) == (0, 0)


def test_what_was_sent_is_counted_with_how_late_it_came(rig: Rig, metrics: Metrics) -> None:
    planned(rig, "Dana Reyes, Acme")
    due = rig.deals()[0].next_nudge_at
    assert due is not None
    rig.clock.move_to(due + timedelta(seconds=90))
    rig.sweep()
    told = read(metrics)
    assert told["gotano_nudges_sent_total", ()] == 1
    assert told["gotano_nudge_lateness_seconds_sum", ()] == 90
    assert told["gotano_nudge_lateness_seconds_bucket", ("60.0",)] == 0
    assert told["gotano_nudge_lateness_seconds_bucket", ("300.0",)] == 1


def test_what_was_found_put_off_and_parked_is_counted_by_its_name(rig: Rig, metrics: Metrics) -> None:
    planned(rig, "Dana Reyes, Acme")
    faults = rig.slack.faults
    faults.add("chat.postMessage", Fault(status=429, retry_after=30))
    faults.add("chat.postMessage", Fault(status=503))
    faults.add("chat.postMessage", Fault(accepted_but_dropped=True))
    rig.jump()
    for _ in range(5):
        rig.clock.move(minutes=4)
        rig.sweep()
    told = read(metrics)
    assert told["gotano_nudges_put_off_total", ("ratelimited",)] == 1
    assert told["gotano_nudges_put_off_total", ("internal_error",)] == 1
    assert told["gotano_nudges_put_off_total", ("RemoteDisconnected",)] == 1
    assert told["gotano_nudges_found_sent_total", ()] == 1
    assert told["gotano_nudges_sent_total", ()] == 0
    planned(rig, "Birch")
    faults.add("chat.postMessage", Fault(error="is_archived"))
    rig.jump()
    assert nudges(metrics, "parked_total", "is_archived") == 1
    assert nudges(metrics, "parked_now", "is_archived") == 1
    rig.ana.open_home()
    assert nudges(metrics, "parked_now", "is_archived") is None, "awake again"
    assert nudges(metrics, "parked_total", "is_archived") == 1, "but it happened"


@pytest.mark.parametrize("away", ["sqlite:////no/such/folder/x.db", "postgresql+psycopg://127.0.0.1:1/x"])
def test_a_database_that_is_away_leaves_the_queue_out_and_the_rest_in(rig: Rig, away: str) -> None:
    metrics, db = Metrics(), Database(away)
    metrics.look_at(Services(db, shipped_playbook(), rig.clock.now))
    metrics.sent(3)
    told = read(metrics)
    assert told["gotano_nudges_sent_total", ()] == 1
    assert not {"gotano_nudges_due", "gotano_nudges_late", "gotano_nudges_parked_now"} & {n for n, _ in told}
    db.close()


def test_nobody_s_words_names_or_ids_are_in_it(rig: Rig, metrics: Metrics) -> None:
    planned(rig, "Dana Reyes, Acme")
    rig.slack.faults.add("chat.postMessage", Fault(error="is_archived"))
    rig.jump()
    assert not [
        said for said in (*SAID, ANA.id, ANA.name, "T0TEST", "Ana ") if said in metrics.page().decode()
    ]


def test_what_goes_wrong_in_our_own_data_is_named_without_its_words(rig: Rig, metrics: Metrics) -> None:
    planned(rig, "Dana Reyes, Acme")
    with rig.db.write(EVERYBODY) as session:
        session.execute(text("UPDATE debriefs SET kind = 'Dana Reyes'"))
    rig.jump()
    page = metrics.page().decode()
    assert "Dana" not in page
    assert "gotano_nudges_put_off_total{" in page


def test_transactions_and_acks_are_timed(tmp_path: Path) -> None:
    metrics = Metrics()
    db = Database(f"sqlite:///{tmp_path / 'gotano.db'}", metrics.transaction)
    for _ in range(3):
        with db.read(EVERYBODY) as session:
            session.execute(text("SELECT 1"))
    with db.write(EVERYBODY) as session:
        session.execute(text("SELECT 1"))
    for seconds in (0.004, 0.2, 3.5):
        metrics.acked(seconds)
    db.close()
    told = read(metrics)
    assert told["gotano_transaction_seconds_count", ("read",)] == 3
    assert told["gotano_transaction_seconds_count", ("write",)] == 1
    assert told["gotano_ack_seconds_count", ()] == 3
    assert told["gotano_ack_seconds_bucket", ("3.0",)] == 2, "one was beyond Slack's three seconds"


def test_jobs_are_timed_and_those_that_failed_counted_by_name() -> None:
    metrics = Metrics()
    for seconds, well in ((0.2, True), (2, False), (3, True)):
        metrics.job("send due nudges", seconds, well)
    told = read(metrics)
    assert told["gotano_job_seconds_count", ("send due nudges",)] == 3
    assert told["gotano_job_seconds_bucket", ("send due nudges", "1.0")] == 1
    assert told["gotano_job_failures_total", ("send due nudges",)] == 1


def test_each_figure_says_what_it_is(metrics: Metrics) -> None:
    families = list(text_string_to_metric_families(metrics.page().decode()))
    ours = {family.name: family for family in families if family.name.startswith("gotano_")}
    assert all(family.documentation for family in ours.values())
    assert all(family.type in ("counter", "gauge", "histogram") for family in ours.values())
    assert len(ours) >= 9


def test_the_moment_is_the_bot_s_own(rig: Rig, metrics: Metrics) -> None:
    """What is due is asked by the clock by which it is sent."""
    planned(rig, "Birch")
    rig.clock.move_to(datetime(2030, 1, 1, tzinfo=UTC))
    assert nudges(metrics, "late") == 1
