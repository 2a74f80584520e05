"""On the way through the debrief: what is required, what is refused where, and what is never lost."""

import copy
from typing import Any

import pytest

from prompts.debrief_modal import BACK
from tests.rig import Rig
from tests.stories.scenes import JSON, fields_on, rows, told, values_on, words_on


def start(rig: Rig, prospect: str = "Dana Reyes, Acme", **given: str) -> None:
    """To the second screen."""
    rig.ana.command("/gotano", prospect)
    rig.ana.fill({"stage": "buying", "asked_why": "told"} | given)
    assert rig.ana.submit().action == "updated"


def to_look(rig: Rig, kind: str = "not_now", **given: str) -> None:
    start(rig, **given)
    rig.ana.fill({"kind-buying": kind})
    if kind != "no_response":
        rig.ana.fill({"door": "ajar"})
    assert rig.ana.submit().action == "updated"


def without(submission: JSON, block: str) -> JSON:
    """The same submission from a client that lets a required field go by empty."""
    changed = copy.deepcopy(submission)
    entry: dict[str, Any] = changed["view"]["state"]["values"][block]["value"]
    entry.update({key: None for key in entry if key != "type"})
    return changed


def test_a_debrief_is_three_screens_four_answers_and_twelve_gestures(rig: Rig) -> None:
    gestures, screens, required = 1, 0, 0
    rig.ana.command("/gotano", "Dana Reyes, Acme")
    given = {"stage": "buying", "asked_why": "told", "kind-buying": "not_now", "door": "ajar"}
    while rig.ana.view and rig.ana.view["callback_id"].startswith("debrief"):
        screens += 1
        for block in [b for b in rig.ana.view["blocks"] if b["type"] == "input" and not b.get("optional")]:
            if block["block_id"] != "prospect":
                rig.ana.fill({block["block_id"]: given[block["block_id"]]})
                required, gestures = required + 1, gestures + 1
        rig.ana.submit()
        gestures += 1
    rig.ana.close()
    assert screens <= 3
    assert required <= 4
    assert gestures + 1 <= 12
    assert len(rig.deals()) == 1


@pytest.mark.parametrize("field", ["prospect", "stage", "asked_why"])
def test_the_first_screen_is_refused_without(rig: Rig, field: str) -> None:
    given = {"prospect": "Acme", "stage": "buying", "asked_why": "told"}
    rig.ana.command("/gotano")
    rig.ana.fill({name: value for name, value in given.items() if name != field})
    assert set(rig.ana.submit().errors) == {field}

    rig.ana.fill({field: given[field]})
    rig.ana.submit()
    answer = rig.ana.send_raw(without(rig.heard[-1], field)).json
    assert set(answer["errors"]) == {field}


@pytest.mark.parametrize("field", ["kind-buying", "door"])
def test_the_second_screen_is_refused_without(rig: Rig, field: str) -> None:
    given = {"kind-buying": "not_now", "door": "ajar"}
    start(rig)
    rig.ana.fill({name: value for name, value in given.items() if name != field})
    assert set(rig.ana.submit().errors) == {field}

    rig.ana.fill({field: given[field]})
    rig.ana.submit()
    answer = rig.ana.send_raw(without(rig.heard[-1], field)).json
    assert set(answer["errors"]) == {field}


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


def test_back_keeps_what_was_typed_on_every_screen(rig: Rig) -> None:
    to_look(rig, "no_value", words="Too dear.")
    typed = {"would_take": "A quarter less", "callback_on": "2027-02-03", "lesson": "Ask sooner"}
    rig.ana.fill(typed | {"better_terms": "no", "worth": "even"})
    rig.ana.press(BACK)
    assert values_on(rig.ana.view) == {"kind": "no_value", "door": "ajar"}
    rig.ana.fill({"door": "open"})
    rig.ana.press(BACK)
    first = values_on(rig.ana.view)
    assert first == {
        "prospect": "Dana Reyes, Acme",
        "stage": "buying",
        "asked_why": "told",
        "words": "Too dear.",
    }
    rig.ana.submit()
    assert values_on(rig.ana.view) == {"kind": "no_value", "door": "open"}
    rig.ana.submit()
    kept = values_on(rig.ana.view)
    assert {name: kept[name] for name in typed} == typed
    assert (kept["better_terms"], kept["worth"]) == ("no", "even")


def test_back_over_another_stage_keeps_only_a_kind_that_is_heard_there(rig: Rig) -> None:
    start(rig)
    rig.ana.fill({"kind-buying": "never_asked", "door": "ajar"})
    rig.ana.press(BACK)
    rig.ana.fill({"stage": "first"})
    rig.ana.submit()
    assert values_on(rig.ana.view) == {"kind": None, "door": "ajar"}


@pytest.mark.parametrize(
    ("kind", "field", "bad", "good"),
    [
        ("not_now", "callback_on", "2026-11-01", "2026-11-02"),
        ("not_now", "callback_on", "2028-11-03", "2028-11-02"),
        ("content", "contract_end", "2026-11-01", "2026-11-02"),
        ("content", "contract_end", "2032-11-03", "2032-11-02"),
        ("chose_competitor", "contract_end", "2032-11-03", "2032-11-02"),
        ("no_budget", "budget_on", "2026-11-01", "2026-11-02"),
        ("no_budget", "budget_on", "2032-11-03", "2032-11-02"),
    ],
)
def test_a_bad_date_is_refused_at_its_own_field_and_nothing_is_lost(
    rig: Rig, kind: str, field: str, bad: str, good: str
) -> None:
    to_look(rig, kind)
    rig.ana.fill({"lesson": "Ask sooner", field: bad})
    refused = rig.ana.submit()
    assert set(refused.errors) == {field}
    assert rig.deals() == []
    assert values_on(rig.ana.view)["lesson"] == "Ask sooner"
    rig.ana.fill({field: good})
    assert rig.ana.submit().action == "updated"
    assert rig.deals()[0].answers.lesson == "Ask sooner"


def test_two_bad_dates_are_refused_at_both_fields(rig: Rig) -> None:
    to_look(rig, "no_budget")
    rig.ana.fill({"budget_on": "2020-01-01", "callback_on": "2040-01-01"})
    assert set(rig.ana.submit().errors) == {"budget_on", "callback_on"}


def test_today_is_the_reps_own_day(make_rig: Any) -> None:
    """Ten in the evening in New York on the 1st is the 2nd in Lisbon."""
    from datetime import UTC, datetime

    rig = make_rig(now=datetime(2026, 11, 2, 3, 0, tzinfo=UTC))
    rig.debrief(rig.sam, callback_on="2026-11-01")
    to_look(rig)
    rig.ana.fill({"callback_on": "2026-11-01"})
    assert set(rig.ana.submit().errors) == {"callback_on"}


def test_unknown_is_refused_at_its_field_when_they_told_why(rig: Rig) -> None:
    start(rig)
    rig.ana.fill({"kind-buying": "unknown", "door": "ajar"})
    assert set(rig.ana.submit().errors) == {"kind-buying"}
    rig.ana.fill({"kind-buying": "no_value"})
    assert rig.ana.submit().action == "updated"


@pytest.mark.parametrize("asked", ["dodged", "not_yet"])
def test_unknown_stands_when_they_did_not_say_why(rig: Rig, asked: str) -> None:
    assert rig.debrief(rig.ana, kind="unknown", asked_why=asked).plan.verdict == "ask_why"


@pytest.mark.parametrize("text", ["help", " HELP ", "Help"])
def test_help_is_told_to_the_asker_alone(rig: Rig, text: str) -> None:
    rig.ana.command("/gotano", text, channel="C0LESSONS")
    assert rig.ana.view is None
    (said,) = rig.ana.messages("C0LESSONS")
    assert said["ephemeral"]
    assert rig.sam.messages("C0LESSONS") == []


@pytest.mark.parametrize(
    ("text", "prospect"),
    [
        ("", None),
        ("new help", "help"),
        ("new new", "new"),
        ("NEW  Dana", "Dana"),
        ("  Dana Reyes, Acme ", "Dana Reyes, Acme"),
        ("newton", "newton"),
        ("help services, Acme", "help services, Acme"),
    ],
)
def test_the_command_fills_in_the_prospect(rig: Rig, text: str, prospect: str | None) -> None:
    rig.ana.command("/gotano", text)
    assert values_on(rig.ana.view)["prospect"] == prospect
    assert told(rig.ana) == []


def test_a_name_of_3000_characters_is_cut_and_goes_all_the_way(rig: Rig) -> None:
    deal = rig.debrief(rig.ana, "N" * 3000)
    assert 100 < len(deal.prospect) < 3000
    rig.ana.submit()
    rig.jump()
    assert "N" * 50 in words_on(rig.ana.messages()[-1])


def test_answers_of_3000_characters_go_all_the_way(rig: Rig) -> None:
    long = "A long and honest answer. " * 120
    deal = rig.debrief(rig.ana, words=long[:3000], condition=long[:3000], lesson=long[:3000])
    assert deal.answers.words == long[:3000].strip()
    rig.ana.submit()
    rig.jump()
    assert rig.export()[0]["nudges_sent"] == 1


NASTY = [
    "<!channel> & Co",
    "*bold* _it_ ~st~ `c`",
    "😀 Ltd 🏳️‍🌈",
    "<@U0SAM>",
    "{name} {0} %s",
    '"quo\'te"\\',
    "=1+1",
    ":tada:",
]


@pytest.mark.parametrize("name", NASTY)
def test_a_prospect_may_be_called_anything_and_nothing_in_it_acts(rig: Rig, name: str) -> None:
    rig.ana.command("/gotano")
    rig.ana.fill({"prospect": name, "stage": "buying", "asked_why": "told", "words": name})
    rig.ana.submit()
    rig.ana.fill({"kind-buying": "not_now", "door": "ajar"})
    rig.ana.submit()
    rig.ana.fill({"lesson": name})
    rig.ana.submit()
    assert rig.deals()[0].prospect == name
    rig.ana.submit()
    rig.jump()
    rig.ana.open_home()
    assert rig.ana.home is not None
    for surface in (*rig.ana.messages(), rig.ana.home):
        assert name in words_on(surface)
        assert not any(mrkdwn_with(surface, name))


def mrkdwn_with(part: Any, name: str) -> Any:
    """Texts in which Slack would read markup, and which hold the name."""
    if isinstance(part, list):
        for one in part:
            yield from mrkdwn_with(one, name)
    elif isinstance(part, dict):
        if part.get("type") == "mrkdwn" and name in part.get("text", ""):
            yield part["text"]
        for one in part.values():
            yield from mrkdwn_with(one, name)
