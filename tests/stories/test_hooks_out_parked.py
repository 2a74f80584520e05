"""A receiver that is away for days: what waits for it is parked by name, counted, and told once somebody replays it."""

import pytest

from bot.metrics import Metrics
from handlers.delivery.retry_policy import MOST_HOOK_ATTEMPTS
from handlers.slack.context import Services
from storage.outbox_state import HookState, parked_rows, replay, state_of_hooks
from storage.owner import EVERYBODY
from storage.secrets import Vault, new_key
from tests.bot.samples import read
from tests.rig import Rig
from tests.stories.receivers import Receiver, receiver, told
from tests.stories.scenes import lost

__all__ = ["receiver", "told"]

pytestmark = pytest.mark.trouble


def days_pass(rig: Rig, receiver: Receiver, status: int) -> None:
    """Until it has been tried often enough."""
    for _ in range(MOST_HOOK_ATTEMPTS):
        receiver.answer(status)
    for _ in range(MOST_HOOK_ATTEMPTS):
        rig.sweep()
        rig.clock.move(hours=36)


def parked(rig: Rig) -> dict[tuple[str, str], int]:
    with rig.db.read(EVERYBODY) as session:
        return dict(parked_rows(session))


def test_what_waits_has_the_name_of_its_last_failure_until_it_is_told(told: Rig, receiver: Receiver) -> None:
    lost(told)
    receiver.answer(503)
    told.sweep()
    assert failing(told) == [HookState(1, {"http_503": 1}, {})]
    told.clock.move(hours=1)
    told.sweep()
    assert failing(told) == []


def failing(rig: Rig) -> list[HookState]:
    with rig.db.read(EVERYBODY) as session:
        return list(state_of_hooks(session).values())


def test_all_that_waits_for_it_is_parked_with_what_was_tried_and_told_in_order_after(
    told: Rig, receiver: Receiver
) -> None:
    lost(told)
    lost(told, "Birch")
    days_pass(told, receiver, 503)
    assert parked(told) == {("hook", "http_503"): 2}
    receiver.took.clear()
    receiver.answers.clear()
    with told.db.write(EVERYBODY) as session:
        assert replay(session, receiver.hook_id, told.clock.now()) == 2
    told.sweep()
    assert len(receiver.took) == 2
    assert parked(told) == {}


def test_what_is_wrong_with_one_event_is_parked_alone(told: Rig, receiver: Receiver) -> None:
    lost(told)
    days_pass(told, receiver, 422)
    lost(told, "Birch")
    told.sweep()
    assert parked(told) == {("hook", "http_422"): 1}
    assert receiver.took[-1][0] != receiver.took[0][0]


def test_it_is_counted_what_waits_what_was_told_and_what_failed(told: Rig, receiver: Receiver) -> None:
    metrics, services = Metrics(), told.services
    counting = Services(
        told.db, told.playbook, told.clock.now, metrics=metrics, vault=services.vault, post=services.post
    )
    metrics.look_at(counting)
    lost(told)
    told.clock.move(minutes=5)
    assert read(metrics)["gotano_outbox_waiting", ()] == 1
    assert read(metrics)["gotano_outbox_oldest_seconds", ()] == 300
    receiver.answer(500)
    told.sweep(services=counting)
    told.clock.move(minutes=5)
    told.sweep(services=counting)
    counted = read(metrics)
    assert counted["gotano_outbox_failures_total", ("http_500", "hook")] == 1
    assert counted["gotano_outbox_sent_total", ("hook",)] == 1
    assert counted["gotano_outbox_waiting", ()] == 0


def test_a_secret_that_cannot_be_read_is_the_admins_to_mend_and_nothing_is_parked(
    told: Rig, receiver: Receiver
) -> None:
    lost(told)
    wrong = Services(
        told.db,
        told.playbook,
        told.clock.now,
        vault=Vault([new_key()]),
        post=told.services.post,
    )
    for _ in range(MOST_HOOK_ATTEMPTS + 1):
        told.sweep(services=wrong)
        told.clock.move(hours=36)
    assert (receiver.took, parked(told)) == ([], {})
    told.sweep()
    assert len(receiver.took) == 1
