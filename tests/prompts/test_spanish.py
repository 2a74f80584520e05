"""The Spanish words: usted to the prospect, tú to the rep, one breath, at home on both sides of the ocean."""

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

SPANISH = playbook_in("es")
_QUOTED = r'"[^"]*"'
every_kind = pytest.mark.parametrize("kind", Kind, ids=str)


def everything_said() -> list[str]:
    return [
        *(text for key, text in SPANISH.words.texts.items() if not key.startswith(("formats.", "forward."))),
        *(one.text for kind in Kind for one in said_to_them(kind, SPANISH)),
        *(text for kind in Kind for text in said_to_the_rep(kind, SPANISH, _QUOTED)),
    ]


def test_the_spanish_words_are_whole() -> None:
    assert SPANISH.words.texts["formats.locale"] == "es"
    assert set(SPANISH.kinds) == set(Kind)


@every_kind
def test_a_script_says_usted_and_the_advice_says_tu(kind: Kind) -> None:
    tu = re.compile(r"\b(tú|te|ti|contigo|tus?|tuy[oa]s?|os|vuestr[oa]s?|dime|quieres|tienes|puedes)\b", re.I)
    brackets = re.compile(r"\[[^\]]*\]")
    assert [one.text for one in said_to_them(kind, SPANISH) if tu.search(brackets.sub("", one.text))] == []
    assert [
        text for text in said_to_the_rep(kind, SPANISH, _QUOTED) if re.search(r"\b[Uu]sted(es)?\b", text)
    ] == []


@every_kind
def test_a_name_stands_in_the_first_sentence_and_can_be_left_out(kind: Kind) -> None:
    for one in said_to_them(kind, SPANISH):
        assert re.match(r"[^.?!]*, \{name\}[,.;:?!]", one.text), one.text
        assert one.text.count("{name}") == 1, one.text


@every_kind
def test_nothing_takes_more_than_one_breath_or_asks_two_things(kind: Kind) -> None:
    for one in said_to_them(kind, SPANISH):
        assert len(one.text.split()) <= MOST_ALOUD, one.text
        assert re.sub(r"'[^']*'", "", one.text).count("?") <= 1, one.text


@every_kind
def test_what_a_no_means_takes_two_sentences_and_a_lesson_at_most_two(kind: Kind) -> None:
    assert wrong_sentences(kind, SPANISH) == []


def test_questions_open_and_close_and_quotes_are_those_that_people_type() -> None:
    texts = everything_said()
    assert [text for text in texts if text.count("¿") != text.count("?")] == []
    assert [text for text in texts if set("«»“”‘’!¡") & set(text)] == []
    assert [text for text in texts if text.count('"') % 2 or text.count("'") % 2] == []


def test_no_two_scripts_begin_alike() -> None:
    opened: dict[str, list[str]] = defaultdict(list)
    for scene, said in (pair for kind in Kind for pair in words_of(kind, SPANISH)):
        for script in scripts_in(said):
            opened[" ".join(script[-1].text.split()[:4])].append(scene_id(scene))
    assert {opening: where for opening, where in opened.items() if len(where) > 1} == {}


def test_whoever_gave_their_time_is_thanked() -> None:
    owed = {*kinds_at(Stage.FIRST)} - {Kind.NO_RESPONSE, Kind.NO_FIT, Kind.UNKNOWN}
    for kind in owed:
        said = SPANISH.kinds[kind].of(Verdict.FOLLOW_UP).say
        assert [one.text for one in said if "gracias" not in one.text.casefold()] == []
    goodbyes = {kind: str(SPANISH.kinds[kind].of(Verdict.LET_GO).say).casefold() for kind in Kind}
    assert [kind for kind, text in goodbyes.items() if "gracias" not in text] == [Kind.NO_RESPONSE]


def test_no_word_belongs_to_one_side_of_the_ocean() -> None:
    there = r"costes?|costos?|móvil|celular|ordenador|computadora|ahorita|coger|vosotros|platicar|prospectos?"
    assert [text for text in everything_said() if re.search(rf"\b({there})\b", text, re.I)] == []


def test_no_word_has_to_know_who_is_a_man_or_a_woman() -> None:
    """Nobody is met with "lo" or "la", nor told how they feel in a form for one of the two."""
    met = re.compile(r"\b(lo|la) (llamo|escribo|escucho|molesto)\b|\b(llamar|molestar|escuchar)l[oa]\b", re.I)
    felt = re.compile(r"\b(interesad|ocupad|encantad|agradecid|cansad|dispuest)[oa]\b", re.I)
    assert [text for text in everything_said() if met.search(text) or felt.search(text)] == []


def test_a_count_of_one_agrees_with_what_is_said_of_it() -> None:
    """A verb before a count would be wrong for one day ("Han pasado 1 día"): none stands there."""
    words = SPANISH.words
    assert [words.count("working_days", count) for count in (1, 5)] == ["1 día hábil", "5 días hábiles"]
    assert [words.count("noes", count) for count in (1, 3)] == ["1 no", "3 noes"]
    counted = r"\b(ha|han|pasó|pasaron|queda|quedan|pasado) \{(days|working_days|tries|noes|lost_deals)\}"
    assert [text for text in words.texts.values() if re.search(counted, text, re.I)] == []


CALLED = [
    ("Ana Ruiz, Acme", "Ana"),
    ("Ana García López, Telefonía del Sur", "Ana"),
    ("Acme: Ana Ruiz", "Ana"),
    ("Ana Ruiz de Acme", "Ana"),
    ("Sr. García, Acme", "Sr. García"),
    ("Directora de compras, Acme", None),
    ("Grupo Altamar", None),
]


@pytest.mark.parametrize(("prospect", "name"), CALLED)
@every_kind
def test_every_script_calls_them_by_the_first_name(kind: Kind, prospect: str, name: str | None) -> None:
    assert called(prospect, SPANISH.words) == name
    for scene in (scene for scene in SCENES if scene[0] is kind):
        held = deal(plan(scene), prospect=prospect)
        for text in (
            advice.script(held.plan, held, SPANISH, LISBON),
            advice.later_script(held.plan, held, SPANISH, LISBON),
        ):
            assert (f", {name}" in text) if name else (prospect not in text), text
            assert "{" not in text


@every_kind
def test_an_example_in_a_field_is_one_that_a_script_could_say(kind: Kind) -> None:
    """The placeholder shows what reps will type, in a form that its sentences take."""
    for question, put in SPANISH.kinds[kind].questions.items():
        if put.placeholder:
            assert put.placeholder.startswith("Ej.: ")
            assert fragment(put.placeholder.removeprefix("Ej.: "), question, SPANISH.words), question


def test_their_is_your_as_it_stands_and_a_first_word_is_written_small() -> None:
    [question] = SPANISH.kinds[Kind.NO_AUTHORITY].questions
    said = [("su jefa", "su jefa"), ("Su consejo", "su consejo"), ("La directora", "la directora")]
    for typed, spoken in said:
        assert fragment(typed, question, SPANISH.words) == spoken
    for typed in ("ella misma", "mi contacto allí"):
        assert fragment(typed, question, SPANISH.words) is None
