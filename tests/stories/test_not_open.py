"""The bot is open to a few: everybody else is told so kindly, and nothing of them is stored."""

import pytest

from handlers.listeners.debrief_entry import DEBRIEF, GOT_A_NO
from playground import Fault
from prompts.home import CLOSED
from prompts.home import DEBRIEF as HOME_BUTTON
from tests.conftest import MakeRig
from tests.rig import Rig
from tests.stories.scenes import actions_on, lost, rows, told, words_on

ONLY_ANA = {"GOTANO_ALLOWED_USERS": "U0ANA", "GOTANO_SUPPORT_EMAIL": "help@example.com"}


@pytest.fixture
def closed(make_rig: MakeRig, each_url: str) -> Rig:
    return make_rig(database_url=each_url, environ=ONLY_ANA)


def kindly(rig: Rig) -> str:
    return rig.playbook.words.say("access.not_open")


@pytest.mark.parametrize("text", ["", "Dana Reyes, Acme", "list", "help", "settings", "export"])
def test_a_command_is_answered_in_one_sentence(closed: Rig, text: str) -> None:
    before = rows(closed)
    answer = closed.sam.command("/gotano", text)
    assert answer.json["text"] == kindly(closed), "in the answer itself, which waits for no call to Slack"
    assert told(closed.sam) == [kindly(closed)]
    assert closed.sam.view is None
    assert rows(closed) == before


def test_the_shortcuts_say_it_where_they_were_pressed(closed: Rig) -> None:
    before = rows(closed)
    closed.sam.shortcut(DEBRIEF)
    assert kindly(closed) in words_on(closed.sam.view)
    closed.sam.close()
    closed.slack.invite("C0LESSONS")
    closed.sam.say("We went with somebody else", "C0LESSONS")
    closed.sam.shortcut(GOT_A_NO, closed.sam.messages("C0LESSONS")[-1])
    said = closed.sam.messages("C0LESSONS")[-1]
    assert (said["text"], said["ephemeral"]) == (kindly(closed), True)
    assert closed.sam.view is None
    assert rows(closed) == before


@pytest.mark.in_time
@pytest.mark.trouble
def test_a_slack_that_is_slow_to_tell_them_is_not_waited_for_before_the_answer(closed: Rig) -> None:
    closed.slack.faults.add("views.open", Fault(delay=4))
    assert closed.sam.shortcut(DEBRIEF).ok
    assert [call.method for call in closed.slack.calls] == ["views.open"]


def test_home_says_it_with_where_somebody_answers_and_is_drawn_once(closed: Rig) -> None:
    before = rows(closed)
    closed.sam.open_home()
    closed.sam.open_home()
    assert closed.sam.home is not None
    assert closed.sam.home["callback_id"] == CLOSED
    assert kindly(closed) in words_on(closed.sam.home)
    assert "help@example.com" in words_on(closed.sam.home)
    assert len([call for call in closed.slack.calls if call.method == "views.publish"]) == 1
    assert rows(closed) == before


def test_whoever_is_listed_notices_nothing(closed: Rig) -> None:
    lost(closed)
    closed.ana.open_home()
    assert HOME_BUTTON in actions_on(closed.ana.home or {})
    assert len(closed.deals()) == 1


@pytest.mark.trouble
def test_who_is_taken_off_the_list_gets_no_nudge_until_they_are_on_it_again(
    make_rig: MakeRig, each_url: str
) -> None:
    rig = make_rig(database_url=each_url)
    lost(rig, who=rig.sam)
    off = make_rig(database_url=each_url, environ=ONLY_ANA, now=rig.clock.now())
    off.jump()
    assert off.sam.messages() == []
    assert {row["nudge_failure"] for row in off.export()} == {"not_open"}
    again = make_rig(database_url=each_url, now=off.clock.now())
    again.sweep()
    assert [(row["nudge_failure"], row["nudges_sent"]) for row in again.export()] == [(None, 1)]
    assert again.sam.messages()


def test_home_comes_back_for_whoever_is_listed_again(make_rig: MakeRig, each_url: str) -> None:
    rig = make_rig(database_url=each_url)
    lost(rig, who=rig.sam)
    rig.sam.open_home()
    allowed = rig.services.may_use
    object.__setattr__(rig.services, "may_use", lambda _owner: False)
    rig.sam.open_home()
    assert rig.sam.home is not None
    assert rig.sam.home["callback_id"] == CLOSED
    object.__setattr__(rig.services, "may_use", allowed)
    rig.sam.open_home()
    assert HOME_BUTTON in actions_on(rig.sam.home)
