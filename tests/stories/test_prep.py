"""Before the next call: lessons that fit, what was noted, and what to say, in half a minute of reading."""

from typing import Any

import pytest

from coaching.deal import Reply
from prompts.notes import ADD_NOTE
from prompts.prep import CHOOSE_PROSPECT, PREP
from tests.rig import Rig
from tests.stories.cards import happened, press
from tests.stories.scenes import lost, told, words_on
from tests.words import shipped_playbook

SAY = shipped_playbook().words.say
EARLY_NO, WHAT, ORDER = (SAY(f"prep.{name}") for name in ("early_no", "what_would_it_take", "order"))


def prep(rig: Rig, name: str = "") -> str:
    rig.ana.command("/gotano", f"prep {name}".strip())
    return words_on(rig.ana.view)


def won(rig: Rig, prospect: str, because: str, **given: Any) -> None:
    lost(rig, prospect, **given)
    happened(rig, Reply.WON_BACK)
    press(rig, "card_won_because")
    rig.ana.fill({"what": because})
    rig.ana.submit()


def test_prep_brings_back_what_was_noted_about_this_prospect(some_rig: Rig) -> None:
    rig = some_rig
    lost(rig, words="Not this year", condition="the budget is signed", value="12k")
    press(rig, ADD_NOTE)
    rig.ana.fill({"note": "They open in March"})
    rig.ana.submit()
    shown = prep(rig, "dana reyes, acme")
    for noted in (
        "Dana Reyes, Acme",
        "Not this year",
        "the budget is signed",
        "They open in March",
        "12,000",
    ):
        assert noted in shown


@pytest.mark.parametrize(
    ("stage", "kind", "said", "unsaid"),
    [("first", "no_need", [EARLY_NO, WHAT], ORDER), ("buying", "no_value", [WHAT, ORDER], EARLY_NO)],
)
def test_what_to_say_goes_by_the_stage(rig: Rig, stage: str, kind: str, said: list[str], unsaid: str) -> None:
    lost(rig, kind=kind, stage=stage)
    shown = prep(rig, "Dana")
    assert all(sentence in shown for sentence in said)
    assert unsaid not in shown


def test_lessons_of_the_same_kind_come_its_stage_first_the_newest_first_and_three_at_most(rig: Rig) -> None:
    lost(rig, "Alba", kind="content", stage="first", lesson="other stage")
    for name, lesson in (("Birch", "oldest"), ("Cope", "older"), ("Dune", "newer")):
        lost(rig, name, kind="content", lesson=lesson)
    lost(rig, "Elm", kind="no_value", lesson="other kind")
    lost(rig, "Fjord", kind="content", lesson="newest")
    shown = prep(rig, "Elm")
    assert "other kind" in shown
    assert "newest" not in shown
    rig.ana.close()
    shown = prep(rig, "Fjord")
    assert shown.index("newest") < shown.index("newer") < shown.index("older")
    assert all(left_out not in shown for left_out in ("other stage", "oldest", "other kind"))


def test_what_won_a_deal_of_that_kind_is_a_lesson_too(some_rig: Rig) -> None:
    rig = some_rig
    won(rig, "Alba", "I asked what changed")
    lost(rig, "Birch")
    assert "I asked what changed" in prep(rig, "Birch")


def test_without_a_name_it_is_for_any_call_and_offers_to_choose(some_rig: Rig) -> None:
    rig = some_rig
    lost(rig, "Alba", kind="content", lesson="Ask sooner")
    lost(rig, "Birch", kind="no_value", lesson="Bring a number")
    shown = prep(rig)
    for said in ("Ask sooner", "Bring a number", EARLY_NO, WHAT, ORDER):
        assert said in shown
    rig.ana.press(CHOOSE_PROSPECT, value=str(rig.deals()[1].id))
    assert SAY("prep.about", prospect="Alba") in words_on(rig.ana.view)
    assert "Bring a number" not in words_on(rig.ana.view)


def test_the_choice_has_what_comes_up_first_and_of_one_day_the_higher_value_first(rig: Rig) -> None:
    lost(rig, "Late", callback_on="2027-03-10", value="90k")
    lost(rig, "Small", callback_on="2027-02-10", value="900")
    lost(rig, "None", callback_on="2027-02-10")
    lost(rig, "Large", callback_on="2027-02-10", value="12k")
    prep(rig)
    assert rig.ana.view is not None
    (row,) = (block for block in rig.ana.view["blocks"] if block["type"] == "actions")
    offered = [option["text"]["text"] for option in row["elements"][0]["options"]]
    assert offered == ["Large", "Small", "None", "Late"]


def test_an_unknown_name_is_told_kindly_and_gets_what_helps_before_any_call(rig: Rig) -> None:
    lost(rig, "Alba", lesson="Ask sooner")
    shown = prep(rig, "Zebra")
    assert SAY("prep.unknown", name="Zebra") in shown
    assert "Ask sooner" in shown


def test_of_several_alike_the_rep_chooses(rig: Rig) -> None:
    lost(rig, "Dana Reyes, Acme")
    lost(rig, "Dana Holt, Birch")
    lost(rig, "Sam Cope")
    shown = prep(rig, "dana")
    assert SAY("prep.which") in shown
    assert "Dana Holt, Birch" in shown
    assert "Sam Cope" not in shown


def test_somebody_called_prep_is_debriefed_by_new(rig: Rig) -> None:
    rig.ana.command("/gotano", "new prep kitchens")
    assert (rig.ana.view or {})["callback_id"] == "debrief_who"
    assert "prep kitchens" in str(rig.ana.view)


def test_home_has_the_button_once_there_is_a_deal(rig: Rig) -> None:
    rig.ana.open_home()
    assert PREP not in str(rig.ana.home)
    lost(rig, lesson="Ask sooner")
    rig.ana.press(PREP, "home")
    assert "Ask sooner" in words_on(rig.ana.view)


def test_nobody_else_s_lessons_or_prospects_stand_there(rig: Rig) -> None:
    lost(rig, "Sam's own", who=rig.sam, lesson="Sam's lesson")
    lost(rig, "Alba")
    for name in ("", "Sam", "Alba"):
        assert "Sam's" not in prep(rig, name)
        rig.ana.close()


def test_a_lesson_that_was_corrected_or_deleted_does_not_come_back(rig: Rig) -> None:
    lost(rig, "Alba", lesson="as it was")
    press(rig, "card_edit")
    rig.ana.submit()
    rig.ana.submit()
    rig.ana.fill({"lesson": "as it is"})
    rig.ana.submit()
    rig.ana.close()
    shown = prep(rig)
    assert "as it is" in shown
    assert "as it was" not in shown
    assert not told(rig.ana)


def test_all_of_it_is_read_in_half_a_minute(rig: Rig) -> None:
    for name in ("Alba", "Birch", "Cope", "Dune"):
        lost(rig, name, lesson="Ask sooner what it costs them. " * 20)
    for _ in range(4):
        press(rig, ADD_NOTE)
        rig.ana.fill({"note": "They told me how they count. " * 40})
        rig.ana.submit()
    assert len(prep(rig, "Dune").split()) <= 240, "the worst there can be"
