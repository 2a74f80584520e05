"""A run of the workflow step that nobody debriefs: it ends by the clock, or when its rep deletes everything."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from storage.outbox_tables import OutboxRow
from storage.owner import EVERYBODY
from tests.rig import SAM, Rig
from tests.stories.scenes import delete_everything
from tests.stories.workflows import all_jobs, kept_runs, run_step


def told(rig: Rig) -> dict[str, dict[str, object]]:
    """What Slack is told, or will be, of the end of each run."""
    with rig.db.read(EVERYBODY) as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.execution_id.is_not(None)))
        return {str(row.execution_id): dict(row.data) for row in rows}


def test_after_fourteen_days_a_run_fails_with_a_sentence(each_rig: Rig) -> None:
    rig = each_rig
    run = run_step(rig.slack)
    rig.clock.move(days=13, hours=23)
    all_jobs(rig)
    assert told(rig) == {}
    rig.clock.move(hours=1)
    all_jobs(rig)
    assert run.state == "failed"
    assert "14 days" in str(run.error)
    [kept] = kept_runs(rig)
    assert kept.ended_at == rig.clock.now()
    rig.clock.move(days=8)
    all_jobs(rig)
    assert kept_runs(rig) == []


def test_each_run_has_its_own_fourteen_days(rig: Rig) -> None:
    first = run_step(rig.slack)
    rig.clock.move(days=3)
    run_step(rig.slack, record_id="007")
    rig.clock.move(days=11)
    all_jobs(rig)
    assert set(told(rig)) == {first.id}


def test_a_run_whose_rep_deletes_everything_fails_and_leaves_nothing(some_rig: Rig) -> None:
    rig = some_rig
    rig.ana.open_home()
    run = run_step(rig.slack)
    delete_everything(rig.ana)
    all_jobs(rig)
    all_jobs(rig)
    assert run.state == "failed"
    assert "deleted" in str(run.error)
    assert kept_runs(rig) == []


@pytest.mark.trouble
def test_a_run_whose_rep_leaves_slack_fails_then_and_not_days_later(some_rig: Rig) -> None:
    rig = some_rig
    runs = [run_step(rig.slack), run_step(rig.slack, record_id="007")]
    other = run_step(rig.slack, record_id="008", rep=SAM.id)
    rig.ana.deactivate()
    rig.ana.tell_profile()
    rig.sweep()
    assert [run.state for run in runs] == ["failed", "failed"]
    assert "can't be asked" in str(runs[0].error)
    assert other.state == "running"


@pytest.mark.parametrize("days", [0, 20])
def test_the_clock_ends_a_run_once(rig: Rig, days: int) -> None:
    run_step(rig.slack)
    rig.clock.move_to(rig.clock.now() + timedelta(days=days))
    for _ in range(3):
        all_jobs(rig)
    assert len(told(rig)) == (1 if days else 0)
