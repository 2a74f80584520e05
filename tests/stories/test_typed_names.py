"""What reps type after the command and as a prospect: signs, commands, mentions, and what nobody can see."""

import pytest

from coaching.checks import Wrong
from prompts.debrief_context import NEW_PROSPECT
from prompts.debrief_modal import PROSPECT_LIMIT, Screen
from prompts.settings_modal import SETTINGS
from tests.rig import Rig
from tests.stories.prospects import asked, finish, name
from tests.stories.scenes import card, lost, rows, told, values_on, words_on

ROUND, HANGUL, BRAILLE, SOFT = "\u200b", "\u3164", "\u2800", "\u00ad"
LEFT, MARKS = "\u202e", "\u202a\u202e\u2066\u2069\u200e\u200f"


@pytest.mark.parametrize(
    "typed",
    ["“help”", "help.", "Help!", "HELP?", "'help'", "/gotano help", "/help", "?", "*help*", "help\u200b"],
)
def test_help_is_help_whatever_signs_stand_around_it(some_rig: Rig, typed: str) -> None:
    some_rig.ana.command("/gotano", typed)
    assert told(some_rig.ana) == [some_rig.playbook.words.say("help.text")]
    assert some_rig.ana.view is None


@pytest.mark.parametrize("typed", ['"list"', "list.", "/gotano list", "/GOTANO  “List”"])
def test_list_is_list_too(some_rig: Rig, typed: str) -> None:
    some_rig.ana.command("/gotano", typed)
    assert told(some_rig.ana) == [some_rig.playbook.words.say("list.empty")]


def test_settings_are_settings_too(some_rig: Rig) -> None:
    some_rig.ana.command("/gotano", "settings,")
    assert some_rig.ana.view is not None
    assert some_rig.ana.view["callback_id"] == SETTINGS


@pytest.mark.parametrize(
    ("typed", "prospect"),
    [
        ("/gotano Acme", "Acme"),
        ("/gotano /gotano new Acme", "Acme"),
        ("/gotano", None),
        ("/gotanos", "/gotanos"),
        ("new “help”", "“help”"),
        ("Help Scout", "Help Scout"),
        ("<https://acme.example|acme.example>", "acme.example"),
        ("R&amp;D at Acme", "R&D at Acme"),
        ("Dana\n\tReyes,   Acme", "Dana Reyes, Acme"),
        (f"{LEFT}emcA{MARKS} Ltd", "emcA Ltd"),
        (f"Ac{SOFT}me", f"Ac{SOFT}me"),
        (f"{HANGUL}{BRAILLE}", None),
        ("<@U0DANA|dana> at <#C1|acme>", "@dana at #acme"),
    ],
)
def test_a_name_is_taken_as_it_is_meant(some_rig: Rig, typed: str, prospect: str | None) -> None:
    some_rig.ana.command("/gotano", typed)
    assert values_on(some_rig.ana.view)["prospect"] == prospect
    assert told(some_rig.ana) == []


@pytest.mark.parametrize("typed", ["<@U0SAM|sam.reed>", "<@U0SAM>", "new <@U0SAM|sam.reed>"])
def test_somebody_mentioned_is_called_by_their_display_name(some_rig: Rig, typed: str) -> None:
    some_rig.ana.command("/gotano", typed)
    assert values_on(some_rig.ana.view)["prospect"] == "Sam"
    methods = [call.method for call in some_rig.slack.calls]
    assert methods.index("views.open") < methods.index("users.info"), "the modal does not wait for the name"
    some_rig.ana.fill({"stage": "buying", "asked_why": "told"})
    assert some_rig.ana.submit().action == "updated"
    finish(some_rig)
    assert some_rig.deals()[0].prospect == "Sam"


@pytest.mark.refused
def test_somebody_whom_slack_does_not_know_is_called_as_the_command_said(some_rig: Rig) -> None:
    some_rig.ana.command("/gotano", "<@U0NOBODY|dana>")
    assert values_on(some_rig.ana.view)["prospect"] == "dana"


@pytest.mark.parametrize(
    "unseen", [ROUND, SOFT, BRAILLE, HANGUL, "\u115f\u1160", "\uffa0", "\ufe0f", MARKS, f" {BRAILLE} "]
)
def test_a_prospect_that_nobody_can_see_is_refused_at_its_field(some_rig: Rig, unseen: str) -> None:
    some_rig.ana.command("/gotano")
    some_rig.ana.fill({"prospect": unseen, "stage": "buying", "asked_why": "told"})
    before = rows(some_rig)
    refused = some_rig.ana.submit()
    assert refused.errors == {"prospect": some_rig.playbook.words.say(f"wrong.{Wrong.BLANK}")}
    assert rows(some_rig) == before


@pytest.mark.parametrize(
    "typed",
    [
        f"Dana{ROUND} Reyes, Acme",
        f"Da{SOFT}na Reyes, Ac{HANGUL}me",
        f"{LEFT}Dana Reyes, Acme",
        "Dana\u00a0Reyes, Acme",
    ],
)
def test_what_is_not_seen_makes_no_other_prospect(some_rig: Rig, typed: str) -> None:
    lost(some_rig)
    name(some_rig, typed)
    assert asked(some_rig) is None
    finish(some_rig)
    assert len(some_rig.deals()) == 1


def test_what_is_not_seen_does_not_hide_a_likeness(some_rig: Rig) -> None:
    lost(some_rig)
    name(some_rig, f"Dana R{ROUND}e{ROUND}ys, Ac{SOFT}me Inc.")
    assert asked(some_rig) == [str(some_rig.deals()[0].id), NEW_PROSPECT]


@pytest.mark.parametrize(
    ("length", "says_so"), [(PROSPECT_LIMIT, False), (PROSPECT_LIMIT + 1, True), (500, True)]
)
def test_a_long_name_is_cut_and_the_screen_says_so(some_rig: Rig, length: int, says_so: bool) -> None:
    some_rig.ana.command("/gotano", "N" * length)
    assert values_on(some_rig.ana.view)["prospect"] == "N" * PROSPECT_LIMIT
    assert (some_rig.playbook.words.say("draft.name_cut") in words_on(some_rig.ana.view)) is says_so


def test_a_long_name_with_everything_in_it_becomes_one_clean_line(some_rig: Rig) -> None:
    some_rig.ana.command("/gotano", f"Dana\n{LEFT}Reyes{HANGUL}\u200f, " + "Acme " * 100)
    shown = values_on(some_rig.ana.view)["prospect"]
    assert shown.startswith(f"Dana Reyes{HANGUL}, Acme Acme")
    assert len(shown) <= PROSPECT_LIMIT
    some_rig.ana.fill({"stage": "buying", "asked_why": "told"})
    some_rig.ana.submit()
    finish(some_rig)
    assert some_rig.deals()[0].prospect == shown


def test_a_long_name_left_half_way_is_gone_on_with(some_rig: Rig) -> None:
    name(some_rig, "N" * 300)
    some_rig.ana.close()
    some_rig.ana.command("/gotano", "N" * 300)
    assert some_rig.ana.view is not None
    assert some_rig.ana.view["callback_id"] == Screen.WHY


def test_a_name_that_runs_from_right_to_left_does_not_turn_the_words_around_it(some_rig: Rig) -> None:
    some_rig.debrief(some_rig.ana, "דנה 2 (אקמי)")
    text = card(some_rig.ana, some_rig.deals()[0])["text"]
    assert "\u2068דנה 2 (אקמי)\u2069" in text
    assert some_rig.deals()[0].prospect == "דנה 2 (אקמי)", "what is stored is what was typed"
