"""The day suggested to a rep who adds it later: counted from when they said it, and only while it is to come."""

from datetime import UTC, datetime, timedelta

import pytest

from coaching.deal import Reply
from handlers.listeners.debrief_entry import GOT_A_NO
from prompts.deal_card import EDIT
from prompts.one_answer import OPEN
from tests.rig import Rig
from tests.stories.cards import press
from tests.stories.quick import to_verdict
from tests.stories.scenes import card, reply, values_on, words_on
from tests.stories.test_message_words import posted

IN_THREE_MONTHS = "Call me in 3 months."
MAIL = "From: Dana Reyes <dana@acme.test>\nSent: 5 March 2027\nSubject: Your offer\n\nNot before April 2027."


def suggested(rig: Rig) -> str | None:
    """What stands in the field, from the card's list of answers."""
    press(rig, EDIT)
    rig.ana.press(f"{OPEN}_callback_on")
    on: str | None = values_on(rig.ana.view)["callback_on"]
    rig.ana.close(all=True)
    return on


def said(rig: Rig, words: str) -> None:
    to_verdict(rig, stage="buying", words=words)
    rig.ana.close()


@pytest.mark.parametrize(
    ("today", "on"),
    [
        (datetime(2026, 11, 2, 12, tzinfo=UTC), "2027-02-02"),
        (datetime(2027, 2, 1, 12, tzinfo=UTC), "2027-02-02"),
        (datetime(2027, 2, 2, 12, tzinfo=UTC), None),
        (datetime(2027, 4, 1, 12, tzinfo=UTC), None),
    ],
)
def test_it_is_counted_from_the_day_they_said_it(some_quick: Rig, today: datetime, on: str | None) -> None:
    said(some_quick, IN_THREE_MONTHS)
    some_quick.clock.move_to(today)
    assert suggested(some_quick) == on


def test_an_edit_in_between_does_not_move_it(some_quick: Rig) -> None:
    said(some_quick, IN_THREE_MONTHS)
    some_quick.clock.move(days=30)
    press(some_quick, EDIT)
    some_quick.ana.press(f"{OPEN}_lesson")
    some_quick.ana.fill({"lesson": "Ask sooner"})
    some_quick.ana.submit()
    some_quick.ana.close()
    assert suggested(some_quick) == "2027-02-02"


def test_words_added_later_are_counted_from_when_they_were_told(some_quick: Rig) -> None:
    to_verdict(some_quick, stage="buying")
    some_quick.ana.close()
    some_quick.clock.move(days=30)
    press(some_quick, EDIT)
    some_quick.ana.press(f"{OPEN}_words")
    some_quick.ana.fill({"words": IN_THREE_MONTHS})
    some_quick.ana.submit()
    some_quick.ana.close()
    some_quick.clock.move(days=7)
    assert suggested(some_quick) == "2027-03-02"


def test_so_are_those_of_a_reason_they_told_later(some_quick: Rig) -> None:
    to_verdict(some_quick, stage="buying", words="Not now.", asked_why="not_yet")
    some_quick.ana.close()
    some_quick.jump()
    told_on = some_quick.clock.now()
    reply(some_quick.ana, Reply.TOLD_ME)
    some_quick.ana.fill({"words": "No budget, ask me again in six weeks", "kind-any": "no_budget"})
    some_quick.ana.submit()
    some_quick.ana.close()
    assert suggested(some_quick) == (told_on + timedelta(days=42)).date().isoformat()


def test_another_no_is_counted_from_its_own_day(some_quick: Rig) -> None:
    said(some_quick, "Not now.")
    some_quick.jump()
    reply(some_quick.ana, Reply.STILL_NO)
    some_quick.ana.fill({"kind-buying": "not_now", "door": "ajar", "words": IN_THREE_MONTHS})
    some_quick.ana.submit()
    assert suggested(some_quick) == "2027-05-01"


def test_the_day_a_mail_was_sent_is_none_that_they_named(some_quick: Rig) -> None:
    said(some_quick, MAIL)
    assert suggested(some_quick) == "2027-04-01"


def test_those_of_a_message_are_counted_from_when_it_was_written(some_quick: Rig) -> None:
    ts = f"{some_quick.clock.now().timestamp():.6f}"
    some_quick.clock.move(days=14)
    assert some_quick.ana.shortcut(GOT_A_NO, posted(text=IN_THREE_MONTHS, ts=ts)).ok
    some_quick.ana.fill({"prospect": "Acme", "kind-any": "not_now", "door": "ajar", "stage": "buying"})
    assert some_quick.ana.submit().action == "updated"
    some_quick.ana.press(f"{OPEN}_callback_on")
    assert values_on(some_quick.ana.view)["callback_on"] == "2027-02-02"
    some_quick.ana.close(all=True)
    some_quick.clock.move(days=14)
    assert suggested(some_quick) == "2027-02-02"
    say, shown = some_quick.playbook.words.say, words_on(card(some_quick.ana, some_quick.deals()[0]))
    assert say("noted.they_said", date="Monday 2 November 2026") in shown


def test_a_corrected_letter_does_not_move_it(some_quick: Rig) -> None:
    said(some_quick, "Cal me in 3 months.")
    some_quick.clock.move(days=30)
    press(some_quick, EDIT)
    some_quick.ana.press(f"{OPEN}_words")
    some_quick.ana.fill({"words": IN_THREE_MONTHS})
    some_quick.ana.submit()
    some_quick.ana.close()
    assert suggested(some_quick) == "2027-02-02"


def test_of_several_it_is_the_first_that_lies_ahead(some_quick: Rig) -> None:
    said(some_quick, "I'm back in two weeks; ask me again in March.")
    assert suggested(some_quick) == "2026-11-16"
    some_quick.clock.move(days=21)
    assert suggested(some_quick) == "2027-03-01"
