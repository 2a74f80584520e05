"""After a reopening nothing counts of how they parted before, whatever is edited."""

from dataclasses import replace

import pytest

from coaching.deal import Reply, Source
from coaching.debrief import Answers, Door, Worth
from coaching.kinds import Kind
from coaching.plan import Verdict, Why
from tests.coaching.cases import (
    answers,
    due_rule,
    whys,
)
from tests.coaching.retold import CLOSED, NO, OPEN, came_back, day, edited, judged_on, reply_on


def test_an_edit_after_a_reopening_does_not_close_the_door_again() -> None:
    tale = edited(came_back(CLOSED), 101, lesson="Ask sooner")
    tale.said_no(130, replace(OPEN, callback_on=day(200), condition="A budget"), Source.STILL_NO)
    assert not tale.counts(130).closed
    assert judged_on(tale, 130).verdict is Verdict.FOLLOW_UP


def test_but_one_that_says_that_it_is_closed_now_does() -> None:
    tale = edited(came_back(OPEN), 101, door=Door.CLOSED)
    tale.said_no(130, OPEN, Source.STILL_NO)
    assert tale.counts(130).closed


def test_an_edit_after_a_reopening_brings_back_neither_tries_nor_an_old_day() -> None:
    silent = answers(Kind.NO_RESPONSE, tries=6)
    assert edited(came_back(silent), 101, lesson="Call").counts(101).tries == 0
    assert edited(came_back(silent), 101, tries=7).counts(101).tries == 7
    tale = edited(came_back(replace(NO, callback_on=day(20))), 101, lesson="Call")
    tale.said_no(130, NO, Source.STILL_NO)
    assert not tale.counts(130).slipped


def test_an_open_door_stays_open_through_a_reopening() -> None:
    tale = came_back(replace(OPEN, worth=Worth.COSTS_MORE))
    edited(tale, 101, callback_on=day(160), condition="A budget")
    plan = judged_on(tale, 101)
    assert (plan.verdict, whys(plan)[0]) == (Verdict.FOLLOW_UP, Why.DATE_HOLDS)


def test_tries_before_a_reopening_are_not_named() -> None:
    plan = judged_on(edited(came_back(answers(Kind.NO_RESPONSE, tries=6)), 101, lesson="Call"), 101)
    assert Why.SILENCE not in whys(plan)


def test_a_day_named_before_a_reopening_holds_up_nothing_after_it() -> None:
    tale = came_back(replace(NO, callback_on=day(400)))
    reply_on(tale, 105, Reply.REACHED_OUT)
    assert due_rule(reply_on(tale, 112, Reply.NO_ANSWER)) is Why.DAYS


@pytest.mark.parametrize("given", [CLOSED, answers(Kind.NO_RESPONSE, tries=6)], ids=["closed", "silent"])
def test_what_is_judged_after_a_reopening_is_not_ended_by_what_was_before_it(given: Answers) -> None:
    tale = edited(came_back(given), 101, lesson="Ask sooner")
    assert judged_on(tale, 101).verdict is not Verdict.LET_GO
