"""A rep deletes what a message is about at the very moment at which it is being posted: nothing of it stays."""

import pytest

from coaching.hand_over import Told
from playground import Fault
from storage.deals import delete_all, delete_deal
from storage.owner import Owner
from tests.rig import ANA, TEAM, Rig
from tests.stories.digests import NAMES, digests, morning, names_on, planned
from tests.stories.handing_over import messages, offered
from tests.stories.lost_answers import again
from tests.stories.scenes import lost

pytestmark = pytest.mark.trouble

ME = Owner(TEAM, ANA.id)


@pytest.fixture(params=[None, "ratelimited"], ids=["at once", "by the clock"], autouse=True)
def refused(request: pytest.FixtureRequest, each_rig: Rig) -> None:
    """Slack takes the message back, or changes it, at once, or not."""
    for method in ("chat.delete", "chat.update") if request.param else ():
        each_rig.slack.faults.add(method, Fault(error=request.param))


def deletes(rig: Rig, *names: str) -> None:
    """These deals are gone before Slack has the next message; without names all of them are."""

    def done() -> None:
        gone = [deal.id for deal in rig.deals() if deal.prospect in names]
        with rig.db.write(ME) as session:
            for deal_id in gone:
                delete_deal(session, ME, deal_id)
            if not names:
                delete_all(session, ME)

    rig.slack.faults.add("chat.postMessage", Fault(before=done))


def test_a_digest_of_deals_that_were_all_deleted_meanwhile_goes(each_rig: Rig) -> None:
    rig = each_rig
    planned(rig)
    deletes(rig)
    morning(rig)
    again(rig)
    assert rig.deals() == []
    assert digests(rig) == []


def test_a_digest_is_left_with_the_deals_that_are_there_still(each_rig: Rig) -> None:
    rig = each_rig
    planned(rig)
    deletes(rig, NAMES[1])
    morning(rig)
    again(rig)
    (left,) = digests(rig)
    assert names_on(left) == [NAMES[0], *NAMES[2:4]]
    assert NAMES[1] not in str(left["text"]).split()


def test_a_message_about_a_hand_over_goes_with_the_hand_over(each_rig: Rig) -> None:
    rig = each_rig
    lost(rig, "Zeta")
    deletes(rig)
    offered(rig)
    again(rig)
    assert rig.deals() == []
    assert messages(rig.sam, Told.OFFER) == []
    assert "Zeta" not in str(rig.sam.messages())


def test_a_card_goes_with_its_deal(each_rig: Rig) -> None:
    rig = each_rig
    rig.slack.faults.add("chat.postMessage", Fault(error="internal_error"))
    lost(rig, "Zeta")
    deletes(rig)
    for _ in range(3):
        again(rig, 5)
    assert rig.deals() == []
    assert "Zeta" not in str(rig.ana.messages())
