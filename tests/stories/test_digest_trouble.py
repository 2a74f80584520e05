"""A digest that Slack did not take, that a process died over, or that several replicas would send."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from handlers.slack.context import Services
from playground import Fault
from storage.database import Database
from storage.due_reps import due_reps
from storage.nudges import claim_due
from storage.owner import EVERYBODY
from tests.rig import Rig
from tests.storage.made import let_claims_run_out
from tests.stories.digests import NAMES, NEXT, asked, digests, morning, names_on, planned, rows_on

MORNING = datetime(2027, 2, 10, 9, 30, tzinfo=UTC)


@pytest.mark.trouble
@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=429, retry_after=30),
        Fault(status=500),
        Fault(status=503, times=5),
        Fault(error="internal_error"),
        Fault(error="fatal_error", times=5),
    ],
    ids=lambda fault: str(fault.status or fault.error),
)
def test_a_digest_that_slack_did_not_take_is_put_off_whole(some_rig: Rig, fault: Fault) -> None:
    rig = some_rig
    planned(rig, NAMES[:12])
    rig.slack.faults.add("chat.postMessage", fault)
    morning(rig)
    assert (sum(asked(rig)), digests(rig)) == (0, [])
    for _ in range(20):
        rig.clock.move(minutes=5)
        rig.sweep()
    assert [names_on(m) for m in digests(rig)] == [NAMES[:10]]
    morning(rig, NEXT)
    assert sorted(asked(rig)) == [1] * 12


@pytest.mark.trouble
def test_a_morning_on_which_slack_took_nothing_comes_the_next_working_day(rig: Rig) -> None:
    planned(rig, NAMES[:12])
    rig.slack.faults.add("chat.postMessage", Fault(error="internal_error", times=None))
    for _ in range(5):
        morning(rig) if rig.clock.now() < MORNING else rig.sweep()
        rig.clock.move(hours=1)
    rig.slack.faults.clear()
    rig.sweep()
    assert sum(asked(rig)) == 0
    morning(rig, NEXT)
    assert [names_on(m) for m in digests(rig)] == [NAMES[:10]]
    morning(rig, NEXT + timedelta(days=1))
    assert asked(rig) == [1] * 12


def test_a_process_that_died_over_a_digest_is_relieved_by_the_next_one(each_rig: Rig) -> None:
    rig = each_rig
    planned(rig, NAMES[:12])
    rig.clock.move_to(MORNING)
    with rig.db.write(EVERYBODY) as session:
        claim_due(session, MORNING, due_reps(session, MORNING, 20))
    rig.sweep()
    assert sum(asked(rig)) == 0, "nobody else sends what is claimed"
    with rig.db.write(EVERYBODY) as session:
        let_claims_run_out(session)
    started = Database(rig.db.engine.url.render_as_string(hide_password=False))
    rig.sweep(services=Services(started, rig.playbook, rig.clock.now))
    started.close()
    assert [names_on(m) for m in digests(rig)] == [NAMES[:10]]
    rig.sweep()
    assert sum(asked(rig)) == 10
    morning(rig, NEXT)
    assert asked(rig) == [1] * 12


def test_several_replicas_send_one_digest(each_rig: Rig) -> None:
    rig = each_rig
    rig.ana.open_home()
    planned(rig, [f"{name}{part}" for part in ("", "holm") for name in NAMES[:14]])
    rig.clock.move_to(MORNING)
    with ThreadPoolExecutor(6) as replicas:
        for _ in range(6):
            replicas.submit(rig.sweep)
    assert [len(rows_on(m)) for m in digests(rig)] == [10]
    assert sum(asked(rig)) == 10
