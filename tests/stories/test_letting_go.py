"""Letting go: when it is recommended without a no, when the rep is asked once more, and what is left then."""

from typing import Any

import pytest

from coaching.deal import Reply, Status
from coaching.plan import Verdict
from prompts.deal_card import LET_GO, ONE_MORE_TRY
from tests.rig import Rig
from tests.stories.replies import FIRST, still_no
from tests.stories.scenes import decisions_on, due_on, nudge, nudged, offered, reply, undo, words_on


def test_silence_is_no_no_but_has_its_limit(rig: Rig) -> None:
    nudged(rig)
    seen = []
    for _ in range(6):
        reply(rig.ana, Reply.NO_ANSWER)
        plan = rig.deals()[0].plan
        seen.append((str(plan.verdict), due_on(rig)))
        if not plan.accepted:
            break
        rig.jump()
    assert seen == [
        ("go_back", "2027-02-15"),
        ("go_back", "2027-03-01"),
        ("go_back", "2027-03-31"),
        ("go_back", "2027-04-30"),
        ("let_go", None),
    ], "five follow-ups in all"
    assert {LET_GO, ONE_MORE_TRY} <= decisions_on(nudge(rig.ana))


def test_270_days_without_a_change_recommend_letting_go(rig: Rig) -> None:
    nudged(rig, kind="no_value")
    for _ in range(20):
        if not rig.deals()[0].plan.accepted:
            break
        reply(rig.ana, Reply.SNOOZE_MONTH)
        rig.jump()
    assert not rig.deals()[0].plan.accepted
    quiet = rig.local(rig.clock.now()).date() - rig.local(rig.deals()[0].nudges[0].sent_at).date()
    assert 270 <= quiet.days <= 301
    assert decisions_on(nudge(rig.ana)) == {LET_GO, ONE_MORE_TRY}


def test_waiting_for_a_date_of_theirs_is_no_quiet_time(rig: Rig) -> None:
    nudged(rig, kind="no_value")
    still_no(rig, kind="not_now", callback_on="2028-03-01")
    rig.jump()
    assert rig.deals()[0].plan.accepted
    assert offered(nudge(rig.ana)) == FIRST


def test_one_light_check_and_then_it_is_let_go(rig: Rig) -> None:
    nudged(rig, kind="no_budget")
    reply(rig.ana, Reply.REACHED_OUT)
    rig.jump()
    reply(rig.ana, Reply.NO_ANSWER)
    assert (rig.deals()[0].plan.verdict, rig.deals()[0].plan.accepted) == (Verdict.LET_GO, False)


def test_letting_go_gives_the_goodbye(rig: Rig) -> None:
    nudged(rig)
    reply(rig.ana, Reply.LET_GO)
    goodbye = rig.playbook.kinds[rig.deals()[0].answers.kind].of(Verdict.LET_GO).say[-1].text
    for part in goodbye.split("{name}"):
        assert part in words_on(nudge(rig.ana))


def sure_of(surface: dict[str, Any]) -> list[bool]:
    """Of each button that lets go, whether it asks first."""
    return [
        "confirm" in element
        for block in surface["blocks"]
        for element in block.get("elements", [])
        if element.get("action_id") == LET_GO
    ]


@pytest.mark.parametrize(("door", "asks"), [("open", True), ("ajar", False)])
def test_whoever_lets_go_of_an_open_door_is_asked_once_whether_they_are_sure(
    rig: Rig, door: str, asks: bool
) -> None:
    nudged(rig, door=door)
    reply(rig.ana, Reply.LET_GO)
    assert (rig.ana.view is not None) is asks, "a choice of More cannot ask by itself: a form does"
    if not asks:
        undo(rig.ana)
    rig.ana.close() if asks else None
    assert rig.deals()[0].status is Status.OPEN
    still_no(rig, door=door)
    rig.jump()
    still_no(rig, door=door)
    assert not rig.deals()[0].plan.accepted
    assert sure_of(nudge(rig.ana)) == [asks]
    rig.ana.press(LET_GO, nudge(rig.ana))
    assert rig.deals()[0].status is Status.LET_GO


def test_after_letting_go_nothing_speaks_for_the_plan_that_was(rig: Rig) -> None:
    nudged(rig)
    assert rig.deals()[0].plan.reasons
    reply(rig.ana, Reply.LET_GO)
    assert rig.deals()[0].plan.reasons == ()
    heading = {"type": "text", "text": rig.playbook.words.say("verdict.why"), "style": {"bold": True}}
    assert str(heading) not in str(nudge(rig.ana)["blocks"])
