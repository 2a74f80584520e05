"""A crash inside *Take it*: both sides stay as they were, and the next press takes the deal once."""

from typing import Any

import pytest

import handlers.deals.hand_over
from coaching.deal import Status
from coaching.hand_over import Told
from prompts.hand_over import TAKE
from tests.rig import SAM, Rig
from tests.stories.handing_over import buttons, messages, offered, take
from tests.stories.scenes import lost, rows, told

pytestmark = pytest.mark.trouble

STEPS = ["take_away", "take_on", "settle_offer", "record"]
"""Of the one transaction, in order: after it the deal has left its rep, is the colleague's, is answered, is audited."""


class Crash(Exception):
    pass


@pytest.mark.parametrize("step", STEPS)
def test_a_crash_between_the_two_sides_leaves_both_and_the_next_press_takes_it_once(
    each_rig: Rig, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    rig = each_rig
    lost(rig, "Acme", callback_on="2027-02-10")
    offered(rig)
    before, (standing,) = rows(rig), rig.deals()
    real = getattr(handlers.deals.hand_over, step)

    def crashes(*args: Any, **named: Any) -> None:
        real(*args, **named)
        raise Crash

    with monkeypatch.context() as broken:
        broken.setattr(handlers.deals.hand_over, step, crashes)
        take(rig)
    assert rows(rig) == before
    assert (rig.deals(), rig.deals(SAM)) == ([standing], [])
    assert told(rig.sam) == [rig.playbook.words.say("wrong.failed")]
    (offer,) = messages(rig.sam, Told.OFFER)
    assert len(buttons(offer)[TAKE]) == 1, "it can still be taken"
    take(rig)
    assert rig.deals()[0].status is Status.HANDED_OVER
    assert [deal.prospect for deal in rig.deals(SAM)] == ["Acme"]
