"""Slack or the network is away for long: nothing that was promised is forgotten, as no answer is no refusal."""

import pytest

from bot.slack_client import slack_client
from handlers.delivery.retry_policy import MOST_ATTEMPTS
from playground import Fault
from storage.cards import owe_card
from storage.leftovers import leave
from storage.owner import EVERYBODY, Owner
from tests.rig import ANA, TEAM, Rig
from tests.storage.made import lose
from tests.stories.scenes import delete_everything, lost, rows

pytestmark = pytest.mark.trouble

ANA_OWNER = Owner(TEAM, ANA.id)
NOBODY_THERE = "http://127.0.0.1:9/api/"
OUTAGES = [Fault(status=503, times=None), Fault(body="<html>A proxy</html>", times=None), None]
"""As Slack, a proxy, or nobody at all answers."""
each_outage = pytest.mark.parametrize("outage", OUTAGES, ids=["503", "a proxy", "the network"])


def sweeps(rig: Rig, method: str, outage: Fault | None) -> None:
    """Every two hours, more often than a refusal is taken; and once when it is over."""
    if outage:
        rig.slack.faults.add(method, outage)
    client = rig.client if outage else slack_client("xoxb-1", NOBODY_THERE)
    for _ in range(MOST_ATTEMPTS + 2):
        rig.clock.move(hours=2)
        rig.sweep(client_for=lambda _team: client)
    rig.slack.faults.clear()
    rig.clock.move(hours=2)
    rig.sweep()


@each_outage
def test_what_is_to_be_taken_back_is_taken_back_after_it(some_rig: Rig, outage: Fault | None) -> None:
    rig = some_rig
    lost(rig)
    rig.ana.open_home()
    rig.slack.faults.add("chat.delete", Fault(error="ratelimited"))
    delete_everything(rig.ana)
    assert rows(rig)["leftover_messages"] == 1
    sweeps(rig, "chat.delete", outage)
    assert rig.ana.messages() == []
    assert rows(rig)["leftover_messages"] == 0


@each_outage
def test_a_card_that_is_owed_comes_after_it(some_rig: Rig, outage: Fault | None) -> None:
    rig = some_rig
    rig.slack.faults.add("chat.postMessage", Fault(error="ratelimited"))
    rig.debrief(rig.ana)
    sweeps(rig, "chat.postMessage", outage)
    (message,) = rig.ana.messages()
    assert rig.deals()[0].card_ts == message["ts"]


def test_what_slack_itself_refuses_for_long_is_given_up(rig: Rig) -> None:
    lost(rig)
    rig.ana.open_home()
    rig.slack.faults.add("chat.delete", Fault(error="internal_error", times=None))
    delete_everything(rig.ana)
    for _ in range(MOST_ATTEMPTS):
        rig.clock.move(hours=2)
        rig.sweep()
    assert rows(rig)["leftover_messages"] == 0


def test_a_workspace_whose_slack_is_away_is_asked_once_a_sweep(rig: Rig) -> None:
    with rig.db.write(EVERYBODY) as session:
        for number in range(5):
            owe_card(session, lose(session, f"Deal {number}", now=rig.clock.now()).id, rig.clock.now())
    rig.slack.faults.add("chat.postMessage", Fault(status=503, times=None))
    rig.sweep()
    assert [call.method for call in rig.slack.calls].count("chat.postMessage") == 1
    rig.slack.faults.clear()
    rig.clock.move(minutes=3)
    rig.sweep()
    assert len(rig.ana.messages()) == 5


def test_one_message_that_slack_cannot_delete_keeps_no_other_from_going(some_rig: Rig) -> None:
    """However often it answers with an error of its own."""
    rig = some_rig
    with rig.db.write(ANA_OWNER) as session:
        stuck = rig.client.chat_postMessage(channel=rig.ana.dm, text="Stuck")["ts"]
        goes = rig.client.chat_postMessage(channel=rig.ana.dm, text="Goes")["ts"]
        leave(session, ANA_OWNER, [(rig.ana.dm, stuck), (rig.ana.dm, goes)], rig.clock.now())
    rig.slack.faults.add("chat.delete", Fault(status=500, times=1))
    rig.sweep()
    rig.clock.move(hours=2)
    rig.slack.faults.add("chat.delete", Fault(status=500, times=None))
    tried = [call.args["ts"] for call in rig.slack.calls if call.method == "chat.delete"]
    rig.sweep()
    again = [call.args["ts"] for call in rig.slack.calls if call.method == "chat.delete"][len(tried) :]
    assert (tried, again) == ([stuck], [goes]), "the other goes first from then on"
