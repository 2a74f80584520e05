"""Words of another day: a day that they name is reckoned from the day on which they were written."""

from coaching.deal import Reply
from handlers.listeners.debrief_entry import GOT_A_NO
from playground import Gestures
from prompts.forwarded import KIND
from prompts.home import RESUME
from prompts.quick_screen import FULL
from tests.rig import Rig
from tests.stories.quick import to_verdict
from tests.stories.scenes import reply
from tests.stories.test_forwarded import said_by_bot
from tests.stories.test_quick_days import days_on

IN_FOUR_WEEKS = "There is no budget left this year, ask me again in four weeks"
FOUR_WEEKS_ON = "2026-11-30"


def got_a_no(who: Gestures) -> None:
    who.shortcut(GOT_A_NO, who.messages("C0LESSONS")[0])


def test_a_span_in_an_old_message_is_reckoned_from_its_day_however_often_the_screen_is_drawn(
    some_quick: Rig,
) -> None:
    some_quick.sam.say(IN_FOUR_WEEKS, "C0LESSONS")
    some_quick.clock.move(days=14)
    got_a_no(some_quick.ana)
    assert days_on(some_quick.ana.view)[0] == [FOUR_WEEKS_ON]
    some_quick.ana.fill({"kind-any": "no_budget"})
    assert days_on(some_quick.ana.view)[0] == [FOUR_WEEKS_ON]
    some_quick.ana.fill({"prospect": "Dana", "door": "ajar"})
    some_quick.ana.fill({"door": "open"})
    some_quick.ana.close()
    some_quick.clock.move(days=7)
    some_quick.ana.press(RESUME, some_quick.ana.messages()[-1])
    assert days_on(some_quick.ana.view)[0] == [FOUR_WEEKS_ON]


def test_so_it_is_where_the_full_debrief_was_begun_with_it(some_quick: Rig) -> None:
    some_quick.sam.say(IN_FOUR_WEEKS, "C0LESSONS")
    some_quick.clock.move(days=14)
    got_a_no(some_quick.ana)
    some_quick.ana.press(FULL)
    some_quick.ana.fill({"prospect": "Dana", "stage": "buying", "asked_why": "told"})
    some_quick.ana.submit()
    some_quick.ana.close()
    some_quick.ana.press(RESUME, some_quick.ana.messages()[-1])
    assert days_on(some_quick.ana.view)[0] == [FOUR_WEEKS_ON]


def test_a_day_that_an_old_message_named_and_that_has_passed_is_not_offered(some_quick: Rig) -> None:
    some_quick.sam.say("There is no budget left, call me next Monday", "C0LESSONS")
    some_quick.clock.move(days=7)
    got_a_no(some_quick.ana)
    assert days_on(some_quick.ana.view) == ([], [])


def test_the_messages_day_is_the_one_where_the_rep_is(some_quick: Rig) -> None:
    some_quick.sam.command("/gotano", "Dana")
    some_quick.sam.close()
    some_quick.clock.move(hours=16)
    some_quick.ana.say("There is no budget left, ask me in 2 weeks", "C0LESSONS")
    some_quick.clock.move(days=2)
    got_a_no(some_quick.sam)
    assert days_on(some_quick.sam.view)[0] == ["2026-11-16"]


def test_a_draft_taken_up_again_reckons_from_the_day_it_was_begun(some_quick: Rig) -> None:
    some_quick.ana.say(IN_FOUR_WEEKS)
    (offer,) = said_by_bot(some_quick)
    some_quick.clock.move(days=10)
    some_quick.ana.press(RESUME, offer)
    assert days_on(some_quick.ana.view)[0] == [FOUR_WEEKS_ON]
    some_quick.ana.fill({"kind-any": "no_budget"})
    assert days_on(some_quick.ana.view)[0] == [FOUR_WEEKS_ON]
    some_quick.ana.close()
    some_quick.ana.press(f"{KIND}_0", offer)
    assert days_on(some_quick.ana.view)[0] == [FOUR_WEEKS_ON]


def test_what_they_told_me_begins_with_is_reckoned_from_when_they_said_it(some_quick: Rig) -> None:
    to_verdict(some_quick, stage="buying", words="Call me in 3 months.", asked_why="not_yet")
    some_quick.ana.close()
    some_quick.jump()
    reply(some_quick.ana, Reply.TOLD_ME)
    assert days_on(some_quick.ana.view)[0] == ["2027-02-02"]
    some_quick.ana.fill({"kind-any": "no_budget"})
    assert days_on(some_quick.ana.view)[0] == ["2027-02-02"]
