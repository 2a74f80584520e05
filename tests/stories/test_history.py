"""A deal's history: every no, edit, verdict, nudge and reply, in order, for the rep alone."""

from typing import Any

import pytest

from coaching.deal import Reply
from coaching.plan import Verdict
from prompts.deal_card import CHANGE_DATE, EDIT, HISTORY, SHOW
from prompts.verdict_screen import VERDICT
from tests.rig import Rig
from tests.stories.cards import press
from tests.stories.scenes import (
    ONE_PRESS,
    card,
    choose,
    delete,
    lost,
    reply,
    told,
    undo,
    values_on,
    words_on,
)


def lines(rig: Rig) -> list[str]:
    """What the history says, a line each, oldest first."""
    press(rig, HISTORY)
    assert rig.ana.view is not None
    (block,) = (b for b in rig.ana.view["blocks"] if b["type"] == "rich_text")
    (listed,) = (e for e in block["elements"] if e["type"] == "rich_text_list")
    rig.ana.close(all=True)
    return ["".join(run["text"] for run in item["elements"]) for item in listed["elements"]]


def edit(rig: Rig, **changes: str) -> None:
    """Through the three prefilled screens, changing what is given where it stands."""
    choose(rig.ana, EDIT, card(rig.ana, rig.deals()[0]))
    for _ in range(3):
        here = set(values_on(rig.ana.view))
        rig.ana.fill({name: value for name, value in changes.items() if name.split("-")[0] in here})
        assert rig.ana.submit().action == "updated"
    rig.ana.close()


def test_a_new_deal_tells_of_its_no_and_its_verdict(rig: Rig) -> None:
    lost(rig, "Acme")
    no, plan = lines(rig)
    words = rig.playbook.words
    assert rig.playbook.kinds[rig.deals()[0].answers.kind].label in no
    assert words.say(f"verdict.{Verdict.FOLLOW_UP}") in plan
    due = rig.deals()[0].plan.due
    assert due is not None
    assert words.day(due.on) in plan


@pytest.mark.parametrize(
    ("first", "change", "field", "before", "after"),
    [
        ({"words": "Too dear"}, {"words": "Too late"}, "words", "Too dear", "Too late"),
        ({}, {"words": "Now they spoke"}, "words", None, "Now they spoke"),
        ({"lesson": "Ask"}, {"lesson": ""}, "lesson", "Ask", None),
        ({}, {"door": "open"}, "door", "Ajar", "Open"),
        ({}, {"kind-buying": "no_budget"}, "kind", "Not now", "No budget"),
        ({}, {"worth": "even"}, "worth", "Yes", "About even"),
        ({}, {"first_no": "end"}, "first_no", None, "At the very end"),
        ({"condition": "a yes"}, {"condition": "a signature"}, "condition", "a yes", "a signature"),
        ({}, {"asked_why": "dodged"}, "asked_why", "they told me", "they dodged"),
    ],
)
def test_an_edit_tells_the_field_what_it_was_and_what_it_is(
    rig: Rig, first: dict[str, Any], change: dict[str, str], field: str, before: str | None, after: str | None
) -> None:
    lost(rig, **first)
    rig.clock.move(hours=1)
    edit(rig, **change)
    say = rig.playbook.words.say
    nothing = say("history.nothing")
    changed = [line for line in lines(rig) if say(f"history.field_{field}") + ":" in line]
    assert len(changed) == 1
    assert changed[0].index(before or nothing) < changed[0].rindex(after or nothing)


def test_an_edit_of_dates_and_notes_is_told(rig: Rig) -> None:
    lost(rig, "Acme", kind="chose_competitor", competitor="Birch Ltd", contract_end="2027-06-01")
    rig.clock.move(hours=1)
    edit(rig, competitor="Copper Ltd", contract_end="2027-07-01")
    text = "\n".join(lines(rig))
    words = rig.playbook.words
    for said in ("Birch Ltd", "Copper Ltd", words.say("history.field_contract_end")):
        assert said in text
    assert "June 2027" in text
    assert "July 2027" in text


def test_an_edit_that_changes_nothing_tells_of_no_field(rig: Rig) -> None:
    lost(rig, "Acme")
    before = len(lines(rig))
    rig.clock.move(hours=1)
    edit(rig)
    assert not [line for line in lines(rig) if "→" in line]
    assert len(lines(rig)) <= before + 2


def test_a_new_name_is_told_of(rig: Rig) -> None:
    lost(rig, "Acme")
    rig.clock.move(hours=1)
    edit(rig, prospect="Birch")
    assert [line for line in lines(rig) if "Acme" in line and "Birch" in line]


def test_an_overruled_verdict_is_told_with_what_the_coach_had_said(rig: Rig) -> None:
    rig.debrief(rig.ana, "Acme")
    assert rig.ana.view is not None
    assert rig.ana.view["callback_id"] == VERDICT
    rig.ana.fill({"verdict": Verdict.NURTURE})
    rig.ana.submit()
    say = rig.playbook.words.say
    (overruled,) = (line for line in lines(rig) if say(f"verdict.{Verdict.NURTURE}") in line)
    assert say(f"verdict.{Verdict.FOLLOW_UP}") in overruled


def test_another_day_is_told_of(rig: Rig) -> None:
    lost(rig, "Acme")
    rig.ana.press(CHANGE_DATE, card(rig.ana, rig.deals()[0]))
    rig.ana.fill({"on": "2026-12-10"})
    rig.ana.submit()
    due = rig.deals()[0].plan.due
    assert due is not None
    assert rig.playbook.words.day(due.on) in lines(rig)[-1]


@pytest.mark.parametrize(
    "answer",
    ONE_PRESS,
)
def test_nudges_and_replies_are_told_in_order(rig: Rig, answer: Reply) -> None:
    lost(rig, "Acme")
    rig.jump()
    rig.clock.move(hours=1)
    reply(rig.ana, answer)
    if rig.ana.view:
        rig.ana.submit()
    told_so_far = lines(rig)
    say = rig.playbook.words.say
    said = say("history.reply", reply=say(f"replies.{answer}"))
    (asked,) = (place for place, line in enumerate(told_so_far) if say("history.sent") in line)
    (replied,) = (place for place, line in enumerate(told_so_far) if said in line)
    assert 2 <= asked < replied


def test_another_no_is_told_as_one(rig: Rig) -> None:
    lost(rig, "Acme")
    rig.clock.move(days=1)
    lost(rig, "Acme", words="Again")
    assert (
        len([line for line in lines(rig) if rig.playbook.kinds[rig.deals()[0].answers.kind].label in line])
        == 2
    )


def test_what_was_undone_is_told_no_more(rig: Rig) -> None:
    lost(rig, "Acme")
    rig.jump()
    before = lines(rig)
    reply(rig.ana, Reply.TALKING_AGAIN)
    assert lines(rig) != before
    undo(rig.ana)
    assert lines(rig) == before


def test_moments_are_told_by_the_rep_s_clock(rig: Rig) -> None:
    rig.ana.change_zone("Asia/Kolkata")
    lost(rig, "Acme")
    assert all("15:30" in line for line in lines(rig))


def test_a_long_history_stays_within_slack_s_limits_and_keeps_the_newest(rig: Rig) -> None:
    lost(rig, "Acme " * 20, words="x" * 3000, lesson="y" * 3000, condition="z" * 3000)
    for number in range(12):
        rig.clock.move(hours=1)
        edit(rig, words=f"{number} " + "x" * 2900, lesson=f"{number} " + "y" * 2900, condition=f"{number} z")
    assert [line for line in lines(rig) if "11 xxx" in line]


def test_typed_words_do_not_act_in_the_history(rig: Rig) -> None:
    lost(rig, "Acme", words="first")
    rig.clock.move(hours=1)
    edit(rig, words="*bold* <!channel>")
    assert [line for line in lines(rig) if "*bold* <!channel>" in line]


def test_history_changes_nothing(rig: Rig) -> None:
    lost(rig, "Acme")
    before = rig.deals()
    lines(rig)
    assert rig.deals() == before


def test_the_history_of_a_deleted_deal_says_that_it_is_gone(rig: Rig) -> None:
    lost(rig, "Secret Ltd")
    old = card(rig.ana, rig.deals()[0])
    delete(rig.ana, old)
    rig.ana.press(SHOW, old)
    assert told(rig.ana) == [rig.playbook.words.say("card.no_longer_there")]
    assert "Secret" not in words_on(rig.ana.view)
