"""The German words: Sie to the prospect and du to the rep, a name where it is natural, short enough to say aloud."""

import re
from collections import defaultdict

import pytest

from coaching.kinds import Kind, Stage, kinds_at
from coaching.plan import Verdict
from prompts import advice
from prompts.facts import fragment
from prompts.names import called
from prompts.scripts import MOST_ALOUD
from tests.prompts.examples import LISBON, deal, plan, scene_id
from tests.prompts.spoken import (
    SCENES,
    playbook_in,
    said_to_the_rep,
    said_to_them,
    scripts_in,
    words_of,
    wrong_sentences,
)

GREETING = "Guten Tag, {name}. "
GERMAN = playbook_in("de")
_QUOTED = r"„[^“]*“"
every_kind = pytest.mark.parametrize("kind", Kind, ids=str)


def test_the_german_words_are_whole() -> None:
    assert GERMAN.words.texts["formats.locale"] == "de_DE"
    assert set(GERMAN.kinds) == set(Kind)


@every_kind
def test_a_script_says_sie_and_the_advice_says_du(kind: Kind) -> None:
    du = re.compile(r"\b(du|dir|dich|deine?[mnrs]?|euch|euer|eure[mnrs]?)\b", re.IGNORECASE)
    sie = re.compile(r"\b(Sie|Ihnen|Ihre[mnrs]?)\b")
    brackets = re.compile(r"\[[^\]]*\]")
    assert [one.text for one in said_to_them(kind, GERMAN) if du.search(brackets.sub("", one.text))] == []
    assert [text for text in said_to_the_rep(kind, GERMAN, _QUOTED) if sie.search(text)] == []


@every_kind
def test_a_name_stands_where_a_whole_one_sounds_natural_and_can_be_left_out(kind: Kind) -> None:
    """After a greeting, a thank-you or a short word, within the first sentence."""
    opens = re.compile(
        r"(Guten Tag|Danke|Vielen Dank|Glückwunsch|Verstanden|Alles klar|Kein Problem|Angekommen)\b"
    )
    for one in said_to_them(kind, GERMAN):
        assert re.match(r"[^.?!]*, \{name\}[,.;:?!]", one.text), one.text
        assert one.text.count("{name}") == 1, one.text
        assert opens.match(one.text), one.text


@every_kind
def test_nothing_takes_more_than_one_breath_or_asks_two_things(kind: Kind) -> None:
    for one in said_to_them(kind, GERMAN):
        assert len(one.text.split()) <= MOST_ALOUD, one.text
        assert re.sub(r"„[^“]*“", "", one.text).count("?") <= 1, one.text


@every_kind
def test_what_a_no_means_takes_two_sentences_and_a_lesson_at_most_two(kind: Kind) -> None:
    assert wrong_sentences(kind, GERMAN) == []


def test_quotes_are_german_ones() -> None:
    texts = [
        *(text for key, text in GERMAN.words.texts.items() if not key.startswith("formats.")),
        *(one.text for kind in Kind for one in said_to_them(kind, GERMAN)),
        *(text for kind in Kind for text in said_to_the_rep(kind, GERMAN, _QUOTED)),
    ]
    assert [text for text in texts if set("\"'”‘’") & set(text) or text.count("„") != text.count("“")] == []


def test_no_two_scripts_go_on_alike_after_the_greeting() -> None:
    opened: dict[str, list[str]] = defaultdict(list)
    for scene, said in (pair for kind in Kind for pair in words_of(kind, GERMAN)):
        for script in scripts_in(said):
            text = script[-1].text.removeprefix(GREETING)
            opened[" ".join(text.split()[:4])].append(scene_id(scene))
    assert {opening: where for opening, where in opened.items() if len(where) > 1} == {}


def test_whoever_gave_their_time_is_thanked() -> None:
    owed = {*kinds_at(Stage.FIRST)} - {Kind.NO_RESPONSE, Kind.NO_FIT, Kind.UNKNOWN}
    for kind in owed:
        said = GERMAN.kinds[kind].of(Verdict.FOLLOW_UP).say
        assert [one.text for one in said if "dank" not in one.text.casefold()] == []
    goodbyes = {kind: str(GERMAN.kinds[kind].of(Verdict.LET_GO).say).casefold() for kind in Kind}
    assert [kind for kind, text in goodbyes.items() if "dank" not in text] == [Kind.NO_RESPONSE]


CALLED = [
    ("Frau Reyes, Acme", "Frau Reyes"),
    ("Acme: Herr Dr. Smith", "Herr Dr. Smith"),
    ("Herr Smith bei Acme", "Herr Smith"),
    ("Dana Reyes, Acme", "Dana Reyes"),
    ("Sabine von der Heide - Acme", "Sabine von der Heide"),
    ("Dana, Acme", "Dana"),
    ("J. Smith, Acme", None),
    ("Geschäftsführerin, Acme", None),
    ("Stadtwerke Fernau", None),
]


@pytest.mark.parametrize(("prospect", "name"), CALLED)
@every_kind
def test_every_script_calls_them_as_a_german_mail_does(kind: Kind, prospect: str, name: str | None) -> None:
    assert called(prospect, GERMAN.words) == name
    for scene in (scene for scene in SCENES if scene[0] is kind):
        held = deal(plan(scene), prospect=prospect)
        for text in (
            advice.script(held.plan, held, GERMAN, LISBON),
            advice.later_script(held.plan, held, GERMAN, LISBON),
        ):
            assert (f", {name}" in text) if name else (prospect not in text), text
            assert "{" not in text


@every_kind
def test_an_example_in_a_field_is_one_that_a_script_could_say(kind: Kind) -> None:
    """The placeholder shows what reps will type, in a form that its sentences take: the nominative."""
    for question, put in GERMAN.kinds[kind].questions.items():
        if put.placeholder:
            assert put.placeholder.startswith("z. B. ")
            assert fragment(put.placeholder.removeprefix("z. B. "), question, GERMAN.words), question


def test_their_becomes_your_in_its_own_case() -> None:
    [question] = GERMAN.kinds[Kind.NO_AUTHORITY].questions
    said = [
        ("ihre Chefin", "Ihre Chefin"),
        ("Ihr Vorstand", "Ihr Vorstand"),
        ("Die Leiterin", "die Leiterin"),
    ]
    for typed, spoken in said:
        assert fragment(typed, question, GERMAN.words) == spoken
    for typed in ("sie selbst", "seine Chefin", "mein Freund dort"):
        assert fragment(typed, question, GERMAN.words) is None
