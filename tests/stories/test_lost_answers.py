"""Slack took a nudge and its answer was lost: the bot looks before it sends again, and the rep sees each once."""

from datetime import timedelta

import pytest

from bot.metrics import Metrics
from coaching.steps import Step
from handlers.slack.context import Services
from playground import Fault
from storage.records import PENDING, SENT
from tests.rig import Rig
from tests.stories.lost_answers import DROPPED, again, asked_history, carried, carries, lost, nudges, planned

pytestmark = pytest.mark.trouble


BROKEN = Fault(accepted_but_dropped=True, status=500)
LOST = [pytest.param(Fault(accepted_but_dropped=True), id="dropped"), pytest.param(BROKEN, id="500")]


def watched(rig: Rig) -> Metrics:
    metrics = Metrics()
    rig.services = Services(
        rig.db, rig.playbook, rig.clock.now, throttle=rig.services.throttle, metrics=metrics
    )
    return metrics


def counted(metrics: Metrics, name: str) -> float:
    return metrics.registry.get_sample_value(f"gotano_nudges_{name}_total") or 0


def settled_as_seen(rig: Rig) -> None:
    """Each nudge is sent, at the moment and under the ts that Slack gave its message."""
    seen = {public_id: message["ts"] for message in carried(rig) for public_id in carries(message)}
    for row in nudges(rig):
        assert (row.status, row.message_ts) == (SENT, seen[str(row.public_id)])
        assert row.unknown_since is None
        assert row.sent_at is not None
        assert f"{row.sent_at.timestamp():.6f}" == row.message_ts


@pytest.mark.parametrize("fault", LOST)
@pytest.mark.parametrize(("count", "messages"), [(1, 1), (3, 3), (5, 1)])
def test_each_nudge_is_seen_once_and_settled_with_slack_s_own_ts(
    some_rig: Rig, fault: Fault, count: int, messages: int
) -> None:
    """One, three side by side, and a digest of five."""
    rig = some_rig
    planned(rig, count)
    metrics = watched(rig)
    rig.slack.faults.add("chat.postMessage", lost(fault, messages))
    rig.jump()
    assert len(carried(rig)) == messages
    assert [row.status for row in nudges(rig)] == [PENDING] * count
    assert all(row.unknown_since for row in nudges(rig))
    again(rig)
    assert len(carried(rig)) == messages, "not sent again"
    settled_as_seen(rig)
    assert all(row.in_digest == (messages == 1 < count) for row in nudges(rig))
    assert counted(metrics, "found_sent") == count
    assert counted(metrics, "sent") == 0
    reminders = nudges(rig, Step.REMINDER)
    assert [row.status for row in reminders] == [PENDING] * count, "each is followed up once"
    for _ in range(3):
        again(rig)
    assert len(carried(rig)) == messages
    assert len(nudges(rig, Step.REMINDER)) == count


def test_one_lost_among_three_leaves_the_others_alone(rig: Rig) -> None:
    planned(rig, 3)
    rig.slack.faults.add("chat.postMessage", lost(DROPPED))
    rig.jump()
    assert sorted(row.status for row in nudges(rig)) == [PENDING, SENT, SENT]
    again(rig)
    assert [row.status for row in nudges(rig)] == [SENT] * 3
    assert sorted(public_id for m in carried(rig) for public_id in carries(m)) == sorted(
        str(row.public_id) for row in nudges(rig)
    )


def test_what_never_came_is_sent_after_the_look(rig: Rig) -> None:
    """A plain 500 may have been taken or not: here it was not."""
    planned(rig, 1)
    metrics = watched(rig)
    rig.slack.faults.add("chat.postMessage", Fault(status=500))
    rig.jump()
    assert carried(rig) == []
    again(rig)
    assert len(carried(rig)) == 1
    assert len(asked_history(rig)) == 1
    assert (counted(metrics, "sent"), counted(metrics, "found_sent")) == (1, 0)


def test_what_a_message_carries_tells_nothing(rig: Rig) -> None:
    """Other apps can read metadata: opaque ids, and no word, name or number of ours."""
    planned(rig, 5)
    rig.jump()
    planned_alone = rig.debrief(rig.ana, "Farrow", callback_on="2026-12-11")
    rig.ana.close()
    rig.jump()
    kinds = set()
    for message in carried(rig):
        assert set(message["metadata"]) == {"event_type", "event_payload"}
        assert set(message["metadata"]["event_payload"]) == {"nudges"}
        kinds.add(message["metadata"]["event_type"])
        for public_id in carries(message):
            assert len(public_id) == 32
            assert int(public_id, 16)
    assert len(kinds) == 2, "a digest is known from a message of its own"
    assert planned_alone.prospect not in str([message["metadata"] for message in carried(rig)])


def test_the_next_step_counts_from_the_day_it_came_not_from_the_day_it_was_found(rig: Rig) -> None:
    planned(rig, 1)
    rig.slack.faults.add("chat.postMessage", lost(DROPPED))
    rig.slack.faults.add("conversations.history", Fault(status=500, times=3))
    due = rig.jump()
    for _ in range(4):
        rig.clock.move(hours=23)
        rig.sweep()
    (row,) = nudges(rig)
    assert row.sent_at is not None
    assert row.sent_at - due < timedelta(seconds=1)
    assert [later.due_on for later in nudges(rig, Step.REMINDER)] == [due.date() + timedelta(days=7)]
