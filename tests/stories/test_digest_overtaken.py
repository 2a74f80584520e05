"""A row of a digest that was undone, answered elsewhere or deleted."""

from coaching.deal import Reply
from prompts.deal_card import HAPPENED
from prompts.digest import ANSWER
from prompts.nudge_message import UNDO
from tests.rig import Rig
from tests.stories.digests import (
    DAY,
    NAMES,
    answer,
    answers,
    button,
    deal,
    digests,
    morning,
    names_on,
    open_answer,
    planned,
    row,
)
from tests.stories.scenes import (
    card,
    delete,
    told,
)


def test_undo_in_a_digest_brings_its_row_back_and_goes_after_a_day(rig: Rig) -> None:
    planned(rig)
    morning(rig)
    before = deal(rig).plan
    answer(rig, Reply.TALKING_AGAIN)
    rig.ana.press(UNDO, digests(rig)[-1])
    assert (deal(rig).replies, deal(rig).plan) == ((), before)
    assert [button(rig, name) for name in NAMES[:4]] == [ANSWER] * 4
    answer(rig, Reply.REACHED_OUT)
    rig.clock.move(hours=25)
    rig.sweep()
    assert button(rig, "Acme") is None
    assert rig.playbook.words.say("replies.reached_out") in row(rig, "Acme")["text"]["text"]


def test_a_row_answered_already_is_not_answered_again(rig: Rig) -> None:
    planned(rig)
    morning(rig)
    stale, value = digests(rig)[-1], answers(rig, "Acme")[ANSWER]["value"]
    answer(rig, Reply.TALKING_AGAIN)
    submitted = rig.heard[-1]
    before = rig.deals()
    rig.ana.press(ANSWER, stale, value)
    assert rig.ana.view is None
    assert len(told(rig.ana)) == 1
    assert rig.playbook.words.say("card.already_answered") in str(
        rig.ana.send_raw(submitted | {"trigger_id": rig.ana.trigger()}).json
    )
    assert rig.deals() == before


def test_an_answer_modal_left_open_while_the_card_took_the_answer_changes_nothing(rig: Rig) -> None:
    for name in NAMES[:4]:
        rig.debrief(rig.ana, name, callback_on=DAY.isoformat())
        rig.ana.close()
    morning(rig)
    open_answer(rig)
    rig.ana.press(HAPPENED, card(rig.ana, deal(rig)))
    rig.ana.fill({"reply": Reply.TALKING_AGAIN})
    rig.ana.submit()
    before = rig.deals()
    rig.ana.fill({"reply": Reply.WON_BACK})
    rig.ana.submit()
    assert rig.deals() == before
    assert button(rig, "Acme") == UNDO, "the card's answer is the row's, too"


def test_the_row_of_a_deleted_deal_goes_and_its_old_button_says_so(rig: Rig) -> None:
    for name in NAMES[:4]:
        rig.debrief(rig.ana, name, callback_on=DAY.isoformat())
        rig.ana.close()
    morning(rig)
    stale, value = digests(rig)[-1], answers(rig, "Birch")[ANSWER]["value"]
    delete(rig.ana, card(rig.ana, deal(rig, "Birch")))
    kept = [name for name in NAMES[:4] if name != "Birch"]
    assert names_on(digests(rig)[-1]) == kept
    rig.ana.press(ANSWER, stale, value)
    assert len(told(rig.ana)) == 1
    assert rig.ana.view is None
    for name in kept:
        delete(rig.ana, card(rig.ana, deal(rig, name)))
    assert digests(rig) == []
