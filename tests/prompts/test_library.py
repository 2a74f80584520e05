"""Languages side by side: each file over the English one, what is missing said in English, what is wrong named."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import prompts.library
from coaching.kinds import Kind
from coaching.plan import Verdict
from prompts.library import Library, load_library
from prompts.locales import locale_named, own_name, phrasebook_for
from prompts.mail import sender_in
from prompts.playbook import Phrasebook
from prompts.playbook_files import PlaybookError, shipped_file
from tests.words import shipped_playbook

ENGLISH = shipped_playbook()


def folder(own: Path, language: str = "", **files: str) -> Path:
    """A team's folder with those files of a language; `kinds__NAME` for one of a kind."""
    for name, text in files.items():
        path = own / language / f"{name.replace('__', '/')}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return own


def refused(own: Path) -> list[str]:
    with pytest.raises(PlaybookError) as caught:
        load_library(own)
    return caught.value.problems


def notes_of(library: Library, language: str) -> list[str]:
    return [note for note in library.notes if f"/{language}/" in note or note.startswith(f"{language}/")]


def test_ours_but_english_are_read_when_they_are_asked_for_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    phrasebook = prompts.library._phrasebook

    def noted(language: str, *more: Any) -> Phrasebook | None:
        read.append(language)
        return phrasebook(language, *more)

    monkeypatch.setattr(prompts.library, "_phrasebook", noted)
    books = load_library().phrasebooks
    assert books["en"].words.language == "en"
    assert "de" in books
    assert read == []
    assert books["de"] is books["de"]
    assert read == ["de"]
    with pytest.raises(KeyError):
        books["fr"]


FRENCH = '[formats]\nlocale = "fr"\n[verdict]\ndone = "Fini"\n'


def test_what_a_language_lacks_is_said_in_english_and_told_once_with_its_key(tmp_path: Path) -> None:
    library = load_library(folder(tmp_path, "fr", messages=FRENCH))
    french = library.phrasebooks["fr"]
    assert french.words.say("verdict.done") == "Fini"
    assert french.words.say("home.start") == ENGLISH.words.say("home.start")
    assert french.words.count("days", 1) == ENGLISH.words.count("days", 1)
    assert french.kinds == ENGLISH.kinds
    told = notes_of(library, "fr")
    assert len(told) == len(set(told))
    (missing,) = [note for note in told if "home.start" in note]
    assert re.fullmatch(r".*fr/messages\.toml.*: home\.start is missing", missing)
    assert "fr/kinds/not_now.toml is missing" in told
    assert not [note for note in told if "verdict.done" in note]


def test_a_mail_and_a_name_are_known_by_their_english_signs_too(tmp_path: Path) -> None:
    lists = '[forward]\nfrom_lines = "Expéditeur"\n'
    french = load_library(folder(tmp_path, "fr", messages=FRENCH + lists)).phrasebooks["fr"].words
    for line in ("Expéditeur: Dana Reyes", "From: Dana Reyes"):
        assert sender_in(f"{line}\n\nNon.", french) == "Dana Reyes"


def test_a_kind_s_file_may_hold_a_few_words_over_the_english_ones(tmp_path: Path) -> None:
    words = 'label = "Pas maintenant"\n[follow_up]\nmeans = "Ils reviendront."\n'
    library = load_library(folder(tmp_path, "fr", messages=FRENCH, kinds__not_now=words))
    found, english = library.phrasebooks["fr"].kinds[Kind.NOT_NOW], ENGLISH.kinds[Kind.NOT_NOW]
    assert (found.label, found.explains) == ("Pas maintenant", english.explains)
    assert found.of(Verdict.FOLLOW_UP).means[0].text == "Ils reviendront."
    assert found.of(Verdict.FOLLOW_UP).say == english.of(Verdict.FOLLOW_UP).say
    assert any("not_now.toml" in note and "follow_up.say is missing" in note for note in library.notes)


def test_files_at_the_top_are_everybody_s_and_a_folder_is_its_language_s(tmp_path: Path) -> None:
    own = folder(tmp_path, messages=changed("messages.toml", 'done = "Done"', 'done = "Over"'))
    library = load_library(folder(own, "fr", messages=FRENCH))
    assert library.default.words.say("verdict.done") == "Over"
    assert library.phrasebooks["en"] is library.default.phrasebook
    assert library.phrasebooks["fr"].words.say("verdict.done") == "Fini"
    without = load_library(folder(own, "fr", messages='[formats]\nlocale = "fr"\n'))
    assert without.phrasebooks["fr"].words.say("verdict.done") == "Over", "their own English"


def test_a_top_in_another_language_is_that_language_s(tmp_path: Path) -> None:
    """As a team has it that wrote its words in its own language before there were folders for them."""
    text = changed("messages.toml", 'locale = "en_GB"', 'locale = "nl_BE"')
    library = load_library(folder(tmp_path, messages=text))
    assert library.phrasebooks["nl"] is library.default.phrasebook
    assert library.phrasebooks["en"].words.say("verdict.done") == ENGLISH.words.say("verdict.done")


def test_a_team_s_english_may_lie_in_a_folder_too(tmp_path: Path) -> None:
    text = changed("messages.toml", 'done = "Done"', 'done = "Over"')
    assert load_library(folder(tmp_path, "en", messages=text)).default.words.say("verdict.done") == "Over"
    twice = refused(folder(tmp_path, messages=text))
    assert any("stands at the top of the folder, too" in problem for problem in twice)


def changed(name: str, old: str, new: str) -> str:
    text = shipped_file(name).read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new, 1)


WRONG = [
    ("a key nobody says", "[verdict]\ndoen = 'x'\n", "verdict.doen is not a message"),
    ("a placeholder nobody fills", "[verdict]\ngo_back_line = '{who}'\n", "verdict.go_back_line: {who}"),
    ("no text", "[verdict]\ndone = 5\n", "verdict.done is not a text"),
    ("a plural of nothing", "[count]\nnose.other = '{count}'\n", "count.nose.other"),
]


@pytest.mark.parametrize(("lines", "told"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_what_cannot_be_is_refused_with_file_line_and_key(tmp_path: Path, lines: str, told: str) -> None:
    own = folder(tmp_path, "fr", messages=f'[formats]\nlocale = "fr"\n{lines}')
    (problem,) = refused(own)
    assert re.search(r"fr/messages\.toml:[34]: ", problem)
    assert told in problem


NOTED = [
    ("a placeholder left out", "[verdict]\ngo_back_line = 'Retour'\n", "{prospect} is left out"),
    ("a title too long", f"[verdict]\ntitle = '{'x' * 25}'\n", "25 characters, where Slack has room for 24"),
    ("a button too long", f"[card]\nshare = '{'x' * 31}'\n", "31 characters"),
    ("a form it needs", "[count]\ndays.other = '{count} jours'\n", "count.days.one is missing"),
]


@pytest.mark.parametrize(("lines", "told"), [case[1:] for case in NOTED], ids=[case[0] for case in NOTED])
def test_what_can_be_lived_with_is_noted_with_file_line_and_key(
    tmp_path: Path, lines: str, told: str
) -> None:
    library = load_library(folder(tmp_path, "fr", messages=f'[formats]\nlocale = "fr"\n{lines}'))
    assert any("fr/messages.toml:" in note and told in note for note in library.notes)


@pytest.mark.parametrize("locale", ["de", "xx", ""])
def test_a_folder_s_words_are_of_the_language_it_is_called_by(tmp_path: Path, locale: str) -> None:
    own = folder(tmp_path, "fr", messages=f'[formats]\nlocale = "{locale}"\n')
    assert any("should be of the language fr" in problem for problem in refused(own))


def test_numbers_and_teachings_are_the_same_in_every_language(tmp_path: Path) -> None:
    words = "[timing]\nfollow_up_days = 10\n"
    library = load_library(folder(tmp_path, "fr", messages=FRENCH, kinds__not_now=words))
    assert any("numbers have no language" in note for note in library.notes)
    assert library.default.policy == ENGLISH.policy
    (problem,) = refused(folder(tmp_path, "fr", kinds__not_now='[follow_up]\nrests_on = ["T1"]\n'))
    assert "follow_up.rests_on: it rests on the same teachings" in problem


@pytest.mark.parametrize("name", ["french/messages.toml", "fr/message.toml", "fr/numbers.toml"])
def test_a_misspelt_folder_or_file_is_named(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir()
    path.write_text("", encoding="utf-8")
    assert any(str(path) in problem for problem in refused(tmp_path))


def test_days_of_a_new_language_are_read_beside_the_others(tmp_path: Path) -> None:
    dates = 'leads = "en"\n[yearly]\n09-01 = "à la rentrée"\n'
    french = load_library(folder(tmp_path, "fr", messages=FRENCH, dates=dates)).phrasebooks["fr"]
    today = date(2026, 11, 2)
    named = [french.days.named(text, today) for text in ("Plutôt à la rentrée", "after the summer", "im Mai")]
    assert [one and one.on.isoformat() for one in named] == ["2027-09-01", "2027-09-01", "2027-05-01"]
    bad = folder(tmp_path, "fr", dates='weekdays = "["\n[yearly]\n13-01 = "("\n')
    assert len([problem for problem in refused(bad) if "dates.toml" in problem]) == 3


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("de-DE", "de_DE"),
        ("es-LA", "es_419"),
        ("en-US", "en_US"),
        ("zh-TW", "zh_Hant_TW"),
        ("xx-XX", None),
        (7, None),
    ],
)
def test_a_locale_of_slack_s_is_kept_as_cldr_calls_it(told: Any, kept: str | None) -> None:
    assert locale_named(told) == kept


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("de_AT", "de"), ("pt_BR", "pt_BR"), ("pt_PT", None), ("es_419", "es"), ("la", None), (None, None)],
)
def test_the_nearest_language_is_read(wanted: str | None, found: str | None) -> None:
    assert phrasebook_for(wanted, ("en", "de", "es", "pt_BR")) == found


def test_each_language_is_called_as_it_calls_itself() -> None:
    assert [own_name(name) for name in ("en", "de", "es", "ja")] == [
        "English",
        "Deutsch",
        "Español",
        "日本語",
    ]
