"""Quiet days, less those spent waiting for a date of theirs; and what reopening does to every count."""

from dataclasses import replace
from datetime import timedelta

import pytest

from coaching.deal import Reply, Source
from coaching.debrief import Door
from coaching.history import History, Pause, awake_days
from coaching.kinds import Kind
from coaching.plan import Variant, Verdict, Why
from tests.coaching.cases import TODAY, Tale, answers, plan_of

NO = answers(Kind.NOT_NOW)
ASK = plan_of(Verdict.ASK_WHY, rule=Why.WORKING_DAYS)


def told_no() -> Tale:
    tale = Tale()
    tale.said_no(0, NO)
    return tale


def quiet() -> Tale:
    """Debriefed on the first day, nudged ten days later under a plan that waits for nobody's date."""
    tale = told_no()
    return tale.planned(0, plan_of(rule=Why.DAYS)).nudged(10)


def test_quiet_days_run_from_the_first_nudge() -> None:
    assert told_no().planned(0, plan_of()).counts(300).quiet_days == 0
    assert quiet().counts(10).quiet_days == 0
    assert quiet().nudged(100).counts(280).quiet_days == 270


def test_talking_again_starts_the_quiet_days_anew() -> None:
    assert quiet().replied(110, Reply.TALKING_AGAIN).counts(280).quiet_days == 170


@pytest.mark.parametrize("reply", [Reply.NO_ANSWER, Reply.REACHED_OUT, Reply.SNOOZE_QUARTER], ids=str)
def test_going_after_them_in_vain_or_waiting_is_no_change(reply: Reply) -> None:
    assert quiet().replied(110, reply).counts(280).quiet_days == 270


@pytest.mark.parametrize("rule", [Why.NAMED, Why.BEFORE_CONTRACT, Why.BEFORE_BUDGET], ids=str)
def test_waiting_for_a_date_of_theirs_is_not_quiet(rule: Why) -> None:
    tale = quiet()
    tale.planned(20, plan_of(on=TODAY + timedelta(days=220), rule=rule))
    assert tale.counts(120).quiet_days == 10
    assert tale.counts(220).quiet_days == 10
    assert tale.counts(250).quiet_days == 40, "the wait is over when the day has come"


@pytest.mark.parametrize(
    "rule", [Why.DAYS, Why.WORKING_DAYS, Why.QUARTER, Why.REP_CHOSE, Why.SNOOZED], ids=str
)
def test_waiting_for_a_date_of_our_own_is_quiet(rule: Why) -> None:
    tale = quiet().planned(20, plan_of(on=TODAY + timedelta(days=220), rule=rule))
    assert tale.counts(280).quiet_days == 270


def test_a_wait_broken_off_early_counts_only_until_then() -> None:
    tale = quiet().planned(20, plan_of(on=TODAY + timedelta(days=220), rule=Why.NAMED))
    tale.planned(50, plan_of(rule=Why.SNOOZED))
    assert tale.counts(280).quiet_days == 240


def test_a_wait_that_began_before_the_first_nudge_counts_from_the_nudge_on() -> None:
    tale = told_no().planned(0, plan_of(on=TODAY + timedelta(days=100), rule=Why.NAMED)).nudged(40)
    assert tale.counts(110).quiet_days == 10


@pytest.mark.parametrize(
    ("pauses", "days"),
    [
        ([], 100),
        ([(10, 30)], 80),
        ([(-20, 10)], 90),
        ([(90, 150)], 90),
        ([(-5, 200)], 0),
        ([(10, 30), (20, 40)], 70),
        ([(10, 10)], 100),
        ([(200, 300)], 100),
    ],
)
def test_a_pause_stops_the_count_once_however_pauses_overlap(
    pauses: list[tuple[int, int]], days: int
) -> None:
    spans = [Pause(TODAY + timedelta(days=a), TODAY + timedelta(days=b)) for a, b in pauses]
    assert awake_days(TODAY, TODAY + timedelta(days=100), spans) == days


def test_a_pause_while_waiting_for_their_date_counts_once() -> None:
    tale = quiet().planned(20, plan_of(on=TODAY + timedelta(days=220), rule=Why.NAMED))
    paused = [Pause(TODAY + timedelta(days=100), TODAY + timedelta(days=230))]
    assert tale.counts(250, paused).quiet_days == 30


def ended() -> Tale:
    """Everything that is counted has happened, and then the door closed."""
    tale = Tale()
    callback_on, budget_on = TODAY + timedelta(days=30), TODAY + timedelta(days=300)
    tale.said_no(0, replace(NO, callback_on=callback_on, budget_on=budget_on))
    tale.planned(0, ASK).nudged(5).replied(6, Reply.DODGED)
    tale.planned(6, plan_of(variant=Variant.LIGHT_CHECK)).nudged(6)
    tale.replied(7, Reply.NO_ANSWER, Reply.REACHED_OUT, Reply.ONE_MORE_TRY)
    tale.said_no(40, replace(NO, door=Door.CLOSED), Source.STILL_NO)
    return tale.planned(40, plan_of(Verdict.LET_GO)).replied(41, Reply.REACHED_OUT, Reply.SNOOZE_WEEK)


def reopened() -> Tale:
    """They came back on day 100."""
    return ended().replied(100, Reply.THEY_CONTACTED_ME).planned(100, plan_of(rule=Why.REP_CHOSE))


def test_reopening_sets_every_count_to_zero() -> None:
    counted = {name for name, count in vars(ended().counts(99)).items() if count}
    assert counted == set(vars(History())) - {"gone"}
    after = reopened().counts(400)
    assert after.gone == {"door", "tries", "callback_on", "condition"}
    assert replace(after, gone=frozenset()) == History()


def test_what_happens_after_reopening_counts_again() -> None:
    tale = reopened().nudged(110).replied(111, Reply.NO_ANSWER)
    tale.said_no(120, NO, Source.STILL_NO)
    assert tale.counts(130) == History(noes=1, tries=1, follow_ups=1, quiet_days=20)


def test_correcting_an_old_no_after_reopening_is_not_a_new_one() -> None:
    tale = reopened()
    tale.said_no(101, NO, Source.EDIT, corrects=tale.debriefs[-1].id)
    assert tale.counts(101).noes == 0
