"""What was parked wakes when there is hope: the rep is here again, or the token or the bot is a good one."""

import pytest
from sqlalchemy import text

from handlers.deals.rep import unpark_workspace
from handlers.delivery.retry_policy import INSTALLATION_GONE
from handlers.slack.errors import PERSON_GONE
from playground import Fault
from storage.owner import EVERYBODY
from storage.records import PARKED, PENDING, SENT
from storage.tables import NudgeRow
from tests.rig import TEAM, Rig
from tests.stories.parked import PERMANENT, days, parked_for, planned, statuses

pytestmark = pytest.mark.trouble


def carried(rig: Rig) -> list[str]:
    return [message["text"] for message in rig.ana.messages() if message.get("metadata")]


@pytest.mark.parametrize("error", ["channel_not_found", "user_disabled", "account_inactive"])
@pytest.mark.parametrize("how", ["home", "command", "shortcut"])
def test_a_rep_who_is_here_again_gets_what_was_parked(rig: Rig, error: str, how: str) -> None:
    parked_for(rig, error)
    days(rig, 3)
    if how == "home":
        rig.ana.open_home()
    elif how == "command":
        rig.ana.command("/gotano", "Birch")
    else:
        rig.ana.shortcut("debrief_a_no")
    assert statuses(rig) == [PENDING]
    assert rig.deals()[0].next_nudge_at is not None
    days(rig, 1)
    for _ in range(5):
        if carried(rig):
            break
        rig.jump()
    assert len(carried(rig)) == 1
    assert (statuses(rig), rig.deals()[0].parked_for) == ([SENT], None)


def test_somebody_else_s_coming_wakes_nothing_of_the_rep(rig: Rig) -> None:
    parked_for(rig)
    rig.sam.open_home()
    rig.sam.command("/gotano", "Birch")
    assert statuses(rig) == [PARKED]


@pytest.mark.parametrize("error", PERMANENT)
def test_a_start_with_a_good_token_wakes_what_was_not_parked_for_a_rep_who_left(rig: Rig, error: str) -> None:
    parked_for(rig, error)
    unpark_workspace(rig.services, "T0OTHER")
    assert statuses(rig) == [PARKED], "another workspace's token says nothing of this one"
    unpark_workspace(rig.services, TEAM)
    assert statuses(rig) == [PARKED if error in PERSON_GONE else PENDING]
    rig.sweep()
    assert len(carried(rig)) == (error in INSTALLATION_GONE)


def test_what_woke_has_all_its_tries_again(rig: Rig) -> None:
    parked_for(rig, "account_inactive")
    unpark_workspace(rig.services, TEAM)
    rig.slack.faults.add("chat.postMessage", Fault(error="msg_too_long"))
    rig.sweep()
    with rig.db.read(EVERYBODY) as session:
        assert [(row.attempts, row.status) for row in session.query(NudgeRow)] == [(1, PENDING)]


def test_a_reinstalled_bot_s_nudge_comes_in_the_new_conversation(rig: Rig) -> None:
    """The old conversation is not found any more: it is opened anew, and kept."""
    planned(rig, "Acme", "Birch")
    old = rig.ana.dm
    with rig.db.write(EVERYBODY) as session:
        session.execute(text("UPDATE reps SET dm_channel = 'D0LONGGONE'"))
    rig.jump()
    assert len(carried(rig)) == 2
    assert statuses(rig) == [SENT, SENT]
    with rig.db.read(EVERYBODY) as session:
        assert {row.channel for row in session.query(NudgeRow) if row.channel} == {old}
        assert session.execute(text("SELECT dm_channel FROM reps WHERE rep = 'U0ANA'")).scalar_one() == old


def test_a_new_bot_user_s_nudge_comes_in_its_own_conversation(rig: Rig) -> None:
    planned(rig, "Acme")
    old = rig.ana.dm
    rig.slack.uninstall(new_bot_user=True, events=())
    rig.sweep()
    reinstalled(rig)
    unpark_workspace(rig.services, TEAM)
    rig.jump()
    assert rig.ana.dm != old
    assert len(carried(rig)) == 1
    assert statuses(rig) == [SENT]


def reinstalled(rig: Rig) -> None:
    """The same token works again, as an admin's new one in the settings would."""
    ws = rig.slack._ws
    rig.slack._line.installations.preinstall(ws)
