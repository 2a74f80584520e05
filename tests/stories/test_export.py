"""A rep's own data is handed over whole, as two files in the rep's own messages."""

import csv
import io
import json
from typing import Any

import pytest

from coaching.deal import Reply
from playground import Gestures
from prompts.home import EXPORT
from tests.rig import Rig
from tests.stories.cards import happened
from tests.stories.scenes import JSON, actions_on, lost, told, words_on


def export(rig: Rig, who: Gestures | None = None) -> tuple[list[JSON], list[JSON]]:
    """The rows of the CSV and of the JSON that were uploaded."""
    (who or rig.ana).command("/gotano", "export")
    by_name = {file.name.rsplit(".")[-1]: file for file in rig.slack.files}
    assert {tuple(file.channels) for file in by_name.values()} == {((who or rig.ana).dm,)}
    contents = {name: (file.content or b"").decode() for name, file in by_name.items()}
    return list(csv.DictReader(io.StringIO(contents["csv"], newline=""))), json.loads(contents["json"])


def test_export_hands_over_two_files_in_the_rep_s_own_messages(rig: Rig) -> None:
    lost(rig)
    table, whole = export(rig)
    assert len(table) == len(whole) == 1
    assert len(rig.slack.files) == 2
    files = [message for message in rig.ana.messages() if message.get("files")]
    assert all(message["text"] for message in files), "what it is can be heard"
    assert len(told(rig.ana)) == 1


TOLD: dict[str, Any] = {
    "kind": "no_value",
    "words": "Too dear, said she",
    "asked_why": "dodged",
    "would_take": "Half the price",
    "better_terms": "yes",
    "callback_on": "2027-03-01",
    "condition": "the budget is signed",
    "worth": "even",
    "first_no": "end",
    "lesson": "Ask sooner",
    "value": "12000.00",
}


def test_export_tells_all_that_was_told(rig: Rig) -> None:
    lost(rig, **TOLD)
    table, whole = export(rig)
    for row in (table[0], whole[0]):
        for name, said in (
            {"prospect": "Dana Reyes, Acme", "door": "ajar", "stage": "buying"} | TOLD
        ).items():
            assert row[name] == said if name in row else f"{name}: {said}" in row["notes"], name


LABELS = {
    "kind": "Not worth the price",
    "stage": "Further along",
    "verdict": "Go back",
    "recommended": "Go back",
    "asked_why": "Yes, but they dodged",
    "door": "Ajar",
    "worth": "About even",
    "first_no": "At the very end",
}


def test_the_table_says_beside_each_name_what_the_screens_call_it(rig: Rig) -> None:
    lost(rig, **TOLD)
    table, whole = export(rig)
    assert {name: table[0][f"{name}_label"] for name in LABELS} == LABELS
    columns = list(table[0])
    assert all(columns[columns.index(name) + 1] == f"{name}_label" for name in LABELS)
    assert not [name for name in whole[0] if name.endswith("_label")], "a program reads the names"


def test_what_was_not_answered_has_no_label(rig: Rig) -> None:
    lost(rig, kind="no_response", stage="first", asked_why="not_yet", tries=4)
    table, _ = export(rig)
    assert [table[0][f"{name}_label"] for name in ("door", "asked_why", "first_no")] == ["", "", ""]


def test_export_tells_the_tries_of_a_silence(rig: Rig) -> None:
    lost(rig, kind="no_response", stage="first", asked_why="not_yet", tries=4, channels="mail and phone")
    table, whole = export(rig)
    assert "mail and phone" in str(table)
    assert "4" in (table[0].get("tries") or "")
    assert "mail and phone" in str(whole)


def test_export_tells_of_every_no_a_prospect_said(rig: Rig) -> None:
    lost(rig, words="First this", lesson="One thing")
    lost(rig, words="Then that", lesson="Another thing")
    _, whole = export(rig)
    for said in ("First this", "Then that", "One thing", "Another thing"):
        assert said in json.dumps(whole)


def test_export_tells_what_came_of_it(rig: Rig) -> None:
    lost(rig)
    happened(rig, Reply.WON_BACK)
    table, whole = export(rig)
    assert table[0]["status"] == whole[0]["status"] == "won_back"
    assert table[0]["ended_at"]


def test_export_holds_nobody_else_s_data(rig: Rig) -> None:
    lost(rig, "Acme", words="Secret")
    lost(rig, "Birch", who=rig.sam)
    table, whole = export(rig, rig.sam)
    assert [row["prospect"] for row in table] == [row["prospect"] for row in whole] == ["Birch"]
    assert rig.ana.messages()[-1].get("files") is None


@pytest.mark.parametrize(
    "words",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", 'a\n"b",c\r=1', "Ünï, ćödé; 日本", "-"],
)
def test_no_cell_of_the_csv_runs_as_a_formula(rig: Rig, words: str) -> None:
    lost(rig, "=HYPERLINK(1)", words=words, lesson=words, condition=words, kind="no_value", would_take=words)
    table, whole = export(rig)
    assert len(table) == 1
    for cell in table[0].values():
        assert not str(cell).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r")), cell
    assert whole[0]["words"] == rig.deals()[0].answers.words, "the JSON holds it as it was typed"


@pytest.mark.parametrize("way", ["command", "home"])
def test_nothing_to_export_is_said_and_sends_nothing(rig: Rig, way: str) -> None:
    if way == "command":
        rig.ana.command("/gotano", "export")
    else:
        rig.ana.command("/gotano", "Acme")
        rig.ana.fill({"stage": "buying", "asked_why": "told"})
        rig.ana.submit()
        rig.ana.close()
        rig.ana.open_home()
        if EXPORT not in actions_on(rig.ana.home or {}):
            return
        rig.ana.press(EXPORT, "home")
    said = told(rig.ana) or [words_on(rig.ana.view)]
    assert rig.playbook.words.say("export.nothing") in said[0]
    assert rig.slack.files == []


def test_export_from_home_hands_over_the_same(rig: Rig) -> None:
    lost(rig)
    rig.ana.open_home()
    rig.ana.press(EXPORT, "home")
    assert {file.name.rsplit(".")[-1] for file in rig.slack.files} == {"csv", "json"}
