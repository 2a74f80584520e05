"""A plain message to the bot: a rejection leads to the verdict in two presses, anything else to one short answer."""

from typing import Any

import pytest

from coaching.debrief import Door
from coaching.kinds import Kind
from coaching.plan import Verdict
from prompts.forwarded import KIND
from prompts.home import RESUME, THROW_AWAY
from prompts.quick_screen import DOOR_NOW
from prompts.verdict_screen import VERDICT
from tests.conftest import MakeRig
from tests.rig import Rig
from tests.stories.scenes import actions_on, fields_on, rows, values_on, words_on

MAIL = """From: Dana Reyes <dana@acme.example>
Subject: Re: your offer

Thanks for the demo. There is simply no budget left this year, ask me again in May.
"""
LONG_QUESTION = (
    "Who in this company looks after the bot, and where is it written down how one sets the clock?"
)
"""As long as a mail that somebody pasted, and no mail."""


def said_by_bot(rig: Rig) -> list[dict[str, Any]]:
    return [message for message in rig.ana.messages() if message.get("bot_id")]


def test_a_pasted_mail_leads_to_the_verdict_in_two_presses(some_quick: Rig) -> None:
    some_quick.ana.say(MAIL)
    (offer,) = said_by_bot(some_quick)
    assert "Dana Reyes" in words_on(offer)
    some_quick.ana.press(f"{KIND}_0", offer)
    assert values_on(some_quick.ana.view) == {
        "prospect": "Dana Reyes",
        "words": MAIL.strip(),
        "kind": "no_budget",
        "named": None,
    }
    some_quick.ana.press(f"{DOOR_NOW}_{Door.AJAR}")
    assert (some_quick.ana.view or {})["callback_id"] == VERDICT
    (deal,) = some_quick.deals()
    answers = deal.answers
    assert (deal.prospect, answers.kind, answers.door) == ("Dana Reyes", Kind.NO_BUDGET, Door.AJAR)
    assert (answers.callback_on, answers.asked_why, answers.stage) == (None, None, None)
    assert deal.plan.verdict is Verdict.FOLLOW_UP
    assert not actions_on(said_by_bot(some_quick)[0])


def test_the_day_in_it_is_used_when_it_is_ticked(some_quick: Rig) -> None:
    some_quick.ana.say(MAIL)
    some_quick.ana.press(f"{KIND}_0", said_by_bot(some_quick)[0])
    some_quick.ana.fill({"named-2027-05-01": ["2027-05-01"]})
    some_quick.ana.press(f"{DOOR_NOW}_{Door.OPEN}")
    assert str(some_quick.deals()[0].answers.callback_on) == "2027-05-01"


def test_without_a_name_the_door_says_what_is_missing_and_asks_in_the_usual_way(some_quick: Rig) -> None:
    some_quick.ana.say("There is simply no budget left this year")
    some_quick.ana.press(f"{KIND}_0", said_by_bot(some_quick)[0])
    some_quick.ana.press(f"{DOOR_NOW}_{Door.AJAR}")
    assert some_quick.playbook.words.say("wrong.blank") in words_on(some_quick.ana.view)
    assert "door" in fields_on(some_quick.ana.view)
    some_quick.ana.fill({"prospect": "Dana", "stage": "buying"})
    assert some_quick.ana.submit().action == "updated"
    assert some_quick.deals()[0].answers.door is Door.AJAR


def test_a_lost_deal_told_of_is_offered_a_debrief_with_these_words(some_quick: Rig) -> None:
    some_quick.ana.say("hello, I lost the Acme deal")
    (offer,) = said_by_bot(some_quick)
    some_quick.ana.press(RESUME, offer)
    assert values_on(some_quick.ana.view)["words"] == "hello, I lost the Acme deal"


def test_the_offer_can_be_thrown_away(quick: Rig) -> None:
    quick.ana.say(MAIL)
    quick.ana.press(THROW_AWAY, said_by_bot(quick)[0])
    assert "Dana Reyes" not in words_on(said_by_bot(quick)[0])
    assert not actions_on(said_by_bot(quick)[0])
    assert rows(quick)["drafts"] == 0


def test_anything_else_gets_one_short_answer_in_a_while_and_nothing_of_it_is_kept(some_quick: Rig) -> None:
    before = rows(some_quick)
    for text in ("hello", "help", "thanks", "what can you do?", LONG_QUESTION):
        some_quick.ana.say(text)
    assert [m["text"] for m in said_by_bot(some_quick)] == [some_quick.playbook.words.say("forward.helper")]
    some_quick.clock.move(minutes=25)
    some_quick.ana.say("hello")
    assert len(said_by_bot(some_quick)) == 2
    assert rows(some_quick) | {"seen": 0} == before | {"seen": 0}


def test_an_event_that_comes_twice_is_answered_once(quick: Rig) -> None:
    quick.ana.say(MAIL)
    body = quick.heard[-1]
    assert quick.slack.send_event(body["event"], event_id=body["event_id"]).ok
    quick.listeners.idle()
    assert len(said_by_bot(quick)) == 1
    assert rows(quick)["drafts"] == 1


@pytest.mark.parametrize(
    "odd",
    [
        {"subtype": "message_changed", "user": None},
        {"subtype": "message_deleted"},
        {"bot_id": "B0OTHER"},
        {"channel_type": "channel"},
        {"user_team": "T0ELSEWHERE"},
        {"hidden": True},
    ],
    ids=str,
)
def test_what_is_no_new_message_of_theirs_is_left_alone(some_quick: Rig, odd: dict[str, Any]) -> None:
    some_quick.ana.say("hello")
    some_quick.clock.move(hours=1)
    said = len(said_by_bot(some_quick))
    event = {**some_quick.heard[-1]["event"], **odd}
    assert some_quick.slack.send_event({key: value for key, value in event.items() if value is not None}).ok
    some_quick.listeners.idle()
    assert len(said_by_bot(some_quick)) == said


def test_somebody_whom_the_bot_is_not_open_to_is_told_so_and_nothing_is_kept(make_rig: MakeRig) -> None:
    closed = make_rig(environ={"GOTANO_ALLOWED_USERS": "U0SAM"})
    closed.ana.say(MAIL)
    assert [m["text"] for m in said_by_bot(closed)] == [closed.playbook.words.say("access.not_open")]
    assert rows(closed)["drafts"] == 0


def test_without_the_event_nothing_else_breaks(make_rig: MakeRig) -> None:
    rig = make_rig(quick=True, scopes=("commands", "chat:write", "im:write", "files:write", "users:read"))
    rig.ana.command("/gotano", "Dana")
    rig.ana.fill({"kind-any": "no_value", "door": "ajar"})
    assert rig.ana.submit().action == "updated"
