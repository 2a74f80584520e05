"""*Add to calendar*: the next date of a deal comes as a file into the rep's own messages."""

import pytest
from icalendar import Calendar, Event

from coaching.deal import Reply
from playground.state.uploads import UploadedFile
from prompts.calendar_file import CALENDAR
from prompts.deal_card import CHANGE_DATE
from tests.rig import TEAM, Rig
from tests.stories.cards import happened, press
from tests.stories.own_settings import settings
from tests.stories.scenes import actions_on, card, choices_on, lost, nudge, nudged, reply, told, undo


def file_of(rig: Rig) -> UploadedFile:
    return rig.slack.files[-1]


def event_in(file: UploadedFile) -> Event:
    calendar = Calendar.from_ical((file.content or b"").decode())
    assert isinstance(calendar, Calendar)
    (event,) = calendar.events
    return event


def added(rig: Rig) -> Event:
    press(rig, CALENDAR)
    return event_in(file_of(rig))


def test_the_card_hands_the_date_to_the_rep_alone(some_rig: Rig) -> None:
    lost(some_rig, words="Not before we have moved")
    event = added(some_rig)
    (file,) = some_rig.slack.files
    assert file.channels == [some_rig.ana.dm]
    assert file.name.endswith(".ics")
    assert event.start == some_rig.deals()[0].asks_at
    assert event.start.isoformat() == "2027-02-01T09:30:00+00:00"
    assert "Dana Reyes, Acme" in str(event.summary)
    assert b"moved" not in (file.content or b"")


def test_a_changed_date_takes_the_place_of_the_one_before(rig: Rig) -> None:
    lost(rig)
    first = added(rig)
    rig.clock.move(minutes=1)
    press(rig, CHANGE_DATE)
    rig.ana.fill({"on": "2026-12-10"})
    rig.ana.submit()
    again = added(rig)
    assert again.start.isoformat() == "2026-12-10T09:30:00+00:00"
    assert again.uid == first.uid
    assert again.sequence > first.sequence


def test_an_answered_nudge_hands_on_the_date_that_follows(rig: Rig) -> None:
    nudged(rig)
    assert CALENDAR not in actions_on(nudge(rig.ana)) | choices_on(nudge(rig.ana)).keys(), "its day has come"
    reply(rig.ana, Reply.REACHED_OUT)
    rig.ana.press(CALENDAR, nudge(rig.ana))
    event = event_in(file_of(rig))
    assert event.start == rig.deals()[0].next_nudge_at
    assert event.start > rig.clock.now()


def test_undoing_the_answer_takes_the_button_along(rig: Rig) -> None:
    nudged(rig)
    reply(rig.ana, Reply.REACHED_OUT)
    undo(rig.ana)
    assert CALENDAR not in actions_on(nudge(rig.ana))


def test_a_date_that_has_come_is_said_and_no_file_sent(rig: Rig) -> None:
    nudged(rig)
    press(rig, CALENDAR)
    assert rig.slack.files == []
    assert told(rig.ana) == [rig.playbook.words.say("calendar.has_come")]


@pytest.mark.parametrize("answer", [Reply.LET_GO, Reply.WON_BACK])
def test_an_old_card_of_a_deal_that_is_over_says_so(rig: Rig, answer: Reply) -> None:
    lost(rig)
    added(rig)
    pressed = rig.heard[-1]
    happened(rig, answer)
    assert CALENDAR not in choices_on(card(rig.ana, rig.deals()[0]))
    rig.ana.send_raw(pressed | {"trigger_id": "another"})
    assert len(rig.slack.files) == 1
    assert told(rig.ana)[-1] == rig.playbook.words.say("calendar.no_date")


def test_while_nudges_are_paused_the_date_is_the_one_they_go_on_with(rig: Rig) -> None:
    lost(rig)
    settings(rig, pause="2027-03-01")
    assert added(rig).start.isoformat() == "2027-03-01T09:30:00+00:00"


def test_the_same_press_delivered_twice_sends_one_file(rig: Rig) -> None:
    lost(rig)
    press(rig, CALENDAR)
    rig.ana.send_raw(rig.heard[-1])
    assert len(rig.slack.files) == 1


def test_nobody_gets_the_date_of_another_s_deal(rig: Rig) -> None:
    lost(rig)
    press(rig, CALENDAR)
    rig.sam.send_raw(rig.heard[-1] | {"trigger_id": "another", "user": {"id": "U0SAM", "team_id": TEAM}})
    assert len(rig.slack.files) == 1
    assert not [message for message in rig.sam.messages() if message.get("files")]
