"""The guess from their words: how often it is right on sentences it was not made from, and when it keeps silent."""

import json
from dataclasses import replace

import pytest
from rapidfuzz import fuzz, process

from bench.guess import scoring
from coaching.kinds import Kind, Stage, kinds_at
from prompts.guess import guesses
from prompts.guess_reading import EXAMPLES, MOST_WORDS
from prompts.guess_weights import LANGUAGES
from prompts.kind_words import KindWords
from scripts import guess_weights
from tests.prompts.examples import playbook

LEAST = {"en": (0.7, 0.75, 0.08, 2), "de": (0.8, 0.85, 0.05, 2), "es": (0.8, 0.85, 0.08, 1)}
"""A language's least share right first and among the first two, its most wrong ones, and its most traps fallen into."""


def first(words: str, stage: Stage = Stage.BUYING) -> Kind | None:
    found = guesses(words, stage, playbook())
    return found[0].kind if found else None


@pytest.mark.parametrize("name", LEAST)
def test_the_scores_on_the_held_out_sentences_do_not_fall(name: str) -> None:
    asked, trapped = list(scoring.sentences(name, playbook())), list(scoring.traps(name, playbook()))
    right, among, wrong, misled = LEAST[name]
    assert sum(one.first for one in asked) / len(asked) >= right
    assert sum(one.among_two for one in asked) / len(asked) >= among
    assert sum(one.misled for one in asked) / len(asked) <= wrong
    assert sum(one.misled for one in trapped) <= misled


@pytest.mark.parametrize("name", LANGUAGES)
def test_no_example_repeats_a_held_out_sentence(name: str) -> None:
    held_out = scoring.held_out_words(name)
    for _, said in guess_weights.examples(name):
        alike = process.extractOne(said.casefold(), [one.casefold() for one in held_out], scorer=fuzz.ratio)
        assert alike[1] < 85, f"{said!r} is too much like {alike[0]!r}"


@pytest.mark.parametrize("name", LANGUAGES)
def test_the_weights_were_learnt_from_the_examples_as_they_are(name: str) -> None:
    made_from = json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))["made_from"]
    assert made_from == guess_weights.fingerprint(name), "make guess"


@pytest.mark.parametrize("name", LANGUAGES)
def test_every_kind_has_examples_as_people_speak_in_every_language(name: str) -> None:
    said = [of for of, _ in guess_weights.examples(name)]
    assert set(said) == {*map(str, Kind), "nothing"}
    assert min(said.count(of) for of in said) >= 24


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Price isn't the problem, it's that we need a German interface.", Kind.NO_FIT),
        ("We're not going with anybody else, my boss just won't sign.", Kind.NO_AUTHORITY),
        ("We trust you, but now is a terrible time.", Kind.NOT_NOW),
        ("It has nothing to do with you, our budget was cut.", Kind.NO_BUDGET),
        ("It's not that they don't answer, they answer that it's too expensive.", Kind.NO_VALUE),
        ("Der Preis ist nicht das Problem, wir müssen den Vorstand fragen.", Kind.NO_AUTHORITY),
        ("No es por el precio, lo decide mi jefe.", Kind.NO_AUTHORITY),
    ],
)
def test_what_they_say_it_is_not_does_not_hide_what_it_is(words: str, kind: Kind) -> None:
    assert first(words) is kind


@pytest.mark.parametrize(
    "words",
    [
        "",
        "   \n",
        "?!",
        "12345",
        "Thanks, see you on Monday at ten.",
        "I'm not saying we don't trust you.",
        "No issue with the timing.",
        "They didn't pick another supplier.",
        "We don't have any doubts about you.",
        "Lorem ipsum dolor sit amet",
        "日本語のメッセージ",
    ],
)
def test_words_that_say_nothing_of_a_reason_bring_silence(words: str) -> None:
    assert first(words) is None


def test_only_words_that_say_something_are_shown() -> None:
    words = "We love it, but there's no money left this year and my boss is holding everything."
    assert [guess.signs for guess in guesses(words, Stage.BUYING, playbook())] == [("money", "year")]


@pytest.mark.parametrize("name", LANGUAGES)
@pytest.mark.parametrize("stage", Stage, ids=str)
def test_a_guess_is_of_its_stage_and_shows_words_that_stand_in_the_text(name: str, stage: Stage) -> None:
    for words in scoring.held_out_words(name):
        found = guesses(words, stage, playbook())
        assert len(found) <= 2
        for guess in found:
            assert guess.kind in kinds_at(stage)
            assert guess.signs
            assert all(sign in words for sign in guess.signs)


@pytest.mark.parametrize(
    ("words", "sign"),
    [
        ("They said the flux was off, that is all.", "flux was off"),
        ("Они сказали: сейчас неудобно.", "сейчас неудобно"),
    ],
    ids=["of a language it knows", "of one it knows nothing of"],
)
def test_a_sign_of_the_team_s_own_playbook_points_to_its_kind(words: str, sign: str) -> None:
    assert first(words) is not Kind.DOUBTS_US
    kinds = {**playbook().kinds, Kind.DOUBTS_US: with_signs(Kind.DOUBTS_US, [sign.capitalize()])}
    found = guesses(
        words, Stage.BUYING, replace(playbook(), phrasebook=replace(playbook().phrasebook, kinds=kinds))
    )
    assert [(guess.kind, guess.signs[0]) for guess in found[:1]] == [(Kind.DOUBTS_US, sign)]


def with_signs(kind: Kind, signs: list[str]) -> KindWords:
    return playbook().kinds[kind].model_copy(update={"signs": signs})


def test_only_the_first_words_of_a_long_text_are_read() -> None:
    reason = "We have no budget."
    assert first(reason) is Kind.NO_BUDGET
    assert first(f"{'xyzzy ' * MOST_WORDS}{reason}") is None
