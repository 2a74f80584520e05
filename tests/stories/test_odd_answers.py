"""Slack's answers as they should not be: a nudge is neither lost nor sent twice, and nobody waits for a year."""

from datetime import timedelta
from typing import Any

import pytest

from playground import Fault
from storage.owner import EVERYBODY
from storage.records import PENDING, SENT
from storage.tables import NudgeRow, WorkspaceRow
from tests.rig import TEAM, Rig
from tests.stories.odd import Odd, odd

__all__ = ["odd"]

pytestmark = pytest.mark.trouble


def nudge_row(rig: Rig) -> NudgeRow:
    with rig.db.read(EVERYBODY) as session:
        row = session.query(NudgeRow).filter(NudgeRow.step == "nudge").one()
        session.expunge(row)
        return row


def carried(rig: Rig) -> int:
    """How many messages in the DM carry a nudge."""
    return sum(bool(message.get("metadata")) for message in rig.ana.messages())


@pytest.mark.parametrize("body", ["{}", "[]", "null", '{"ok": true}', '{"ok": false}', "<html></html>", ""])
def test_a_reply_that_does_not_tell_is_looked_into_before_the_nudge_is_sent_again(
    some_rig: Rig, odd: Odd, body: str
) -> None:
    rig = some_rig
    rig.debrief(rig.ana, callback_on="2026-12-10")
    rig.ana.close()
    odd.body("chat.postMessage", body)
    rig.jump()
    assert (nudge_row(rig).status, nudge_row(rig).message_ts) == (PENDING, None)
    rig.clock.move(minutes=2)
    rig.sweep()
    row = nudge_row(rig)
    assert (row.status, carried(rig)) == (SENT, 1)
    assert row.message_ts in {message["ts"] for message in rig.ana.messages()}


@pytest.mark.parametrize(
    ("told", "seconds"), [("0", 1), ("31536000", 3600), ("99999999999999", 3600), ("soon", 30)]
)
def test_a_rest_is_neither_none_nor_a_year(some_rig: Rig, told: Any, seconds: int) -> None:
    rig = some_rig
    rig.debrief(rig.ana, callback_on="2026-12-10")
    rig.ana.close()
    rig.slack.faults.add("chat.postMessage", Fault(status=429, retry_after=told))
    at = rig.jump()
    until = at + timedelta(seconds=seconds)
    with rig.db.read(EVERYBODY) as session:
        assert session.get_one(WorkspaceRow, TEAM).sending_rests_until == until
    rig.sweep()
    assert (nudge_row(rig).status, carried(rig)) == (PENDING, 0), "it rests"
    rig.clock.move_to(until)
    rig.sweep()
    assert (nudge_row(rig).status, carried(rig), nudge_row(rig).attempts) == (SENT, 1, 0)


def test_the_other_name_of_a_rate_limit_rests_the_workspace_too(each_rig: Rig) -> None:
    rig = each_rig
    rig.debrief(rig.ana, callback_on="2026-12-10")
    rig.ana.close()
    rig.slack.faults.add("chat.postMessage", Fault(error="rate_limited"))
    at = rig.jump()
    with rig.db.read(EVERYBODY) as session:
        assert session.get_one(WorkspaceRow, TEAM).sending_rests_until == at + timedelta(seconds=30)
    assert nudge_row(rig).attempts == 0
