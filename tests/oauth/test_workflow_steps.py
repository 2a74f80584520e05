"""The workflow step where the bot comes and goes, and in a whole organisation."""

from sqlalchemy import select

from storage.offer_tables import OfferRow
from storage.owner import EVERYBODY
from storage.step_tables import WorkflowStepRow
from tests.oauth.rig import OTHER, OAuthRig
from tests.rig import ANA, TEAM
from tests.stories.workflows import run_step


def runs(rig: OAuthRig) -> list[tuple[str, str, str]]:
    with rig.db.read(EVERYBODY) as session:
        rows = session.execute(
            select(WorkflowStepRow.team, WorkflowStepRow.rep, WorkflowStepRow.execution_id)
        )
        return [(team, rep, run) for team, rep, run in rows]


def test_a_run_belongs_to_the_workspace_that_slack_names(each_rig: OAuthRig) -> None:
    rig = each_rig
    other = rig.add()
    rig.install(TEAM)
    rig.install(OTHER)
    ours, theirs = run_step(rig.slack), run_step(other)
    assert sorted(runs(rig)) == sorted([(TEAM, ANA.id, ours.id), (OTHER, ANA.id, theirs.id)])
    with rig.db.read(EVERYBODY) as session:
        teams = session.scalars(select(OfferRow.team).order_by(OfferRow.team)).all()
    assert teams == [OTHER, TEAM]


def test_an_event_that_comes_after_the_bot_was_removed_is_no_crash(rig: OAuthRig) -> None:
    rig.install(TEAM)
    run = run_step(rig.slack)
    late = run_step(rig.slack, record_id="007")
    rig.uninstall(rig.slack)
    assert rig.slack.send_run_again(late).ok
    assert rig.slack.send_run_again(run).ok
    rig.clock.move(days=15)
    rig.sweep()
    assert {state.state for state in rig.slack.runs} == {"running"}


def test_an_event_that_is_new_to_a_removed_bot_is_not_taken(rig: OAuthRig) -> None:
    rig.install(TEAM)
    rig.lose_token(TEAM)
    run = run_step(rig.slack)
    assert rig.slack.send_run_again(run).ok
    assert runs(rig) == []


def test_runs_go_with_the_rest_of_a_workspace_that_left(rig: OAuthRig) -> None:
    rig.install(TEAM)
    run_step(rig.slack)
    rig.uninstall(rig.slack)
    rig.clock.move(days=31)
    rig.sweep()
    assert runs(rig) == []
    assert rig.counts(TEAM)["workflow_steps"] == 0


def test_in_an_organisation_a_run_is_the_organisation_s(rig: OAuthRig) -> None:
    org = rig.add(people=(ANA,), enterprise_id="E0ORG")
    rig.install("E0ORG")
    run = run_step(org)
    assert runs(rig) == [("E0ORG", ANA.id, run.id)]
