"""What was answered is history: the message keeps its words, whatever happens to the deal later."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from coaching.deal import Reply
from prompts.calendar_file import CALENDAR
from prompts.deal_card import EDIT, REOPEN
from prompts.nudge_message import UNDO
from tests.rig import Rig
from tests.stories.cards import press
from tests.stories.digests import NAMES, answer_in_place, deal, morning, planned, row
from tests.stories.replies import still_no
from tests.stories.scenes import JSON, actions_on, decisions_on, lost, nudge, nudged, reply, undo, words_on

NEW_WORDS = "Stop calling me."
Step = Callable[[Rig], None]


def debriefed_again(rig: Rig) -> None:
    lost(rig, kind="no_budget", door="closed", words=NEW_WORDS)


def edited(rig: Rig) -> None:
    press(rig, EDIT)
    rig.ana.fill({"words": NEW_WORDS, "prospect": "Somebody Else, Acme"})
    rig.ana.submit()
    rig.ana.fill({"kind-buying": "no_budget", "door": "closed"})
    rig.ana.submit()
    rig.ana.submit()
    rig.ana.close()


def nudged_again(rig: Rig) -> None:
    """The next nudge comes, and is answered in its turn."""
    rig.jump()
    still_no(rig, kind="no_budget", door="closed")


def read(message: JSON) -> str:
    """Its words, but for what there is to press."""
    return words_on({**message, "blocks": [b for b in message["blocks"] if b["type"] != "actions"]})


def as_it_is(rig: Rig, message: JSON) -> JSON:
    return next(one for one in rig.ana.messages() if one["ts"] == message["ts"])


@pytest.mark.parametrize("later", [debriefed_again, edited, nudged_again])
@pytest.mark.parametrize("answer", [Reply.REACHED_OUT, Reply.TALKING_AGAIN, Reply.SNOOZE_WEEK])
def test_an_answered_nudge_keeps_its_words_and_loses_only_what_there_was_to_press(
    rig: Rig, answer: Reply, later: Step
) -> None:
    nudged(rig, words="We move offices first.")
    rig.clock.move(minutes=5)
    reply(rig.ana, answer)
    answered = nudge(rig.ana)
    assert "We move offices first." in words_on(answered)
    rig.clock.move(hours=1)
    later(rig)
    after = as_it_is(rig, answered)
    assert read(after) == read(answered)
    assert decisions_on(after) == set()
    assert CALENDAR not in actions_on(after), "the date that it told is none any more"


@pytest.mark.parametrize("later", [debriefed_again, edited])
def test_a_nudge_that_was_let_go_keeps_its_goodbye(rig: Rig, later: Step) -> None:
    nudged(rig, words="We move offices first.")
    rig.clock.move(minutes=5)
    reply(rig.ana, Reply.LET_GO)
    answered = nudge(rig.ana)
    assert rig.playbook.words.say("nudges.goodbye") in words_on(answered)
    rig.clock.move(hours=1)
    later(rig)
    assert read(as_it_is(rig, answered)) == read(answered)


def test_a_reopened_deal_changes_nothing_in_the_message_that_let_it_go(rig: Rig) -> None:
    nudged(rig)
    rig.clock.move(minutes=5)
    reply(rig.ana, Reply.LET_GO)
    answered = nudge(rig.ana)
    rig.clock.move(days=2)
    press(rig, REOPEN)
    rig.ana.fill({"on": "2027-03-01"})
    assert rig.ana.submit().action == "closed"
    assert read(as_it_is(rig, answered)) == read(answered)


def test_undo_goes_after_a_day_and_nothing_else_changes(rig: Rig) -> None:
    nudged(rig)
    reply(rig.ana, Reply.REACHED_OUT)
    answered = nudge(rig.ana)
    assert UNDO in decisions_on(answered)
    rig.clock.move(hours=25)
    rig.sweep()
    after = as_it_is(rig, answered)
    assert decisions_on(after) == set()
    assert read(after) == read(answered)


def test_undo_alone_brings_the_question_back(rig: Rig) -> None:
    nudged(rig)
    asked = nudge(rig.ana)
    reply(rig.ana, Reply.REACHED_OUT)
    undo(rig.ana)
    assert read(nudge(rig.ana)) == read(asked)
    assert decisions_on(nudge(rig.ana)) == decisions_on(asked)


def test_the_next_nudge_that_came_changes_no_date_in_what_was_answered(rig: Rig) -> None:
    """The date said what comes next; the reminder that follows it is none of that message's."""
    nudged(rig)
    reply(rig.ana, Reply.REACHED_OUT)
    answered = nudge(rig.ana)
    rig.jump()
    rig.clock.move(days=1)
    reply(rig.ana, Reply.TALKING_AGAIN)
    assert read(as_it_is(rig, answered)) == read(answered)


def test_an_answered_row_of_a_digest_keeps_its_words(rig: Rig) -> None:
    planned(rig)
    morning(rig)
    rig.clock.move(minutes=5)
    answer_in_place(rig, Reply.SNOOZE_WEEK)
    before = row(rig, "Acme")["text"]["text"]
    rig.clock.move(hours=1)
    lost(rig, "Acme", kind="no_budget", door="closed", words=NEW_WORDS)
    assert deal(rig).answers.words == NEW_WORDS
    answer_in_place(rig, Reply.SNOOZE_WEEK, NAMES[1])
    assert row(rig, "Acme")["text"]["text"] == before


def test_a_question_that_was_overtaken_keeps_the_words_it_asked_with(rig: Rig) -> None:
    nudged(rig, words="We move offices first.")
    asked = nudge(rig.ana)
    rig.clock.move(minutes=5)
    debriefed_again(rig)
    after = as_it_is(rig, asked)
    assert "We move offices first." in words_on(after)
    assert NEW_WORDS not in words_on(after)
    assert rig.clock.now() - timedelta(minutes=5) > rig.deals()[0].made_at
