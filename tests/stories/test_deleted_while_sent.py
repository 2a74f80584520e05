"""A rep deletes what a message is about at the very moment at which it is being posted: nothing of it stays."""

import pytest

from coaching.hand_over import Told
from handlers.deals.hand_over import bring
from playground import Fault
from storage.deals import delete_all, delete_deal
from storage.handover_messages import messages_of
from storage.owner import EVERYBODY, Owner
from tests.rig import ANA, TEAM, Rig
from tests.stories.digests import NAMES, digests, morning, names_on, planned
from tests.stories.handing_over import messages, offered
from tests.stories.lost_answers import again
from tests.stories.scenes import lost, rows

pytestmark = pytest.mark.trouble

ME = Owner(TEAM, ANA.id)


@pytest.fixture(params=[None, "ratelimited"], ids=["at once", "by the clock"], autouse=True)
def refused(request: pytest.FixtureRequest, each_rig: Rig) -> bool:
    """Slack takes the message back, or changes it, at once, or not."""
    for method in ("chat.delete", "chat.update") if request.param else ():
        each_rig.slack.faults.add(method, Fault(error=request.param))
    return bool(request.param)


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


def calls(rig: Rig, method: str) -> int:
    return sum(call.method == method for call in rig.slack.calls)


@pytest.mark.parametrize("gone", [NAMES[:4], NAMES[:2]], ids=["all of them", "some of them"])
def test_a_message_is_taken_back_or_changed_once_however_many_deals_of_it_went(
    each_rig: Rig, refused: bool, gone: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    rig = each_rig
    planned(rig)
    deletes(rig, *gone)
    method = "chat.delete" if len(gone) == 4 else "chat.update"
    before = calls(rig, method)
    morning(rig)
    again(rig)
    assert calls(rig, method) - before == 1 + refused
    assert sum("not taken back" in one or "not redrawn" in one for one in caplog.messages) == refused
    assert rows(rig)["leftover_messages"] == 0


def test_a_message_about_a_hand_over_that_goes_while_it_is_brought_up_to_date_is_taken_back_once(
    each_rig: Rig,
) -> None:
    rig = each_rig
    lost(rig, "Zeta")
    offered(rig)
    with rig.db.read(EVERYBODY) as session:
        there = messages_of(session, 1)
    with rig.db.write(ME) as session:
        delete_all(session, ME)
    for one in there:
        bring(rig.services, rig.client, one)
    assert calls(rig, "chat.delete") == len(there) == 2
