"""A language for each rep: from Slack or chosen in settings, and from then on in whatever is drawn."""

from pathlib import Path
from typing import Any

import pytest

from coaching.deal import Reply
from handlers.slack.playbooks import PlaybookChoices
from prompts.library import load_library
from prompts.playbook import Phrasebook
from prompts.settings_language import FROM_SLACK
from storage.languages import RepLanguage
from storage.owner import EVERYBODY
from storage.tables import RepRow
from tests.conftest import MakeRig
from tests.rig import Rig
from tests.stories.other_words import LANGUAGE, SLACK_S, write_other_words
from tests.stories.own_settings import rep, settings
from tests.stories.scenes import card, nudge, profile_changes, reply, words_on
from tests.words import shipped_playbook

DANA, PRIYA = "Dana Reyes, Acme", "Priya Nair, Copperline"


@pytest.fixture
def other(tmp_path: Path) -> Phrasebook:
    return load_library(own=write_other_words(tmp_path / "words")).phrasebooks[LANGUAGE]


@pytest.fixture
def rig(make_rig: MakeRig, each_url: str, other: Phrasebook) -> Rig:
    """English and one language more, on both databases."""
    books = {"en": shipped_playbook().phrasebook, LANGUAGE: other}
    return make_rig(database_url=each_url, choices=PlaybookChoices(books))


def english(key: str) -> str:
    return shipped_playbook().words.texts[key]


def test_cards_and_nudges_are_drawn_in_a_language_from_the_moment_it_is_chosen(
    rig: Rig, other: Phrasebook
) -> None:
    rig.debrief(rig.ana, DANA)
    rig.ana.close(all=True)
    before = card(rig.ana, rig.deals()[0])
    assert settings(rig, language=LANGUAGE).action == "closed"
    assert english("card.happened") in words_on(before), "what was posted stays"
    rig.ana.open_home()
    assert other.words.say("home.start") in words_on(rig.ana.home)
    rig.jump()
    assert other.words.say("nudges.you_might_say") in words_on(nudge(rig.ana))
    reply(rig.ana, Reply.REACHED_OUT)
    assert other.words.say("nudges.undo") in words_on(nudge(rig.ana))
    assert other.words.say("card.happened") in words_on(card(rig.ana, rig.deals()[0])), "redrawn"
    assert settings(rig, language="en").action == "closed"
    rig.jump()
    assert english("replies.talking_again") in words_on(nudge(rig.ana))


def test_a_digest_and_a_reminder_come_in_the_rep_s_language(rig: Rig, other: Phrasebook) -> None:
    assert settings(rig, language=LANGUAGE).action == "closed"
    for name in ("Elm", "Fig", "Gum", "Hop"):
        rig.debrief(rig.ana, name)
        rig.ana.close(all=True)
    rig.jump()
    assert other.words.say("digest.title", count=4) in words_on(nudge(rig.ana))
    rig.jump()
    assert other.words.say("digest.answer") in words_on(nudge(rig.ana))


def test_slack_names_a_language_with_the_zone_in_one_call(rig: Rig, other: Phrasebook) -> None:
    rig.ana.change_profile(locale=SLACK_S)
    rig.ana.open_home()
    asked = [call for call in rig.slack.calls if call.method == "users.info"]
    assert [str(call.args.get("include_locale")).lower() in ("1", "true") for call in asked] == [True]
    assert (rep(rig).zone.key, rep(rig).language) == ("Europe/Lisbon", RepLanguage(told="fr_FR"))
    assert other.words.say("home.start") in words_on(rig.ana.home)


def test_the_first_screen_ever_is_drawn_anew_when_slack_has_named_a_language(
    rig: Rig, other: Phrasebook
) -> None:
    rig.ana.change_profile(locale=SLACK_S)
    rig.ana.command("/gotano", DANA)
    assert other.words.say("who.title") in words_on(rig.ana.view)
    assert DANA in str(rig.ana.view)


def test_a_profile_that_changes_brings_its_language_without_a_call(rig: Rig, other: Phrasebook) -> None:
    rig.ana.open_home()
    rig.slack.clear_calls()
    rig.ana.change_profile(locale=SLACK_S)
    assert rig.ana.tell_profile()
    rig.ana.open_home()
    assert other.words.say("home.start") in words_on(rig.ana.home)
    assert [call for call in rig.slack.calls if call.method == "users.info"] == []


@pytest.mark.parametrize("bad", ["Klingon", 7, [], {}, None, "", "xx-XX"], ids=str)
def test_what_is_no_locale_leaves_the_language_as_it_is(rig: Rig, bad: Any) -> None:
    rig.ana.change_profile(locale=SLACK_S)
    rig.ana.open_home()
    profile_changes(rig, "Europe/Lisbon", locale=bad)
    assert rep(rig).language == RepLanguage(told="fr_FR")


def test_settings_name_each_language_in_itself_and_what_slack_says(rig: Rig) -> None:
    rig.ana.change_profile(locale=SLACK_S)
    rig.ana.open_home()
    rig.ana.command("/gotano", "settings")
    assert {"Français", "English"} <= set(words_on(rig.ana.view).split("\n"))
    rig.ana.fill({"language": "en"})
    assert rig.ana.submit().action == "closed"
    assert rep(rig).language == RepLanguage("en", "fr_FR")
    rig.ana.command("/gotano", "settings")
    assert shipped_playbook().words.say("language.from_slack", language="Français") in words_on(rig.ana.view)
    rig.ana.fill({"language": FROM_SLACK})
    assert rig.ana.submit().action == "closed"
    assert rep(rig).language == RepLanguage(None, "fr_FR")


def test_another_process_draws_in_the_new_language_too(rig: Rig, other: Phrasebook) -> None:
    """Whatever it remembered of the rep, it reads their row with the nudge."""
    rig.debrief(rig.ana, DANA)
    rig.ana.close(all=True)
    with rig.db.write(EVERYBODY) as session:
        session.query(RepRow).update({"language": LANGUAGE})
    rig.jump()
    assert other.words.say("nudges.you_might_say") in words_on(nudge(rig.ana))


def test_a_language_that_is_gone_is_read_in_slack_s_or_english(rig: Rig) -> None:
    rig.ana.open_home()
    with rig.db.write(EVERYBODY) as session:
        session.query(RepRow).update({"language": "pt_BR"})
    rig.clock.move(minutes=2)
    rig.ana.open_home()
    assert english("home.start") in words_on(rig.ana.home)


@pytest.mark.parametrize("word", ["help", "list"])
def test_commands_work_in_english_and_in_the_rep_s_language(rig: Rig, other: Phrasebook, word: str) -> None:
    assert settings(rig, language=LANGUAGE).action == "closed"
    typed = other.words.texts[f"commands.{word}"]
    assert typed != word
    for one in (word, typed, typed.upper(), f"„{typed}!“"):
        answer = rig.ana.command("/gotano", one)
        assert answer.ok
        assert rig.ana.view is None, one


def test_a_word_of_another_language_is_a_prospect_s_name(rig: Rig, other: Phrasebook) -> None:
    rig.ana.open_home()
    rig.ana.command("/gotano", other.words.texts["commands.help"])
    assert other.words.texts["commands.help"] in str(rig.ana.view)


def test_a_prospect_called_like_a_command_is_reached_by_new_in_the_rep_s_language(
    rig: Rig, other: Phrasebook
) -> None:
    assert settings(rig, language=LANGUAGE).action == "closed"
    new, help_ = (other.words.texts[f"commands.{name}"] for name in ("new", "help"))
    rig.ana.command("/gotano", f"{new} {help_}")
    field = next(b for b in (rig.ana.view or {})["blocks"] if b["block_id"].startswith("prospect"))
    assert field["element"]["initial_value"] == help_


def test_prep_in_the_rep_s_language_says_what_helps_before_a_call(rig: Rig, other: Phrasebook) -> None:
    assert settings(rig, language=LANGUAGE).action == "closed"
    rig.debrief(rig.ana, PRIYA)
    rig.ana.close(all=True)
    rig.ana.command("/gotano", f"{other.words.texts['commands.prep']} {PRIYA}")
    assert other.words.say("prep.title") in words_on(rig.ana.view)
