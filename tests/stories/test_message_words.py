"""*Got a no* on messages of every shape: their words are what a reader sees, and where there are none, it says so."""

from typing import Any

import pytest

from coaching.debrief import TEXT_LIMIT
from handlers.listeners.debrief_entry import GOT_A_NO
from prompts.debrief_modal import Screen
from tests.rig import Rig
from tests.stories.scenes import JSON, fields_on, values_on, words_on

NO_TEXT = "This content can't be displayed."


def posted(**content: Any) -> JSON:
    """A message in a channel as Slack hands it to a message shortcut."""
    return {"type": "message", "user": "U0SAM", "ts": "1793600000.000100", "channel": "C0LESSONS", **content}


def section(*inline: JSON) -> JSON:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(inline)}]}


def text(words: str) -> JSON:
    return {"type": "text", "text": words}


BY_A_BOT = {
    "type": "section",
    "text": {"type": "mrkdwn", "text": "Mail from <mailto:d@a.example|d@a.example>: R&amp;D says no"},
}
FORWARDED = {
    "is_share": True,
    "fallback": "dana: no",
    "text": "Not before <!date^1^{date}|spring>",
    "author_name": "Dana",
}


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (
            posted(text=NO_TEXT, blocks=[section(text("Not this year, R&D is frozen"))]),
            "Not this year, R&D is frozen",
        ),
        (posted(text=NO_TEXT, blocks=[BY_A_BOT]), "Mail from d@a.example: R&D says no"),
        (posted(text="", attachments=[FORWARDED]), "Not before spring"),
        (posted(text="Look &lt;here&gt;", attachments=[FORWARDED]), "Look <here>\nNot before spring"),
        (
            posted(
                text="see <https://x.example|pricing>, <!here>, <#C1|general>, <!subteam^S1|@team>, <@U2|dana>"
            ),
            "see pricing, @here, #general, @team, @dana",
        ),
    ],
)
def test_their_words_are_what_a_reader_of_the_message_sees(some_rig: Rig, message: JSON, words: str) -> None:
    assert some_rig.ana.shortcut(GOT_A_NO, message).ok
    assert values_on(some_rig.ana.view)["words"] == words
    assert some_rig.playbook.words.say("draft.no_words") not in words_on(some_rig.ana.view)
    some_rig.ana.fill({"prospect": "Acme", "stage": "buying", "asked_why": "told"})
    some_rig.ana.submit()
    some_rig.ana.fill({"kind-buying": "no_budget", "door": "ajar"})
    some_rig.ana.submit()
    assert some_rig.ana.submit().action == "updated"
    assert some_rig.deals()[0].answers.words == words


@pytest.mark.parametrize(
    "message",
    [
        posted(text="", files=[{"id": "F1", "mode": "hosted", "name": "offer.pdf"}]),
        posted(
            text=NO_TEXT, blocks=[{"type": "image", "image_url": "https://x.example/a.png", "alt_text": "a"}]
        ),
        posted(text=NO_TEXT),
        posted(text="\u200b\u2800"),
        posted(),
    ],
)
def test_where_a_message_has_no_words_the_screen_says_so(some_rig: Rig, message: JSON) -> None:
    assert some_rig.ana.shortcut(GOT_A_NO, message).ok
    assert values_on(some_rig.ana.view)["words"] is None
    assert some_rig.playbook.words.say("draft.no_words") in words_on(some_rig.ana.view)


def test_words_of_blocks_are_cut_at_the_same_length_and_it_says_so(each_rig: Rig) -> None:
    long = "&<>" * 1100
    each_rig.ana.shortcut(GOT_A_NO, posted(text=NO_TEXT, blocks=[section(text(long))]))
    assert values_on(each_rig.ana.view)["words"] == long[:TEXT_LIMIT]
    assert each_rig.playbook.words.say("draft.cut") in words_on(each_rig.ana.view)


def test_people_in_a_message_are_called_by_name_once_slack_has_told_it(some_rig: Rig) -> None:
    message = posted(
        text="<@U0SAM>", blocks=[section({"type": "user", "user_id": "U0SAM"}, text(" heard no"))]
    )
    some_rig.ana.shortcut(GOT_A_NO, message)
    assert values_on(some_rig.ana.view)["words"] == "@Sam heard no"
    asked = [call.method for call in some_rig.slack.calls]
    assert asked.index("views.open") < asked.index("users.info"), "the modal does not wait for names"
    some_rig.ana.fill({"prospect": "Acme", "stage": "buying", "asked_why": "told"})
    assert some_rig.ana.submit().action == "updated"
    assert "kind" in fields_on(some_rig.ana.view)


@pytest.mark.refused
def test_a_person_whom_slack_does_not_know_keeps_their_id_and_the_modal_opens(some_rig: Rig) -> None:
    some_rig.ana.shortcut(GOT_A_NO, posted(text="<@U0NOBODY> said no to <@U0SAM>"))
    assert some_rig.ana.view is not None
    assert some_rig.ana.view["callback_id"] == Screen.WHO
    assert "@U0NOBODY said no to" in values_on(some_rig.ana.view)["words"]
