"""Everything a rep answers comes back to them: kind by kind, in a script, under You noted, or in the reasons."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from coaching.deal import LostDeal
from coaching.debrief import Answers, AskedWhy, Door, FirstNo, Worth
from coaching.history import History
from coaching.kinds import KINDS, Kind, Question, Shape, shape_of
from coaching.plan import Opening, Plan, Variant, Verdict
from coaching.verdict import judge
from prompts import advice
from prompts.deal_card import card
from prompts.facts import facts
from prompts.nudge_message import nudge
from tests.coaching.cases import WEEK
from tests.prompts.examples import LISBON, NOW, PLAIN, SOON, deal, draft, plan, playbook, said_plainly

DAY = date(2027, 6, 30)
SHORT, LONG = "half a day", "Half a day. On Fridays it takes them longer, and nobody knows why that is."
"""An answer that fits a sentence, and one that does not."""
TEXT_QUESTIONS = [
    (kind, question)
    for kind in Kind
    for question in KINDS[kind].questions
    if shape_of(question) is Shape.TEXT
]
OTHER_QUESTIONS = [
    (kind, question)
    for kind in Kind
    for question in KINDS[kind].questions
    if shape_of(question) is not Shape.TEXT
]


def told(kind: Kind, **answers: Any) -> LostDeal:
    """A deal of that kind with the coach's own plan for these answers."""
    notes = answers.pop("notes", {})
    silent = kind is Kind.NO_RESPONSE
    asked = AskedWhy.DODGED if kind is Kind.UNKNOWN else AskedWhy.TOLD
    given = Answers(
        stage=sorted(KINDS[kind].stages)[0],
        kind=kind,
        asked_why=None if silent else asked,
        door=None if silent else Door.AJAR,
        tries=answers.pop("tries", 2 if silent else None),
        notes=notes,
    )
    given = replace(given, **answers)
    held = deal(plan((kind, Verdict.LET_GO, None)))
    held = replace(held, debriefs=(replace(held.debriefs[0], answers=given),))
    judged = judge(given, History(noes=1), playbook().policy, NOW.date(), WEEK)
    return replace(held, plans=(replace(held.plans[0], plan=judged),), asks_at=SOON)


def on_the_card(held: LostDeal) -> str:
    return said_plainly(card(held, playbook(), LISBON))


def on_the_nudge(held: LostDeal) -> str:
    opening = held.plan.opening or Opening.FOLLOW_UP
    return said_plainly(nudge(held, held.plan, 5, opening, playbook(), LISBON))


def answered(kind: Kind, question: Question, text: str) -> LostDeal:
    if question is Question.CONDITION:
        return told(kind, condition=text)
    return told(kind, notes={question: text})


@pytest.mark.parametrize("text", [SHORT, LONG], ids=["short", "long"])
@pytest.mark.parametrize(("kind", "question"), TEXT_QUESTIONS)
def test_a_typed_answer_comes_back_word_for_word_under_its_question(
    kind: Kind, question: Question, text: str
) -> None:
    held = answered(kind, question, text)
    for shown in (on_the_card(held), on_the_nudge(held)):
        label = playbook().kinds[kind].questions[question].label
        assert f"{label} {text}" in shown


@pytest.mark.parametrize(("kind", "question"), OTHER_QUESTIONS)
def test_a_day_a_number_or_a_yes_comes_back_too(kind: Kind, question: Question) -> None:
    value = {Shape.DATE: DAY, Shape.NUMBER: 4, Shape.YES_NO: True}[shape_of(question)]
    held = told(kind, **{str(question): value})
    shown = {Shape.DATE: playbook().words.day(DAY), Shape.NUMBER: "4", Shape.YES_NO: "Yes"}[
        shape_of(question)
    ]
    assert shown in on_the_card(held)
    assert shown in on_the_nudge(held)


SAID_AS = {
    Question.WITH_WHOM: "Northwind",
    Question.COMPETITOR: "Northwind",
    Question.WHO_ELSE: "Sam",
}
NOT_SAID = {Question.CHANNELS}
"""What is for the rep alone: a prospect is not told how often they were tried."""


@pytest.mark.parametrize(("kind", "question"), [one for one in TEXT_QUESTIONS if one[1] not in NOT_SAID])
def test_a_short_answer_is_in_a_script_that_the_kind_can_come_to(kind: Kind, question: Question) -> None:
    text = SAID_AS.get(question, SHORT)
    assert any(text in script for script in scripts_of(answered(kind, question, text)))


@pytest.mark.parametrize(("answer", "other"), [("better_terms", True), ("better_terms", False)])
def test_better_terms_or_not_is_another_script(answer: str, other: bool) -> None:
    plain, held = told(Kind.NO_VALUE), told(Kind.NO_VALUE, **{answer: other})
    assert set(scripts_of(held)) != set(scripts_of(plain))


def scripts_of(held: LostDeal) -> Iterator[str]:
    """What may be said for this deal's kind, under any verdict and shade."""
    words = playbook().kinds[held.answers.kind]
    for verdict, said in [*words.verdicts.items()]:
        variants: list[Variant | None] = [None, *words.variants]
        for variant in variants:
            shown = _plan(held, verdict, variant)
            yield advice.script(shown, held, playbook(), LISBON)
            yield advice.later_script(shown, held, playbook(), LISBON)
            for tip in said.tips:
                yield from (
                    one.text.format_map({"name": "", **facts(held, shown, playbook().words, LISBON, True)})
                    for one in tip
                    if one.all_needs <= facts(held, shown, playbook().words, LISBON, True).keys()
                )


def _plan(held: LostDeal, verdict: Verdict, variant: Variant | None) -> Plan:
    return plan((held.answers.kind, verdict, variant))


MORE: list[tuple[str, Any]] = [
    ("condition", "the new office is open"),
    ("callback_on", DAY),
    ("words", "Not before spring."),
    ("first_no", FirstNo.EARLY),
    ("first_no", FirstNo.MIDDLE),
    ("first_no", FirstNo.END),
    ("worth", Worth.EVEN),
    ("worth", Worth.COSTS_MORE),
]


@pytest.mark.parametrize("kind", Kind, ids=str)
@pytest.mark.parametrize(("answer", "value"), MORE, ids=[f"{name}-{n}" for n, (name, _) in enumerate(MORE)])
def test_what_every_debrief_asks_shows_on_the_card(kind: Kind, answer: str, value: Any) -> None:
    assert on_the_card(told(kind, **{answer: value})) != on_the_card(told(kind))


@pytest.mark.parametrize("kind", Kind, ids=str)
def test_card_and_nudge_say_when_the_no_was(kind: Kind) -> None:
    day = playbook().words.day(NOW.date())
    for held in (told(kind), told(kind, words="No, thank you.")):
        assert day in on_the_card(held)
        assert day in on_the_nudge(held)


def test_every_answer_of_a_debrief_is_one_that_is_looked_at_here() -> None:
    shown_elsewhere = {"stage", "kind", "asked_why", "door", "lesson"}
    """The first four decide the verdict, its words and its reasons; lessons have a shelf of their own."""
    asked = {str(question) for kind in Kind for question in KINDS[kind].questions} | {
        name for name, _ in MORE
    }
    whole = draft(Kind.NOT_NOW, text="x", prospect=PLAIN).answers()
    nowhere = set(vars(whole)) - shown_elsewhere - {"notes"} - asked
    assert not nowhere, "a row in MORE, and its line on the card in prompts/noted.py"
