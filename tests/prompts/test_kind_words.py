"""The words of every kind of no, for every verdict a rep can come to."""

import re
from collections import Counter

import pytest

from coaching.kinds import Kind
from coaching.plan import Variant, Verdict
from prompts import advice
from prompts.kind_words import VerdictWords
from tests.prompts.examples import PLAIN, Scene, plan, playbook, scenes

WORDS = [scene for scene in scenes() if scene[2] is not Variant.CLOSED]
every_kind = pytest.mark.parametrize("kind", Kind, ids=str)


def said_for(kind: Kind) -> list[tuple[Scene, VerdictWords]]:
    """The words of each verdict, and of each shade of one, that a rep can be shown for this kind."""
    words = playbook().kinds[kind]
    return [(scene, words.of(*scene[1:])) for scene in WORDS if scene[0] is kind]


def sentences(text: str) -> int:
    return len(re.findall(r"[.?!](?=\s|\"|$)", text))


@every_kind
def test_a_script_is_at_most_sixty_words_with_the_name_in_it_once_and_one_question(kind: Kind) -> None:
    for scene, said in said_for(kind):
        for script in filter(None, (said.say, said.reach_out)):
            assert len(script.split()) <= 60, scene
            assert script.count("{name}") == 1, scene
            assert script.count("?") <= 1, scene
        assert "Dana" in advice.script(plan(scene), PLAIN, playbook())
        assert "Dana" in advice.later_script(plan(scene), PLAIN, playbook())


@every_kind
def test_what_a_no_means_takes_two_sentences(kind: Kind) -> None:
    for scene, _ in said_for(kind):
        assert sentences(advice.means(plan(scene), playbook())) == 2, scene


@every_kind
def test_advice_rests_on_teachings_and_names_one_thing_to_change(kind: Kind) -> None:
    for scene, said in said_for(kind):
        assert said.rests_on, scene
        assert all(re.fullmatch(r"T([1-9]|1[0-7])", teaching) for teaching in said.rests_on), scene
        assert 1 <= sentences(said.before_next_time) <= 2, scene


@every_kind
def test_words_that_are_not_filled_in_hold_no_placeholder(kind: Kind) -> None:
    for scene, said in said_for(kind):
        for text in (said.means, said.before_next_time, *said.insight_questions):
            assert not set("{}[]") & set(text), scene


@every_kind
def test_keeping_warm_brings_three_insight_questions_and_something_to_give(kind: Kind) -> None:
    said = playbook().kinds[kind].of(Verdict.NURTURE)
    assert len(set(said.insight_questions)) == 3
    assert all(question.endswith("?") and len(question.split()) <= 20 for question in said.insight_questions)
    assert said.reach_out
    assert "T8" in said.rests_on or "T9" in said.rests_on
    assert not said.reach_out.rstrip().endswith("?"), "it opens with something to give, and asks nothing (T9)"


@every_kind
def test_coming_back_weeks_later_has_words_of_its_own(kind: Kind) -> None:
    said = playbook().kinds[kind].of(Verdict.FOLLOW_UP)
    assert said.reach_out
    assert said.reach_out != said.say


def test_no_two_scripts_open_alike() -> None:
    every = [playbook().kinds[kind].of(verdict, variant) for kind, verdict, variant in WORDS]
    scripts = [script for said in every for script in (said.say, said.reach_out) if script]
    openings = Counter(" ".join(script.split()[:4]) for script in scripts)
    assert [opening for opening, times in openings.items() if times > 1] == []


def test_no_sales_jargon_in_anything_a_rep_would_say() -> None:
    jargon = (
        "circle back",
        "touch base",
        "value prop",
        "synergy",
        "leverage",
        "just checking in",
        "hope this finds",
    )
    every = [playbook().kinds[kind].of(verdict, variant) for kind, verdict, variant in WORDS]
    said = " ".join(text for one in every for text in (one.say, one.reach_out or "", one.means)).casefold()
    assert [word for word in jargon if word in said] == []


def test_a_closed_door_gets_the_one_sentence_and_no_last_chance() -> None:
    closed = plan((Kind.NOT_NOW, Verdict.LET_GO, Variant.CLOSED))
    assert advice.script(closed, PLAIN, playbook()) == "Understood, I won't contact you again."
    assert "?" not in advice.means(closed, playbook()) + advice.before_next_time(closed, playbook())


@every_kind
def test_a_kind_fits_where_it_is_offered(kind: Kind) -> None:
    words = playbook().kinds[kind]
    assert len(words.label) <= 40
    assert len(words.explains) <= 75
    labels = Counter(one.label for one in playbook().kinds.values())
    assert labels[words.label] == 1


@pytest.mark.parametrize(
    ("prospect", "name"),
    [
        ("Dana Reyes, Acme", "Dana"),
        ("Dana Reyes @ Acme", "Dana"),
        ("Dana Reyes (Acme)", "Dana"),
        ("Dana, Acme", "Dana"),
        ("Dr Reyes, Acme", "Dr Reyes"),
        ("Dr. Reyes, Acme", "Dr. Reyes"),
        ("Anna Maria Silva, Acme", "Anna Maria Silva"),
        ("Dana Reyes", "Dana Reyes"),
        ("Acme", "Acme"),
        ("Acme at Work", "Acme at Work"),
        (", Acme", ", Acme"),
        ("  Dana Reyes , Acme ", "Dana"),
        ("שרה כהן, Acme", "שרה"),
        ("{name}, Acme", "{name}"),
    ],
)
def test_a_prospect_is_spoken_to_as_a_person(prospect: str, name: str) -> None:
    assert advice.name_in(prospect, playbook()) == name


def test_braces_a_rep_typed_are_said_as_they_stand() -> None:
    said = advice.script(plan(), "{name} {0} {x!r}, Acme", playbook())
    assert "{name} {0} {x!r}" in said
