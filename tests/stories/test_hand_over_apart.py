"""A hand-over is between two: each presses their own buttons, deletes their own, and nobody else sees or counts it."""

import pytest
from sqlalchemy import select, update

from coaching.hand_over import Told
from playground import Gestures
from prompts.hand_over import HAND_ALONG, REFUSE, TAKE, TAKE_ALL
from storage.export import export_own
from storage.handover_tables import HandedDealRow, HandOverMessageRow, HandOverRow
from storage.offer_tables import OfferRow, OfferSource, OfferStatus
from storage.offers import ReportedDeal
from storage.offers_in import take_in
from storage.owner import EVERYBODY, Owner
from storage.tables import DealRow
from storage.team_deals import facts_of
from tests.rig import SAM, TEAM, Rig
from tests.stories.handing_over import LEAVES, TAKES, buttons, messages, offered, take
from tests.stories.scenes import card, delete, delete_everything, lost


@pytest.mark.parametrize("action", [TAKE, REFUSE, TAKE_ALL])
def test_whoever_leaves_cannot_answer_for_the_other(rig: Rig, action: str) -> None:
    lost(rig, "Acme")
    lost(rig, "Birch")
    offered(rig)
    _forged(rig, rig.ana, messages(rig.sam, Told.OFFER)[0], action)
    assert len(rig.deals()) == 2
    assert rig.playbook.words.say("card.no_longer_there") in str(rig.ana.view)
    assert set(buttons(messages(rig.sam, Told.OFFER)[0])) == {TAKE, REFUSE, TAKE_ALL}


def test_the_colleague_cannot_have_the_words_handed_along(rig: Rig) -> None:
    lost(rig, "Acme", words="We like it, but")
    offered(rig)
    _forged(rig, rig.sam, messages(rig.ana, Told.GIVEN)[0], HAND_ALONG)
    take(rig)
    assert rig.deals(SAM)[0].answers.words is None


def test_the_colleagues_session_never_reaches_the_deal_it_was_offered(rig: Rig) -> None:
    lost(rig, "Acme", words="We like it, but")
    offered(rig)
    take(rig)
    with rig.db.read(TAKES) as session:
        exported = list(export_own(session, TAKES))
    assert [(row["handed_over_by"], row["words"]) for row in exported] == [("U0ANA", None)]
    with rig.db.read(LEAVES) as session:
        (own,) = export_own(session, LEAVES)
    assert (own["handed_over_to"], own["status"], own["outcome"]) == ("U0SAM", "handed_over", "handed_over")
    assert own["words"] == "We like it, but"


def test_nobody_else_sees_a_row_of_it(rig: Rig) -> None:
    lost(rig, "Acme")
    offered(rig)
    for owner in (Owner(TEAM, "U0EVE"), Owner("T0OTHER", "U0ANA"), Owner("T0OTHER", "U0SAM")):
        with rig.db.read(owner) as session:
            for table in (HandOverRow, HandedDealRow, HandOverMessageRow):
                assert session.scalars(select(table)).all() == []


def test_it_counts_once_in_the_teams_numbers_and_neither_as_won_nor_as_let_go(rig: Rig) -> None:
    lost(rig, "Acme")
    offered(rig)
    take(rig)
    with rig.db.read(EVERYBODY) as session:
        facts = facts_of(session, TEAM, ["U0ANA", "U0SAM"], rig.clock.now().date())
    assert [len(facts[rep].deals) for rep in ("U0ANA", "U0SAM")] == [0, 1]
    assert [deal.outcome for deal in facts["U0SAM"].deals] == ["open"]


def test_its_lot_goes_along(rig: Rig) -> None:
    """Else whoever was left out of the numbers would be drawn again with each hand-over."""
    lost(rig, "Acme")
    with rig.db.write(LEAVES) as session:
        session.execute(update(DealRow).values(lot=100))
    offered(rig)
    take(rig)
    with rig.db.read(EVERYBODY) as session:
        assert session.scalars(select(DealRow.lot).where(DealRow.rep == SAM.id)).all() == [100]


@pytest.mark.parametrize("leaves", [True, False])
def test_deleting_everything_takes_the_hand_over_along(each_rig: Rig, leaves: bool) -> None:
    rig = each_rig
    lost(rig, "Acme")
    lost(rig, "Birch")
    offered(rig)
    take(rig)
    delete_everything(rig.ana if leaves else rig.sam)
    rig.clock.move(minutes=1)
    rig.sweep()
    with rig.db.read(EVERYBODY) as session:
        for table in (HandOverRow, HandedDealRow, HandOverMessageRow):
            assert session.scalars(select(table)).all() == []
    assert messages(rig.sam, Told.OFFER) == []
    assert (len(rig.deals()), len(rig.deals(SAM))) == ((0, 1) if leaves else (2, 0))


def test_a_deal_that_its_rep_deletes_is_offered_no_more(some_rig: Rig) -> None:
    rig = some_rig
    lost(rig, "Acme")
    lost(rig, "Birch")
    offered(rig)
    delete(rig.ana, card(rig.ana, rig.deals()[0]))
    rig.sweep()
    assert "Birch" not in str(messages(rig.sam, Told.OFFER))
    delete(rig.ana, card(rig.ana, rig.deals()[0]))
    rig.sweep()
    assert messages(rig.sam, Told.OFFER) == []


def test_a_further_no_of_theirs_is_a_deal_of_its_own(rig: Rig) -> None:
    lost(rig, "Acme")
    offered(rig)
    take(rig)
    lost(rig, "Acme")
    assert [deal.handed_over_at is None for deal in rig.deals()] == [True, False]
    assert len(rig.deals(SAM)) == 1


def test_whoever_has_left_is_written_to_no_more(some_rig: Rig) -> None:
    rig = some_rig
    lost(rig, "Acme")
    offered(rig, tell=False)
    take(rig)
    assert messages(rig.ana, Told.GIVEN) == []
    assert len(rig.deals(SAM)) == 1


def _forged(rig: Rig, who: Gestures, message: dict[str, object], action: str) -> None:
    """The press of a button that stands in somebody else's DM."""
    value = buttons(message)[action][0]
    who.send_raw(
        {
            "type": "block_actions",
            "team": {"id": TEAM},
            "user": {"id": who.person.id, "team_id": TEAM},
            "trigger_id": who.trigger(),
            "container": {"type": "message", "channel_id": "D0FORGED", "message_ts": message["ts"]},
            "response_url": rig.heard[-1].get("response_url"),
            "actions": [{"type": "button", "action_id": action, "block_id": "b", "value": value}],
        }
    )


def test_whatever_told_of_it_finds_it_with_the_colleague(each_rig: Rig) -> None:
    rig = each_rig
    lost(rig, "Acme")
    before = rig.deals()[0]
    _told_of(rig, before.id)
    offered(rig)
    take(rig)
    (taken,) = rig.deals(SAM)
    assert (taken.url, taken.public_id) == ("https://crm.example.com/7", before.public_id)
    assert rig.deals()[0].public_id != before.public_id
    with rig.db.read(TAKES) as session:
        found = session.scalars(select(OfferRow)).one()
        assert (found.external_id, found.reason, found.deal_id) == ("7", None, taken.id)
    with rig.db.read(LEAVES) as session:
        assert session.scalars(select(OfferRow)).all() == []


def _told_of(rig: Rig, deal_id: int) -> None:
    """As if it had been debriefed from what the CRM told."""
    told = ReportedDeal("7", "Acme", reason="They went quiet", url="https://crm.example.com/7")
    with rig.db.write(LEAVES) as session:
        take_in(session, LEAVES, OfferSource.HOOK, told, rig.clock.now())
        debriefed = {"status": OfferStatus.DEBRIEFED, "deal_id": deal_id, "due_at": None}
        session.execute(update(OfferRow).values(debriefed))
        session.execute(update(DealRow).where(DealRow.id == deal_id).values(url=told.url))
