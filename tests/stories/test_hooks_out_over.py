"""What waits for a receiver is told no more once its hook, its bot, its rep or its deal is gone."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from prompts.deal_card import DELETE
from storage.hooks import remove_hook
from storage.outbox_tables import OutboxRow
from storage.owner import EVERYBODY
from storage.workspaces import mark_uninstalled
from tests.rig import TEAM, Rig
from tests.stories.cards import press
from tests.stories.receivers import Receiver, receiver, told
from tests.stories.scenes import delete_everything, lost

__all__ = ["receiver", "told"]


def removed(rig: Rig, hook_id: int) -> None:
    with rig.db.write(EVERYBODY) as session:
        assert remove_hook(session, hook_id, rig.clock.now())


def uninstalled(rig: Rig, _hook_id: int) -> None:
    with rig.db.write(EVERYBODY) as session:
        mark_uninstalled(session, TEAM, rig.clock.now(), rig.clock.now())


def all_deleted(rig: Rig, _hook_id: int) -> None:
    delete_everything(rig.ana)


def deal_deleted(rig: Rig, _hook_id: int) -> None:
    press(rig, DELETE)


def of_deals(rig: Rig) -> list[int | None]:
    """Of which deals something waits."""
    with rig.db.read(EVERYBODY) as session:
        return list(session.scalars(select(OutboxRow.deal_id).order_by(OutboxRow.id)))


@pytest.mark.trouble
@pytest.mark.parametrize("end", [removed, uninstalled, all_deleted, deal_deleted])
def test_what_waits_is_told_no_more_once_there_is_an_end_to_it(
    told: Rig, receiver: Receiver, end: Callable[[Rig, int], None]
) -> None:
    receiver.answer(500)
    lost(told)
    told.sweep()
    assert len(receiver.took) == 1
    end(told, receiver.hook_id)
    told.clock.move(hours=1)
    told.sweep()
    assert len(receiver.took) == 1


@pytest.mark.trouble
def test_a_deal_that_is_deleted_takes_along_what_waits_and_no_other_s(told: Rig, receiver: Receiver) -> None:
    receiver.answer(500)
    lost(told, "Birch")
    lost(told)
    told.sweep()
    newest, kept = told.deals()
    assert of_deals(told) == [kept.id, newest.id]
    press(told, DELETE)
    assert of_deals(told) == [kept.id]
    told.clock.move(hours=1)
    told.sweep()
    assert len(receiver.took) == 2
    assert receiver.took[0] == receiver.took[1], "the other one again"


def test_that_a_deal_is_deleted_is_no_event(told: Rig, receiver: Receiver) -> None:
    lost(told)
    told.sweep()
    press(told, DELETE)
    told.sweep()
    assert told.deals() == []
    assert receiver.types == ["lost_deal.debriefed"]
