"""A run's end that Slack did not take for want of a good token: it is told once there is one."""

import pytest

from handlers.deals.rep import unpark_workspace
from handlers.delivery.retry_policy import INSTALLATION_GONE
from playground import Execution, Fault
from storage.outbox_state import NO_TOKEN, parked_rows
from storage.owner import EVERYBODY
from tests.rig import TEAM, Rig
from tests.stories.workflows import not_mine, run_step

pytestmark = pytest.mark.trouble


def parked_for(rig: Rig, error: str) -> Execution:
    """A run that its rep has answered, and whose end met that error; Slack is well again then."""
    run = run_step(rig.slack)
    rig.sweep()
    rig.slack.faults.add("functions.completeError", Fault(error=error, times=None))
    not_mine(rig)
    rig.sweep()
    rig.slack.faults.clear()
    assert parked(rig) == {("step", error): 1}
    return run


def parked(rig: Rig) -> dict[tuple[str, str], int]:
    with rig.db.read(EVERYBODY) as session:
        return dict(parked_rows(session))


@pytest.mark.parametrize("error", sorted(INSTALLATION_GONE))
def test_a_good_token_wakes_what_was_parked_for_a_bad_one(some_rig: Rig, error: str) -> None:
    run = parked_for(some_rig, error)
    unpark_workspace(some_rig.services, "T0OTHER")
    some_rig.sweep()
    assert run.state == "running", "another workspace's token says nothing of this one"
    unpark_workspace(some_rig.services, TEAM)
    some_rig.sweep()
    assert (run.state, parked(some_rig)) == ("failed", {})


def test_what_slack_refused_for_itself_stays_parked(some_rig: Rig) -> None:
    run = parked_for(some_rig, "parameter_validation_failed")
    unpark_workspace(some_rig.services, TEAM)
    some_rig.sweep()
    assert run.state == "running"
    assert parked(some_rig) == {("step", "parameter_validation_failed"): 1}


def test_every_name_for_a_token_that_is_gone_is_woken() -> None:
    assert {*INSTALLATION_GONE, "not_installed"} <= set(NO_TOKEN)
