"""The calendar file of a deal's next date, read back by a reader of calendars."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from coaching.deal import LostDeal
from coaching.kinds import Kind
from coaching.plan import Verdict
from prompts.calendar_file import CALENDAR, calendar_file, has_date
from prompts.deal_card import HISTORY, card
from prompts.more import MORE
from tests.prompts.examples import (
    LISBON,
    NOW,
    SOON,
    WORST_PROSPECT,
    WORST_WORDS,
    buttons,
    deal,
    plan,
    playbook,
)
from tests.prompts.spoken import playbook_in

DATED = deal(plan(), asks_at=SOON)


def parsed(held: LostDeal = DATED, **more: Any) -> tuple[Calendar, Event]:
    told: dict[str, Any] = {"at": SOON, "playbook": playbook(), "zone": LISBON, "now": NOW} | more
    calendar = Calendar.from_ical(calendar_file(held, **told))
    assert isinstance(calendar, Calendar)
    (event,) = calendar.events
    assert [calendar.errors, event.errors] == [[], []]
    return calendar, event


def test_one_event_of_a_quarter_of_an_hour_at_the_nudge_s_time() -> None:
    calendar, event = parsed()
    assert str(calendar["METHOD"]) == "PUBLISH"
    assert event.start == SOON
    assert event.end - event.start == timedelta(minutes=15)
    assert str(event["CLASS"]) == "PRIVATE"
    assert event.DTSTAMP == NOW


@pytest.mark.parametrize(
    ("zone", "at"),
    [
        ("Europe/Lisbon", datetime(2026, 11, 10, 9, 30, tzinfo=UTC)),
        ("America/New_York", datetime(2027, 3, 15, 13, 30, tzinfo=UTC)),
        ("Asia/Kolkata", datetime(2027, 7, 1, 4, 0, tzinfo=UTC)),
        ("Etc/GMT-2", datetime(2027, 7, 1, 7, 30, tzinfo=UTC)),
        ("UTC", datetime(2027, 7, 1, 9, 30, tzinfo=UTC)),
    ],
)
def test_the_event_stands_in_the_rep_s_own_zone_which_the_file_explains(zone: str, at: datetime) -> None:
    calendar, event = parsed(at=at, zone=ZoneInfo(zone))
    assert event.start == at
    assert event.DTSTART is not None
    assert event.DTSTART.isoformat() == at.astimezone(ZoneInfo(zone)).isoformat()
    told = {one.tz_name for one in calendar.timezones}
    assert told == (set() if zone == "UTC" else {zone})


def test_a_later_file_takes_the_place_of_an_earlier_one_whatever_became_of_the_date() -> None:
    _, first = parsed()
    for later in (replace(DATED, plans=DATED.plans * 2), DATED):
        _, again = parsed(later, at=SOON + timedelta(days=3), now=NOW + timedelta(minutes=1))
        assert again.uid == first.uid
        assert again.sequence > first.sequence
    _, moved = parsed(replace(DATED, team="E0ORG"))
    assert moved.uid == first.uid


def test_another_deal_has_another_event() -> None:
    ids = {parsed(held)[1].uid for held in (DATED, replace(DATED, id=8), replace(DATED, made_at=SOON))}
    assert len(ids) == 3


def test_the_worst_that_can_be_typed_stays_in_its_place_and_their_words_stay_out() -> None:
    held = deal(plan(), prospect=WORST_PROSPECT + "\r\nATTENDEE:x@y", words=WORST_WORDS, asks_at=SOON)
    calendar, event = parsed(held)
    assert WORST_PROSPECT.strip() in str(event.summary)
    assert "ATTENDEE" not in event
    assert len(calendar.subcomponents) == 2
    assert WORST_WORDS[:100] not in str(event.description)


@pytest.mark.parametrize("name", ["en", "de", "es"])
def test_it_says_what_to_do_in_the_rep_s_language(name: str) -> None:
    language = playbook_in(name)
    _, event = parsed(playbook=language)
    line = language.words.say(f"verdict.{Verdict.FOLLOW_UP}_line", prospect="Dana Reyes, Acme")
    assert event.summary == line
    assert language.words.say("calendar.about") in str(event.description)


@pytest.mark.parametrize(
    ("held", "offered"),
    [
        (DATED, True),
        (replace(DATED, asks_at=None), False),
        (replace(DATED, waiting_since=NOW), False),
        (replace(DATED, let_go_at=NOW), False),
        (replace(DATED, won_back_at=NOW), False),
        (deal(plan((Kind.NOT_NOW, Verdict.LET_GO, None), accepted=False), asks_at=SOON), False),
    ],
    ids=["open", "no date", "waiting", "let go", "won back", "recommended to let go"],
)
def test_the_card_offers_it_while_there_is_a_date_and_else_the_history(held: LostDeal, offered: bool) -> None:
    assert has_date(held) is offered
    menu = [
        one["value"].partition(":")[0] for one in buttons(card(held, playbook(), LISBON))[MORE]["options"]
    ]
    assert (CALENDAR in menu, HISTORY in menu) == (offered, not offered)
    assert len(menu) <= 5
