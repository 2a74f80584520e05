"""The words of every kind of no, for every verdict a rep can come to."""

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator

import pytest

from coaching.kinds import Kind
from coaching.plan import Variant, Verdict
from prompts import advice
from prompts.kind_words import VerdictWords
from prompts.names import called
from prompts.playbook_files import shipped_file
from prompts.scripts import MOST_ALOUD, Script
from tests.prompts.examples import LISBON, PLAIN, Scene, deal, plan, playbook, scene_id, scenes

WORDS = [scene for scene in scenes() if scene[2] is not Variant.CLOSED]
every_kind = pytest.mark.parametrize("kind", Kind, ids=str)


def said_for(kind: Kind) -> list[tuple[Scene, VerdictWords]]:
    """The words of each verdict, and of each shade of one, that a rep can be shown for this kind."""
    words = playbook().kinds[kind]
    return [(scene, words.of(*scene[1:])) for scene in WORDS if scene[0] is kind]


def scripts_in(said: VerdictWords) -> Iterator[Script]:
    """All that is said to a prospect."""
    yield said.say
    if said.reach_out:
        yield said.reach_out
    yield from said.tips


def sentences(text: str) -> int:
    return len(re.findall(r"[.?!](?=\s|\"|$)", text))


def everything_said() -> list[str]:
    return [
        one.text
        for kind in Kind
        for _, said in said_for(kind)
        for script in scripts_in(said)
        for one in script
    ]


@every_kind
def test_a_script_calls_them_by_name_once_where_it_can_be_left_out_and_asks_one_thing(kind: Kind) -> None:
    for scene, said in said_for(kind):
        for one in (one for script in scripts_in(said) for one in script):
            assert one.text.count("{name}") == 1, one.text
            assert re.search(r", \{name\}[,.;:?!]", one.text), one.text
            asked = re.sub(r"'[^']*\?'|: who left last year.*", "", one.text)
            assert asked.count("?") <= 1, one.text
        held = deal(plan(scene))
        assert "Dana" in advice.script(held.plan, held, playbook(), LISBON)
        assert "Dana" in advice.later_script(held.plan, held, playbook(), LISBON)


@every_kind
def test_nothing_that_is_said_aloud_takes_more_than_one_breath(kind: Kind) -> None:
    """The loader counts what is written in versions; a text on its own might be longer there."""
    table = tomllib.loads(shipped_file(f"kinds/{kind}.toml").read_text(encoding="utf-8"))
    assert "long" not in str(table.keys())
    for _, said in said_for(kind):
        for one in (one for script in scripts_in(said) for one in script):
            assert len(one.text.split()) <= MOST_ALOUD, one.text


@every_kind
def test_what_a_no_means_takes_two_sentences(kind: Kind) -> None:
    for scene, said in said_for(kind):
        for one in said.means:
            assert sentences(one.text) == 2, (scene, one.text)


@every_kind
def test_advice_rests_on_teachings_and_names_one_thing_to_change(kind: Kind) -> None:
    for scene, said in said_for(kind):
        assert said.rests_on, scene
        assert all(re.fullmatch(r"T([1-9]|1[0-7])", teaching) for teaching in said.rests_on), scene
        assert all(1 <= sentences(one.text) <= 2 for one in said.before_next_time), scene


@every_kind
def test_words_for_the_rep_alone_have_nothing_to_fill_in(kind: Kind) -> None:
    for scene, said in said_for(kind):
        for one in (*said.means, *said.before_next_time):
            assert "{name}" not in one.text, scene
            assert not set("[]") & set(one.text), scene
        for question in said.insight_questions:
            assert not set("{}[]") & set(question), scene


@every_kind
def test_keeping_warm_brings_three_insight_questions_and_three_things_to_give(kind: Kind) -> None:
    said = playbook().kinds[kind].of(Verdict.NURTURE)
    assert len(set(said.insight_questions)) == 3
    assert all(question.endswith("?") and len(question.split()) <= 20 for question in said.insight_questions)
    assert "T8" in said.rests_on or "T9" in said.rests_on
    assert len(said.tips) >= 3
    texts = [one.text for tip in said.tips for one in tip]
    assert len(set(texts)) == len(texts)
    assert not [text for text in texts if text.rstrip().endswith("?")], "a gift asks nothing back (T9)"


@every_kind
def test_the_three_questions_do_not_ask_again_what_the_script_asks(kind: Kind) -> None:
    said = playbook().kinds[kind].of(Verdict.NURTURE)
    for one in said.say:
        *_, asked = re.split(r"(?<=[.?!:;]) ", one.text)
        for question in said.insight_questions:
            common = (set(_words(asked)) & set(_words(question))) - EVERYDAY
            assert len(common) <= 2, (asked, question, common)


SMALL = (
    "what which how is are be do does did would you your it that the a an to of in on for with and or one two"
)
EVERYDAY = frozenset(SMALL.split())


def _words(text: str) -> list[str]:
    return re.findall(r"[\w']+", text.casefold())


@every_kind
def test_coming_back_weeks_later_has_words_of_its_own(kind: Kind) -> None:
    said = playbook().kinds[kind].of(Verdict.FOLLOW_UP)
    assert said.reach_out
    assert not {one.text for one in said.reach_out} & {one.text for one in said.say}


def test_no_two_scripts_open_alike() -> None:
    """Versions of one script may; another kind's, or another verdict's, may not."""
    opened: dict[str, list[str]] = defaultdict(list)
    for scene, said in ((scene, said) for kind in Kind for scene, said in said_for(kind)):
        for script in scripts_in(said):
            opened[" ".join(script[-1].text.split()[:4])].append(scene_id(scene))
    assert {opening: where for opening, where in opened.items() if len(where) > 1} == {}


def test_no_two_kinds_have_the_same_explanation_or_sign() -> None:
    """A rep could not tell them apart, and a sign that stands for two kinds points to neither."""
    owners: dict[str, list[str]] = defaultdict(list)
    for kind, words in playbook().kinds.items():
        for text in (words.explains, *words.signs):
            owners[text.casefold()].append(kind)
    assert {text: kinds for text, kinds in owners.items() if len(kinds) > 1} == {}


STIFF = (
    "circle back, touch base, value prop, synergy, leverage, hope this finds, put me right, should that day"
)
STIFFER = (
    "by which day, which is it?, quarrel, your place, chafes, i accept, do not, is not, will not, cannot"
)
LONGHAND = "i am not, i will, it is not, we are not, that is fine, i would, do not"


@pytest.mark.parametrize("stiff", f"{STIFF}, {STIFFER}, {LONGHAND}".split(", "))
def test_nothing_that_nobody_would_say(stiff: str) -> None:
    said = re.compile(rf"(?<!\w){re.escape(stiff)}(?!\w)")
    assert [text for text in everything_said() if said.search(text.casefold())] == []


def test_one_disclaimer_a_message_is_enough() -> None:
    """Once disarms; three times protests too much."""
    said = re.compile(r"\bI won't|\bI'm not|\bI'll stop|\bI don't want|\bno pitch|\bNo pitch|won't chase")
    assert [text for text in everything_said() if len(said.findall(text)) > 1] == []


def test_thanks_are_given_where_somebody_gave_their_time() -> None:
    thanked = [
        kind for kind in Kind if "thank" in str(playbook().kinds[kind].of(Verdict.LET_GO).say).casefold()
    ]
    assert len(thanked) >= 10


def test_a_closed_door_gets_the_one_line_and_no_last_chance() -> None:
    closed = plan((Kind.NOT_NOW, Verdict.LET_GO, Variant.CLOSED))
    held = deal(closed)
    assert advice.script(closed, held, playbook(), LISBON) == playbook().words.say("verdict.closed_say")
    about = (
        advice.means(closed, held, playbook(), LISBON),
        advice.before_next_time(closed, held, playbook(), LISBON),
    )
    assert "?" not in "".join((playbook().words.say("verdict.closed_say"), *about))


@every_kind
def test_a_kind_fits_where_it_is_offered(kind: Kind) -> None:
    words = playbook().kinds[kind]
    assert len(words.label) <= 40
    assert len(words.explains) <= 75
    labels = Counter(one.label for one in playbook().kinds.values())
    assert labels[words.label] == 1


def test_an_example_in_a_field_is_one_that_a_script_could_say() -> None:
    """What the placeholder shows is what reps will type."""
    for kind in Kind:
        for question, put in playbook().kinds[kind].questions.items():
            example = (put.placeholder or "").removeprefix("e.g. ")
            assert len(example) <= 45, (kind, question)


def test_braces_a_rep_typed_are_said_as_they_stand() -> None:
    held = deal(plan(), prospect="{name} {0} {x!r}, Acme", words="{condition}")
    assert called(held.prospect, playbook().words) is None
    assert "{" not in advice.script(held.plan, held, playbook(), LISBON)
    assert PLAIN not in advice.script(held.plan, held, playbook(), LISBON)
