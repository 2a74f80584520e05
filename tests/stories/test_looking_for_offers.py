"""Looking for an offer that may have come: patient while Slack does not let us look, and nobody else's trouble."""

import pytest
from slack_sdk import WebClient

from bot.jobs import never, nothing
from handlers.delivery.offers import send_offers
from playground import Fault
from storage.owner import EVERYBODY
from storage.secrets import WrongKey
from storage.workspaces import resting
from tests.conftest import MakeRig
from tests.crm import crm
from tests.rig import TEAM, Rig
from tests.stories.lost_answers import DROPPED, again, lost
from tests.stories.told import HOOKED, said, statuses

pytestmark = pytest.mark.trouble

TROUBLES = {
    "429": Fault(status=429, retry_after=90, times=2),
    "500": Fault(status=500, times=2),
    "invalid_auth": Fault(error="invalid_auth", times=2),
    "team_added_to_org": Fault(error="team_added_to_org", times=2),
}


@pytest.fixture
def rig(make_rig: MakeRig, each_url: str) -> Rig:
    return make_rig(database_url=each_url, **HOOKED)


def first_try(rig: Rig, came: bool) -> None:
    """Of one offer: Slack's answer is lost, whether the message came or not."""
    assert crm(rig.db, rig.server.port, TEAM, rig.clock.now()).tell({}).state == "new"
    rig.slack.faults.add("chat.postMessage", lost(DROPPED) if came else Fault(status=500))
    rig.sweep()
    assert len(said(rig)) == came


def came_once(rig: Rig) -> None:
    for _ in range(12):
        again(rig, 5)
    assert len(said(rig)) == 1
    assert statuses(rig) == ["offered"]


@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES)
@pytest.mark.parametrize("came", [True, False])
def test_while_slack_does_not_let_it_look_an_offer_waits_and_is_neither_lost_nor_doubled(
    rig: Rig, trouble: Fault, came: bool
) -> None:
    first_try(rig, came)
    rig.slack.faults.add("conversations.history", trouble)
    again(rig)
    again(rig)
    assert len(said(rig)) == came, "nothing is sent before it could look"
    came_once(rig)


def test_a_key_that_opens_no_token_for_now_does_not_make_an_offer_come_twice(rig: Rig) -> None:
    first_try(rig, came=True)

    def no_client(_team: str) -> WebClient:
        raise WrongKey

    rig.clock.move(minutes=2)
    send_offers(rig.services, no_client, never, nothing)
    came_once(rig)


def test_a_limit_on_looking_for_an_offer_rests_nobody_s_sending(rig: Rig) -> None:
    first_try(rig, came=True)
    rig.slack.faults.add("conversations.history", Fault(status=429, retry_after=600))
    again(rig)
    with rig.db.read(EVERYBODY) as session:
        assert resting(session, rig.clock.now()) == {}
    came_once(rig)
