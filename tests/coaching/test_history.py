"""What the rules count, read off a deal's record."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from coaching.deal import Reply, Source
from coaching.debrief import Door
from coaching.history import History
from coaching.kinds import Kind
from coaching.plan import Verdict, Why
from tests.coaching.cases import NAMED_DAY, TODAY, Tale, answers, plan_of

R = Reply
NO, SILENCE = answers(Kind.NOT_NOW), answers(Kind.NO_RESPONSE, tries=2)
ASK = plan_of(Verdict.ASK_WHY, rule=Why.WORKING_DAYS)


def told(*replies: Reply) -> Tale:
    """A deal debriefed once, with these replies one after the other, a week apart."""
    tale = Tale()
    tale.said_no(0, NO)
    for week, reply in enumerate(replies, 1):
        tale.replied(7 * week, reply)
    return tale


def test_a_new_deal_counts_its_own_no_and_nothing_else() -> None:
    assert told().counts(0) == History(noes=1)


def test_each_still_no_and_each_further_debrief_is_a_no() -> None:
    tale = told()
    tale.said_no(10, NO, Source.STILL_NO)
    assert tale.counts(10).noes == 2
    tale.said_no(20, NO)
    assert tale.counts(20).noes == 3


def test_silence_is_not_a_no() -> None:
    tale = Tale()
    tale.said_no(0, SILENCE)
    tale.replied(7, R.NO_ANSWER)
    assert tale.counts(7).noes == 0


@pytest.mark.parametrize("source", [Source.EDIT, Source.TOLD_ME], ids=str)
def test_a_correction_is_not_another_no(source: Source) -> None:
    tale = Tale()
    first = tale.said_no(0, NO)
    second = tale.said_no(1, NO, source, corrects=first)
    tale.said_no(2, NO, source, corrects=second)
    assert tale.counts(2).noes == 1


def test_a_silence_corrected_into_a_no_counts_as_one() -> None:
    tale = Tale()
    first = tale.said_no(0, SILENCE)
    tale.said_no(1, NO, Source.EDIT, corrects=first)
    assert tale.counts(1) == History(noes=1)


@pytest.mark.parametrize(
    ("door", "then", "closed"),
    [
        (Door.CLOSED, None, True),
        (Door.CLOSED, Door.AJAR, False),
        (Door.AJAR, Door.CLOSED, True),
    ],
)
def test_a_door_is_closed_as_the_answers_stand(door: Door, then: Door | None, closed: bool) -> None:
    tale = Tale()
    first = tale.said_no(0, replace(NO, door=door))
    if then:
        tale.said_no(1, replace(NO, door=then), Source.EDIT, corrects=first)
    assert tale.counts(1).closed is closed


def test_a_door_once_closed_stays_closed_through_a_further_no() -> None:
    tale = Tale()
    tale.said_no(0, replace(NO, door=Door.CLOSED))
    tale.said_no(30, replace(NO, door=Door.OPEN))
    assert tale.counts(30).closed


ASKS = [
    ("never", [], 0),
    ("once", [ASK], 1),
    ("its day changed", [ASK, plan_of(Verdict.ASK_WHY, rule=Why.REP_CHOSE)], 1),
    ("put off", [ASK, plan_of(Verdict.ASK_WHY, rule=Why.SNOOZED)], 1),
    ("asked again by the coach", [ASK, ASK], 2),
    ("another verdict only", [plan_of(Verdict.NURTURE)], 0),
    ("chosen by the rep after another", [plan_of(Verdict.NURTURE), plan_of(Verdict.ASK_WHY, rule=Why.REP_CHOSE)], 1),
]  # fmt: skip


@pytest.mark.parametrize(
    ("plans", "asks"), [case[1:] for case in ASKS], ids=[case[0].replace(" ", "_") for case in ASKS]
)
def test_asking_why_counts_once_however_often_its_day_moves(plans: list[object], asks: int) -> None:
    tale = Tale()
    tale.said_no(0, NO)
    for week, plan in enumerate(plans):
        if week and plan is ASK:
            tale.replied(7 * week, R.DODGED)
        tale.planned(7 * week, plan)  # type: ignore[arg-type]
    assert tale.counts(30).asks == asks


def test_correcting_the_answers_before_anybody_asked_is_not_another_ask() -> None:
    tale = Tale()
    first = tale.said_no(0, NO)
    tale.planned(0, ASK)
    second = tale.said_no(1, NO, Source.EDIT, corrects=first)
    tale.planned(1, ASK)
    tale.said_no(2, NO, Source.EDIT, corrects=second)
    tale.planned(2, ASK)
    assert tale.counts(2).asks == 1


TRIES = [
    ("none named, none counted", [], 0),
    ("one more", [R.NO_ANSWER], 1),
    ("three more", [R.NO_ANSWER, R.NO_ANSWER, R.NO_ANSWER], 3),
    ("only silence counts", [R.REACHED_OUT, R.SNOOZE_WEEK, R.TALKING_AGAIN, R.DODGED, R.SKIP], 0),
]


@pytest.mark.parametrize(
    ("replies", "tries"), [case[1:] for case in TRIES], ids=[case[0].replace(" ", "_") for case in TRIES]
)
@pytest.mark.parametrize("stated", [0, 2])
def test_each_no_answer_is_one_more_try_than_the_rep_named(
    replies: list[Reply], tries: int, stated: int
) -> None:
    tale = Tale()
    tale.said_no(0, answers(Kind.NO_RESPONSE, tries=stated) if stated else NO)
    tale.replied(7, *replies)
    assert tale.counts(7).tries == stated + tries


def test_tries_named_in_a_further_debrief_hold_those_counted_before() -> None:
    """The rep is asked for every try together, so the earlier "no answer" is one of the four."""
    tale = Tale()
    tale.said_no(0, answers(Kind.NO_RESPONSE, tries=2))
    tale.replied(14, R.NO_ANSWER)
    tale.said_no(20, answers(Kind.NO_RESPONSE, tries=4))
    assert tale.counts(20).tries == 4


FOLLOW_UPS = [
    ("none", [], 0),
    ("reached out", [R.REACHED_OUT], 1),
    ("reached out, no answer to it", [R.REACHED_OUT, R.NO_ANSWER], 1),
    ("no answer at once", [R.NO_ANSWER], 1),
    ("two tries, two silences", [R.REACHED_OUT, R.NO_ANSWER, R.REACHED_OUT, R.NO_ANSWER], 2),
    ("silence after silence", [R.NO_ANSWER, R.NO_ANSWER, R.NO_ANSWER], 3),
    ("put off is nothing", [R.SNOOZE_WEEK, R.SNOOZE_UNTIL], 0),
    ("no answer, after a snooze", [R.REACHED_OUT, R.SNOOZE_WEEK, R.NO_ANSWER], 1),
    ("five", [R.REACHED_OUT, R.NO_ANSWER, R.NO_ANSWER, R.REACHED_OUT, R.REACHED_OUT, R.NO_ANSWER, R.NO_ANSWER], 5),
]  # fmt: skip


@pytest.mark.parametrize(
    ("replies", "count"),
    [case[1:] for case in FOLLOW_UPS],
    ids=[case[0].replace(" ", "_") for case in FOLLOW_UPS],
)
def test_a_follow_up_and_the_silence_it_met_are_one(replies: list[Reply], count: int) -> None:
    assert told(*replies).counts(100).follow_ups == count


@pytest.mark.parametrize(
    ("replies", "count"),
    [
        ([], 0),
        ([R.SNOOZE_WEEK], 1),
        ([R.SNOOZE_WEEK, R.SNOOZE_MONTH, R.SNOOZE_QUARTER], 3),
        ([R.SNOOZE_WEEK, R.SNOOZE_UNTIL, R.REACHED_OUT], 0),
        ([R.SNOOZE_WEEK, R.SNOOZE_WEEK, R.NO_ANSWER, R.SNOOZE_UNTIL], 1),
    ],
)
def test_snoozes_count_only_in_a_row(replies: list[Reply], count: int) -> None:
    assert told(*replies).counts(100).snoozes == count


SLIPS = [
    ("no date was named", None, 50, False),
    ("no again before the day", TODAY + timedelta(days=60), 50, False),
    ("no again on the day", TODAY + timedelta(days=50), 50, True),
    ("no again after the day", TODAY + timedelta(days=40), 50, True),
]


@pytest.mark.parametrize(
    ("named", "day", "slipped"), [case[1:] for case in SLIPS], ids=[c[0].replace(" ", "_") for c in SLIPS]
)
def test_a_named_day_slipped_once_it_came_and_brought_another_no(
    named: date | None, day: int, slipped: bool
) -> None:
    tale = Tale()
    tale.said_no(0, replace(NO, callback_on=named))
    tale.said_no(day, replace(NO, callback_on=TODAY + timedelta(days=200)), Source.STILL_NO)
    assert tale.counts(day).slipped is slipped


def test_the_day_of_the_answers_that_hold_has_not_slipped() -> None:
    tale = Tale()
    tale.said_no(0, replace(NO, callback_on=TODAY + timedelta(days=10)))
    assert not tale.counts(40).slipped


def test_a_corrected_day_never_slipped() -> None:
    tale = Tale()
    first = tale.said_no(0, replace(NO, callback_on=TODAY + timedelta(days=10)))
    tale.said_no(1, replace(NO, callback_on=NAMED_DAY), Source.EDIT, corrects=first)
    tale.said_no(40, NO, Source.STILL_NO)
    assert not tale.counts(40).slipped


def test_one_more_try_is_remembered() -> None:
    assert told(R.ONE_MORE_TRY, R.REACHED_OUT).counts(30).one_more_try_used
    assert not told(R.REACHED_OUT).counts(30).one_more_try_used
