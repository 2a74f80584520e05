"""The rep debriefs what a workflow asked about: its run completes, and the workflow goes on with what was learned."""

from typing import Any

import pytest

from playground import Fault
from prompts.workflow_step import KIND, OUTCOME, PLAN_DATE, VERDICT
from storage.offer_tables import OfferStatus
from tests.rig import SAM, Rig
from tests.stories.scenes import card, delete, delete_everything
from tests.stories.told import offers
from tests.stories.workflows import all_jobs, debrief_offer, kept_runs, not_mine, run_step


def test_a_debrief_completes_the_run_with_what_was_learned_and_none_of_the_words(each_rig: Rig) -> None:
    rig = each_rig
    run = run_step(rig.slack)
    debrief_offer(rig, lesson="Ask sooner")
    rig.sweep()
    assert run.state == "completed"
    due = rig.deals()[0].plan.due
    assert due
    assert run.outputs == {
        KIND: "not_now",
        VERDICT: "follow_up",
        PLAN_DATE: due.on.isoformat(),
        OUTCOME: "open",
    }


def test_a_deal_that_is_let_go_gives_back_no_date(rig: Rig) -> None:
    run = run_step(rig.slack)
    debrief_offer(rig, kind="no_fit")
    rig.sweep()
    assert run.outputs == {KIND: "no_fit", VERDICT: "let_go", OUTCOME: rig.deals()[0].status}


def test_several_steps_for_one_rep_end_each_with_its_own(some_rig: Rig) -> None:
    rig = some_rig
    first = run_step(rig.slack)
    second = run_step(rig.slack, record_id="007", prospect="Kim")
    third = run_step(rig.slack, record_id="008", prospect="Lee", rep=SAM.id)
    debrief_offer(rig, at=1)
    rig.sweep()
    assert [run.state for run in (first, second, third)] == ["running", "completed", "running"]
    debrief_offer(rig, at=0, kind="no_budget")
    rig.sweep()
    assert [run.state for run in (first, second, third)] == ["completed", "completed", "running"]
    assert (first.outputs[KIND], second.outputs[KIND]) == ("no_budget", "not_now")


def test_two_runs_about_one_record_complete_together(rig: Rig) -> None:
    runs = [run_step(rig.slack), run_step(rig.slack)]
    debrief_offer(rig)
    rig.sweep()
    assert [run.state for run in runs] == ["completed", "completed"]


def test_a_run_about_what_is_debriefed_already_completes_at_once(each_rig: Rig) -> None:
    rig = each_rig
    first = run_step(rig.slack)
    debrief_offer(rig)
    rig.sweep()
    second = run_step(rig.slack)
    rig.sweep()
    assert second.state == "completed"
    assert second.outputs == first.outputs
    assert len(offers(rig)) == 1


def test_a_run_about_what_another_rep_debriefed_fails(rig: Rig) -> None:
    run_step(rig.slack)
    debrief_offer(rig)
    other = run_step(rig.slack, rep=SAM.id)
    rig.sweep()
    assert other.state == "failed"
    assert offers(rig)[0].status is OfferStatus.DEBRIEFED


def test_not_mine_fails_the_run_with_a_sentence(some_rig: Rig) -> None:
    rig = some_rig
    run = run_step(rig.slack)
    not_mine(rig)
    rig.sweep()
    assert (run.state, run.outputs) == ("failed", {})
    assert "isn't theirs" in str(run.error)


def test_a_run_about_what_is_not_the_rep_s_fails_at_once_and_asks_nobody_again(rig: Rig) -> None:
    run_step(rig.slack)
    not_mine(rig)
    messages = len(rig.ana.messages())
    again = run_step(rig.slack)
    rig.sweep()
    assert again.state == "failed"
    assert len(rig.ana.messages()) == messages


def test_what_happens_to_the_deal_later_changes_no_ended_run(rig: Rig) -> None:
    run = run_step(rig.slack)
    debrief_offer(rig)
    rig.sweep()
    told = (run.state, run.outputs)
    all_jobs(rig)
    delete(rig.ana, card(rig.ana, rig.deals()[0]))
    all_jobs(rig)
    rig.clock.move(days=20)
    all_jobs(rig)
    assert (run.state, run.outputs) == told
    assert kept_runs(rig) == []


@pytest.mark.trouble
@pytest.mark.parametrize(
    "fault", [{"status": 503}, {"status": 429, "retry_after": 30}, {"error": "fatal_error"}]
)
def test_an_end_that_slack_does_not_take_is_told_again(rig: Rig, fault: dict[str, Any]) -> None:
    rig.slack.faults.add("functions.completeSuccess", Fault(**fault))
    run = run_step(rig.slack)
    debrief_offer(rig)
    rig.sweep()
    assert run.state == "running"
    for _ in range(3):
        rig.clock.move(minutes=10)
        rig.sweep()
    assert run.state == "completed"


def test_a_workflow_that_was_stopped_meanwhile_is_left_alone(rig: Rig) -> None:
    run = run_step(rig.slack)
    rig.client.functions_completeError(function_execution_id=run.id, error="Stopped.")
    debrief_offer(rig)
    for _ in range(2):
        rig.clock.move(minutes=10)
        rig.sweep()
    calls = [call for call in rig.slack.calls if call.method == "functions.completeSuccess"]
    assert (run.error, len(calls)) == ("Stopped.", 1)


def test_who_deletes_everything_before_slack_was_told_fails_the_run(rig: Rig) -> None:
    run = run_step(rig.slack)
    debrief_offer(rig)
    delete_everything(rig.ana)
    for _ in range(2):
        all_jobs(rig)
    assert (run.state, kept_runs(rig)) == ("failed", [])
