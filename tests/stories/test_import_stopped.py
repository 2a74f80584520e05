"""*Stop the import*, once deals of it were asked about: none is brought up again, and all can still be answered."""

from datetime import UTC, datetime

import pytest

from bot.manifest import ASKED_SCOPES
from prompts.import_line import GO_ON, STOP
from prompts.offer import NOT_MINE
from storage.offer_tables import OfferStatus
from tests.conftest import MakeRig
from tests.rig import Rig
from tests.stories.lists import imported, offers
from tests.stories.scenes import actions_on, words_on
from tests.stories.told import said, statuses

TUESDAY = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
A_WEEK_ON = datetime(2026, 11, 10, 9, 30, tzinfo=UTC)


@pytest.fixture
def rig(make_rig: MakeRig, each_url: str) -> Rig:
    """On both databases; two imported deals were asked about on Tuesday."""
    rig = make_rig(scopes=(*ASKED_SCOPES, "files:read"), database_url=each_url)
    imported(rig.ana)
    sweep_at(rig, TUESDAY)
    assert statuses(rig) == ["offered"] * 2
    return rig


def sweep_at(rig: Rig, at: datetime) -> None:
    rig.clock.move_to(at)
    rig.sweep()


def press_on_home(rig: Rig, button: str) -> set[str]:
    """What can be pressed of the import after it."""
    rig.ana.open_home()
    rig.ana.press(button, "home")
    return {STOP, GO_ON} & actions_on(rig.ana.home or {})


def test_what_was_asked_is_not_brought_up_after_a_stop_and_home_says_so(rig: Rig) -> None:
    before = said(rig)
    assert press_on_home(rig, STOP) == {GO_ON}
    assert rig.playbook.words.say("import.left_stopped", left=2, all=2) in words_on(rig.ana.home)
    sweep_at(rig, A_WEEK_ON)
    sweep_at(rig, A_WEEK_ON.replace(day=24))
    assert said(rig) == before
    assert not brought_up(rig)
    assert statuses(rig) == ["offered"] * 2


def test_its_message_can_still_be_answered(rig: Rig) -> None:
    press_on_home(rig, STOP)
    rig.ana.press(NOT_MINE, said(rig)[-1], block_id=block_of(said(rig)[-1]))
    assert sorted(statuses(rig)) == ["not_mine", "offered"]


def test_what_goes_on_is_brought_up_on_the_day_it_would_have_been(rig: Rig) -> None:
    due = [one.due_at for one in offers(rig)]
    press_on_home(rig, STOP)
    assert [one.due_at for one in offers(rig)] == [None, None]
    rig.clock.move(days=2)
    assert press_on_home(rig, GO_ON) == {STOP}
    assert [one.due_at for one in offers(rig)] == due
    assert not brought_up(rig)
    sweep_at(rig, A_WEEK_ON)
    assert brought_up(rig)


def test_what_was_brought_up_before_the_stop_only_ends_after_it(rig: Rig) -> None:
    sweep_at(rig, A_WEEK_ON)
    press_on_home(rig, STOP)
    assert press_on_home(rig, GO_ON) == {STOP}
    before = said(rig)
    sweep_at(rig, A_WEEK_ON.replace(day=17))
    assert said(rig) == before
    assert {one.status for one in offers(rig)} == {OfferStatus.LAPSED}


def brought_up(rig: Rig) -> bool:
    """Each of them stands in the DM as its reminder, in its first message's place."""
    return all(one.reminded_at for one in offers(rig))


def block_of(message: dict[str, object]) -> str:
    blocks = message["blocks"]
    assert isinstance(blocks, list)
    return str(next(block["block_id"] for block in blocks if block["type"] == "actions"))
