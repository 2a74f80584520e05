"""Everything a rep answers comes back to them: kind by kind, in a script, under You noted, or in the reasons."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from coaching.deal import LostDeal
from coaching.debrief import Answers, AskedWhy, Door, FirstNo, Worth
from coaching.history import History
from coaching.kinds import KINDS, Kind, Question, Shape, shape_of
from coaching.plan import Opening, Verdict
from coaching.verdict import judge
from prompts import advice
from prompts.deal_view import deal_view
from prompts.nudge_message import nudge
from tests.coaching.cases import WEEK
from tests.prompts.examples import LISBON, NOW, PLAIN, SOON, deal, draft, plan, playbook, said_plainly
from tests.stories.scenes import words_on

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


def in_the_whole_story(held: LostDeal) -> str:
    """What *Show all* on the card shows."""
    return words_on(deal_view(held, playbook(), LISBON))


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
    for shown in (in_the_whole_story(held), on_the_nudge(held)):
        label = playbook().kinds[kind].questions[question].label
        assert f"{label} {text}" in shown


@pytest.mark.parametrize(("kind", "question"), OTHER_QUESTIONS)
def test_a_day_a_number_or_a_yes_comes_back_too(kind: Kind, question: Question) -> None:
    value = {Shape.DATE: DAY, Shape.NUMBER: 4, Shape.YES_NO: True}[shape_of(question)]
    held = told(kind, **{str(question): value})
    shown = {Shape.DATE: playbook().words.day(DAY), Shape.NUMBER: "4", Shape.YES_NO: "Yes"}[
        shape_of(question)
    ]
    assert shown in in_the_whole_story(held)
    assert shown in on_the_nudge(held)


SAID_AS = {
    Question.WITH_WHOM: "Northwind",
    Question.COMPETITOR: "Northwind",
    Question.WHO_ELSE: "Sam",
}
NOT_SAID = {Question.CHANNELS}
"""What is for the rep alone: a prospect is not told how often they were tried."""


def _leads_on(kind: Kind, answer: str, given: Any) -> bool:
    """Whether it is asked, and may lead anywhere: nobody is there to ask why, or the kind says why by itself."""
    if kind is Kind.NO_RESPONSE:
        return answer not in ("door", "asked_why")
    if answer != "asked_why":
        return True
    return kind is not Kind.UNKNOWN and (given is AskedWhy.DODGED or KINDS[kind].why_matters)


def coached(held: LostDeal) -> list[str]:
    """What the coach makes of the answers for the verdict it comes to: not the list of what was noted."""
    shown = (held.plan, held, playbook(), LISBON)
    rule = [advice.rule(held.plan.due, playbook())] if held.plan.due else []
    blocks = [*advice.parts(*shown), *advice.why_parts(*shown)]
    return [words_on({"blocks": blocks}), advice.later_script(*shown), *rule]


@pytest.mark.parametrize(("kind", "question"), TEXT_QUESTIONS)
def test_a_short_answer_is_in_what_the_coach_says_for_the_kind_s_own_verdict(
    kind: Kind, question: Question
) -> None:
    text = SAID_AS.get(question, SHORT)
    held = answered(kind, question, text)
    assert any(text in said for said in coached(held))
    if question in NOT_SAID:
        assert text not in advice.script(held.plan, held, playbook(), LISBON)


COUNTS: list[tuple[Kind, str, Any]] = [
    *((Kind.NO_VALUE, "better_terms", given) for given in (True, False)),
    *((Kind.NO_RESPONSE, "tries", given) for given in (1, 3, 6)),
    *((kind, "contract_end", DAY) for kind in (Kind.CONTENT, Kind.CHOSE_COMPETITOR)),
    (Kind.NO_BUDGET, "budget_on", DAY),
]
EVERY: list[tuple[str, Any]] = [
    *(("first_no", given) for given in FirstNo),
    *(("worth", given) for given in (Worth.EVEN, Worth.COSTS_MORE)),
]
LEAD: list[tuple[str, Any]] = [
    ("door", Door.OPEN),
    ("door", Door.CLOSED),
    ("asked_why", AskedWhy.DODGED),
    ("asked_why", AskedWhy.NOT_YET),
]
ANSWERS = [
    *COUNTS,
    *((kind, *one) for kind in Kind for one in EVERY if _leads_on(kind, *one)),
    *((kind, *one) for kind in Kind for one in LEAD if _leads_on(kind, *one)),
]


@pytest.mark.parametrize(("kind", "answer", "given"), ANSWERS)
def test_what_is_chosen_changes_what_the_coach_says(kind: Kind, answer: str, given: Any) -> None:
    """Each against the same debrief without it, and no two of one question alike."""
    others = {other for of, name, other in ANSWERS if of is kind and name == answer and other != given}
    said = coached(told(kind, **{answer: given}))
    for other in (None, *others):
        assert said != coached(told(kind, **({} if other is None else {answer: other}))), other


WORDS = {"words": "Not before spring.", "condition": "the new office is open"}


@pytest.mark.parametrize("kind", Kind, ids=str)
def test_their_words_and_what_has_to_happen_come_back_with_the_nudge(kind: Kind) -> None:
    held = told(kind, **WORDS)
    for shown in (in_the_whole_story(held), on_the_nudge(held)):
        assert all(text in shown for text in WORDS.values())


@pytest.mark.parametrize("kind", Kind, ids=str)
def test_a_day_they_named_is_the_plan_s_own_or_is_noted(kind: Kind) -> None:
    held = told(kind, callback_on=DAY)
    assert playbook().words.day(DAY) in in_the_whole_story(held)
    assert (held.plan.due is None) or held.plan.due.on == DAY or held.plan.verdict is Verdict.ASK_WHY


@pytest.mark.parametrize("kind", Kind, ids=str)
def test_the_whole_story_and_the_nudge_say_when_the_no_was(kind: Kind) -> None:
    day = playbook().words.day(NOW.date())
    for held in (told(kind), told(kind, words="No, thank you.")):
        assert day in in_the_whole_story(held)
        assert day in on_the_nudge(held)


def test_every_answer_of_a_debrief_is_one_that_is_looked_at_here() -> None:
    shown_elsewhere = {"stage", "kind", "lesson", "value"}
    """The first two decide which kinds there are and whose words hold; lessons have a shelf; a value judges nothing."""
    asked = {str(question) for kind in Kind for question in KINDS[kind].questions}
    asked |= {name for _, name, _ in ANSWERS} | WORDS.keys() | {"callback_on"}
    whole = draft(Kind.NOT_NOW, text="x", prospect=PLAIN).answers()
    nowhere = set(vars(whole)) - shown_elsewhere - {"notes"} - asked
    assert not nowhere, "a row in ANSWERS, and a line of the coach's that it changes"
