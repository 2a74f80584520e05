"""A deal of a digest is deleted while Slack does not change the digest: the others keep it, and the name goes later."""

from dataclasses import replace
from datetime import timedelta

import pytest

import handlers.listeners.deal_deletion
from playground import Fault
from tests.rig import Rig
from tests.stories.lost_answers import carried, planned
from tests.stories.scenes import card, delete, rows
from tests.stories.test_deleted_in_the_end import METHODS, REFUSALS, later

pytestmark = pytest.mark.trouble


def in_digest(rig: Rig, count: int = 5) -> None:
    """A digest of the morning, in one message."""
    planned(rig, count)
    rig.jump()
    assert len(carried(rig)) == 1
    assert "Acme" in str(carried(rig))


def deletes(rig: Rig, name: str) -> None:
    delete(rig.ana, card(rig.ana, next(deal for deal in rig.deals() if deal.prospect == name)))


@pytest.mark.parametrize("refused", REFUSALS, ids=repr)
@pytest.mark.parametrize("times", [2, 4], ids=["once", "by the clock as well"])
def test_a_digest_with_other_deals_stays_and_loses_the_deleted_one_later(
    some_rig: Rig, refused: Fault, times: int
) -> None:
    rig = some_rig
    in_digest(rig)
    rig.slack.faults.add("chat.update", replace(refused, times=times))
    deletes(rig, "Acme")
    later(rig)
    (digest,) = carried(rig)
    assert "Birch" in str(digest)
    assert "Acme" not in str(rig.ana.messages())
    assert rows(rig)["leftover_messages"] == 0


def test_a_digest_that_slack_neither_changes_nor_deletes_keeps_the_other_deals(each_rig: Rig) -> None:
    rig = each_rig
    in_digest(rig)
    for method in METHODS:
        rig.slack.faults.add(method, Fault(error="internal_error", times=2))
    deletes(rig, "Acme")
    later(rig)
    (digest,) = carried(rig)
    assert "Birch" in str(digest)
    assert "Acme" not in str(rig.ana.messages())


def test_a_digest_that_the_workspace_lets_nobody_change_any_more_goes_as_a_whole(each_rig: Rig) -> None:
    rig = each_rig
    in_digest(rig)
    rig.slack.decide(edit_window=timedelta(0))
    rig.clock.move(minutes=1)
    deletes(rig, "Acme")
    later(rig)
    assert "Acme" not in str(rig.ana.messages())
    assert rows(rig)["leftover_messages"] == 0


def test_a_digest_whose_deals_are_all_deleted_meanwhile_goes(each_rig: Rig) -> None:
    rig = each_rig
    in_digest(rig)
    rig.slack.faults.add("chat.update", Fault(error="internal_error", times=20))
    for deal in rig.deals():
        deletes(rig, deal.prospect)
    assert rig.deals() == []
    later(rig)
    assert carried(rig) == []
    assert rows(rig)["leftover_messages"] == 0


def test_a_process_that_ends_right_after_the_deal_is_gone_leaves_no_name_in_the_digest(
    each_rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig = each_rig
    in_digest(rig)

    def ends(*_args: object) -> None:
        raise SystemExit

    with monkeypatch.context() as ending:
        ending.setattr(handlers.listeners.deal_deletion, "find_deleted", ends)
        deletes(rig, "Acme")
    later(rig)
    (digest,) = carried(rig)
    assert "Birch" in str(digest)
    assert "Acme" not in str(rig.ana.messages())
