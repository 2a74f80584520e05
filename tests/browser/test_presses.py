"""How short the way to a verdict is: presses are clicks and keys that are no typing; their words may be typed."""

import pytest

from coaching.debrief import Door
from prompts.forwarded import KIND
from prompts.quick_screen import DOOR_NOW
from tests.browser.keyboard import quick_debrief
from tests.browser.measured import Measure, problems
from tests.browser.test_journey import required
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser

FROM_A_NAME, FROM_A_MESSAGE, WITH_THEIR_DAY = 6, 2, 3
KEYS_FROM_A_NAME = 15
PRESSES = "Presses to a verdict"
KEYS = "Keys to a verdict, without a mouse"
MAIL = (
    "From: Dana Reyes <dana@acme.example>\n"
    "Thanks for the demo. There is simply no budget left this year. Ask me again in May."
)


def test_from_a_name_to_the_verdict_in_six_presses_and_four_required_answers(visit: Visit) -> None:
    visit.command("/gotano Dana Reyes, Acme")
    visit.gestures = 0
    visit.input("words").press_sequentially("Not the right time for us")
    visit.pick("kind", "not_now")
    visit.block("asked_why").wait_for()
    assert required(visit) == {"prospect", "kind", "door", "stage"}
    visit.choose("door", "ajar")
    visit.choose("stage", "buying")
    visit.choose("asked_why", "told")
    visit.submit()
    visit.block("verdict").wait_for()
    assert problems([Measure(PRESSES, "from a name", FROM_A_NAME, visit.gestures)]) == []


def test_from_a_pasted_message_to_the_verdict_in_two_presses(visit: Visit) -> None:
    visit.box.fill(MAIL)
    visit.box.press("Enter")
    visit.click(visit.button(f"{KIND}_0"))
    visit.click(visit.button(f"{DOOR_NOW}_{Door.AJAR}"))
    visit.block("verdict").wait_for()
    assert problems([Measure(PRESSES, "from a message", FROM_A_MESSAGE, visit.gestures)]) == []


def test_the_day_they_named_takes_one_press_more(visit: Visit) -> None:
    visit.box.fill(MAIL)
    visit.box.press("Enter")
    visit.click(visit.button(f"{KIND}_0"))
    visit.click(visit.block("named").get_by_role("checkbox"))
    visit.click(visit.button(f"{DOOR_NOW}_{Door.AJAR}"))
    visit.block("verdict").wait_for()
    row = "from a message, with the day they named"
    assert problems([Measure(PRESSES, row, WITH_THEIR_DAY, visit.gestures)]) == []


def test_from_a_name_to_the_verdict_by_keyboard_alone(visit: Visit) -> None:
    visit.command("/gotano Dana Reyes, Acme")
    visit.gestures = 0
    quick_debrief(visit)
    assert problems([Measure(KEYS, "from a name", KEYS_FROM_A_NAME, visit.gestures)]) == []
