"""Undo's end, a day later: of one that cannot be taken from its message nobody else hears anything."""

from datetime import timedelta

import pytest
from slack_sdk import WebClient
from sqlalchemy import text

from bot.jobs import never, nothing
from coaching.deal import Reply
from handlers.delivery.undo_expiry import end_undos
from prompts.nudge_message import UNDO
from storage.owner import EVERYBODY, Owner
from storage.secrets import WrongKey
from storage.undo import undos_over
from tests.rig import TEAM, Rig
from tests.storage.made import lose, record
from tests.stories.scenes import actions_on, nudge, nudged, reply

pytestmark = pytest.mark.trouble

OTHER = "T0OTHER"


def a_day_after_an_answer(rig: Rig) -> None:
    """Ana's; and that of somebody in another workspace, the older one of the two."""
    nudged(rig)
    rig.db.serve(None)
    with rig.db.write(EVERYBODY) as session:
        elsewhere = Owner(OTHER, "U0BEA")
        deal = lose(session, "Birch", elsewhere)
        record(session, deal.id, elsewhere).add_reply(Reply.NO_ANSWER, rig.clock.now(), None)
    rig.clock.move(minutes=1)
    reply(rig.ana, Reply.TALKING_AGAIN)
    assert UNDO in actions_on(nudge(rig.ana))
    rig.clock.move(hours=25)


def still_shown(rig: Rig) -> list[str]:
    with rig.db.read(EVERYBODY) as session:
        return [owner.team for owner, _, _ in undos_over(session, rig.clock.now() - timedelta(days=1), {}, 9)]


def test_a_workspace_whose_client_cannot_be_made_holds_up_no_other(each_rig: Rig) -> None:
    rig = each_rig
    a_day_after_an_answer(rig)
    assert still_shown(rig) == [OTHER, TEAM]

    def client_for(team: str) -> WebClient:
        if team == OTHER:
            raise WrongKey
        return rig.client

    assert end_undos(rig.services, client_for, never, nothing) == 2
    assert UNDO not in actions_on(nudge(rig.ana))
    assert still_shown(rig) == [], "nor is it the first at each sweep"


def test_a_deal_that_cannot_be_read_holds_up_no_other(each_rig: Rig) -> None:
    rig = each_rig
    a_day_after_an_answer(rig)
    with rig.db.write(EVERYBODY) as session:
        session.execute(text("UPDATE debriefs SET kind = 'mulberry' WHERE deal_id = 2"))
    end_undos(rig.services, lambda _team: rig.client, never, nothing)
    assert UNDO not in actions_on(nudge(rig.ana))
    assert still_shown(rig) == []
