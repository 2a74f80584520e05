"""On the way through the debrief: its screens, the way back, and where it begins."""

from typing import Any

import pytest

from prompts.debrief_modal import BACK
from tests.rig import Rig
from tests.stories.scenes import told, values_on, words_on
from tests.stories.screens import start, to_look


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
