"""Slack shows an app that is sold outside its Marketplace 15 messages a minute: the look into a DM gets through."""

import pytest

from playground import Fault
from storage.records import PENDING, SENT
from tests.conftest import MakeRig
from tests.rig import Rig
from tests.stories.lost_answers import again, carried, nudges, planned
from tests.stories.scenes import card, delete, lost, rows

pytestmark = pytest.mark.trouble

A_PAGE = 15


@pytest.fixture
def sold(make_rig: MakeRig, each_url: str) -> Rig:
    """A bot that is sold outside the Marketplace."""
    return make_rig(database_url=each_url, non_marketplace=True)


def lost_behind(rig: Rig, newer: int) -> None:
    """A nudge of which nobody knows whether it came, and so many messages after it."""
    planned(rig, 1)
    rig.slack.faults.add("chat.postMessage", Fault(accepted_but_dropped=True))
    rig.jump()
    rig.clock.move(minutes=1)
    for number in range(newer):
        rig.slack.let_pass(1)
        rig.client.chat_postMessage(channel=rig.ana.dm, text=f"Something else {number}")


@pytest.mark.parametrize("newer", [0, A_PAGE - 1, A_PAGE, 3 * A_PAGE])
def test_it_is_found_however_many_minutes_that_takes_and_is_not_sent_twice(sold: Rig, newer: int) -> None:
    lost_behind(sold, newer)
    for _ in range(newer // A_PAGE + 2):
        again(sold)
    assert nudges(sold)[0].status == SENT
    assert len(carried(sold)) == 1


def test_until_then_nothing_is_sent_that_may_have_been_sent(sold: Rig) -> None:
    lost_behind(sold, 2 * A_PAGE)
    again(sold)
    assert nudges(sold)[0].status == PENDING
    assert len(carried(sold)) == 1


def test_two_deleted_deals_do_not_set_back_each_other_s_look(sold: Rig) -> None:
    planned(sold, 2)
    sold.slack.faults.add("chat.postMessage", Fault(accepted_but_dropped=True, times=2))
    sold.jump()
    assert len(carried(sold)) == 2
    sold.clock.move(minutes=1)
    for number in range(2 * A_PAGE):
        sold.slack.let_pass(1)
        sold.client.chat_postMessage(channel=sold.ana.dm, text=f"Something else {number}")
    for deal in sold.deals():
        delete(sold.ana, card(sold.ana, deal))
    for _ in range(12):
        again(sold)
    assert carried(sold) == []
    assert rows(sold)["leftover_messages"] == 0


def test_all_of_a_deleted_deal_is_found_though_each_look_takes_a_minute(sold: Rig) -> None:
    sold.slack.faults.add("conversations.history", Fault(error="internal_error", times=None))
    sold.slack.faults.add("chat.postMessage", Fault(accepted_but_dropped=True, times=2))
    lost(sold, callback_on="2026-12-10")
    sold.jump()
    (deal,) = sold.deals()
    assert (deal.card_ts, nudges(sold)[0].status) == (None, PENDING)
    (first, _) = sold.ana.messages()
    sold.slack.faults.clear()
    delete(sold.ana, first)
    for _ in range(6):
        again(sold)
    assert sold.ana.messages() == []
    assert rows(sold)["leftover_messages"] == 0
