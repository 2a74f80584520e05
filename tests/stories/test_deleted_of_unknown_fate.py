"""What Slack took without its answer coming back goes as well, when its rep deletes what it is about."""

from datetime import date

import pytest

import handlers.listeners.app_home
import handlers.listeners.deal_deletion
from coaching.hand_over import Told
from handlers.delivery.retry_policy import MOST_ATTEMPTS
from playground import Fault
from prompts.deal_card import is_card_of
from storage.offer_tables import OfferSource
from storage.offers import ReportedDeal
from storage.offers_in import take_in
from storage.owner import EVERYBODY, Owner
from storage.tables import LeftoverRow
from tests.rig import ANA, SAM, TEAM, Rig
from tests.stories.handing_over import messages, offered
from tests.stories.lost_answers import DROPPED, again, carried, lost, planned
from tests.stories.scenes import card, delete, delete_everything, rows
from tests.stories.scenes import lost as debriefed

pytestmark = pytest.mark.trouble


@pytest.fixture(autouse=True, params=[None, "internal_error", "ratelimited"], ids=str)
def hidden(request: pytest.FixtureRequest) -> None:
    """Slack lets us look for it at once, or not before the clock looks again."""
    (name,) = {"rig", "some_rig", "each_rig"} & {*request.fixturenames}
    if request.param:
        rig = request.getfixturevalue(name)
        rig.slack.faults.add("conversations.history", Fault(error=request.param))


def taken_back(rig: Rig) -> None:
    for _ in range(4):
        again(rig, 2)
    assert rows(rig)["leftover_messages"] == 0


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


@pytest.mark.parametrize("everything", [False, True])
def test_a_process_that_ends_before_it_has_looked_leaves_it_to_the_clock(
    each_rig: Rig, monkeypatch: pytest.MonkeyPatch, everything: bool
) -> None:
    rig = each_rig
    planned(rig, 1)
    rig.slack.faults.add("chat.postMessage", lost(DROPPED))
    rig.jump()

    def ends(*_args: object) -> None:
        raise SystemExit

    with monkeypatch.context() as ending:
        for module in (handlers.listeners.app_home, handlers.listeners.deal_deletion):
            ending.setattr(module, "find_deleted", ends)
        _delete(rig, everything)
    assert rig.deals() == []
    assert len(carried(rig)) == 1
    taken_back(rig)
    assert carried(rig) == []


def test_a_colleague_s_offer_is_found_though_they_have_deleted_everything_themselves(some_rig: Rig) -> None:
    rig = some_rig
    debriefed(rig, "Acme")
    rig.sam.open_home()
    rig.slack.faults.add("chat.postMessage", lost(DROPPED, times=2))
    offered(rig)
    rig.slack.faults.add("conversations.history", Fault(error="internal_error"))
    delete_everything(rig.ana)
    delete_everything(rig.sam)
    taken_back(rig)
    assert messages(rig.sam, Told.OFFER) == []


@pytest.mark.parametrize("everything", [False, True])
def test_what_slack_never_shows_is_not_looked_for_for_ever(some_rig: Rig, everything: bool) -> None:
    rig = some_rig
    planned(rig, 1)
    rig.slack.faults.add("chat.postMessage", lost(DROPPED))
    rig.jump()
    rig.slack.faults.add("conversations.history", Fault(error="missing_scope", times=None))
    _delete(rig, everything)
    taken_back(rig)


def test_what_cannot_be_read_holds_up_nobody_s_and_is_forgotten_in_the_end(some_rig: Rig) -> None:
    rig = some_rig
    with rig.db.write(EVERYBODY) as session:
        unreadable = {
            "channel": rig.sam.dm,
            "ts": "",
            "due_at": rig.clock.now(),
            "attempts": MOST_ATTEMPTS - 1,
        }
        session.add(LeftoverRow(team=TEAM, rep=SAM.id, sought={"what": "nobody knows"}, **unreadable))
    planned(rig, 1)
    rig.slack.faults.add("chat.postMessage", lost(DROPPED))
    rig.jump()
    _delete(rig, True)
    taken_back(rig)
    assert carried(rig) == []


def _delete(rig: Rig, everything: bool) -> None:
    if everything:
        delete_everything(rig.ana)
    else:
        delete(rig.ana, card(rig.ana, rig.deals()[0]))
