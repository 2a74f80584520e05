"""Whoever lets go of a door that was left open is asked once whether they are sure, wherever they choose it."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from coaching.deal import Reply, Status
from coaching.plan import Opening, Verdict
from playground import Submission
from prompts.deal_card import HAPPENED, LET_GO
from tests.rig import Rig
from tests.stories.digests import morning, open_answer, planned
from tests.stories.scenes import card, nudge, reply, words_on
from tests.stories.test_verdict import date_field

PROSPECT = "Acme"


def on_the_verdict_screen(rig: Rig, door: str) -> Submission:
    rig.debrief(rig.ana, PROSPECT, door=door)
    rig.ana.fill({"verdict": "let_go"})
    return rig.ana.submit()


def from_the_card(rig: Rig, door: str) -> Submission:
    rig.debrief(rig.ana, PROSPECT, door=door)
    rig.ana.close()
    rig.ana.press(HAPPENED, card(rig.ana, rig.deals()[0]))
    rig.ana.fill({"reply": Reply.LET_GO})
    return rig.ana.submit()


def from_the_card_with_its_nudge_unanswered(rig: Rig, door: str) -> Submission:
    rig.debrief(rig.ana, PROSPECT, door=door)
    rig.ana.close()
    rig.jump()
    rig.ana.press(HAPPENED, card(rig.ana, rig.deals()[0]))
    rig.ana.fill({"reply": Reply.LET_GO})
    return rig.ana.submit()


def from_a_digest(rig: Rig, door: str) -> Submission:
    planned(rig, door=door)
    morning(rig)
    open_answer(rig)
    rig.ana.fill({"reply": Reply.LET_GO})
    return rig.ana.submit()


Way = Callable[[Rig, str], Submission]
FORMS: list[Way] = [
    on_the_verdict_screen,
    from_the_card,
    from_the_card_with_its_nudge_unanswered,
    from_a_digest,
]


def status(rig: Rig) -> Status:
    return next(deal for deal in rig.deals() if deal.prospect == PROSPECT).status


def sure(rig: Rig) -> bool:
    """Whether the question is on screen."""
    return rig.playbook.words.say("let_go.sure_text", prospect=PROSPECT) in words_on(rig.ana.view)


@pytest.mark.parametrize("way", FORMS)
def test_a_form_asks_once_and_then_it_is_done(some_rig: Rig, way: Way) -> None:
    assert way(some_rig, "open").action == "updated"
    assert sure(some_rig)
    assert status(some_rig) is Status.OPEN
    assert some_rig.ana.submit().action == "closed"
    assert status(some_rig) is Status.LET_GO
    assert some_rig.ana.view is None


@pytest.mark.parametrize("way", FORMS)
def test_whoever_says_not_yet_changes_nothing(some_rig: Rig, way: Way) -> None:
    way(some_rig, "open")
    before = some_rig.deals()
    some_rig.ana.close()
    assert some_rig.ana.view is None
    assert some_rig.deals() == before
    assert status(some_rig) is Status.OPEN


@pytest.mark.parametrize("way", FORMS)
def test_a_door_that_was_not_open_asks_nothing(some_rig: Rig, way: Way) -> None:
    assert way(some_rig, "ajar").action == "closed"
    assert status(some_rig) is Status.LET_GO


@pytest.mark.parametrize("way", FORMS)
def test_the_same_word_twice_lets_go_once(each_rig: Rig, way: Way) -> None:
    way(each_rig, "open")
    each_rig.ana.submit()
    before = each_rig.deals()
    assert each_rig.ana.send_raw(each_rig.heard[-1]).json is None, "delivered twice, it closes twice"
    assert each_rig.deals() == before


@pytest.mark.parametrize("way", [on_the_verdict_screen, from_the_card])
def test_a_word_that_comes_after_something_else_was_decided_changes_nothing(some_rig: Rig, way: Way) -> None:
    way(some_rig, "open")
    some_rig.ana.submit()
    word = next(body for body in reversed(some_rig.heard) if body["type"] == "view_submission")
    before = some_rig.deals()
    answered = some_rig.ana.send_raw(word | {"trigger_id": some_rig.ana.trigger()}).json
    assert answered["response_action"] == "update", "it says so"
    assert some_rig.deals() == before


def test_a_choice_of_a_nudge_s_menu_asks_in_a_form(some_rig: Rig) -> None:
    some_rig.debrief(some_rig.ana, PROSPECT, door="open")
    some_rig.ana.close()
    some_rig.jump()
    reply(some_rig.ana, Reply.LET_GO)
    assert sure(some_rig)
    assert status(some_rig) is Status.OPEN
    assert some_rig.ana.submit().action == "closed"
    assert status(some_rig) is Status.LET_GO


def test_a_recommendation_s_button_asks_too(some_rig: Rig) -> None:
    """Too many tries without an answer: letting go is recommended, and the door is still open."""
    some_rig.debrief(some_rig.ana, PROSPECT, door="open", kind="no_budget")
    some_rig.ana.close()
    some_rig.jump()
    reply(some_rig.ana, Reply.NO_ANSWER)
    for message in (nudge(some_rig.ana), card(some_rig.ana, some_rig.deals()[0])):
        (button,) = (
            one
            for block in message["blocks"]
            for one in block.get("elements", [])
            if one.get("action_id") == LET_GO
        )
        assert "confirm" in button
    some_rig.ana.press(LET_GO, nudge(some_rig.ana))
    assert status(some_rig) is Status.LET_GO


def test_a_last_look_is_named_in_the_question_and_kept(some_rig: Rig) -> None:
    rig, on = some_rig, date(2027, 5, 3)
    rig.debrief(rig.ana, PROSPECT, door="open")
    rig.ana.fill({"verdict": "let_go"})
    rig.ana.fill({date_field(rig): on.isoformat()})
    assert rig.ana.submit().action == "updated"
    assert rig.playbook.words.day(on) in words_on(rig.ana.view)
    rig.ana.submit()
    (deal,) = rig.deals()
    assert (deal.status, deal.plan.opening) == (Status.LET_GO, Opening.LOOK)
    assert deal.plan.due
    assert deal.plan.due.on == on


def test_where_the_coach_says_to_let_go_its_screen_asks_nothing(some_rig: Rig) -> None:
    deal = some_rig.debrief(some_rig.ana, PROSPECT, door="open", worth="costs_more")
    assert deal.plan.verdict is Verdict.LET_GO
    assert some_rig.ana.submit().action == "closed"
    assert status(some_rig) is Status.LET_GO


@pytest.mark.parametrize("on", [5, "soon", "2020-01-01", ["2027-05-03"]], ids=str)
@pytest.mark.trouble
def test_a_word_with_a_day_that_is_none_changes_nothing(rig: Rig, on: Any) -> None:
    on_the_verdict_screen(rig, "open")
    assert rig.ana.view is not None
    (deal,) = rig.deals()
    shown = {name: rig.ana.view[name] for name in ("callback_id", "blocks", "title")}
    carried = json.dumps({"deal": deal.id, "plan": deal.plans[-1].id, "on": on})
    word = next(body for body in reversed(rig.heard) if body["type"] == "view_submission")
    forged = word["view"] | shown | {"private_metadata": carried}
    answer = rig.ana.send_raw(word | {"trigger_id": rig.ana.trigger(), "view": forged})
    assert answer.json["response_action"] == "update", "it says that nothing was changed"
    assert rig.deals() == [deal]
