"""Looking for a nudge: only where its outcome is unknown, behind newer pages, and patient while Slack is not."""

from pathlib import Path

import pytest

from bot.check import check
from bot.manifest import NEEDED_SCOPES
from coaching.steps import Step
from playground import Fault
from storage.records import PENDING, SENT
from tests.conftest import MakeRig
from tests.rig import Rig
from tests.stories.lost_answers import DROPPED, again, asked_history, carried, carries, lost, nudges, planned

pytestmark = pytest.mark.trouble


def test_a_nudge_is_looked_for_only_when_its_outcome_is_unknown(rig: Rig) -> None:
    planned(rig, 2)
    rig.slack.faults.add("chat.postMessage", Fault(error="msg_too_long"))
    rig.jump()
    again(rig)
    assert len(carried(rig)) == 2
    assert asked_history(rig) == []


def test_without_the_leave_to_look_it_is_sent_again_and_nothing_is_lost(
    make_rig: MakeRig, tmp_path: Path
) -> None:
    """At least once, then; `gotano check` says so."""
    rig = make_rig(scopes=sorted(NEEDED_SCOPES))
    planned(rig, 1)
    rig.slack.faults.add("chat.postMessage", lost(DROPPED))
    rig.jump()
    again(rig)
    assert len(carried(rig)) == 2
    assert carries(carried(rig)[0]) == carries(carried(rig)[1])
    (row,) = nudges(rig)
    assert (row.status, row.message_ts) == (SENT, carried(rig)[1]["ts"])
    assert len(nudges(rig, Step.REMINDER)) == 1
    environ = {
        "SLACK_BOT_TOKEN": rig.slack.bot_token,
        "SLACK_SIGNING_SECRET": "x",
        "SLACK_API_URL": rig.slack.api_url,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'gotano.db'}",
    }
    said = [finding for finding in check(environ) if "at least once" in finding.text]
    assert [("im:history" in one.text, one.fine) for one in said] == [(True, True)]


@pytest.mark.parametrize(
    "trouble",
    [
        Fault(status=429, retry_after=90, times=2),
        Fault(status=500, times=2),
        Fault(error="internal_error", times=2),
        Fault(accepted_but_dropped=True, times=2),
        Fault(error="fatal_error", times=2),
    ],
    ids=["429", "500", "internal_error", "dropped", "fatal_error"],
)
@pytest.mark.parametrize("came", [True, False])
def test_while_slack_does_not_let_it_look_it_waits_and_is_neither_lost_nor_doubled(
    rig: Rig, trouble: Fault, came: bool
) -> None:
    planned(rig, 1)
    rig.slack.faults.add("chat.postMessage", lost(DROPPED) if came else Fault(status=500))
    rig.slack.faults.add("conversations.history", trouble)
    rig.jump()
    again(rig)
    again(rig, 0.5)
    assert len(carried(rig)) == came, "nothing is sent before it could look"
    assert nudges(rig)[0].status == PENDING
    for _ in range(12):
        again(rig, 5)
    assert len(carried(rig)) == 1
    assert nudges(rig)[0].status == SENT
    assert len(nudges(rig, Step.REMINDER)) == 1


def test_a_limit_on_looking_holds_up_nobody_who_need_not_be_looked_for(rig: Rig) -> None:
    """Slack's limit on looking is none on sending."""
    planned(rig, 1)
    rig.debrief(rig.sam, "Elm", callback_on="2026-12-10")
    rig.slack.faults.add("chat.postMessage", lost(DROPPED))
    rig.slack.faults.add("conversations.history", Fault(status=429, retry_after=36_000, times=None))
    rig.jump()
    again(rig)
    rig.clock.move(hours=5)
    rig.sweep()
    assert [
        len(m["metadata"]["event_payload"]["nudges"]) for m in rig.sam.messages() if m.get("metadata")
    ] == [1]


@pytest.mark.parametrize("newer", [0, 199, 200, 450])
def test_it_is_found_behind_pages_of_newer_messages(rig: Rig, newer: int) -> None:
    planned(rig, 1)
    rig.slack.faults.add("chat.postMessage", lost(DROPPED))
    rig.jump()
    rig.clock.move(minutes=1)
    for number in range(newer):
        rig.slack.let_pass(1)
        rig.client.chat_postMessage(channel=rig.ana.dm, text=f"Something else {number}")
    again(rig)
    assert len(carried(rig)) == 1
    assert nudges(rig)[0].status == SENT
    assert len(asked_history(rig)) == (newer + 1) // 200 + 1, "and no page more than needed"
