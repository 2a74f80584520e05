"""A form that Slack lets nobody open any more: whoever asked for it is told, and gets a way to it."""

import json

import pytest

from playground import Fault
from prompts.home import DEBRIEF, RESUME, SETTINGS
from prompts.open_again import OPEN_AGAIN
from tests.rig import Rig
from tests.stories.odd import Odd, odd
from tests.stories.scenes import JSON, actions_on, fields_on, told, values_on, words_on

__all__ = ["odd"]

ONLY_IN_MESSAGES = {
    "ok": False,
    "error": "invalid_arguments",
    "response_metadata": {"messages": ["[ERROR] `trigger_id` expired [json-pointer:/trigger_id]"]},
}
EXPIRED: list[JSON] = [
    {"ok": False, "error": "expired_trigger_id"},
    {"ok": False, "error": "trigger_expired"},
    ONLY_IN_MESSAGES,
]


def offered(rig: Rig) -> JSON:
    (message,) = (m for m in rig.ana.messages() if OPEN_AGAIN in str(m))
    return message


@pytest.mark.parametrize("answer", EXPIRED, ids=["its name", "an older name", "only in the messages"])
def test_a_command_that_was_too_slow_is_told_so(some_rig: Rig, odd: Odd, answer: JSON) -> None:
    rig = some_rig
    odd.refusal("views.open", json.dumps(answer))
    rig.ana.command("/gotano", "Acme")
    assert told(rig.ana) == [rig.playbook.words.say("wrong.too_slow")]


@pytest.mark.trouble
@pytest.mark.parametrize(
    "about",
    [None, {}, [], "trigger_id expired", {"messages": None}, {"messages": "x"}, {"messages": [None, 7]}],
    ids=str,
)
def test_wrong_arguments_of_another_kind_are_a_fault_of_ours(rig: Rig, odd: Odd, about: object) -> None:
    answer = {"ok": False, "error": "invalid_arguments", "response_metadata": about}
    odd.refusal("views.open", json.dumps(answer))
    rig.ana.command("/gotano", "Acme")
    assert told(rig.ana) == [rig.playbook.words.say("wrong.failed")]


@pytest.mark.parametrize("answer", EXPIRED, ids=["its name", "an older name", "only in the messages"])
def test_a_global_shortcut_is_answered_in_the_dm_with_a_button_that_opens_it(
    some_rig: Rig, odd: Odd, answer: JSON
) -> None:
    rig = some_rig
    odd.refusal("views.open", json.dumps(answer))
    rig.ana.shortcut("debrief_a_no")
    assert rig.ana.view is None
    note = offered(rig)
    assert rig.playbook.words.say("late.line") in words_on(note)
    rig.ana.press(OPEN_AGAIN, note)
    assert "prospect" in fields_on(rig.ana.view)
    (message,) = rig.ana.messages()
    assert OPEN_AGAIN not in actions_on(message), "the button goes once it was used"


def test_each_button_of_home_comes_back_as_itself(some_rig: Rig) -> None:
    rig = some_rig
    rig.ana.command("/gotano", "Birch")
    rig.ana.fill({"stage": "buying", "asked_why": "told"})
    rig.ana.submit()
    rig.ana.close()
    rig.ana.open_home()
    for action_id, field in ((DEBRIEF, "prospect"), (SETTINGS, "time"), (RESUME, "kind")):
        rig.slack.faults.add("views.open", Fault(error="expired_trigger_id"))
        rig.ana.press(action_id, "home")
        rig.ana.press(OPEN_AGAIN, offered(rig))
        assert field in fields_on(rig.ana.view), action_id
        if action_id == DEBRIEF:
            assert not values_on(rig.ana.view)["prospect"]
        rig.ana.close()


def test_a_press_that_is_too_slow_again_says_so_and_keeps_its_button(rig: Rig) -> None:
    rig.slack.faults.add("views.open", Fault(error="expired_trigger_id", times=2))
    rig.ana.shortcut("debrief_a_no")
    rig.ana.press(OPEN_AGAIN, offered(rig))
    assert told(rig.ana) == [rig.playbook.words.say("wrong.too_slow")]
    rig.ana.press(OPEN_AGAIN, offered(rig))
    assert "prospect" in fields_on(rig.ana.view)


def test_a_shortcut_delivered_twice_is_answered_once(rig: Rig) -> None:
    rig.slack.faults.add("views.open", Fault(error="expired_trigger_id"))
    rig.ana.shortcut("debrief_a_no")
    rig.ana.send_raw(rig.heard[-1])
    assert offered(rig)
