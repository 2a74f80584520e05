"""A rep leaves: a colleague is offered each open lost deal, and takes it or not; both are told."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from coaching.deal import Reply, Source, Status
from coaching.hand_over import Told
from playground import Fault
from prompts.deal_card import SHOW
from prompts.hand_over import REFUSE, TAKE, TAKE_ALL
from storage.handovers import Offered
from tests.rig import SAM, Rig
from tests.stories.cards import happened
from tests.stories.handing_over import buttons, handed, messages, offered, refuse, take
from tests.stories.scenes import actions_on, card, lost, nudge

DUE = "2027-02-10"


def three(rig: Rig) -> None:
    """Two that are open, and one that was let go."""
    lost(rig, "Acme", callback_on=DUE, words="We like it, but", lesson="Ask sooner", value="12k")
    lost(rig, "Birch", kind="no_budget")
    lost(rig, "Cope", door="closed")


def test_both_are_told_and_the_one_who_is_offered_sees_an_outline(some_rig: Rig) -> None:
    rig = some_rig
    three(rig)
    assert offered(rig) == Offered(new=2)
    (offer,), (given,) = messages(rig.sam, Told.OFFER), messages(rig.ana, Told.GIVEN)
    assert "<@U0ANA>" in offer["text"]
    assert "<@U0SAM>" in given["text"]
    for told in ("Acme", "Not now", "Follow up", "Wednesday 10 February 2027", "12,000", "Birch"):
        assert told in str(offer), told
    for kept in ("We like it", "Ask sooner", "Cope"):
        assert kept not in str(offer), kept
    assert len(buttons(offer)[TAKE]) == len(buttons(offer)[REFUSE]) == 2
    assert str(given).count("Waiting for an answer.") == 4, "in the rows and in the text"


def test_what_is_taken_is_a_deal_of_the_colleague_with_what_it_has_been_through(some_rig: Rig) -> None:
    rig = some_rig
    three(rig)
    offered(rig)
    take(rig)
    (taken,) = rig.deals(SAM)
    assert (taken.prospect, taken.status, taken.value) == ("Acme", Status.OPEN, Decimal(12000))
    assert [d.source for d in taken.debriefs] == [Source.HANDED_OVER]
    assert (taken.answers.words, taken.answers.lesson) == (None, None)
    assert taken.plan.due
    assert taken.plan.due.on.isoformat() == DUE
    before = next(deal for deal in rig.deals() if deal.prospect == "Acme")
    assert before.status is Status.HANDED_OVER
    assert before.next_nudge_at is None
    assert before.answers.words == "We like it, but", "the old rep's data stays theirs"
    assert taken.made_at == before.made_at


def test_the_next_nudge_comes_by_the_colleagues_clock_and_to_nobody_else(each_rig: Rig) -> None:
    rig = each_rig
    lost(rig, "Acme", callback_on=DUE)
    offered(rig)
    take(rig)
    rig.clock.move_to(datetime(2027, 2, 10, 9, 30, tzinfo=UTC))
    rig.sweep()
    assert nudge(rig.ana) == messages(rig.ana, Told.GIVEN)[0], "nothing came after it"
    assert rig.deals(SAM)[0].nudges == (), "in New York it is half past four"
    rig.clock.move_to(datetime(2027, 2, 10, 14, 30, tzinfo=UTC))
    rig.sweep()
    assert rig.deals(SAM)[0].nudges
    assert rig.deals()[0].nudges == ()


def test_their_card_comes_and_the_old_one_says_who_has_it_now(rig: Rig) -> None:
    lost(rig, "Acme", callback_on=DUE)
    offered(rig)
    take(rig)
    rig.sweep()
    assert rig.deals(SAM)[0].card_ts
    old = card(rig.ana, rig.deals()[0])
    assert "Handed over on" in old["text"]
    assert SHOW in actions_on(old)


def test_taking_all_takes_what_is_left(some_rig: Rig) -> None:
    rig = some_rig
    three(rig)
    lost(rig, "Dune")
    offered(rig)
    refuse(rig, 1)
    (offer,) = messages(rig.sam, Told.OFFER)
    rig.sam.press(TAKE_ALL, offer)
    assert {deal.prospect for deal in rig.deals(SAM)} == {"Acme", "Dune"}
    (offer,) = messages(rig.sam, Told.OFFER)
    assert TAKE not in buttons(offer)
    assert TAKE_ALL not in buttons(offer)


def test_what_was_refused_stays_and_whoever_leaves_is_told_once_all_is_answered(some_rig: Rig) -> None:
    rig = some_rig
    three(rig)
    offered(rig)
    refuse(rig)
    rig.sweep()
    assert messages(rig.ana, Told.ENDED) == []
    assert "Not taken. It stays yours." in messages(rig.ana, Told.GIVEN)[0]["text"]
    take(rig)
    rig.sweep()
    (ended,) = messages(rig.ana, Told.ENDED)
    assert "Acme" in ended["text"]
    assert "Birch" not in ended["text"]
    kept = next(deal for deal in rig.deals() if deal.prospect == "Acme")
    assert kept.status is Status.OPEN
    assert kept.next_nudge_at
    assert offered(rig) == Offered(new=0, refused=1)


def test_fourteen_days_without_an_answer_end_the_offer(each_rig: Rig) -> None:
    rig = each_rig
    lost(rig, "Acme", callback_on=DUE)
    offered(rig)
    rig.clock.move(days=13, hours=23)
    rig.sweep()
    assert messages(rig.ana, Told.ENDED) == []
    rig.clock.move(hours=1)
    rig.sweep()
    assert len(messages(rig.ana, Told.ENDED)) == 1
    (offer,) = messages(rig.sam, Told.OFFER)
    assert TAKE not in buttons(offer)
    assert handed(rig, "Acme").handed_over_at is None
    assert offered(rig) == Offered(new=1), "it may be offered again"


def test_run_twice_nothing_is_doubled(each_rig: Rig) -> None:
    rig = each_rig
    three(rig)
    assert [offered(rig), offered(rig), offered(rig, to="U0EVE")] == [
        Offered(2),
        Offered(0, waiting=2),
        Offered(0, waiting=2),
    ]
    assert len(messages(rig.sam, Told.OFFER)) == len(messages(rig.ana, Told.GIVEN)) == 1


def test_a_second_press_takes_nothing_twice(rig: Rig) -> None:
    lost(rig, "Acme")
    offered(rig)
    (offer,) = messages(rig.sam, Told.OFFER)
    (value,) = buttons(offer)[TAKE]
    for _ in range(2):
        rig.sam.press(TAKE, offer, value, f"answers-{value}")
    rig.sam.send_raw(rig.heard[-1])
    assert len(rig.deals(SAM)) == 1


def test_a_prospect_of_their_own_is_not_taken_beside(rig: Rig) -> None:
    lost(rig, "Acme")
    lost(rig, "Acme", rig.sam)
    offered(rig)
    take(rig)
    assert len(rig.deals(SAM)) == 1
    (offer,) = messages(rig.sam, Told.OFFER)
    assert rig.playbook.words.say("hand_over.to_has_one") in offer["text"]
    assert handed(rig, "Acme").handed_over_at is None
    refuse(rig)
    assert TAKE not in buttons(messages(rig.sam, Told.OFFER)[0])


def test_one_that_ended_meanwhile_is_not_taken(rig: Rig) -> None:
    lost(rig, "Acme")
    offered(rig)
    happened(rig, Reply.WON_BACK)
    take(rig)
    assert rig.deals(SAM) == []
    assert rig.playbook.words.say("hand_over.overtaken") in messages(rig.sam, Told.OFFER)[0]["text"]
    rig.sweep()
    assert messages(rig.ana, Told.ENDED) == []


@pytest.mark.trouble
def test_a_message_whose_answer_was_lost_is_not_posted_again(rig: Rig) -> None:
    lost(rig, "Acme")
    rig.slack.faults.add("chat.postMessage", Fault(accepted_but_dropped=True))
    offered(rig)
    rig.clock.move(minutes=5)
    rig.sweep()
    assert len(messages(rig.sam, Told.OFFER)) == len(messages(rig.ana, Told.GIVEN)) == 1
    take(rig)
    assert len(rig.deals(SAM)) == 1
