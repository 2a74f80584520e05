"""What the clock posts, changes and takes back one by one: it beats, stops when it is told to, and ends in its turn."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

import handlers.delivery.one_by_one
import storage.lease
from bot.jobs import JOBS, JobContext, never
from coaching.deal import Reply
from handlers.deals.card_post import CARD_GRACE
from playground import Fault
from storage.cards import owe_card
from storage.leftovers import leave
from storage.owner import EVERYBODY
from storage.tables import DealRow, LeftoverRow, ReplyRow
from tests.rig import Rig
from tests.storage.made import ANA, lose, record

THREE = 3
LEFT = {
    "end undos": select(func.count()).where(ReplyRow.undo_ended_at.is_(None)),
    "post owed cards": select(func.count()).where(DealRow.card_ts.is_(None)),
    "take back leftovers": select(func.count()).select_from(LeftoverRow),
}
"""How many a job has still to see to."""
EACH = pytest.mark.parametrize("name", LEFT)
BOUND_BY_A_TURN = pytest.mark.parametrize("name", ["end undos", "take back leftovers"])


def three_due(rig: Rig, name: str) -> None:
    now = rig.clock.now()
    with rig.db.write(EVERYBODY) as session:
        for number in range(THREE):
            deal = lose(session, f"Deal {number}", now=now)
            if name == "end undos":
                record(session, deal.id).add_reply(Reply.NO_ANSWER, now, None)
            elif name == "post owed cards":
                owe_card(session, deal.id, now)
        if name == "take back leftovers":
            leave(session, ANA, [("D0ANA", f"1700000000.00000{number}") for number in range(THREE)], now)
    rig.clock.move(hours=25)


def left(rig: Rig, name: str) -> int:
    with rig.db.read(EVERYBODY) as session:
        return session.scalars(LEFT[name]).one()


def run(rig: Rig, name: str, stopped: Callable[[], bool], beat: Callable[[], None]) -> None:
    job = next(one for one in JOBS if one.name == name)
    job.run(JobContext(rig.services, rig.where, stopped=stopped, beat=beat))


@EACH
@pytest.mark.refused
def test_it_beats_after_each_and_begins_no_more_once_it_is_told_to_stop(each_rig: Rig, name: str) -> None:
    three_due(each_rig, name)
    beats: list[str] = []
    run(each_rig, name, lambda: len(beats) == 1, lambda: beats.append("beat"))
    assert (len(beats), left(each_rig, name)) == (1, THREE - 1)
    each_rig.clock.move(minutes=2)
    run(each_rig, name, never, lambda: beats.append("beat"))
    assert (len(beats), left(each_rig, name)) == (THREE, 0)


@BOUND_BY_A_TURN
@pytest.mark.refused
def test_what_has_no_claims_ends_with_its_turn(rig: Rig, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack may answer each call only after many seconds."""
    moments = [0.0]
    slow = SimpleNamespace(monotonic=lambda: moments[0])
    monkeypatch.setattr(handlers.delivery.one_by_one, "time", slow)
    three_due(rig, name)
    run(rig, name, never, lambda: moments.append(moments.pop() + 11))
    assert left(rig, name) == THREE - 2


@pytest.mark.trouble
def test_a_card_whose_claim_may_have_run_out_is_left_to_whoever_claims_it_next(
    each_rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig = each_rig
    rig.slack.faults.add("chat.postMessage", Fault(error="internal_error"))
    rig.debrief(rig.ana)
    moments = [0.0]
    monkeypatch.setattr(storage.lease, "_elapsed", lambda: moments[0])
    rig.slack.faults.add("conversations.history", Fault(before=lambda: moments.append(moments.pop() + 80)))
    rig.clock.move(seconds=2 * CARD_GRACE.total_seconds())
    rig.sweep()
    assert rig.ana.messages() == []
    rig.clock.move(minutes=2)
    rig.sweep()
    (message,) = rig.ana.messages()
    assert rig.deals()[0].card_ts == message["ts"]
