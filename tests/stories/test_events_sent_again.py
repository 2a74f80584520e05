"""An event that comes while the database is away is not taken: Slack sends it again, and it is done then, once."""

import pytest

from playground import Fault
from storage.owner import EVERYBODY, Owner
from storage.tables import WorkspaceRow
from storage.teams import belongs, count_in
from tests.rig import TEAM, Rig
from tests.stories.own_settings import due, lost, rep
from tests.stories.scenes import rows
from tests.stories.sent_again import JSON, deliver, payload_of
from tests.stories.test_database_away import hasty_rig, locked

__all__ = ["hasty_rig"]

pytestmark = pytest.mark.trouble
NO = "From: Dana Reyes\n\nThere is simply no budget left this year, so it is a no from us."


def said(rig: Rig, text: str, event_id: str = "Ev1") -> JSON:
    """A message in the DM that was opened, not delivered yet."""
    channel = rig.client.conversations_open(users=["U0ANA"])["channel"]["id"]
    event = {"type": "message", "channel_type": "im", "channel": channel, "user": "U0ANA", "ts": "1.1"}
    return payload_of(rig, event | {"text": text}, event_id)


def moved(rig: Rig, zone: str, event_id: str) -> JSON:
    user = {"id": "U0ANA", "team_id": TEAM, "tz": zone, "deleted": False}
    return payload_of(rig, {"type": "user_change", "user": user}, event_id)


def uninstalled(rig: Rig) -> list[bool]:
    with rig.db.read(EVERYBODY) as session:
        return [row.uninstalled_at is not None for row in session.query(WorkspaceRow)]


@pytest.mark.parametrize("text", [NO, "hello"], ids=["a rejection", "anything else"])
def test_a_message_is_answered_when_it_comes_again_and_once(hasty_rig: Rig, text: str) -> None:
    rig = hasty_rig
    payload = said(rig, text)
    with locked(rig):
        refused = deliver(rig, payload)
    assert refused.status == 503
    assert rig.ana.messages() == []
    for retry in (1, 2):
        assert deliver(rig, payload, retry).status == 200
        assert len(rig.ana.messages()) == 1
    assert rows(rig)["drafts"] == (text == NO)


def test_news_of_an_uninstall_counts_when_it_comes_again(hasty_rig: Rig) -> None:
    rig = hasty_rig
    payload = payload_of(rig, {"type": "app_uninstalled"}, "Ev1")
    with locked(rig):
        assert deliver(rig, payload).status == 503
    assert uninstalled(rig) == [False]
    for retry in (1, 2):
        assert deliver(rig, payload, retry).status == 200
        assert uninstalled(rig) == [True]


def test_a_changed_profile_is_learnt_when_it_comes_again(hasty_rig: Rig) -> None:
    rig = hasty_rig
    lost(rig)
    rig.clock.move(minutes=5)
    payload = moved(rig, "Asia/Kolkata", "Ev1")
    with locked(rig):
        assert deliver(rig, payload).status == 503
    assert rep(rig).zone.key == "Europe/Lisbon"
    assert deliver(rig, payload, 1).status == 200
    assert (rep(rig).zone.key, due(rig)) == ("Asia/Kolkata", "2026-12-10 09:30")


def test_a_changed_profile_that_was_overtaken_by_the_next_changes_nothing(hasty_rig: Rig) -> None:
    rig = hasty_rig
    lost(rig)
    rig.clock.move(minutes=5)
    first = moved(rig, "Asia/Kolkata", "Ev1")
    with locked(rig):
        assert deliver(rig, first).status == 503
    rig.clock.move(seconds=30)
    assert deliver(rig, moved(rig, "America/New_York", "Ev2")).status == 200
    assert deliver(rig, first, 2).status == 200
    assert rep(rig).zone.key == "America/New_York"


def test_that_somebody_is_a_guest_now_is_learnt_however_late(hasty_rig: Rig) -> None:
    """Guests are in no team's numbers; that their zone was heard of meanwhile changes nothing in that."""
    rig, ana = hasty_rig, Owner(TEAM, "U0ANA")
    lost(rig)
    with rig.db.write(ana) as session:
        count_in(session, ana, None, rig.clock.now())
    rig.clock.move(minutes=5)
    user = {"id": "U0ANA", "team_id": TEAM, "tz": "Asia/Kolkata", "is_restricted": True}
    guest = payload_of(rig, {"type": "user_change", "user": user}, "Ev1")
    with locked(rig):
        assert deliver(rig, guest).status == 503
    rig.clock.move(seconds=30)
    assert deliver(rig, moved(rig, "America/New_York", "Ev2")).status == 200
    assert deliver(rig, guest, 2).status == 200
    assert rep(rig).zone.key == "America/New_York"
    with rig.db.read(ana) as session:
        assert belongs(session, ana) is None


def test_what_slack_will_not_send_again_is_no_error_to_it(hasty_rig: Rig) -> None:
    """It cuts off an app that answers nearly all of an hour's events with errors."""
    rig = hasty_rig
    payload = said(rig, NO)
    with locked(rig):
        statuses = [deliver(rig, payload, retry).status for retry in range(4)]
    assert statuses == [503, 503, 503, 200]


def test_an_event_about_nobody_here_is_taken_while_the_database_is_locked(hasty_rig: Rig) -> None:
    """Slack tells of everybody in the workspace."""
    rig = hasty_rig
    user = {"id": "U0SAM", "team_id": TEAM, "tz": "Asia/Kolkata"}
    with locked(rig):
        assert deliver(rig, payload_of(rig, {"type": "user_change", "user": user}, "Ev1")).status == 200


@pytest.mark.refused
def test_what_was_stored_is_not_asked_for_again(hasty_rig: Rig) -> None:
    """The offer is kept; that Slack does not take the message about it is no reason to send the event again."""
    rig = hasty_rig
    payload = said(rig, NO)
    rig.slack.faults.add("chat.postMessage", Fault(error="internal_error"))
    assert deliver(rig, payload).status == 200
    assert rows(rig)["drafts"] == 1
