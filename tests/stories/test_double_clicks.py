"""The same thing done twice, or at the same moment: it counts once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from coaching.deal import Reply
from prompts.deal_card import CHANGE_DATE, DELETE
from prompts.nudge_buttons import REPLY
from prompts.nudge_message import UNDO
from tests.rig import Rig
from tests.stories.cards import press
from tests.stories.half_done import to_look
from tests.stories.scenes import JSON, card, choose, delete, nudge, nudged, reply, rows, told

pytestmark = pytest.mark.trouble


FILLED: dict[str, dict[str, Any]] = {
    "card_happened": {"reply": Reply.TALKING_AGAIN},
    CHANGE_DATE: {"on": "2026-12-10"},
    "card_edit": {},
}


def submissions(rig: Rig) -> list[JSON]:
    return [body for body in rig.heard if body.get("type") == "view_submission"]


def test_each_submission_sent_twice_changes_nothing_twice(each_rig: Rig) -> None:
    rig = each_rig
    rig.debrief(rig.ana)
    rig.ana.submit()
    before = rig.deals(), rows(rig)["deals"], rows(rig)["debriefs"], rows(rig)["plans"]
    for body in submissions(rig):
        rig.ana.send_raw(body)
    assert (rig.deals(), rows(rig)["deals"], rows(rig)["debriefs"], rows(rig)["plans"]) == before


@pytest.mark.parametrize("earlier", [False, True])
def test_two_submissions_at_the_same_moment_store_one_debrief(each_rig: Rig, earlier: bool) -> None:
    """Also when the prospect's deal is there already and the second no joins it."""
    rig = each_rig
    if earlier:
        rig.debrief(rig.ana)
        rig.ana.close()
    to_look(rig)
    last = submissions(rig)[-1] | {"view": rig.ana.view}
    with ThreadPoolExecutor(4) as hands:
        answers = list(hands.map(rig.ana.send_raw, [last] * 4))
    assert {answer.json["response_action"] for answer in answers} == {"update"}
    (deal,) = rig.deals()
    assert len(deal.debriefs) == 1 + earlier


def test_two_debriefs_of_one_new_prospect_at_once_make_one_deal(each_rig: Rig) -> None:
    """Two windows, one prospect: the second no joins the first."""
    rig = each_rig
    bodies = []
    for _ in range(2):
        rig.ana.command("/gotano", "Dana Reyes, Acme")
    for _ in range(2):
        to_look(rig, opened=True)
        bodies.append(submissions(rig)[-1] | {"view": rig.ana.view})
        rig.ana.close()
    with ThreadPoolExecutor(2) as hands:
        answers = list(hands.map(rig.ana.send_raw, bodies))
    assert {answer.json["response_action"] for answer in answers} == {"update"}
    (deal,) = rig.deals()
    assert len(deal.debriefs) == 2


def test_a_double_click_on_a_reply_counts_once(some_rig: Rig) -> None:
    rig = some_rig
    nudged(rig)
    message = nudge(rig.ana)
    with ThreadPoolExecutor(4) as hands:
        for _ in range(4):
            hands.submit(rig.ana.press, f"{REPLY}{Reply.TALKING_AGAIN}", message)
    (deal,) = rig.deals()
    assert [r.reply for r in deal.replies] == [Reply.TALKING_AGAIN]
    assert len(deal.plans) == 2
    assert len(told(rig.ana)) == 3


def test_a_double_click_on_undo_and_delete_does_it_once(rig: Rig) -> None:
    nudged(rig)
    reply(rig.ana, Reply.NO_ANSWER)
    message = nudge(rig.ana)
    for _ in range(2):
        rig.ana.press(UNDO, message)
    assert rig.deals()[0].replies == ()
    gone = card(rig.ana, rig.deals()[0])
    delete(rig.ana, gone)
    choose(rig.ana, DELETE, gone)
    assert rig.deals() == []
    assert len(told(rig.ana)) == 2


@pytest.mark.parametrize("button", list(FILLED))
def test_a_form_submitted_twice_counts_once(rig: Rig, button: str) -> None:
    rig.debrief(rig.ana)
    rig.ana.close()
    press(rig, button)
    rig.ana.fill(FILLED[button])
    for _ in range(3 if button == "card_edit" else 1):
        rig.ana.submit()
    before = rig.deals()
    rig.ana.send_raw(submissions(rig)[-1])
    assert rig.deals() == before
