"""A deal that a colleague takes on stays one deal to whoever is told of it: in order, and under the CRM's own id."""

import pytest

from coaching.deal import Reply
from storage.offer_tables import OfferSource
from storage.offers import ReportedDeal
from storage.offers_in import take_in
from tests.rig import Rig
from tests.stories.cards import happened
from tests.stories.handing_over import LEAVES, offered, take
from tests.stories.receivers import Receiver, receiver, told
from tests.stories.workflows import debrief_offer

__all__ = ["receiver", "told"]


@pytest.mark.trouble
def test_a_colleague_s_events_wait_behind_the_leaver_s_and_repeats_say_the_same(
    told: Rig, receiver: Receiver
) -> None:
    with told.db.write(LEAVES) as session:
        take_in(session, LEAVES, OfferSource.HOOK, ReportedDeal("7", "Acme"), told.clock.now(), "1")
    receiver.answer(500)
    debrief_offer(told)
    happened(told, Reply.TALKING_AGAIN)
    told.sweep()
    offered(told)
    take(told)
    told.sweep()
    assert receiver.types == ["lost_deal.debriefed"], "nothing overtakes it"
    told.clock.move(minutes=10)
    told.sweep()
    assert receiver.took[0] == receiver.took[1]
    assert [one["rep"] for one in receiver.data] == ["U0ANA", "U0ANA", "U0ANA", "U0SAM"]
    assert {(one["id"], one["deal"]) for one in receiver.data} == {("7", receiver.data[0]["deal"])}
