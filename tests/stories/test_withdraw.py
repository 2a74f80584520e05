"""A shared lesson can be taken back by the rep who shared it, and by nobody else."""

import pytest

from playground import Fault, Gestures
from prompts.deal_card import SHARE
from prompts.share_modal import WITHDRAW
from tests.rig import Rig
from tests.stories.scenes import card, choose, delete, words_on

LESSON = "Ask for the no in the first meeting."
pytestmark = pytest.mark.usefixtures("invited")


@pytest.fixture
def invited(rig: Rig) -> None:
    rig.slack.invite("C0LESSONS")


def lost(rig: Rig) -> None:
    rig.debrief(rig.ana, lesson=LESSON)
    rig.ana.close()


def share(rig: Rig, lesson: str = LESSON) -> None:
    open_form(rig)
    rig.ana.fill({"lesson": lesson, "channel": "C0LESSONS"})
    assert rig.ana.submit().action == "pushed"
    assert rig.ana.submit().action == "updated"
    assert rig.playbook.words.say("share.posted") in words_on(rig.ana.view)
    assert lesson in posted(rig)[-1], "it stands there before it is taken back"
    rig.ana.close()
    assert rig.ana.view is None


def open_form(rig: Rig) -> None:
    choose(rig.ana, SHARE, card(rig.ana, rig.deals()[0]))


def posted(rig: Rig) -> list[str]:
    return [words_on(message) for message in rig.sam.messages("C0LESSONS")]


def withdrawable(rig: Rig) -> list[str]:
    """The values of the buttons that take something back."""
    assert rig.ana.view is not None
    return [
        block["accessory"]["value"]
        for block in rig.ana.view["blocks"]
        if block.get("accessory", {}).get("action_id") == WITHDRAW
    ]


def test_a_shared_lesson_is_taken_back(rig: Rig) -> None:
    lost(rig)
    share(rig)
    assert len(posted(rig)) == 1
    open_form(rig)
    rig.ana.press(WITHDRAW)
    assert posted(rig) == []
    assert withdrawable(rig) == [], "and the form knows"


def test_nothing_is_offered_to_take_back_before_anything_was_shared(rig: Rig) -> None:
    lost(rig)
    open_form(rig)
    assert withdrawable(rig) == []


def test_what_was_only_previewed_is_not_offered_to_take_back(rig: Rig) -> None:
    lost(rig)
    open_form(rig)
    rig.ana.fill({"channel": "C0LESSONS"})
    rig.ana.submit()
    rig.ana.close(all=True)
    open_form(rig)
    assert withdrawable(rig) == []


def test_of_two_shared_the_chosen_one_goes(rig: Rig) -> None:
    lost(rig)
    share(rig, "The first lesson")
    rig.clock.move(days=1)
    share(rig, "The second lesson")
    open_form(rig)
    first, second = withdrawable(rig)
    rig.ana.press(WITHDRAW, value=first)
    (left,) = posted(rig)
    assert "The second lesson" in left
    assert withdrawable(rig) == [second]


def test_it_can_be_shared_again_after_it_was_taken_back(rig: Rig) -> None:
    lost(rig)
    share(rig)
    open_form(rig)
    rig.ana.press(WITHDRAW)
    rig.ana.close()
    share(rig)
    assert len(posted(rig)) == 1


def in_another_modal(rig: Rig, who: Gestures) -> None:
    """The last thing heard is then a gesture in a modal whose trigger is unused."""
    if who.view:
        who.close(all=True)
    who.command("/gotano", "Somebody new")
    who.fill({"stage": "buying", "asked_why": "told"})
    who.submit()
    who.fill({"kind-buying": "no_value"})
    assert rig.heard[-1]["type"] == "block_actions"


def test_the_same_press_twice_takes_back_once(rig: Rig) -> None:
    lost(rig)
    share(rig)
    open_form(rig)
    rig.ana.press(WITHDRAW)
    pressed = rig.heard[-1]
    in_another_modal(rig, rig.ana)
    rig.slack.clear_calls()
    rig.ana.send_raw(pressed | {"trigger_id": rig.ana.trigger((rig.ana.view or {})["id"])})
    assert rig.playbook.words.say("card.already_answered") in words_on(rig.ana.view)
    assert not [call for call in rig.slack.calls if call.method == "chat.delete"]


def test_a_message_somebody_removed_already_counts_as_taken_back(rig: Rig) -> None:
    lost(rig)
    share(rig)
    open_form(rig)
    assert len(withdrawable(rig)) == 1
    rig.slack.faults.add("chat.delete", Fault(error="message_not_found"))
    rig.ana.press(WITHDRAW)
    assert withdrawable(rig) == []


def test_what_slack_does_not_take_back_is_said_and_offered_again(rig: Rig) -> None:
    lost(rig)
    share(rig)
    open_form(rig)
    rig.slack.faults.add("chat.delete", Fault(error="internal_error"))
    rig.ana.press(WITHDRAW)
    assert rig.playbook.words.say("share.could_not_withdraw") in words_on(rig.ana.view)
    rig.ana.close()
    rig.ana.press(WITHDRAW)
    assert posted(rig) == []


def test_nobody_else_takes_it_back(rig: Rig) -> None:
    lost(rig)
    share(rig)
    open_form(rig)
    (mine,) = withdrawable(rig)
    in_another_modal(rig, rig.sam)
    forged = rig.heard[-1]
    forged["actions"] = [{"type": "button", "action_id": WITHDRAW, "block_id": "share", "value": mine}]
    rig.sam.send_raw(forged)
    assert len(posted(rig)) == 1
    rig.ana.press(WITHDRAW)
    assert posted(rig) == []


def test_deleting_the_deal_takes_its_shared_lesson_back(rig: Rig) -> None:
    lost(rig)
    share(rig)
    delete(rig.ana, card(rig.ana, rig.deals()[0]))
    assert posted(rig) == []
