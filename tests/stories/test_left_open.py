"""A form or screen left open while the deal was won, or taken by a colleague, changes nothing of it any more."""

from collections.abc import Callable

import pytest

from coaching.deal import Reply, Status
from tests.rig import Rig
from tests.stories.cards import happened
from tests.stories.handing_over import offered, take
from tests.stories.scenes import lost, nudge, nudged, press_reply, undo


def hand_over(rig: Rig) -> None:
    offered(rig)
    take(rig)


def win(rig: Rig) -> None:
    """On the phone: what is open on the laptop stays as it is."""
    assert happened(rig, Reply.WON_BACK) == "closed"


END = [(hand_over, Status.HANDED_OVER), (win, Status.WON_BACK)]
End = Callable[[Rig], None]


@pytest.mark.parametrize(("end", "status"), END)
def test_a_further_no_is_not_taken_once_it_is_over(some_rig: Rig, end: End, status: Status) -> None:
    rig = some_rig
    lost(rig, "Acme")
    assert happened(rig, Reply.STILL_NO) == "updated"
    rig.ana.fill({"kind-buying": "no_value", "door": "ajar"})
    end(rig)
    (before,) = rig.deals()
    assert before.status is status
    assert rig.ana.submit().errors
    assert rig.deals() == [before]


@pytest.mark.parametrize(("end", "status"), END)
@pytest.mark.parametrize("chosen", [{}, {"on-follow_up": "2026-12-10"}, {"verdict": "nurture"}])
def test_the_verdict_screen_decides_nothing_once_it_is_over(
    some_rig: Rig, end: End, status: Status, chosen: dict[str, str]
) -> None:
    rig = some_rig
    rig.debrief(rig.ana, "Acme")
    rig.ana.fill(chosen)
    end(rig)
    (before,) = rig.deals()
    assert (before.status, before.next_nudge_at) == (status, None)
    assert rig.ana.submit().action != "updated"
    assert rig.deals() == [before]


@pytest.mark.parametrize(("end", "status"), END)
def test_being_sure_to_let_go_lets_go_of_nothing_once_it_is_over(rig: Rig, end: End, status: Status) -> None:
    rig.debrief(rig.ana, "Acme", door="open")
    rig.ana.fill({"verdict": "let_go"})
    assert rig.ana.submit().action == "updated"
    end(rig)
    (before,) = rig.deals()
    assert before.status is status
    rig.ana.submit()
    assert rig.deals() == [before]


def test_a_win_taken_back_takes_the_no_whose_form_was_open(each_rig: Rig) -> None:
    rig = each_rig
    nudged(rig)
    assert happened(rig, Reply.STILL_NO) == "updated"
    rig.ana.fill({"kind-buying": "no_value", "door": "ajar"})
    press_reply(rig.ana, Reply.WON_BACK, nudge(rig.ana))
    undo(rig.ana)
    assert rig.deals()[0].status is Status.OPEN
    assert rig.ana.submit().action == "closed"
    assert len(rig.deals()[0].debriefs) == 2
