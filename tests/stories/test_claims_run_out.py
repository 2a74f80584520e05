"""Slack is slow before a message is posted: once its claim may have run out, it is given back, and comes once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

import storage.lease
from bot.manifest import ASKED_SCOPES
from coaching.hand_over import Told
from playground import Fault
from storage.handover_tables import HandOverMessageRow
from storage.owner import EVERYBODY
from storage.tables import WeekNoteRow
from storage.team_note_tables import TeamNoteRow
from tests.conftest import MakeRig
from tests.rig import Rig
from tests.stories import team_notes
from tests.stories.handing_over import messages, offered
from tests.stories.scenes import lost
from tests.stories.teams import week_passes
from tests.stories.test_week_note import FRIDAY, a_week, notes

Slowly = Callable[[Rig, str], None]


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> Slowly:
    """A call that takes longer than a claim may be relied on."""

    def slow(rig: Rig, method: str) -> None:
        moments = [0.0]
        monkeypatch.setattr(storage.lease, "_elapsed", lambda: moments[0])
        rig.slack.faults.add(method, Fault(before=lambda: moments.append(moments.pop() + 80)))

    return slow


def claim_of(rig: Rig, table: Any) -> tuple[timedelta, int]:
    """How long from now the first row is due, and its tries."""
    with rig.db.read(EVERYBODY) as session:
        row = session.scalars(select(table).order_by(table.due_at).limit(1)).one()
        return row.due_at - rig.clock.now(), row.attempts


GIVEN_BACK = (timedelta(), 0)


def test_a_note_of_the_week(make_rig: MakeRig, each_url: str, slowly: Slowly) -> None:
    rig = make_rig(database_url=each_url, scopes=sorted([*ASKED_SCOPES, "dnd:read"]))
    rig.services = replace(rig.services, may=lambda _team, _scope: True)
    a_week(rig)
    rig.clock.move_to(FRIDAY)
    slowly(rig, "dnd.info")
    rig.sweep()
    assert (len(notes(rig)), claim_of(rig, WeekNoteRow)) == (0, GIVEN_BACK)
    rig.sweep()
    assert len(notes(rig)) == 1


def test_a_team_s_note(make_rig: MakeRig, each_url: str, slowly: Slowly) -> None:
    rig = team_notes.noted(make_rig, database_url=each_url)
    week_passes(rig)
    rig.clock.move_to(team_notes.MORNING)
    slowly(rig, "conversations.info")
    team_notes.sweep(rig)
    assert (len(team_notes.notes(rig)), claim_of(rig, TeamNoteRow)) == (0, GIVEN_BACK)
    assert team_notes.row(rig).sending_since is None
    team_notes.sweep(rig)
    assert len(team_notes.notes(rig)) == 1


def test_that_a_team_s_note_has_ended(make_rig: MakeRig, each_url: str, slowly: Slowly) -> None:
    rig = team_notes.noted(make_rig, database_url=each_url)
    rig.slack.archive(team_notes.CHANNEL)
    team_notes.morning_comes(rig)
    before = len(rig.ana.messages())
    slowly(rig, "conversations.open")
    team_notes.sweep(rig)
    assert (len(rig.ana.messages()), claim_of(rig, TeamNoteRow)) == (before, GIVEN_BACK)
    team_notes.sweep(rig)
    assert len(rig.ana.messages()) == before + 1


def test_a_message_about_a_hand_over(make_rig: MakeRig, each_url: str, slowly: Slowly) -> None:
    rig = make_rig(database_url=each_url)
    lost(rig, "Acme", callback_on="2027-02-10")
    slowly(rig, "conversations.open")
    offered(rig, tell=False)
    assert (len(messages(rig.sam, Told.OFFER)), claim_of(rig, HandOverMessageRow)) == (0, GIVEN_BACK)
    rig.sweep()
    assert len(messages(rig.sam, Told.OFFER)) == 1
