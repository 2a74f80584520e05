"""A nudge that asks for the reason: what the rep may answer, and how often it is asked."""

import pytest

from coaching.deal import Reply
from coaching.plan import Opening, Verdict
from tests.rig import Rig
from tests.stories.replies import ASK_WHY
from tests.stories.scenes import actions_on, due_on, nudge, nudged, reply, values_on


@pytest.mark.parametrize("answer", [Reply.DODGED, Reply.SKIP, Reply.NO_ANSWER])
def test_without_an_answer_to_why_the_kinds_own_verdict_starts_that_day(rig: Rig, answer: Reply) -> None:
    nudged(rig, asked_why="not_yet")
    rig.clock.move(days=1)
    reply(rig.ana, answer)
    assert (rig.deals()[0].plan.verdict, due_on(rig)) == (Verdict.FOLLOW_UP, "2027-02-02")
    assert rig.deals()[0].plan.opening is Opening.FOLLOW_UP


def test_they_told_me_opens_two_screens_prefilled_and_judges_anew(rig: Rig) -> None:
    nudged(rig, asked_why="not_yet", door="open", lesson="Ask")
    reply(rig.ana, Reply.TOLD_ME)
    assert values_on(rig.ana.view) == {"kind": "not_now", "door": "open"}
    rig.ana.fill({"kind-buying": "no_value"})
    rig.ana.submit()
    assert values_on(rig.ana.view)["lesson"] == "Ask"
    assert rig.ana.submit().action == "updated"
    (deal,) = rig.deals()
    assert (deal.plan.verdict, deal.answers.asked_why) == (Verdict.GO_BACK, "told")
    assert [r.reply for r in deal.replies] == [Reply.TOLD_ME]
    assert not actions_on(nudge(rig.ana)) & ASK_WHY


def test_they_told_me_and_still_unknown_is_refused(rig: Rig) -> None:
    nudged(rig, kind="unknown", asked_why="not_yet")
    reply(rig.ana, Reply.TOLD_ME)
    assert set(rig.ana.submit().errors) == {"kind-buying"}


def test_asking_why_is_asked_at_most_twice(rig: Rig) -> None:
    nudged(rig, kind="unknown", asked_why="dodged")
    reply(rig.ana, Reply.DODGED)
    assert rig.deals()[0].plan.verdict is Verdict.ASK_WHY
    rig.jump()
    reply(rig.ana, Reply.DODGED)
    assert rig.deals()[0].plan.verdict is Verdict.NURTURE
