"""What nobody here listens to, and what cannot be read: 200, one line in the log, and whoever asked is told."""

import logging
from typing import Any

import pytest

import bot.error_handler
from prompts.home import DEBRIEF
from tests.rig import Rig
from tests.stories.scenes import JSON, rows, told, words_on

pytestmark = pytest.mark.trouble


def lines(caplog: pytest.LogCaptureFixture) -> list[Any]:
    """The warnings of payloads, without tracebacks: what is worse fails the test.

    Another warning, of a transaction that waited on a busy machine, say, is not this story's.
    """
    assert [
        record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR or record.exc_info
    ] == []
    return [
        record for record in caplog.records if record.levelno == logging.WARNING and hasattr(record, "kind")
    ]


def test_an_event_that_the_bot_does_not_know_is_answered_and_named(
    some_rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    answer = some_rig.slack.send_event({"type": "team_rename", "name": "Acme"})
    assert answer.status == 200
    [line] = lines(caplog)
    assert line.kind == "event_callback team_rename"


@pytest.mark.parametrize("user", [None, "U0ANA", {}, {"id": 5}, []])
def test_a_profile_that_changed_without_its_user_changes_nothing(
    some_rig: Rig, caplog: pytest.LogCaptureFixture, user: object
) -> None:
    before = rows(some_rig)
    answer = some_rig.slack.send_event({"type": "user_change", "user": user})
    assert answer.status == 200
    some_rig.listeners.idle()
    [line] = lines(caplog)
    assert line.kind == "event_callback user_change"
    assert line.field.startswith("event.user")
    assert rows(some_rig) == before


def with_an_old_button(rig: Rig) -> JSON:
    """A message whose button no listener is for any more."""
    posted = rig.client.chat_postMessage(
        channel=rig.ana.dm,
        text="old",
        blocks=[
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "button",
                        "action_id": "old",
                        "value": "1",
                        "text": {"type": "plain_text", "text": "Old"},
                    }
                ],
            }
        ],
    )
    return next(one for one in rig.ana.messages() if one["ts"] == posted["ts"])


@pytest.mark.refused
def test_a_button_of_an_older_version_says_so(some_rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    message = with_an_old_button(some_rig)
    caplog.clear()
    assert some_rig.ana.press("old", message).status == 200
    assert told(some_rig.ana) == [some_rig.playbook.words.say("wrong.unknown")]
    [line] = lines(caplog)
    assert line.kind == "block_actions old"


@pytest.mark.refused
def test_what_fails_once_the_press_is_answered_is_in_the_log(
    some_rig: Rig, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("nobody was told")

    monkeypatch.setattr(bot.error_handler, "_tell", fails)
    assert some_rig.ana.press("old", with_an_old_button(some_rig)).status == 200
    some_rig.listeners.idle()
    [failed] = [record for record in caplog.records if record.exc_info]
    assert "beside an answer" in failed.getMessage()
    assert "nobody was told" in str(failed.exc_info)


@pytest.mark.refused
def test_a_screen_that_was_closed_meanwhile_is_no_failure(
    each_rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    each_rig.ana.open_home()
    each_rig.ana.press(DEBRIEF, "home")
    each_rig.ana.fill({"prospect": "Acme", "stage": "buying", "asked_why": "told"})
    each_rig.ana.submit()
    each_rig.ana.fill({"kind-buying": "no_response"})
    body = each_rig.heard[-1]
    each_rig.ana.close(all=True)
    caplog.clear()
    again = body | {"trigger_id": each_rig.ana.trigger()}
    assert each_rig.ana.send_raw(again).status == 200
    each_rig.listeners.idle()
    assert lines(caplog) == []
    assert "Acme" in words_on(each_rig.ana.messages()[-1])
