"""A day or verdict chosen on the verdict screen still stands there when the rep comes back from one more answer."""

from datetime import date

import pytest

from coaching.deal import Reply
from coaching.plan import Plan, Verdict
from prompts.deal_card import EDIT
from prompts.one_answer import BACK, OPEN
from prompts.own_words_form import OWN_WORDS_HERE
from prompts.verdict_screen import WHY
from tests.rig import Rig
from tests.stories.cards import happened, press
from tests.stories.quick import to_verdict
from tests.stories.scenes import values_on, words_on

COACH_S = date(2027, 2, 1)
CHOICES: list[tuple[dict[str, str], tuple[Verdict, date]]] = [
    ({"on-follow_up": "2026-12-10"}, (Verdict.FOLLOW_UP, date(2026, 12, 10))),
    ({"verdict": "nurture"}, (Verdict.NURTURE, date(2027, 2, 1))),
    ({"verdict": "nurture", "on-nurture": "2026-12-10"}, (Verdict.NURTURE, date(2026, 12, 10))),
    ({"verdict": "let_go", "on-let_go": "2026-12-10"}, (Verdict.LET_GO, date(2026, 12, 10))),
]


def lesson(rig: Rig, way: str) -> None:
    """Into the field for the lesson, and out of it with or without one."""
    rig.ana.press(f"{OPEN}_lesson")
    if way == "back":
        rig.ana.press(BACK)
        return
    rig.ana.fill({"lesson": "Ask sooner"})
    assert rig.ana.submit().action == "updated"


def done(rig: Rig) -> Plan:
    assert rig.ana.submit().action == "closed"
    return rig.deals()[0].plan


@pytest.mark.parametrize("way", ["back", "answered"])
@pytest.mark.parametrize(("chosen", "kept"), CHOICES)
def test_it_stands_there_as_it_was_and_is_what_done_keeps(
    some_quick: Rig, chosen: dict[str, str], kept: tuple[Verdict, date], way: str
) -> None:
    to_verdict(some_quick, stage="buying")
    some_quick.ana.fill(chosen)
    lesson(some_quick, way)
    assert values_on(some_quick.ana.view) == {"on": kept[1].isoformat(), "verdict": kept[0]}
    # What the screen says of the day is of that day, too.
    day = some_quick.playbook.words.day
    assert {on for on in (kept[1], COACH_S) if day(on) in words_on(some_quick.ana.view)} == {kept[1]}
    plan = done(some_quick)
    assert plan.due
    assert (plan.verdict, plan.due.on) == kept


def test_it_stands_there_after_several_answers(some_quick: Rig) -> None:
    to_verdict(some_quick, stage="buying")
    some_quick.ana.fill({"on-follow_up": "2026-12-10"})
    lesson(some_quick, "back")
    some_quick.ana.press(f"{OPEN}_value")
    some_quick.ana.fill({"value": "a lot"})
    assert some_quick.ana.submit().errors
    some_quick.ana.fill({"value": "12k"})
    some_quick.ana.submit()
    lesson(some_quick, "answered")
    due = done(some_quick).due
    assert due
    assert due.on == date(2026, 12, 10)


def test_letting_go_without_a_look_stays_without_one(some_quick: Rig) -> None:
    to_verdict(some_quick, stage="buying")
    some_quick.ana.fill({"verdict": "let_go"})
    lesson(some_quick, "answered")
    plan = done(some_quick)
    assert (plan.verdict, plan.due) == (Verdict.LET_GO, None)


def test_a_bad_day_comes_back_and_is_refused_there(some_quick: Rig) -> None:
    to_verdict(some_quick, stage="buying")
    some_quick.ana.fill({"on-follow_up": "2026-11-01"})
    lesson(some_quick, "back")
    assert set(some_quick.ana.submit().errors) == {"on-follow_up"}


@pytest.mark.parametrize("chosen", [choice for choice, _ in CHOICES])
def test_an_answer_that_moves_the_day_shows_what_the_coach_says_now(
    some_quick: Rig, chosen: dict[str, str]
) -> None:
    to_verdict(some_quick, stage="buying")
    some_quick.ana.fill(chosen)
    some_quick.ana.press(f"{OPEN}_callback_on")
    some_quick.ana.fill({"callback_on": "2027-05-03"})
    assert some_quick.ana.submit().action == "updated"
    assert values_on(some_quick.ana.view) == {"on": "2027-05-03", "verdict": "follow_up"}


def test_it_is_not_drawn_over_another_plan_that_holds_by_now(some_quick: Rig) -> None:
    to_verdict(some_quick, stage="buying")
    some_quick.ana.fill({"verdict": "nurture"})
    some_quick.ana.press(f"{OPEN}_lesson")
    assert happened(some_quick, Reply.SNOOZE_WEEK) == "closed"
    some_quick.ana.press(BACK)
    assert values_on(some_quick.ana.view) == {"on": "2026-11-09", "verdict": "follow_up"}


def test_from_the_list_of_answers_nothing_was_chosen(some_quick: Rig) -> None:
    to_verdict(some_quick, stage="buying")
    some_quick.ana.close()
    press(some_quick, EDIT)
    lesson(some_quick, "answered")
    before = some_quick.deals()[0].plans
    done(some_quick)
    assert some_quick.deals()[0].plans == before


def test_an_answer_that_only_gives_another_reason_leaves_it(some_quick: Rig) -> None:
    to_verdict(some_quick, stage="buying")
    some_quick.ana.fill({"on-follow_up": "2026-12-10"})
    some_quick.ana.press(f"{OPEN}_first_no")
    some_quick.ana.fill({"first_no": "end"})
    assert some_quick.ana.submit().action == "updated"
    assert some_quick.playbook.words.say("sharpen.same") in words_on(some_quick.ana.view)
    assert values_on(some_quick.ana.view) == {"on": "2026-12-10", "verdict": "follow_up"}
    due = done(some_quick).due
    assert due
    assert due.on == date(2026, 12, 10)


def test_it_stays_when_why_is_told_and_when_the_message_is_changed(some_quick: Rig) -> None:
    to_verdict(some_quick, stage="buying")
    some_quick.ana.fill({"on-follow_up": "2026-12-10"})
    lesson(some_quick, "back")
    some_quick.ana.press(WHY)
    assert values_on(some_quick.ana.view) == {"on": "2026-12-10", "verdict": "follow_up"}
    assert some_quick.playbook.words.day(COACH_S) not in words_on(some_quick.ana.view)
    some_quick.ana.press(OWN_WORDS_HERE)
    said = values_on(some_quick.ana.view)["text"]
    some_quick.ana.fill({"text": f"{said} Promise."})
    some_quick.ana.submit()
    assert values_on(some_quick.ana.view) == {"on": "2026-12-10", "verdict": "follow_up"}
    assert some_quick.playbook.words.day(COACH_S) not in words_on(some_quick.ana.view)
    assert "Promise." in words_on(some_quick.ana.view)
