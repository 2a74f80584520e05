"""A workflow runs the step *Debrief a lost deal*: what it becomes, and what fails at once with a sentence."""

from datetime import timedelta
from typing import Any

import pytest

from playground import Fault, Person
from storage.offer_tables import OfferSource, OfferStatus
from tests.conftest import MakeRig
from tests.rig import ANA, MONDAY, SAM, Rig
from tests.stories.told import offers
from tests.stories.workflows import kept_runs, run_step

GUEST = Person("U0GUS", "Gus Guest", guest="multi_channel")
HIDDEN = Person("U0HID", "Hid Den", visible=False)


def test_a_run_becomes_an_offer_with_all_that_the_workflow_told(some_rig: Rig) -> None:
    run = run_step(some_rig.slack)
    [offer] = offers(some_rig)
    assert (offer.rep, offer.source, offer.status) == (ANA.id, OfferSource.STEP, OfferStatus.WAITING)
    assert (offer.external_id, offer.prospect, offer.company) == ("006X1", "Dana Reyes", "Acme")
    assert (offer.reason, offer.amount) == ("They move offices first.", "12k")
    assert offer.url == "https://crm.example.com/006X1"
    [kept] = kept_runs(some_rig)
    assert (kept.execution_id, kept.offer_id, kept.rep) == (run.id, offer.id, ANA.id)
    assert kept.deadline == MONDAY + timedelta(days=14)
    assert run.state == "running"


def test_without_a_record_each_run_is_a_deal_of_its_own(rig: Rig) -> None:
    runs = [run_step(rig.slack, without=("record_id",)) for _ in range(2)]
    assert [offer.external_id for offer in offers(rig)] == [run.id for run in runs]


def test_with_a_record_two_runs_are_one_offer(rig: Rig) -> None:
    run_step(rig.slack)
    run_step(rig.slack, amount="15k")
    [offer] = offers(rig)
    assert offer.amount == "15k"
    assert [kept.offer_id for kept in kept_runs(rig)] == [offer.id, offer.id]


def test_a_record_that_is_another_rep_s_now_takes_its_runs_along(each_rig: Rig) -> None:
    run_step(each_rig.slack)
    run_step(each_rig.slack, rep=SAM.id)
    assert [offer.rep for offer in offers(each_rig)] == [SAM.id]
    assert [kept.rep for kept in kept_runs(each_rig)] == [SAM.id, SAM.id]


@pytest.mark.parametrize("at_once", [False, True])
def test_an_event_that_comes_again_takes_no_record_back_from_its_new_rep(
    each_rig: Rig, monkeypatch: pytest.MonkeyPatch, at_once: bool
) -> None:
    rig = each_rig
    first = run_step(rig.slack)
    run_step(rig.slack, rep=SAM.id, amount="15k")
    if at_once:
        # Both deliveries look before either has stored the run.
        monkeypatch.setattr("handlers.listeners.workflow_step.knows_step", lambda *_: False)
    else:
        rig.ana.deactivate()
    assert rig.slack.send_run_again(first).ok
    assert [(offer.rep, offer.amount) for offer in offers(rig)] == [(SAM.id, "15k")]
    assert [kept.rep for kept in kept_runs(rig)] == [SAM.id, SAM.id]
    assert first.state == "running"


def test_the_same_event_twice_changes_nothing(each_rig: Rig) -> None:
    run = run_step(each_rig.slack)
    before = [(row.id, row.changed_at, row.due_at) for row in offers(each_rig)]
    each_rig.clock.move(minutes=1)
    assert each_rig.slack.send_run_again(run).ok
    assert [(row.id, row.changed_at, row.due_at) for row in offers(each_rig)] == before
    assert len(kept_runs(each_rig)) == 1


def fails(rig: Rig, sentence: str, **more: Any) -> None:
    """At once, saying so, and with nothing kept."""
    run = run_step(rig.slack, **more)
    assert run.state == "failed"
    assert sentence in str(run.error)
    assert offers(rig) == []
    assert kept_runs(rig) == []


def test_what_came_in_empty_is_named(rig: Rig) -> None:
    fails(rig, "Prospect", prospect="  ")


def test_a_rep_that_came_in_empty_is_named_too(rig: Rig) -> None:
    def emptied(_kind: str, payload: dict[str, Any]) -> dict[str, Any]:
        payload["event"]["inputs"] = {"rep": None, "prospect": ""}
        return payload

    rig.slack.alter = emptied
    fails(rig, "Rep, Prospect")


@pytest.mark.parametrize("who", [GUEST.id, HIDDEN.id, "U0NOBODY", "U0GOTANO"])
def test_nobody_but_a_member_is_asked(make_rig: MakeRig, who: str) -> None:
    fails(make_rig(people=(ANA, SAM, GUEST, HIDDEN)), "can't be asked", rep=who)


def test_a_rep_who_left_is_not_asked(rig: Rig) -> None:
    rig.ana.deactivate()
    fails(rig, "can't be asked")


def test_somebody_of_another_company_is_not_asked(rig: Rig) -> None:
    rig.slack.stranger(Person("U0STR", "Str Anger"), "T0ELSE", "C0LESSONS")
    fails(rig, "can't be asked", rep="U0STR")


def test_a_rep_who_may_not_use_the_bot_is_not_asked(make_rig: MakeRig) -> None:
    fails(make_rig(environ={"GOTANO_ALLOWED_USERS": SAM.id}), "isn't among those who may use")


def test_an_amount_or_a_link_that_is_none_fails_nothing(rig: Rig) -> None:
    run = run_step(rig.slack, amount="a lot", link="see the CRM", reason="x" * 5000)
    [offer] = offers(rig)
    assert (offer.amount, offer.url, len(offer.reason or "")) == (None, None, 3000)
    assert run.state == "running"


@pytest.mark.trouble
def test_a_rep_whom_slack_does_not_tell_of_just_now_is_asked_all_the_same(rig: Rig) -> None:
    rig.slack.faults.add("users.info", Fault(status=503))
    run = run_step(rig.slack)
    assert run.state == "running"
    assert len(kept_runs(rig)) == 1


@pytest.mark.trouble
def test_a_sentence_that_slack_does_not_take_is_told_again_with_the_event(rig: Rig) -> None:
    rig.slack.faults.add("functions.completeError", Fault(status=503, times=None))
    run = run_step(rig.slack, prospect=" ")
    assert run.state == "running"
    assert rig.slack.attempts[-1].delivery.status == 503
    rig.slack.faults.clear()
    assert rig.slack.send_run_again(run).ok
    assert run.state == "failed"


def test_a_run_that_was_stopped_in_slack_is_over(rig: Rig) -> None:
    rig.slack.faults.add("functions.completeError", Fault(error="function_execution_not_found"))
    run_step(rig.slack, prospect=" ")
    assert rig.slack.attempts[-1].delivery.ok


@pytest.mark.trouble
def test_a_step_of_another_app_s_is_let_be(rig: Rig) -> None:
    def renamed(_kind: str, payload: dict[str, Any]) -> dict[str, Any]:
        payload["event"]["function"]["callback_id"] = "something_else"
        return payload

    rig.slack.alter = renamed
    run = run_step(rig.slack)
    assert rig.slack.attempts[-1].delivery.ok
    assert (run.state, offers(rig)) == ("running", [])
