"""What a deal says while a question waits for its answer, and once the rep has been in touch."""

import pytest

from coaching.deal import Reply
from tests.rig import Rig
from tests.stories.cards import happened
from tests.stories.scenes import card, nudged, words_on
from tests.stories.shown import show


def test_a_question_that_waits_is_said_to_wait_and_one_that_is_answered_is_not(rig: Rig) -> None:
    nudged(rig)
    say = rig.playbook.words.say
    day = rig.playbook.words.day(rig.local(rig.clock.now()).date())
    assert say("card.asked", date=day) in words_on(show(rig))
    rig.ana.close(all=True)
    happened(rig, Reply.SNOOZE_WEEK)
    assert say("card.asked", date=day) not in words_on(show(rig))


@pytest.mark.parametrize(
    ("answer", "key"), [(Reply.REACHED_OUT, "reached_out"), (Reply.TALKING_AGAIN, "still_talking")]
)
def test_who_was_just_in_touch_is_given_nothing_to_send(rig: Rig, answer: Reply, key: str) -> None:
    """On the card as on the deal: what was suggested before the call would be said a second time."""
    nudged(rig)
    before = rig.playbook.words.say("verdict.say_today")
    assert before in words_on(card(rig.ana, rig.deals()[0]))
    happened(rig, answer)
    for shown in (words_on(card(rig.ana, rig.deals()[0])), words_on(show(rig))):
        assert rig.playbook.words.say(f"card.{key}") in shown
        assert before not in shown
