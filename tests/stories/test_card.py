"""The card and its buttons, at every state of the deal."""

from datetime import date
from typing import Any

import pytest

from coaching.deal import Status
from coaching.plan import Verdict
from prompts.calendar_file import CALENDAR
from prompts.deal_card import CHANGE_DATE, DELETE, EDIT, HAPPENED, HISTORY, REOPEN, SHARE, SHOW
from prompts.more import MORE
from prompts.notes import ADD_NOTE
from prompts.own_words_form import OWN_WORDS
from tests.rig import Rig
from tests.stories.cards import press
from tests.stories.own_settings import settings
from tests.stories.scenes import actions_on, card, choices_on, due_on, lost, values_on, words_on


@pytest.mark.parametrize(
    ("given", "buttons", "choice"),
    [
        ({}, {CHANGE_DATE, HAPPENED}, CALENDAR),
        ({"kind": "no_fit"}, {REOPEN}, HISTORY),
        ({"door": "closed"}, {REOPEN}, HISTORY),
    ],
)
def test_the_card_has_the_buttons_that_fit(
    rig: Rig, given: dict[str, Any], buttons: set[str], choice: str
) -> None:
    lost(rig, **given)
    shown = card(rig.ana, rig.deals()[0])
    assert actions_on(shown) == buttons | {SHOW, ADD_NOTE, MORE}
    assert set(choices_on(shown)) == {EDIT, OWN_WORDS, choice, SHARE, DELETE}


def test_show_all_opens_the_whole_story(rig: Rig) -> None:
    lost(rig, words="Not before we have moved. " * 20, condition="The boxes are gone")
    press(rig, SHOW)
    shown = words_on(rig.ana.view)
    assert ("Not before we have moved. " * 20).strip() in shown
    assert "The boxes are gone" in shown
    assert rig.playbook.words.say("verdict.why") in shown


@pytest.mark.parametrize(("chosen", "kept"), [("2026-12-10", "2026-12-10"), ("2026-12-26", "2027-01-04")])
def test_change_the_date(rig: Rig, chosen: str, kept: str) -> None:
    lost(rig)
    press(rig, CHANGE_DATE)
    assert values_on(rig.ana.view) == {"on": "2027-02-01"}
    rig.ana.fill({"on": chosen})
    assert rig.ana.submit().action == "closed"
    assert due_on(rig) == kept
    assert rig.local(rig.jump()).date().isoformat() == kept
    assert rig.export()[0]["nudges_sent"] == 1


@pytest.mark.parametrize("bad", ["2026-11-01", "2032-11-03"])
def test_a_bad_date_is_refused_at_its_field(rig: Rig, bad: str) -> None:
    lost(rig)
    press(rig, CHANGE_DATE)
    rig.ana.fill({"on": bad})
    assert set(rig.ana.submit().errors) == {"on"}
    assert due_on(rig) == "2027-02-01"


def test_they_contacted_me_reopens_on_a_day_and_counts_from_zero(rig: Rig) -> None:
    for _ in range(3):
        lost(rig)
    assert rig.deals()[0].plan.verdict is Verdict.LET_GO
    press(rig, REOPEN)
    rig.ana.fill({"on": None})
    assert set(rig.ana.submit().errors) == {"on"}
    rig.ana.fill({"on": "2026-11-20"})
    assert rig.ana.submit().action == "closed"
    (deal,) = rig.deals()
    assert (deal.status, due_on(rig)) == (Status.OPEN, "2026-11-20")
    rig.jump()
    lost(rig)
    assert rig.deals()[0].plan.verdict is Verdict.FOLLOW_UP, "the first no since they came back"


def test_a_closed_door_opens_again_when_they_contact_the_rep(rig: Rig) -> None:
    lost(rig, door="closed")
    press(rig, REOPEN)
    rig.ana.fill({"on": "2026-11-20"})
    rig.ana.submit()
    rig.jump()
    assert rig.export()[0]["nudges_sent"] == 1


def test_a_closed_door_stays_closed_for_a_further_debrief(rig: Rig) -> None:
    lost(rig, door="closed")
    lost(rig, door="open")
    assert rig.deals()[0].status is Status.LET_GO


def test_whoever_opens_a_deal_again_in_a_pause_is_told_so_and_sends_nothing_cold(rig: Rig) -> None:
    lost(rig, door="closed")
    settings(rig, pause="2026-12-03")
    press(rig, REOPEN)
    say, day = rig.playbook.words.say, rig.playbook.words.day(date(2026, 12, 3))
    assert say("change_date.paused", date=day) in words_on(rig.ana.view)
    rig.ana.fill({"on": "2026-11-21"})
    rig.ana.submit()
    shown = card(rig.ana, rig.deals()[0])
    assert day in words_on(shown)
    assert say("card.they_came") in words_on(shown)
    assert say("verdict.say_today") not in shown["text"]
    rig.clock.move(minutes=1)
    lost(rig, door="open")
    assert say("card.they_came") not in words_on(card(rig.ana, rig.deals()[0]))


@pytest.mark.parametrize("name", ["ACME Inc.", "Who Cares?", "Yes!"])
def test_a_name_that_ends_in_a_stop_is_followed_by_no_second_one(rig: Rig, name: str) -> None:
    lost(rig, prospect=name)
    rig.jump()
    rig.ana.open_home()
    for shown in (*rig.ana.messages(), rig.ana.home):
        assert f"{name}." not in words_on(shown)
