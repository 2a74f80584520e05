"""A lost deal is deleted while Slack refuses, or the bot is stopped half-way: its messages go, if later."""

import pytest

import handlers.listeners.deal_deletion
from playground import Fault
from storage.deals import delete_deal
from storage.owner import Owner
from tests.rig import ANA, TEAM, Rig
from tests.stories.lost_answers import NAMES, carried, planned
from tests.stories.scenes import card, delete, lost, nudged, rows
from tests.stories.test_withdraw import posted, share

pytestmark = pytest.mark.trouble

METHODS = ("chat.update", "chat.delete")
REFUSALS = [
    Fault(status=429, retry_after=60),
    Fault(status=503),
    Fault(error="internal_error"),
    Fault(accepted_but_dropped=True),
]


def shared(rig: Rig) -> None:
    rig.slack.invite("C0LESSONS")
    lost(rig, lesson="Ask for the no in the first meeting.")
    share(rig)
    assert len(posted(rig)) == 1


def later(rig: Rig) -> None:
    for _ in range(6):
        rig.clock.move(minutes=2)
        rig.sweep()


@pytest.mark.parametrize("refused", REFUSALS, ids=repr)
def test_a_lesson_that_slack_did_not_delete_goes_later(some_rig: Rig, refused: Fault) -> None:
    rig = some_rig
    shared(rig)
    rig.slack.faults.add("chat.delete", refused)
    delete(rig.ana, card(rig.ana, rig.deals()[0]))
    later(rig)
    assert posted(rig) == []
    assert rows(rig)["leftover_messages"] == 0


@pytest.mark.parametrize("error", ["ratelimited", "internal_error"])
def test_a_card_and_nudges_that_slack_neither_changed_nor_deleted_go_later(some_rig: Rig, error: str) -> None:
    rig = some_rig
    nudged(rig)
    for method in METHODS:
        rig.slack.faults.add(method, Fault(error=error, times=2))
    delete(rig.ana, card(rig.ana, rig.deals()[0]))
    assert "Dana" in str(rig.ana.messages())
    later(rig)
    assert "Dana" not in str(rig.ana.messages())
    assert rows(rig)["leftover_messages"] == 0


def test_a_process_that_ends_right_after_the_deal_is_gone_leaves_nothing(
    each_rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig = each_rig
    shared(rig)
    rig.jump()

    def ends(*_args: object) -> None:
        raise SystemExit

    with monkeypatch.context() as ending:
        ending.setattr(handlers.listeners.deal_deletion, "find_deleted", ends)
        delete(rig.ana, card(rig.ana, rig.deals()[0]))
    assert rig.deals() == []
    assert "Dana" in str(rig.ana.messages())
    later(rig)
    assert posted(rig) == []
    assert "Dana" not in str(rig.ana.messages())


def test_the_clock_does_not_delete_what_the_press_has_emptied(each_rig: Rig) -> None:
    rig = each_rig
    shared(rig)
    rig.jump()
    before = len(rig.ana.messages())
    delete(rig.ana, card(rig.ana, rig.deals()[0]))
    assert rows(rig)["leftover_messages"] == 0
    later(rig)
    assert len(rig.ana.messages()) == before
    assert posted(rig) == []


def test_a_digest_drawn_with_a_deal_that_is_deleted_meanwhile_is_drawn_without_it_in_the_end(
    some_rig: Rig,
) -> None:
    rig = some_rig
    planned(rig, 5)
    rig.jump()
    acme, birch = (next(one for one in rig.deals() if one.prospect == name) for name in ("Acme", "Birch"))
    me = Owner(TEAM, ANA.id)
    of_the_digest = iter([False, True])

    def meanwhile() -> None:
        """The digest without the one is on its way, drawn with the other, which another press deletes."""
        if next(of_the_digest):
            with rig.db.write(me) as session:
                delete_deal(session, me, birch.id)

    rig.slack.faults.add("chat.update", Fault(before=meanwhile, times=2))
    delete(rig.ana, card(rig.ana, acme))
    later(rig)
    (digest,) = carried(rig)
    assert {name for name in NAMES if name in str(digest)} == {"Copperline", "Dune", "Elm"}
    assert rows(rig)["leftover_messages"] == 0
