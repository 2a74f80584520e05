"""The list of a rep's deals, and the help, each told to the one who asked."""

import pytest

from coaching.deal import Reply
from prompts.deal_card import SHOW
from tests.rig import Rig
from tests.stories.cards import happened
from tests.stories.scenes import JSON, lost, words_on


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
    rig.ana.press(SHOW, rig.ana.messages()[-1], buttons[0]["value"])
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
