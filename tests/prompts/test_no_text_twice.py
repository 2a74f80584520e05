"""A nudge never sends the same text twice in a row, whatever is answered, and tips take their turn."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from coaching.dates import WorkWeek, due_instant, local_date
from coaching.deal import LostDeal, Nudged, Planned, Replied, Reply
from coaching.follow_up import Situation, changed_date, next_plan, replies_to
from coaching.history import history
from coaching.kinds import Kind
from coaching.plan import Opening, Plan, Variant, Verdict
from prompts import advice
from prompts.nudge_message import nudge
from tests.prompts.examples import LISBON, NOW, Scene, deal, plan, playbook, scene_id, scenes, scripts

WEEK = WorkWeek()
ASKED = [scene for scene in scenes() if scene[2] is not Variant.CLOSED]
"""Letting go too: its last look is a nudge."""
R = Reply
ANSWERS: list[tuple[Reply, ...]] = [
    (R.SNOOZE_WEEK, R.SNOOZE_WEEK, R.SNOOZE_MONTH, R.SNOOZE_WEEK),
    (R.REACHED_OUT, R.REACHED_OUT, R.REACHED_OUT, R.REACHED_OUT),
    (R.REACHED_OUT, R.NO_ANSWER, R.REACHED_OUT, R.NO_ANSWER, R.SNOOZE_WEEK, R.REACHED_OUT),
    (R.SNOOZE_WEEK, R.REACHED_OUT, R.TALKING_AGAIN, R.SNOOZE_QUARTER, R.NO_ANSWER, R.SNOOZE_WEEK),
]


def moment_of(held: LostDeal) -> datetime:
    due = held.plan.due
    assert due
    return due_instant(due.on, LISBON, WEEK)


def planned(held: LostDeal, then: Plan, at: datetime) -> LostDeal:
    return replace(held, plans=(*held.plans, Planned(len(held.plans) + 11, at, then)))


def later(held: LostDeal, at: datetime) -> LostDeal:
    """The same verdict on another day: nothing was answered, and the rep set the day themselves."""
    on = local_date(at, LISBON) + timedelta(days=30)
    return planned(held, changed_date(held.plan, on, local_date(at, LISBON), WEEK), at)


def answered(held: LostDeal, reply: Reply, at: datetime) -> LostDeal:
    held = replace(held, replies=(*held.replies, Replied(len(held.replies) + 1, at, reply)))
    counts, today = history(held, at, LISBON), local_date(at, LISBON)
    then = next_plan(reply, Situation(held, counts, playbook().policy, today, WEEK))
    assert then
    return planned(held, then, at)


def sent(scene: Scene, replies: Sequence[Reply]) -> Iterator[str]:
    """What each nudge of the story suggests; a reply that the nudge does not take leads to another day for it."""
    held = replace(deal(plan(scene)), nudges=())
    if held.plan.due is None:
        held = later(held, NOW)
    for number, reply in enumerate((*replies, R.SNOOZE_WEEK), 1):
        opening, at = held.plan.opening, moment_of(held)
        assert opening
        yield from scripts(nudge(held, held.plan, number, opening, playbook(), LISBON))
        held = replace(held, nudges=(*held.nudges, Nudged(number, at, opening, held.plans[-1].id)))
        held = answered(held, reply, at) if reply in replies_to(opening) else later(held, at)
        if held.plan.due is None:
            return


@pytest.mark.parametrize("replies", ANSWERS, ids=range(len(ANSWERS)))
@pytest.mark.parametrize("scene", ASKED, ids=scene_id)
def test_no_nudge_sends_what_the_one_before_it_sent(scene: Scene, replies: tuple[Reply, ...]) -> None:
    given = list(sent(scene, replies))
    assert given
    assert [text for text, before in zip(given[1:], given, strict=False) if text == before] == []


@pytest.mark.parametrize("reply", [R.REACHED_OUT, R.SNOOZE_WEEK], ids=str)
@pytest.mark.parametrize("kind", Kind, ids=str)
def test_keeping_warm_takes_its_tips_in_turn(kind: Kind, reply: Reply) -> None:
    first, second, third, fourth, *_ = sent((kind, Verdict.NURTURE, None), [reply] * 4)
    assert len({first, second, third}) == 3
    assert fourth == first


def test_a_nudge_that_only_asks_whether_they_answered_takes_no_turn() -> None:
    held = replace(deal(plan((Kind.CONTENT, Verdict.FOLLOW_UP, None))), nudges=())
    at, asks = moment_of(held), held.plan
    held = replace(held, nudges=(Nudged(1, at, Opening.FOLLOW_UP, held.plans[-1].id),))
    waiting = answered(held, R.REACHED_OUT, at)
    assert waiting.plan.opening is Opening.DID_THEY_ANSWER
    nudged = (*waiting.nudges, Nudged(2, at, Opening.DID_THEY_ANSWER, waiting.plans[-1].id))
    again = planned(replace(waiting, nudges=nudged), replace(asks, reasons=()), at)
    before, after = (advice.later_script(one.plan, one, playbook(), LISBON) for one in (held, again))
    assert before != after
