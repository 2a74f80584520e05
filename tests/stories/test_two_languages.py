"""Two reps of one bot, each with a language: whatever reaches either is in their own, wherever it is drawn."""

import re
from pathlib import Path

import pytest

from coaching.deal import Reply
from handlers.slack.playbooks import PlaybookChoices
from playground import Gestures, Person
from prompts import home
from prompts.calendar_file import CALENDAR
from prompts.deal_card import CHANGE_DATE, EDIT, HAPPENED, SHARE, SHOW
from prompts.library import load_library
from prompts.playbook import Phrasebook
from tests.conftest import MakeRig
from tests.rig import ANA, SAM, Rig
from tests.stories.other_words import LANGUAGE, SLACK_S, Reader, write_other_words
from tests.stories.scenes import (
    card,
    choices_on,
    choose,
    delete_everything,
    nudge,
    reply,
    undo,
    words_on,
)
from tests.words import shipped_playbook

OTHER_LETTERS = re.compile("[а-яА-Я]")
DANA = "Dana Reyes, Acme"
LANGUAGES = "English Français"
"""Each is named in itself, whoever reads it."""


@pytest.fixture
def other(tmp_path: Path) -> Phrasebook:
    return load_library(own=write_other_words(tmp_path / "words")).phrasebooks[LANGUAGE]


@pytest.fixture
def rig(make_rig: MakeRig, other: Phrasebook) -> Rig:
    """Ana reads the other language, as Slack tells of her; Sam reads English."""
    rig = make_rig(choices=PlaybookChoices({"en": shipped_playbook().phrasebook, LANGUAGE: other}))
    rig.ana.change_profile(locale=SLACK_S)
    for who in (rig.ana, rig.sam):
        who.open_home()
    return rig


def reading(rig: Rig) -> tuple[Reader, Reader]:
    """What Ana and what Sam have on screen after each answer of the bot."""
    ana, sam = (
        Reader(who, (DANA, person.tz, "CSV JSON csv ics json", LANGUAGES)) for who, person in both(rig)
    )
    rig.slack.settle = sam.after_each_answer(ana.after_each_answer(rig.listeners.idle))
    return ana, sam


def both(rig: Rig) -> tuple[tuple[Gestures, Person], tuple[Gestures, Person]]:
    return (rig.ana, ANA), (rig.sam, SAM)


def no_to_verdict(rig: Rig, who: Gestures, person: Person) -> None:
    """Commands, three screens with a refusal, the verdict screen, and the card's modals."""
    for command in ("help", "list", "export", "settings"):
        who.command("/gotano", command)
    who.close(all=True)
    who.command("/gotano", DANA)
    who.fill({"stage": "buying", "asked_why": "told"})
    who.submit()
    who.fill({"kind-buying": "unknown", "door": "ajar"})
    assert who.submit().errors
    who.fill({"kind-buying": "not_now", "door": "open"})
    who.submit()
    who.submit()
    who.fill({"verdict": "go_back"})
    who.submit()
    for action in (CHANGE_DATE, EDIT, HAPPENED, SHOW, SHARE):
        shown = card(who, rig.deals(person)[0])
        if action in choices_on(shown):
            choose(who, action, shown)
        else:
            who.press(action, shown)
        who.close(all=True)
    choose(who, CALENDAR, card(who, rig.deals(person)[0]))


def test_each_rep_reads_their_own_language_and_no_word_of_the_other(rig: Rig) -> None:
    ana, sam = reading(rig)
    for who, person in both(rig):
        no_to_verdict(rig, who, person)
        who.open_home()
        who.press(home.SETTINGS, "home")
        who.close(all=True)
    for reader in (ana, sam):
        rig.jump()
        reader.look()
    for who, _person in both(rig):
        reply(who, Reply.REACHED_OUT)
        undo(who)
        reply(who, Reply.STILL_NO)
        who.close(all=True)
        # Answered already: the bot says so to this rep alone.
        reply(who, Reply.WON_BACK)
        delete_everything(who)
    ana.look()
    sam.look()
    assert ana.strangers == {}
    assert [text for text in sam.texts if OTHER_LETTERS.search(text)] == []
    assert all(reader.texts for reader in (ana, sam)), "both have read something"


def test_verdict_screen_home_and_nudge_say_the_same_to_each_in_their_words(
    rig: Rig, other: Phrasebook
) -> None:
    books = {ANA: other, SAM: rig.playbook.phrasebook}
    for who, person in both(rig):
        rig.debrief(who)
        book = books[person]
        assert book.words.say("verdict.done") in words_on(who.view), person
        who.close(all=True)
        who.open_home()
        assert book.words.say("home.start") in words_on(who.home), person
    for _ in both(rig):
        rig.jump()
    for who, person in both(rig):
        assert books[person].words.say("nudges.you_might_say") in words_on(nudge(who)), person
        assert books[person].words.say("replies.reached_out") in words_on(nudge(who)), person
