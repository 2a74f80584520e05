"""What Slack took without its answer coming back goes as well, when its rep deletes what it is about."""

from datetime import date

import pytest

from coaching.hand_over import Told
from playground import Fault
from prompts.deal_card import is_card_of
from storage.offer_tables import OfferSource
from storage.offers import ReportedDeal
from storage.offers_in import take_in
from storage.owner import Owner
from tests.rig import ANA, TEAM, Rig
from tests.stories.handing_over import messages, offered
from tests.stories.lost_answers import DROPPED, again, carried, lost, planned
from tests.stories.scenes import card, delete, delete_everything
from tests.stories.scenes import lost as debriefed

pytestmark = pytest.mark.trouble


def taken_back(rig: Rig) -> None:
    for _ in range(4):
        again(rig, 2)


@pytest.mark.parametrize("count", [1, 5])
def test_delete_everything_takes_a_nudge_or_a_digest_back(some_rig: Rig, count: int) -> None:
    rig = some_rig
    planned(rig, count)
    rig.slack.faults.add("chat.postMessage", lost(DROPPED))
    rig.jump()
    assert len(carried(rig)) == 1
    delete_everything(rig.ana)
    taken_back(rig)
    assert rig.ana.messages() == []


@pytest.mark.parametrize("refused", [False, True], ids=["at once", "by the clock"])
def test_a_digest_that_came_is_left_with_the_deals_that_are_there_still(some_rig: Rig, refused: bool) -> None:
    rig = some_rig
    planned(rig, 5)
    acme = next(deal for deal in rig.deals() if deal.prospect == "Acme")
    rig.slack.faults.add("chat.postMessage", lost(DROPPED))
    rig.jump()
    delete(rig.ana, card(rig.ana, acme))
    assert "Acme" in str(carried(rig)), "nobody knows yet whose it is"
    if refused:
        rig.slack.faults.add("chat.update", Fault(error="internal_error"))
    taken_back(rig)
    (digest,) = carried(rig)
    assert "Birch" in str(digest)
    assert "Acme" not in str(rig.ana.messages())


def test_a_digest_that_came_goes_with_the_last_of_its_deals_though_they_are_deleted_one_by_one(
    each_rig: Rig,
) -> None:
    rig = each_rig
    planned(rig, 5)
    rig.slack.faults.add("chat.postMessage", lost(DROPPED))
    rig.jump()
    *others, last = rig.deals()
    for deal in others:
        delete(rig.ana, card(rig.ana, deal))
    assert len(carried(rig)) == 1, "it tells of one that is there"
    delete(rig.ana, card(rig.ana, last))
    taken_back(rig)
    assert carried(rig) == []


def test_delete_everything_takes_a_card_back(some_rig: Rig) -> None:
    rig = some_rig
    rig.slack.faults.add("chat.postMessage", lost(DROPPED))
    debriefed(rig)
    assert rig.deals()[0].card_ts is None
    delete_everything(rig.ana)
    taken_back(rig)
    assert rig.ana.messages() == []


def test_deleting_a_deal_takes_its_card_back_and_no_other(rig: Rig) -> None:
    debriefed(rig, "Birch")
    rig.slack.faults.add("chat.postMessage", lost(DROPPED))
    debriefed(rig, "Acme")
    (acme, birch) = rig.deals()
    (message,) = (one for one in rig.ana.messages() if is_card_of(one, acme.id))
    delete(rig.ana, message)
    taken_back(rig)
    (left,) = rig.ana.messages()
    assert left["ts"] == birch.card_ts


def test_delete_everything_takes_an_offer_back(some_rig: Rig) -> None:
    rig = some_rig
    rig.ana.open_home()
    me = Owner(TEAM, ANA.id)
    with rig.db.write(me) as session:
        elm = ReportedDeal("1", "Elm", lost_on=date(2026, 10, 30))
        take_in(session, me, OfferSource.HOOK, elm, rig.clock.now())
    rig.slack.faults.add("chat.postMessage", lost(DROPPED))
    rig.sweep()
    assert "Elm" in str(rig.ana.messages())
    delete_everything(rig.ana)
    taken_back(rig)
    assert rig.ana.messages() == []


@pytest.mark.parametrize("who", ["giver", "colleague"])
def test_delete_everything_takes_back_what_tells_of_a_hand_over(some_rig: Rig, who: str) -> None:
    rig = some_rig
    debriefed(rig, "Acme")
    rig.sam.open_home()
    rig.slack.faults.add("chat.postMessage", lost(DROPPED, times=2))
    offered(rig)
    assert messages(rig.sam, Told.OFFER)
    assert messages(rig.ana, Told.GIVEN)
    delete_everything(rig.ana if who == "giver" else rig.sam)
    taken_back(rig)
    assert messages(rig.sam, Told.OFFER) == []
    if who == "giver":
        assert rig.ana.messages() == []


def test_delete_everything_takes_it_back_although_slack_does_not_draw_what_is_said_of_it(
    some_rig: Rig,
) -> None:
    rig = some_rig
    planned(rig, 1)
    rig.slack.faults.add("chat.postMessage", lost(DROPPED))
    rig.jump()
    rig.slack.faults.add("views.update", Fault(error="internal_error"))
    delete_everything(rig.ana)
    taken_back(rig)
    assert carried(rig) == []
