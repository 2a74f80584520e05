"""Slack took a nudge and its answer was lost: the bot looks before it sends again, and the rep sees each once."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.check import check
from bot.manifest import NEEDED_SCOPES
from bot.metrics import Metrics
from coaching.deal import Reply
from coaching.steps import Step
from handlers.slack.context import Services
from playground import Fault
from prompts.digest import ANSWER
from prompts.nudge_message import REPLY
from storage.owner import EVERYBODY
from storage.records import PENDING, SENT
from storage.tables import NudgeRow
from tests.conftest import MakeRig
from tests.rig import Rig
from tests.stories.scenes import JSON, actions_on, nudge, reply, told

pytestmark = pytest.mark.trouble

NAMES = ("Acme", "Birch", "Copperline", "Dune", "Elm")
DROPPED = Fault(accepted_but_dropped=True)
BROKEN = Fault(accepted_but_dropped=True, status=500)
LOST = [pytest.param(Fault(accepted_but_dropped=True), id="dropped"), pytest.param(BROKEN, id="500")]


def lost(fault: Fault, times: int | None = 1) -> Fault:
    return Fault(accepted_but_dropped=True, status=fault.status, times=times)


def planned(rig: Rig, count: int) -> None:
    for name in NAMES[:count]:
        rig.debrief(rig.ana, name, callback_on="2026-12-10")
        rig.ana.close()


def carried(rig: Rig) -> list[JSON]:
    """The messages that carry a nudge, oldest first."""
    return [message for message in rig.ana.messages() if message.get("metadata")]


def carries(message: JSON) -> list[str]:
    return list(message["metadata"]["event_payload"]["nudges"])


def nudges(rig: Rig, step: Step = Step.NUDGE) -> list[NudgeRow]:
    with rig.db.read(EVERYBODY) as session:
        return [row for row in session.query(NudgeRow).order_by(NudgeRow.id) if row.step is step]


def again(rig: Rig, minutes: float = 2) -> None:
    rig.clock.move(minutes=minutes)
    rig.sweep()


def asked_history(rig: Rig) -> list[JSON]:
    return [call.args for call in rig.slack.calls if call.method == "conversations.history"]


def watched(rig: Rig) -> Metrics:
    metrics = Metrics()
    rig.services = Services(
        rig.db, rig.playbook, rig.clock.now, throttle=rig.services.throttle, metrics=metrics
    )
    return metrics


def counted(metrics: Metrics, name: str) -> float:
    return metrics.registry.get_sample_value(f"gotano_nudges_{name}_total") or 0


@pytest.mark.parametrize("fault", LOST)
@pytest.mark.parametrize(("count", "messages"), [(1, 1), (3, 3), (5, 1)])
def test_each_nudge_is_seen_once_and_settled_with_slack_s_own_ts(
    each_rig: Rig, fault: Fault, count: int, messages: int
) -> None:
    """One, three side by side, and a digest of five."""
    rig = each_rig
    planned(rig, count)
    metrics = watched(rig)
    rig.slack.faults.add("chat.postMessage", lost(fault, messages))
    rig.jump()
    assert len(carried(rig)) == messages
    assert [row.status for row in nudges(rig)] == [PENDING] * count
    assert all(row.unknown_since for row in nudges(rig))
    again(rig)
    assert len(carried(rig)) == messages, "not sent again"
    seen = {public_id: message["ts"] for message in carried(rig) for public_id in carries(message)}
    for row in nudges(rig):
        assert (row.status, row.message_ts) == (SENT, seen[str(row.public_id)])
        assert row.unknown_since is None
        assert row.sent_at is not None
        assert f"{row.sent_at.timestamp():.6f}" == row.message_ts
        assert row.in_digest == (messages == 1 < count)
    assert counted(metrics, "found_sent") == count
    assert counted(metrics, "sent") == 0
    reminders = nudges(rig, Step.REMINDER)
    assert [row.status for row in reminders] == [PENDING] * count, "each is followed up once"
    for _ in range(3):
        again(rig)
    assert len(carried(rig)) == messages
    assert len(nudges(rig, Step.REMINDER)) == count


@pytest.mark.parametrize("count", [1, 5])
def test_what_was_found_can_be_answered(rig: Rig, count: int) -> None:
    planned(rig, count)
    rig.slack.faults.add("chat.postMessage", lost(DROPPED))
    rig.jump()
    again(rig)
    if count == 1:
        reply(rig.ana, Reply.TALKING_AGAIN)
    else:
        row = next(b for b in nudge(rig.ana)["blocks"] if b.get("accessory", {}).get("action_id") == ANSWER)
        rig.ana.press(ANSWER, nudge(rig.ana), row["accessory"]["value"])
        rig.ana.fill({"reply": Reply.TALKING_AGAIN})
        assert rig.ana.submit().action == "closed"
    assert sum(len(deal.replies) for deal in rig.deals()) == 1


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


def test_a_nudge_is_looked_for_only_when_its_outcome_is_unknown(rig: Rig) -> None:
    planned(rig, 2)
    rig.slack.faults.add("chat.postMessage", Fault(error="msg_too_long"))
    rig.jump()
    again(rig)
    assert len(carried(rig)) == 2
    assert asked_history(rig) == []


def test_without_the_leave_to_look_it_is_sent_again_and_nothing_is_lost(
    make_rig: MakeRig, tmp_path: Path
) -> None:
    """At least once, then; `gotano check` says so."""
    rig = make_rig(scopes=sorted(NEEDED_SCOPES))
    planned(rig, 1)
    rig.slack.faults.add("chat.postMessage", lost(DROPPED))
    rig.jump()
    again(rig)
    assert len(carried(rig)) == 2
    assert carries(carried(rig)[0]) == carries(carried(rig)[1])
    (row,) = nudges(rig)
    assert (row.status, row.message_ts) == (SENT, carried(rig)[1]["ts"])
    assert len(nudges(rig, Step.REMINDER)) == 1
    environ = {
        "SLACK_BOT_TOKEN": rig.slack.bot_token,
        "SLACK_SIGNING_SECRET": "x",
        "SLACK_API_URL": rig.slack.api_url,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'gotano.db'}",
    }
    said = [finding for finding in check(environ) if "at least once" in finding.text]
    assert [("im:history" in one.text, one.fine) for one in said] == [(True, True)]


@pytest.mark.parametrize(
    "trouble",
    [
        Fault(status=429, retry_after=90, times=2),
        Fault(status=500, times=2),
        Fault(error="internal_error", times=2),
        Fault(accepted_but_dropped=True, times=2),
        Fault(error="fatal_error", times=2),
    ],
    ids=["429", "500", "internal_error", "dropped", "fatal_error"],
)
@pytest.mark.parametrize("came", [True, False])
def test_while_slack_does_not_let_it_look_it_waits_and_is_neither_lost_nor_doubled(
    rig: Rig, trouble: Fault, came: bool
) -> None:
    planned(rig, 1)
    rig.slack.faults.add("chat.postMessage", lost(DROPPED) if came else Fault(status=500))
    rig.slack.faults.add("conversations.history", trouble)
    rig.jump()
    again(rig)
    again(rig, 0.5)
    assert len(carried(rig)) == came, "nothing is sent before it could look"
    assert nudges(rig)[0].status == PENDING
    for _ in range(12):
        again(rig, 5)
    assert len(carried(rig)) == 1
    assert nudges(rig)[0].status == SENT
    assert len(nudges(rig, Step.REMINDER)) == 1


def test_a_limit_on_looking_holds_up_nobody_who_need_not_be_looked_for(rig: Rig) -> None:
    """Slack's limit on looking is none on sending."""
    planned(rig, 1)
    rig.debrief(rig.sam, "Elm", callback_on="2026-12-10")
    rig.slack.faults.add("chat.postMessage", lost(DROPPED))
    rig.slack.faults.add("conversations.history", Fault(status=429, retry_after=36_000, times=None))
    rig.jump()
    again(rig)
    rig.clock.move(hours=5)
    rig.sweep()
    assert [
        len(m["metadata"]["event_payload"]["nudges"]) for m in rig.sam.messages() if m.get("metadata")
    ] == [1]


@pytest.mark.parametrize("newer", [0, 199, 200, 450])
def test_it_is_found_behind_pages_of_newer_messages(rig: Rig, newer: int) -> None:
    planned(rig, 1)
    rig.slack.faults.add("chat.postMessage", lost(DROPPED))
    rig.jump()
    rig.clock.move(minutes=1)
    for number in range(newer):
        rig.slack.let_pass(1)
        rig.client.chat_postMessage(channel=rig.ana.dm, text=f"Something else {number}")
    again(rig)
    assert len(carried(rig)) == 1
    assert nudges(rig)[0].status == SENT
    assert len(asked_history(rig)) == (newer + 1) // 200 + 1, "and no page more than needed"


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


@pytest.mark.parametrize("answer", [Reply.TALKING_AGAIN, Reply.LET_GO, Reply.NO_ANSWER])
def test_a_press_before_it_was_settled_is_the_rep_s_answer_all_the_same(rig: Rig, answer: Reply) -> None:
    """The rep sees the message and its buttons: they do not know that the bot does not know yet."""
    planned(rig, 1)
    rig.slack.faults.add("chat.postMessage", lost(DROPPED))
    rig.jump()
    (message,) = carried(rig)
    rig.ana.press(f"{REPLY}{answer}", message)
    assert [one.reply for one in rig.deals()[0].replies] == [answer], told(rig.ana)
    for _ in range(3):
        again(rig, 5)
    assert len(carried(rig)) == 1
    assert [one.reply for one in rig.deals()[0].replies] == [answer]


def test_a_press_before_it_was_settled_can_be_made_again_after(rig: Rig) -> None:
    planned(rig, 1)
    rig.slack.faults.add("chat.postMessage", lost(DROPPED))
    rig.jump()
    before = carried(rig)[0]
    rig.ana.press(f"{REPLY}{Reply.TALKING_AGAIN}", before)
    again(rig)
    if not rig.deals()[0].replies:
        assert f"{REPLY}{Reply.TALKING_AGAIN}" in actions_on(carried(rig)[0])
        reply(rig.ana, Reply.TALKING_AGAIN)
    assert len(rig.deals()[0].replies) == 1


def test_deleting_the_deal_meanwhile_leaves_no_message_with_its_words(rig: Rig) -> None:
    """The message of unknown fate goes with its deal."""
    planned(rig, 1)
    rig.slack.faults.add("chat.postMessage", lost(DROPPED))
    rig.jump()
    card = next(m for m in rig.ana.messages() if m["ts"] == rig.deals()[0].card_ts)
    rig.ana.press("card_delete", card)
    for _ in range(3):
        again(rig, 5)
    assert rig.deals() == []
    assert not any("Acme" in m["text"] for m in rig.ana.messages())


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
