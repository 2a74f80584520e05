"""A prospect who does not answer: the debrief asks for the tries in the place of the door."""

import copy

import pytest

from tests.rig import Rig
from tests.stories.scenes import fields_on, rows, values_on
from tests.stories.screens import start, to_look


@pytest.mark.parametrize("tries", [None, "0", "1000", "two", "1.5"])
def test_a_silent_prospect_needs_a_whole_number_of_tries(rig: Rig, tries: str | None) -> None:
    to_look(rig, "no_response")
    rig.ana.fill({"tries": tries})
    assert set(rig.ana.submit().errors) == {"tries"}
    assert rig.deals() == []


@pytest.mark.parametrize("tries", [None, "0", "-1", "1000", "two", "1.5", "9" * 30])
def test_the_bot_itself_refuses_such_tries(rig: Rig, tries: str | None) -> None:
    to_look(rig, "no_response")
    rig.ana.fill({"tries": "1"})
    rig.ana.submit()
    before = rows(rig)
    rig.ana.command("/gotano", "Somebody else")
    rig.ana.fill({"stage": "buying", "asked_why": "not_yet"})
    rig.ana.submit()
    rig.ana.fill({"kind-buying": "no_response"})
    rig.ana.submit()
    submission = copy.deepcopy(next(b for b in reversed(rig.heard) if b["type"] == "view_submission"))
    submission["view"] = copy.deepcopy(rig.ana.view)
    submission["view"]["state"]["values"]["tries"]["value"]["value"] = tries
    assert set(rig.ana.send_raw(submission).json["errors"]) == {"tries"}
    assert rows(rig)["deals"] == before["deals"]


@pytest.mark.parametrize(
    ("tries", "verdict", "due"),
    [
        ("2", "go_back", "2026-11-16"),
        ("3", "go_back", "2026-12-02"),
        ("5", "go_back", "2026-12-02"),
        ("6", "let_go", None),
    ],
)
def test_the_tries_decide_about_a_silent_prospect(
    rig: Rig, tries: str, verdict: str, due: str | None
) -> None:
    rig.debrief(rig.ana, kind="no_response", asked_why="not_yet", tries=tries)
    (row,) = rig.export()
    assert (row["verdict"], row["plan_date"]) == (verdict, due)


def test_silence_chosen_and_sent_before_the_screen_followed_asks_for_the_tries(rig: Rig) -> None:
    start(rig)
    rig.ana.type_in({"kind-buying": "no_response", "door": "closed"})
    assert rig.ana.submit().action == "updated"
    assert "tries" in fields_on(rig.ana.view)
    rig.ana.fill({"tries": "1"})
    rig.ana.submit()
    answers = rig.deals()[0].answers
    assert (answers.door, answers.asked_why, answers.tries) == (None, None, 1)


def test_another_kind_sent_before_the_door_came_back_asks_for_the_door(rig: Rig) -> None:
    start(rig)
    rig.ana.fill({"kind-buying": "no_response"})
    rig.ana.type_in({"kind-buying": "no_value"})
    assert rig.ana.submit().action == "updated"
    assert fields_on(rig.ana.view) == {"kind", "door"}
    assert values_on(rig.ana.view)["kind"] == "no_value"
    rig.ana.fill({"door": "open"})
    assert rig.ana.submit().action == "updated"
    assert "would_take" in fields_on(rig.ana.view)


def test_silence_taken_back_brings_the_door_back(rig: Rig) -> None:
    start(rig)
    rig.ana.fill({"kind-buying": "no_response"})
    assert fields_on(rig.ana.view) == {"kind"}
    rig.ana.fill({"kind-buying": "not_now"})
    assert fields_on(rig.ana.view) == {"kind", "door"}
