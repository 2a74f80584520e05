"""Slack's limit on sending, met by a card, a note or a hand-over, is the whole workspace's until it is over."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import update

from playground import Fault
from storage.cards import owe_card
from storage.owner import EVERYBODY
from storage.tables import WeekNoteRow
from storage.workspaces import rest_sending, resting
from tests.conftest import MakeRig
from tests.rig import TEAM, Rig
from tests.storage.made import lose
from tests.stories import team_notes
from tests.stories.handing_over import offered
from tests.stories.scenes import lost, profile_changes
from tests.stories.teams import week_passes
from tests.stories.test_week_note import FRIDAY, a_week

pytestmark = pytest.mark.trouble

TEN_MINUTES = 600


def two_cards(rig: Rig) -> None:
    with rig.db.write(EVERYBODY) as session:
        for name in ("Acme", "Birch"):
            owe_card(session, lose(session, name, now=rig.clock.now()).id, rig.clock.now())


def two_notes_of_the_week(rig: Rig) -> None:
    a_week(rig)
    rig.sam.command("/gotano", "settings")
    rig.sam.fill({"week_note": ["yes"]})
    rig.sam.submit()
    lost(rig, "Elm", rig.sam)
    profile_changes(rig, "America/New_York")
    rig.clock.move_to(FRIDAY + timedelta(hours=5))
    with rig.db.write(EVERYBODY) as session:
        session.execute(update(WeekNoteRow).values(due_at=rig.clock.now(), told_until=None))


def two_messages_about_a_hand_over(rig: Rig) -> None:
    lost(rig, "Acme", callback_on="2027-02-10")
    with rig.db.write(EVERYBODY) as session:
        rest_sending(session, TEAM, rig.clock.now() + timedelta(seconds=1))
    offered(rig)
    rig.clock.move(seconds=1)


def posts(rig: Rig) -> int:
    return [call.method for call in rig.slack.calls].count("chat.postMessage")


@pytest.mark.parametrize("two_due", [two_cards, two_notes_of_the_week, two_messages_about_a_hand_over])
def test_after_a_limit_nothing_more_is_claimed_in_the_workspace_until_it_is_over(
    each_rig: Rig, two_due: Callable[[Rig], None]
) -> None:
    rig = each_rig
    two_due(rig)
    rig.slack.clear_calls()
    began = rig.clock.now()
    rig.slack.faults.add("chat.postMessage", Fault(status=429, retry_after=TEN_MINUTES, times=None))
    for minutes in (0, 3, 9):
        rig.clock.move_to(began + timedelta(minutes=minutes))
        rig.sweep()
        assert posts(rig) == 1
    with rig.db.read(EVERYBODY) as session:
        assert resting(session, rig.clock.now()) == {TEAM: began + timedelta(seconds=TEN_MINUTES)}
    rig.slack.faults.clear()
    rig.clock.move(minutes=3)
    rig.sweep()
    assert posts(rig) == 3


def test_a_team_s_note_rests_its_workspace_and_waits_while_it_does(make_rig: MakeRig, each_url: str) -> None:
    rig = team_notes.noted(make_rig, database_url=each_url)
    week_passes(rig)
    rig.clock.move_to(team_notes.MORNING)
    with rig.db.write(EVERYBODY) as session:
        rest_sending(session, TEAM, rig.clock.now() + timedelta(minutes=2))
    assert team_notes.sweep(rig) == 0
    rig.clock.move(minutes=2)
    rig.slack.faults.add("chat.postMessage", Fault(status=429, retry_after=TEN_MINUTES))
    assert team_notes.sweep(rig) == 1
    with rig.db.read(EVERYBODY) as session:
        assert list(resting(session, rig.clock.now())) == [TEAM]
    rig.clock.move(minutes=11)
    team_notes.sweep(rig)
    assert len(team_notes.notes(rig)) == 1


def test_a_limit_on_looking_is_none_on_sending(each_rig: Rig) -> None:
    rig = each_rig
    rig.slack.faults.add("chat.postMessage", Fault(error="internal_error"))
    rig.debrief(rig.ana)
    rig.slack.faults.add("conversations.history", Fault(status=429, retry_after=TEN_MINUTES))
    rig.clock.move(minutes=2)
    rig.sweep()
    with rig.db.read(EVERYBODY) as session:
        assert resting(session, rig.clock.now()) == {}
    rig.clock.move(minutes=11)
    rig.sweep()
    assert len(rig.ana.messages()) == 1
