"""Slack tells that a profile changed: whoever it is about is found, and what is no profile changes nothing."""

from typing import Any

import pytest

from playground.transport.event_payload import event_callback
from storage.owner import EVERYBODY
from storage.records import PARKED, PENDING
from storage.tables import NudgeRow
from tests.rig import TEAM, Rig
from tests.stories.own_settings import due, lost, rep
from tests.stories.scenes import profile_changes

ORG = "E0ORG"


def statuses(rig: Rig) -> list[str]:
    with rig.db.read(EVERYBODY) as session:
        return [row.status for row in session.query(NudgeRow).order_by(NudgeRow.id)]


@pytest.mark.parametrize("bad", ["America", 7, [], {}, None, ""], ids=str)
def test_a_field_of_another_type_moves_nothing(some_rig: Rig, bad: Any) -> None:
    rig = some_rig
    lost(rig)
    for field in ("tz", "tz_offset", "deleted", "enterprise_user", "profile"):
        about = {"id": "U0ANA", "team_id": TEAM, "tz": "Europe/Lisbon", field: bad}
        assert rig.slack.send_event({"type": "user_change", "user": about}).status == 200
    assert (rep(rig).zone.key, due(rig)) == ("Europe/Lisbon", "2026-12-10 09:30")


def test_a_person_who_is_deactivated_keeps_their_zone(some_rig: Rig) -> None:
    """Of them Slack tells no zone."""
    rig = some_rig
    lost(rig)
    profile_changes(rig, None, deleted=True)
    assert rep(rig).zone.key == "Europe/Lisbon"


def test_what_a_deactivated_profile_says_of_a_zone_moves_nothing(some_rig: Rig) -> None:
    """Slack documents none there; whatever comes in its place is no move of theirs."""
    lost(some_rig)
    before = due(some_rig)
    gone = {"id": "U0ANA", "team_id": TEAM, "deleted": True, "tz": "Asia/Tokyo", "tz_offset": 32400}
    some_rig.slack.send_event({"type": "user_change", "user": gone})
    some_rig.listeners.idle()
    assert (rep(some_rig).zone.key, due(some_rig)) == ("Europe/Lisbon", before)


@pytest.mark.trouble
def test_a_rep_who_comes_back_gets_what_was_parked(each_rig: Rig) -> None:
    rig = each_rig
    lost(rig)
    rig.ana.deactivate()
    profile_changes(rig, None, deleted=True)
    rig.jump()
    assert statuses(rig) == [PARKED]
    profile_changes(rig, None, deleted=True)
    assert statuses(rig) == [PARKED]
    with rig.slack._ws.lock:
        rig.slack._ws.gone.clear()
    profile_changes(rig, "Europe/Lisbon", deleted=False)
    assert statuses(rig) == [PENDING]
    rig.clock.move(days=1)
    rig.sweep()
    assert len([m for m in rig.ana.messages() if m.get("metadata")]) == 1


@pytest.mark.trouble
def test_a_profile_that_changes_wakes_nothing_that_was_parked_for_another_reason(rig: Rig) -> None:
    lost(rig)
    with rig.db.write(EVERYBODY) as session:
        session.query(NudgeRow).update({"status": PARKED, "failure": "msg_too_long"})
    profile_changes(rig, "Europe/Lisbon", deleted=False)
    assert statuses(rig) == [PARKED]


@pytest.mark.parametrize(
    "named",
    [
        {"team_id": ORG},
        {"team_id": "T0ANOTHER"},
        {"team_id": "T0ANOTHER", "enterprise_user": {"id": "U0ANA", "enterprise_id": ORG, "teams": [TEAM]}},
        {"team_id": None},
        {},
    ],
    ids=str,
)
def test_in_an_organisation_it_is_who_the_event_was_authorised_for(
    some_rig: Rig, named: dict[str, Any]
) -> None:
    rig = some_rig
    lost(rig)
    change(rig, {"id": "U0ANA", "tz": "Asia/Kolkata", **named}, ORG)
    assert (rep(rig).zone.key, due(rig)) == ("Asia/Kolkata", "2026-12-10 09:30")


@pytest.mark.parametrize(
    ("org", "of"),
    [(None, {}), (ORG, {"enterprise_user": {"id": "U0ANA", "enterprise_id": "E0OTHERS"}})],
    ids=str,
)
def test_a_stranger_s_profile_moves_nothing_of_ours(
    some_rig: Rig, org: str | None, of: dict[str, Any]
) -> None:
    rig = some_rig
    lost(rig)
    change(rig, {"id": "U0ANA", "tz": "Asia/Kolkata", "team_id": "T0ANOTHER", **of}, org)
    assert rep(rig).zone.key == "Europe/Lisbon"


def change(rig: Rig, profile: dict[str, Any], org: str | None) -> None:
    """The event as a workspace of that organisation gets it."""
    payload = event_callback(rig.slack._ws, {"type": "user_change", "user": profile})
    payload["authorizations"][0]["enterprise_id"] = org
    assert rig.ana.send_raw(payload | ({"enterprise_id": org} if org else {}), "events_api").ok
