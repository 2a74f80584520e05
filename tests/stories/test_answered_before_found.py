"""A nudge whose outcome was unknown is answered, or its deal deleted, before or after it was found."""

import pytest

from coaching.deal import Reply
from prompts.digest import ANSWER
from prompts.nudge_buttons import REPLY
from tests.rig import Rig
from tests.stories.lost_answers import DROPPED, again, carried, lost, planned
from tests.stories.scenes import actions_on, delete, nudge, press_reply, reply, told

pytestmark = pytest.mark.trouble


@pytest.mark.parametrize("count", [1, 5])
def test_what_was_found_can_be_answered(rig: Rig, count: int) -> None:
    planned(rig, count)
    rig.slack.faults.add("chat.postMessage", lost(DROPPED))
    rig.jump()
    again(rig)
    if count == 1:
        reply(rig.ana, Reply.TALKING_AGAIN)
    else:
        row = next(b for b in nudge(rig.ana)["blocks"] if b["type"] == "actions")
        rig.ana.press(ANSWER, nudge(rig.ana), block_id=row["block_id"])
        rig.ana.fill({"reply": Reply.TALKING_AGAIN})
        assert rig.ana.submit().action == "closed"
    assert sum(len(deal.replies) for deal in rig.deals()) == 1


@pytest.mark.parametrize("answer", [Reply.TALKING_AGAIN, Reply.LET_GO, Reply.SNOOZE_WEEK])
def test_a_press_before_it_was_settled_is_the_rep_s_answer_all_the_same(rig: Rig, answer: Reply) -> None:
    """The rep sees the message and its buttons: they do not know that the bot does not know yet."""
    planned(rig, 1)
    rig.slack.faults.add("chat.postMessage", lost(DROPPED))
    rig.jump()
    (message,) = carried(rig)
    press_reply(rig.ana, answer, message)
    assert [one.reply for one in rig.deals()[0].replies] == [answer], told(rig.ana)
    for _ in range(3):
        again(rig, 5)
    assert len(carried(rig)) == 1
    assert [one.reply for one in rig.deals()[0].replies] == [answer]


def test_a_press_before_it_was_settled_can_be_made_again_after(rig: Rig) -> None:
    planned(rig, 1)
    rig.slack.faults.add("chat.postMessage", lost(DROPPED))
    rig.jump()
    before = carried(rig)[0]
    rig.ana.press(f"{REPLY}{Reply.TALKING_AGAIN}", before)
    again(rig)
    if not rig.deals()[0].replies:
        assert f"{REPLY}{Reply.TALKING_AGAIN}" in actions_on(carried(rig)[0])
        reply(rig.ana, Reply.TALKING_AGAIN)
    assert len(rig.deals()[0].replies) == 1


def test_deleting_the_deal_meanwhile_leaves_no_message_with_its_words(rig: Rig) -> None:
    """The message of unknown fate goes with its deal."""
    planned(rig, 1)
    rig.slack.faults.add("chat.postMessage", lost(DROPPED))
    rig.jump()
    card = next(m for m in rig.ana.messages() if m["ts"] == rig.deals()[0].card_ts)
    delete(rig.ana, card)
    for _ in range(3):
        again(rig, 5)
    assert rig.deals() == []
    assert not any("Acme" in m["text"] for m in rig.ana.messages())
