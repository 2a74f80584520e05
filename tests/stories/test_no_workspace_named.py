"""A bot of one token: what is signed and names an organisation, but no workspace, is of the token's workspace."""

import copy
from typing import Any

import pytest

from prompts.nudge_buttons import REPLY
from storage.owner import EVERYBODY
from storage.tables import DealRow, RepRow
from tests.rig import TEAM, Rig
from tests.stories.own_settings import lost
from tests.stories.scenes import nudge

ORG = {"id": "E0ORG", "name": "The Org"}
NAMES_NONE: list[dict[str, Any]] = [
    {"is_enterprise_install": True, "user": {"id": "U0ANA"}},
    {"is_enterprise_install": True, "user": {"id": "U0ANA", "team_id": TEAM}},
    {"is_enterprise_install": True, "user": {"id": "U0ANA", "team_id": "E0ORG"}},
    {"is_enterprise_install": False, "user": {"id": "U0ANA"}},
    {"is_enterprise_install": False, "user": {"id": "U0ANA", "team_id": "E0ORG"}},
    {"user": {"id": "U0ANA"}},
]


def owners(rig: Rig) -> set[str]:
    with rig.db.read(EVERYBODY) as session:
        return {row.team for row in session.query(DealRow)} | {row.team for row in session.query(RepRow)}


@pytest.mark.parametrize("named", NAMES_NONE, ids=str)
def test_a_button_pressed_there_is_the_same_rep_s_and_the_same_deal_s(
    some_rig: Rig, named: dict[str, Any]
) -> None:
    rig = some_rig
    lost(rig)
    rig.jump()
    rig.ana.press(f"{REPLY}talking_again", nudge(rig.ana))
    payload = copy.deepcopy(rig.heard[-1])
    rig.clock.move(days=2)
    rig.sweep()
    rig.jump()
    again = nudge(rig.ana)
    pressed = {**payload["actions"][0], "value": _value_on(again, f"{REPLY}talking_again")}
    payload |= {"team": None, "enterprise": ORG, "message": again, "actions": [pressed]} | named
    payload |= {"trigger_id": rig.ana.trigger(), "container": {"message_ts": again["ts"], "type": "message"}}
    before = len(rig.deals()[0].replies)
    assert rig.ana.send_raw(payload).status == 200
    assert len(rig.deals()[0].replies) == before + 1
    assert owners(rig) == {TEAM}


def _value_on(message: dict[str, Any], action_id: str) -> str:
    (value,) = (
        element["value"]
        for block in message["blocks"]
        for element in block.get("elements", [])
        if element.get("action_id") == action_id
    )
    return str(value)


@pytest.mark.parametrize("team", [{"id": "T0OTHER"}, None], ids=["their workspace", "with the person alone"])
def test_a_stranger_who_names_their_own_is_a_stranger(each_rig: Rig, team: dict[str, str] | None) -> None:
    rig = each_rig
    lost(rig)
    rig.ana.command("/gotano", "list")
    shown = len(rig.ana.messages())
    payload = {
        "type": "shortcut",
        "callback_id": "debrief_a_no",
        "trigger_id": rig.ana.trigger(),
        "team": team,
        "user": {"id": "U0ANA", "team_id": "T0OTHER"},
        "enterprise": None,
        "is_enterprise_install": False,
    }
    rig.ana.send_raw(payload)
    assert len(rig.ana.messages()) == shown
    with rig.db.read(EVERYBODY) as session:
        assert {row.team for row in session.query(DealRow)} == {TEAM}
        assert {row.team for row in session.query(RepRow)} == {TEAM, "T0OTHER"}
