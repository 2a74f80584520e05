"""A press on the door: it leads to the verdict, or the screen says what else is missing and keeps the door."""

import pytest

from coaching.debrief import Door
from prompts.forwarded import KIND
from prompts.quick_screen import DOOR_NOW
from prompts.verdict_screen import VERDICT
from tests.rig import Rig
from tests.stories.quick import to_verdict
from tests.stories.scenes import actions_on, values_on, words_on
from tests.stories.test_forwarded import said_by_bot

MAIL = """From: Maximiliane Oberhauser <mo@basf.example>
Subject: Re: your offer

Thanks for the demo. There is simply no budget left this year.
"""


@pytest.mark.parametrize(
    ("kind", "said", "not_said"),
    [("no_budget", "quick.more_than_one", "quick.more"), ("no_value", "quick.more", "quick.more_than_one")],
)
def test_it_says_one_more_answer_only_where_it_is_one(
    some_quick: Rig, kind: str, said: str, not_said: str
) -> None:
    """How far they had got is asked too, where the kind does not tell."""
    to_verdict(some_quick, "no_value", name="Maximiliane Oberhauser, BASF")
    some_quick.ana.close()
    some_quick.ana.say(MAIL)
    some_quick.ana.press(f"{KIND}_0", said_by_bot(some_quick)[-1])
    some_quick.ana.fill({"kind-any": kind})
    some_quick.ana.press(f"{DOOR_NOW}_{Door.AJAR}")
    say = some_quick.playbook.words.say
    assert say(said) in words_on(some_quick.ana.view)
    assert say(not_said) not in words_on(some_quick.ana.view)


def test_a_door_pressed_before_is_it_the_same_person_is_answered_is_kept_and_the_screen_says_so(
    some_quick: Rig,
) -> None:
    to_verdict(some_quick, "no_value", name="Maximiliane Oberhauser, BASF")
    some_quick.ana.close()
    some_quick.ana.say(MAIL)
    some_quick.ana.press(f"{KIND}_0", said_by_bot(some_quick)[-1])
    some_quick.ana.press(f"{DOOR_NOW}_{Door.AJAR}")
    view = some_quick.ana.view
    assert some_quick.playbook.words.say("quick.more_than_one") in words_on(view)
    assert not any(action.startswith(DOOR_NOW) for action in actions_on(view or {}))
    assert values_on(view)["door"] == Door.AJAR
    joins = next(block_id for block_id in (view or {})["state"]["values"] if block_id.startswith("joins"))
    assert joins in some_quick.ana.submit().errors
    some_quick.ana.fill({joins: "0", "stage": "buying"})
    assert some_quick.ana.submit().action == "updated"
    assert (some_quick.ana.view or {})["callback_id"] == VERDICT
    new = max(some_quick.deals(), key=lambda deal: deal.id)
    assert (new.prospect, new.answers.door) == ("Maximiliane Oberhauser", Door.AJAR)
