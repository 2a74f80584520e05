"""Every shipped language, and two made for the tests (right to left; without spaces), on what a rep sees most."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from coaching.kinds import Kind
from coaching.plan import Opening, Variant
from playground import check_message, check_view
from prompts.commands import Command, command_words
from prompts.deal_card import card
from prompts.digest import DigestRow, digest
from prompts.library import load_library
from prompts.limits import limit_of, patterns
from prompts.message_checks import plural_forms
from prompts.names import first_name
from prompts.nudge_message import nudge
from prompts.playbook import Phrasebook, Playbook
from prompts.verdict_screen import verdict_screen
from tests.prompts.examples import LISBON, WORST_PROSPECT, WORST_WORDS, deal, plan, scenes_of
from tests.prompts.stub_languages import LETTERS, write_stub
from tests.words import shipped_library, shipped_playbook

SHIPPED = sorted(shipped_library().phrasebooks)
DANA = "Dana Reyes, Acme"
_BY_CHANCE = 12
"""Letters that two languages may have alike, as in "Export" or "Team"."""


@pytest.fixture(scope="module")
def stubs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Phrasebook]:
    folder: Path = tmp_path_factory.mktemp("stubs")
    for language in LETTERS:
        write_stub(folder, language)
    library = load_library(folder)
    made = {language: library.phrasebooks[language] for language in LETTERS}
    assert [note for note in library.notes if any(f"/{name}/" in note for name in LETTERS)] == []
    return made


@pytest.fixture(params=[*SHIPPED, *LETTERS])
def spoken(request: pytest.FixtureRequest, stubs: dict[str, Phrasebook]) -> Playbook:
    book = {**shipped_library().phrasebooks, **stubs}[request.param]
    return Playbook(book, shipped_playbook().policy)


@pytest.mark.parametrize("language", SHIPPED)
def test_a_shipped_language_is_whole(language: str) -> None:
    """No text is missing, no placeholder left out, none that Slack cuts, and no form that the language needs."""
    library = shipped_library()
    assert library.phrasebooks[language].words.language == language
    mine = [note for note in library.notes if f"{language}/" in note]
    assert mine == [], "\n".join(mine)


@pytest.mark.parametrize("language", sorted({*SHIPPED} - {"en"}))
def test_what_reads_as_in_english_is_little_but_placeholders(language: str) -> None:
    """Else a text was copied and forgotten."""
    words, english = shipped_library().phrasebooks[language].words.texts, shipped_playbook().words.texts
    alike = [
        key
        for key, text in words.items()
        if text == english.get(key) and not key.startswith(("formats.", "forward."))
    ]
    own = {key: sum(map(str.isalpha, re.sub(r"\{\w+\}", "", words[key]))) for key in alike}
    assert {key: letters for key, letters in own.items() if letters > _BY_CHANCE} == {}


def test_no_shipped_language_does_without_a_folder_of_its_own() -> None:
    assert "en" in SHIPPED


@pytest.mark.parametrize("kind", Kind, ids=str)
def test_verdict_card_nudge_and_digest_keep_slack_s_limits(spoken: Playbook, kind: Kind) -> None:
    for scene in scenes_of(kind):
        held = deal(plan(scene), prospect=WORST_PROSPECT, words=WORST_WORDS)
        assert check_view(verdict_screen(held, held.plan, spoken, LISBON)) == []
        assert check_message(card(held, spoken, LISBON)) == []
        if scene[2] is Variant.CLOSED:
            continue
        opening = held.plan.opening or Opening.LOOK
        assert check_message(nudge(held, held.plan, 5, opening, spoken, LISBON)) == []
        rows = [DigestRow(held, held.plan, number, opening) for number in range(1, 11)]
        assert check_message(digest(rows, 2, spoken)) == []


def test_a_verdict_for_a_plain_name_is_cut_nowhere(spoken: Playbook) -> None:
    held = deal(plan(), prospect=DANA, words="Not this year.")
    shown = [verdict_screen(held, held.plan, spoken, LISBON), card(held, spoken, LISBON)]
    cut = [text for part in shown for text in texts(part) if text.endswith("…") and len(text) < 160]
    assert cut == []


def test_a_name_in_other_letters_leaves_the_words_around_it_as_they_are(spoken: Playbook) -> None:
    latin = spoken.words.say("verdict.go_back_line", prospect=DANA)
    assert (f"\u2068{DANA}\u2069" in latin) == (spoken.words.language == "he")
    hebrew = spoken.words.say("verdict.go_back_line", prospect="דנה רייס")
    assert "\u2068דנה רייס\u2069" in hebrew


@pytest.mark.parametrize(
    ("prospect", "name"), [("Dana Reyes, Acme", "Dana"), ("田中太郎、株式会社アクメ", "田中太郎")]
)
def test_names_are_known_whatever_language_is_read(spoken: Playbook, prospect: str, name: str) -> None:
    assert first_name(prospect, spoken.words) == name


def test_lists_and_days_are_written_as_the_language_writes_them(stubs: dict[str, Phrasebook]) -> None:
    japanese, hebrew = stubs["ja"].words, stubs["he"].words
    assert japanese.weekdays([1, 2]) == "月曜日、火曜日"
    assert japanese.day(date(2026, 12, 26)) == "2026年12月26日土曜日"
    assert hebrew.weekdays([1, 2]) == "יום שני ויום שלישי"
    assert hebrew.day(date(2026, 12, 26)) == "יום שבת, 26 בדצמבר 2026"


def test_a_language_counts_in_the_forms_that_it_has() -> None:
    forms = {language: plural_forms(language) for language in ("en", "de", "es", "ja", "he", "ar", "pl")}
    assert forms["ja"] == {"other"}
    assert forms["en"] == forms["de"] == forms["es"] == {"one", "other"}
    assert forms["he"] == {"one", "two", "other"}
    assert forms["ar"] == {"zero", "one", "two", "few", "many", "other"}
    assert forms["pl"] == {"one", "few", "many", "other"}


def test_no_word_leads_to_two_commands_and_the_help_names_only_those_there_are(spoken: Playbook) -> None:
    words = spoken.words
    typed = [word for command in Command for word in words.texts[f"commands.{command}"].split()]
    assert len(typed) == len(set(typed))
    if words.language in SHIPPED:
        told = set(re.findall(r"^/gotano ([^\W\d_]+)", words.texts["help.text"], re.MULTILINE))
        assert told
        assert told <= command_words(words).keys()


def test_every_limit_is_of_a_text_that_there_is() -> None:
    keys = shipped_playbook().words.texts.keys()
    spare = [one for one in patterns() if not any(limit_of(key) and matches(one, key) for key in keys)]
    assert spare == []


def matches(pattern: str, key: str) -> bool:
    return bool(re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), key))


def texts(part: Any) -> list[str]:
    """Every text that stands in a view or a message."""
    if isinstance(part, dict):
        own = [part["text"]] if isinstance(part.get("text"), str) else []
        return own + [text for one in part.values() for text in texts(one)]
    return [text for one in part for text in texts(one)] if isinstance(part, list) else []
