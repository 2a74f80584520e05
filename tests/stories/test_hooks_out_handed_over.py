"""A deal that a colleague takes on stays one deal to whoever is told of it: in order, and under the CRM's own id."""

import pytest

from coaching.deal import Reply
from coaching.hand_over import Told
from prompts.deal_card import EDIT, HAPPENED
from prompts.hand_over import HAND_ALONG
from storage.offer_tables import OfferSource
from storage.offers import ReportedDeal
from storage.offers_in import take_in
from storage.rep_choices import send_words_along
from tests.rig import SAM, Rig
from tests.stories.cards import happened
from tests.stories.handing_over import LEAVES, TAKES, messages, offered, take
from tests.stories.receivers import Receiver, receiver, told
from tests.stories.scenes import card, choices_on, choose, lost
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


def test_the_leaver_s_words_are_not_told_as_the_taker_s_whatever_else_the_taker_changes(
    told: Rig, receiver: Receiver
) -> None:
    taken_with_words(told)
    edit(told, {"worth": "even", "lesson": "Meet them sooner"})
    edit(told, {"words": "We like it,\n but "})
    edit(told, {"words": "We liked it, but not for this year's money"})
    edit(told, {"words": "We like it"})
    assert told.deals(SAM)[0].answers.worth == "even"
    assert [(one["words"], one["lesson"]) for one in of_sam(receiver)] == [
        (None, None),
        *[(None, "Meet them sooner")] * 4,
    ]


def test_what_the_taker_writes_in_their_place_is_told(told: Rig, receiver: Receiver) -> None:
    taken_with_words(told)
    edit(told, {"words": "They signed with Birch"})
    edit(told, {"worth": "even"})
    assert [one["words"] for one in of_sam(receiver)] == [None] + ["They signed with Birch"] * 2


def test_why_they_said_no_told_later_does_not_bring_the_leaver_s_words_along(
    told: Rig, receiver: Receiver
) -> None:
    taken_with_words(told, asked_why="not_yet")
    told.sam.press(HAPPENED, card(told.sam, told.deals(SAM)[0]))
    told.sam.fill({"reply": Reply.TOLD_ME})
    told.sam.submit()
    for given in ({"kind-buying": "no_value"}, {}):
        told.sam.fill(given)
        told.sam.submit()
    told.sam.close(all=True)
    told.sweep()
    assert (of_sam(receiver)[-1]["kind"], {one["words"] for one in of_sam(receiver)}) == ("no_value", {None})


def taken_with_words(told: Rig, asked_why: str = "told") -> None:
    """Ana hands her words along; Sam, who sends their own words to hooks, has taken the deal, and its card."""
    lost(told, "Acme", words="We like it, but", asked_why=asked_why)
    told.sam.open_home()
    with told.db.write(TAKES) as session:
        send_words_along(session, TAKES, told.clock.now())
    offered(told)
    told.ana.press(HAND_ALONG, messages(told.ana, Told.GIVEN)[0])
    take(told)
    told.sweep()
    assert told.deals(SAM)[0].answers.words == "We like it, but"


def edit(told: Rig, changed: dict[str, str]) -> None:
    """Sam goes through the three screens, and changes these answers."""
    shown = card(told.sam, told.deals(SAM)[0])
    choose(told.sam, EDIT, shown) if EDIT in choices_on(shown) else told.sam.press(EDIT, shown)
    for screen in ({"words"}, {"kind-buying"}, {"worth", "lesson"}):
        told.sam.fill({name: changed[name] for name in screen & changed.keys()})
        told.sam.submit()
    told.sam.close(all=True)
    told.sweep()


def of_sam(receiver: Receiver) -> list[dict[str, object]]:
    return [one for one in receiver.data if one["rep"] == SAM.id]
