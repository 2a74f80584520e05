"""A process with one token on a database of several workspaces: it sends its own, and leaves the others' alone."""

import pytest
from sqlalchemy import select

from coaching.deal import Reply
from handlers.delivery.retry_policy import NotInstalled
from playground import LocalWorkspace
from storage.hooks import Direction, add_hook
from storage.outbox_state import waiting_rows
from storage.outbox_tables import EventName, OutboxRow, Target
from storage.owner import EVERYBODY, Owner
from storage.records import PENDING, SENT
from storage.secrets import Vault, new_key
from storage.sent_nudges import count_all_due
from storage.tables import DealRow, LeftoverRow, NudgeRow, ReplyRow
from tests.oauth.rig import OTHER, OAuthRig
from tests.rig import ANA, TEAM
from tests.storage.made import record


@pytest.fixture
def other(each_rig: OAuthRig) -> LocalWorkspace:
    """Both are installed, and each has a lost deal."""
    added = each_rig.add()
    for team, who in ((TEAM, each_rig.ana), (OTHER, added.person(ANA.id))):
        each_rig.install(team)
        each_rig.debrief(who)
    return added


def nudges(rig: OAuthRig, team: str) -> list[tuple[str, object, object]]:
    """Each with its state, its claim and why it failed."""
    query = select(NudgeRow.status, NudgeRow.claimed_by, NudgeRow.failure).where(NudgeRow.team == team)
    with rig.db.read(EVERYBODY) as session:
        return [(status, claim, failure) for status, claim, failure in session.execute(query)]


def carried(ws: LocalWorkspace) -> list[str]:
    return [message["text"] for message in ws.person(ANA.id).messages() if message.get("metadata")]


def test_it_sends_only_its_own_and_the_right_bot_goes_on_later(
    each_rig: OAuthRig, other: LocalWorkspace
) -> None:
    rig = each_rig
    rig.restart(SLACK_BOT_TOKEN=other.bot_token)
    rig.slack.clear_calls()
    rig.jump(TEAM)
    assert SENT in {status for status, _, _ in nudges(rig, OTHER)}
    assert set(nudges(rig, TEAM)) == {(PENDING, None, None)}, "neither claimed, nor parked"
    with rig.db.read(EVERYBODY) as session:
        assert count_all_due(session, rig.clock.now()) == 0, "nor counted as late"
    assert {call.team for call in rig.slack.calls if call.method == "chat.postMessage"} == {OTHER}
    rig.restart()
    rig.sweep()
    assert SENT in {status for status, _, _ in nudges(rig, TEAM)}
    assert len(carried(other)) == 1


def test_it_has_no_client_for_another_workspace(each_rig: OAuthRig, other: LocalWorkspace) -> None:
    each_rig.restart(SLACK_BOT_TOKEN=other.bot_token)
    assert each_rig.where.client_for(OTHER).token == other.bot_token
    with pytest.raises(NotInstalled):
        each_rig.where.client_for(TEAM)


def waiting(rig: OAuthRig) -> list[object]:
    """What the clock brings about besides nudges, as it stands in the first workspace."""
    replies = select(ReplyRow.undo_ended_at).join(DealRow, DealRow.id == ReplyRow.deal_id)
    asked = (
        select(DealRow.card_due_at, DealRow.card_attempts).where(DealRow.team == TEAM),
        replies.where(DealRow.team == TEAM),
        select(LeftoverRow.due_at, LeftoverRow.attempts),
        select(OutboxRow.status, OutboxRow.claimed_by, OutboxRow.attempts),
    )
    with rig.db.read(EVERYBODY) as session:
        return [tuple(row) for query in asked for row in session.execute(query)]


def counted_as_waiting(rig: OAuthRig) -> int:
    with rig.db.read(EVERYBODY) as session:
        return waiting_rows(session).count


def test_cards_undos_leftovers_events_and_ends_of_steps_of_others_stay_as_they_are(
    each_rig: OAuthRig, other: LocalWorkspace
) -> None:
    rig, ana, now = each_rig, Owner(TEAM, ANA.id), each_rig.clock.now()
    rig.restart(SLACK_BOT_TOKEN=other.bot_token)
    with rig.db.write(EVERYBODY) as session:
        vault, events = Vault([new_key()]), list(EventName)
        hook, _ = add_hook(session, vault, TEAM, Direction.OUT, now, url="https://crm.example", events=events)
    with rig.db.write(ana) as session:
        deal = session.scalars(select(DealRow)).one()
        deal.card_due_at = now
        record(session, deal.id, ana).add_reply(Reply.NO_ANSWER, now, None)
        session.add(LeftoverRow(team=TEAM, rep=ANA.id, channel="D1", ts="1.2", due_at=now))
        told = {"happened_at": now, "due_at": now, "status": PENDING, "data": {"outputs": {}}}
        session.add(
            OutboxRow(team=TEAM, rep=ANA.id, public_id="p", target=Target.STEP, execution_id="Fx1", **told)
        )
        session.add(OutboxRow(team=TEAM, rep=ANA.id, public_id="q", target=Target.HOOK, hook_id=hook, **told))
    before = waiting(rig)
    rig.clock.move(days=2)
    rig.slack.clear_calls()
    rig.sweep()
    assert waiting(rig) == before
    assert (len(before), counted_as_waiting(rig)) == (5, 0)
    assert {call.team for call in rig.slack.calls} <= {OTHER}
