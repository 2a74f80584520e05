"""What is claimed with others waits while these are told: what was taken back meanwhile is told no more."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from storage.deals import delete_deal
from storage.hooks_out import start_hook, stop_hook
from storage.outbox_tables import OutboxRow
from storage.owner import EVERYBODY, Owner
from storage.rep_choices import send_words_along
from tests.rig import ANA, TEAM, Rig
from tests.stories.receivers import Receiver, receiver, told
from tests.stories.scenes import lost
from tests.stories.test_hooks_out_over import all_deleted, removed, uninstalled

__all__ = ["receiver", "told"]

OWNER = Owner(TEAM, ANA.id)


def second_deleted(rig: Rig, _hook_id: int) -> None:
    deal = next(one for one in rig.deals() if one.prospect == "Birch")
    with rig.db.write(OWNER) as session:
        delete_deal(session, OWNER, deal.id)


def switched_off(rig: Rig, hook_id: int) -> None:
    with rig.db.write(EVERYBODY) as session:
        stop_hook(session, hook_id, rig.clock.now())


def after_the_first(rig: Rig, then: Callable[[], None]) -> None:
    """The next sweep's first event is told; then that happens, before the second is."""
    post, first = rig.services.post, iter([True])

    def posts(url: str, headers: Mapping[str, str], body: bytes) -> None:
        post(url, headers, body)
        if next(first, False):
            then()

    rig.services = replace(rig.services, post=posts)


def two(rig: Rig, receiver: Receiver) -> None:
    """Events are to be told, with the prospects' names, of a rep whom the bot knows."""
    lost(rig, "Elm")
    rig.sweep()
    receiver.took.clear()
    with rig.db.write(OWNER) as session:
        send_words_along(session, OWNER, rig.clock.now())
    lost(rig, "Acme")
    lost(rig, "Birch")


@pytest.mark.parametrize("end", [removed, uninstalled, all_deleted, second_deleted, switched_off])
def test_what_was_claimed_is_told_no_more_once_there_is_an_end_to_it(
    told: Rig, receiver: Receiver, end: Callable[[Rig, int], None]
) -> None:
    two(told, receiver)
    after_the_first(told, lambda: end(told, receiver.hook_id))
    told.sweep()
    assert [one["prospect"] for one in receiver.data] == ["Acme"]
    told.clock.move(hours=1)
    told.sweep()
    assert len(receiver.took) == 1


def test_words_that_are_to_go_out_no_more_are_not_in_what_was_claimed_before(
    told: Rig, receiver: Receiver
) -> None:
    two(told, receiver)

    def untick() -> None:
        with told.db.write(OWNER) as session:
            send_words_along(session, OWNER, None)

    after_the_first(told, untick)
    told.sweep()
    assert [one["prospect"] for one in receiver.data] == ["Acme", None]


def test_one_that_is_not_told_since_its_hook_is_off_is_overtaken_by_none_of_its_receiver(
    told: Rig, receiver: Receiver
) -> None:
    """Nor is a try counted: they wait as they did, until the hook is on again."""
    two(told, receiver)
    lost(told, "Copper")
    after_the_first(told, lambda: switched_off(told, receiver.hook_id))
    told.sweep()
    with told.db.read(EVERYBODY) as session:
        rows = session.scalars(select(OutboxRow).order_by(OutboxRow.id)).all()
    assert [(row.status, row.attempts, row.claimed_by) for row in rows[2:]] == [("pending", 0, None)] * 2
    with told.db.write(EVERYBODY) as session:
        start_hook(session, receiver.hook_id)
    told.sweep()
    assert [one["prospect"] for one in receiver.data] == ["Acme", "Birch", "Copper"]


@pytest.mark.trouble
def test_one_that_another_process_has_claimed_since_is_left_to_it(told: Rig, receiver: Receiver) -> None:
    two(told, receiver)

    def claimed_anew() -> None:
        with told.db.write(EVERYBODY) as session:
            session.execute(update(OutboxRow).where(OutboxRow.status == "pending").values(claimed_by="other"))

    after_the_first(told, claimed_anew)
    told.sweep()
    assert [one["prospect"] for one in receiver.data] == ["Acme"]
