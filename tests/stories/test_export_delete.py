"""A rep's own data: handed over whole as files, listed, and deleted so that nothing of it is left."""

import csv
import io
import json
from typing import Any

import pytest

from coaching.deal import Reply
from playground import Gestures
from prompts.deal_card import HAPPENED
from prompts.home import DEBRIEF, DELETE_ALL, EXPORT, OPEN_CARD
from tests.rig import Rig
from tests.stories.scenes import actions_on, card, reply, rows, told, words_on

JSON = dict[str, Any]


def lost(rig: Rig, prospect: str = "Dana Reyes, Acme", who: Gestures | None = None, **given: Any) -> None:
    who = who or rig.ana
    rig.debrief(who, prospect, **given)
    who.close()


def happened(rig: Rig, answer: Reply) -> None:
    rig.ana.press(HAPPENED, card(rig.ana, rig.deals()[0]))
    rig.ana.fill({"reply": answer})
    rig.ana.submit()


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


def test_export_tells_all_that_was_told(rig: Rig) -> None:
    lost(
        rig,
        kind="no_value",
        words="Too dear, said she",
        asked_why="dodged",
        would_take="Half the price",
        better_terms="yes",
        callback_on="2027-03-01",
        condition="the budget is signed",
        worth="even",
        first_no="end",
        lesson="Ask sooner",
    )
    table, whole = export(rig)
    for row in (table[0], whole[0]):
        text = json.dumps(row)
        for said in (
            "Dana Reyes, Acme",
            "no_value",
            "Too dear, said she",
            "dodged",
            "Half the price",
            "2027-03-01",
            "the budget is signed",
            "even",
            "end",
            "Ask sooner",
            "ajar",
            "buying",
        ):
            assert said in text, said


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


def listed(rig: Rig) -> JSON:
    """The answer to /gotano list."""
    rig.ana.command("/gotano", "list")
    answer = rig.ana.messages()[-1]
    assert answer["ephemeral"]
    return answer


def test_list_shows_what_comes_next_first_and_leads_to_each(rig: Rig) -> None:
    lost(rig, "Late", callback_on="2027-03-01")
    lost(rig, "Soon", callback_on="2026-12-01")
    text = listed(rig)["text"]
    assert text.index("Soon") < text.index("Late")
    buttons = [b["accessory"] for b in listed(rig).get("blocks", []) if "accessory" in b]
    rig.ana.press(OPEN_CARD, rig.ana.messages()[-1], buttons[0]["value"])
    assert "Soon" in nudge_or_card(rig)["text"]


def nudge_or_card(rig: Rig) -> JSON:
    return [message for message in rig.ana.messages() if not message["ephemeral"]][-1]


@pytest.mark.parametrize("given", [{"kind": "no_fit"}, {"door": "closed"}, {"won": True}])
def test_list_does_not_deny_what_is_no_longer_open(rig: Rig, given: JSON) -> None:
    won = given.pop("won", False)
    lost(rig, **given)
    if won:
        happened(rig, Reply.WON_BACK)
    assert rig.playbook.words.say("list.empty") not in listed(rig)["text"]


def test_list_of_nothing_says_how_to_begin(rig: Rig) -> None:
    assert "/gotano" in listed(rig)["text"]


def test_list_is_short_and_says_where_the_rest_is(rig: Rig) -> None:
    for number in range(12):
        lost(rig, f"P{number:02}")
    text = listed(rig)["text"]
    assert sum(f"P{number:02}" in text for number in range(12)) == 10
    assert "12" in text


def test_names_in_the_list_do_not_act(rig: Rig) -> None:
    lost(rig, "*bold* <!channel> ~gone~ & co")
    answer = listed(rig)
    assert "<!" not in answer["text"]
    assert answer.get("blocks"), "bare text is read as mrkdwn, and *bold* would act"
    assert "mrkdwn" not in str(answer["blocks"])
    assert "*bold* @channel ~gone~ & co" in words_on({"blocks": answer["blocks"]})


@pytest.mark.parametrize("asked", ["help", "HELP", " help "])
def test_help_is_told_to_the_one_who_asked(rig: Rig, asked: str) -> None:
    rig.ana.command("/gotano", asked, "C0LESSONS")
    assert [m["ephemeral"] for m in rig.ana.messages("C0LESSONS")] == [True]
    assert rig.sam.messages("C0LESSONS") == []
    for subcommand in ("list", "settings", "export", "new"):
        assert f"/gotano {subcommand}" in rig.ana.messages("C0LESSONS")[0]["text"]


def busy(rig: Rig, who: Gestures) -> None:
    """A deal asked about and answered, one with a draft's note, settings and a pause."""
    lost(rig, "Dana Reyes, Acme", who, words="Secret", callback_on="2026-12-10", lesson="Private")
    rig.jump()
    reply(who, Reply.REACHED_OUT)
    who.command("/gotano", "Birch")
    who.fill({"stage": "buying", "asked_why": "told", "words": "Secret"})
    who.submit()
    who.close()
    who.command("/gotano", "settings")
    who.fill({"time": "16:00", "pause": "2027-02-01"})
    who.submit()


def taken_back(rig: Rig) -> None:
    """The clock takes the messages back, some at a time."""
    while rows(rig)["leftover_messages"]:
        rig.clock.move(seconds=30)
        rig.sweep()


def test_delete_everything_empties_the_database(rig: Rig) -> None:
    busy(rig, rig.ana)
    rig.ana.open_home()
    rig.ana.press(DELETE_ALL, "home")
    taken_back(rig)
    left = rows(rig)
    settings = {name: left.pop(name) for name in ("reps", "pauses", "workspaces")}
    assert not any(left.values()), left
    assert settings["pauses"] == 0
    assert actions_on(rig.ana.home or {}) == {DEBRIEF}, "Home is as on the first visit"


def test_delete_everything_takes_names_and_words_out_of_the_messages(rig: Rig) -> None:
    busy(rig, rig.ana)
    rig.ana.open_home()
    rig.ana.press(DELETE_ALL, "home")
    taken_back(rig)
    left = str(rig.ana.messages())
    assert not [word for word in ("Dana", "Acme", "Birch", "Secret", "Private") if word in left]


def test_delete_everything_leaves_everybody_else_s(rig: Rig) -> None:
    busy(rig, rig.sam)
    theirs, messages = rig.deals(rig.sam.person), rig.sam.messages()
    before = rows(rig)
    lost(rig)
    rig.ana.open_home()
    rig.ana.press(DELETE_ALL, "home")
    taken_back(rig)
    after = rows(rig)
    assert rig.deals(rig.sam.person) == theirs
    assert rig.sam.messages() == messages
    assert {name: count for name, count in after.items() if name != "reps"} == {
        name: count for name, count in before.items() if name != "reps"
    }


def test_nothing_comes_after_everything_was_deleted(rig: Rig) -> None:
    lost(rig, callback_on="2026-12-10")
    rig.ana.open_home()
    rig.ana.press(DELETE_ALL, "home")
    taken_back(rig)
    before = len(rig.ana.messages())
    rig.clock.move(days=120)
    rig.sweep()
    assert len(rig.ana.messages()) == before


def test_delete_everything_asks_first_and_names_how_many(rig: Rig) -> None:
    for name in ("Acme", "Birch", "Copperline"):
        lost(rig, name)
    rig.ana.open_home()
    (button,) = (
        element
        for block in (rig.ana.home or {})["blocks"]
        for element in block.get("elements", [])
        if element.get("action_id") == DELETE_ALL
    )
    said = button["confirm"]["text"]["text"]
    words = rig.playbook.words
    assert said == words.say("home.delete_text", lost_deals=words.count("lost_deals", 3))
    assert "3" in said
    assert "all my messages" in said, "every message is taken back, not the newest"


def test_a_rep_begins_anew_after_deleting_everything(rig: Rig) -> None:
    busy(rig, rig.ana)
    rig.ana.open_home()
    rig.ana.press(DELETE_ALL, "home")
    lost(rig, "Dana Reyes, Acme")
    (deal,) = rig.deals()
    assert len(deal.debriefs) == 1
    assert deal.next_nudge_at is not None
    assert rig.local(deal.next_nudge_at).strftime("%H:%M") == "09:30", "the settings of before are gone"


def test_an_old_button_of_a_deleted_deal_says_so(rig: Rig) -> None:
    lost(rig)
    old = card(rig.ana, rig.deals()[0])
    rig.ana.open_home()
    rig.ana.press(DELETE_ALL, "home")
    rig.ana.press(HAPPENED, old)
    assert told(rig.ana) == [rig.playbook.words.say("card.no_longer_there")]
