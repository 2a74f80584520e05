"""Asking why in vain: what the kind's own verdict then is, and how often an unknown reason is asked for."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from coaching.deal import Reply
from coaching.debrief import AskedWhy
from coaching.kinds import Kind
from coaching.plan import Opening, Verdict, Why
from tests.coaching.cases import (
    NAMED_DAY,
    TODAY,
    after,
    answers,
    due_on,
    due_rule,
    judged,
    situation,
    whys,
)

AFTER_ASKING = [Reply.DODGED, Reply.NO_ANSWER, Reply.SKIP]
NOT_ASKED: Mapping[str, Any] = {"asked_why": AskedWhy.NOT_YET}
ASKED_BACK = sorted(
    set(Kind) - {Kind.NO_RESPONSE, Kind.NEVER_ASKED, Kind.NO_REAL_NEED, Kind.NO_FIT, Kind.UNKNOWN}
)
LATER = TODAY + timedelta(days=21)


@pytest.mark.parametrize("reply", AFTER_ASKING, ids=str)
@pytest.mark.parametrize("asks", [1, 2])
@pytest.mark.parametrize("kind", ASKED_BACK, ids=str)
def test_asking_in_vain_starts_the_kind_s_own_verdict_dated_from_that_day(
    kind: Kind, asks: int, reply: Reply
) -> None:
    held = judged(kind, **NOT_ASKED)
    plan = after(reply, situation(held, answers(kind, **NOT_ASKED), today=LATER, asks=asks, tries=1))
    own = judged(kind, today=LATER)
    assert (plan.verdict, plan.due, plan.variant, plan.kind) == (own.verdict, own.due, own.variant, own.kind)
    assert plan.verdict is held.then


@pytest.mark.parametrize("reply", AFTER_ASKING, ids=str)
def test_asking_in_vain_keeps_to_a_day_they_named(reply: Reply) -> None:
    given = answers(Kind.NOT_NOW, **NOT_ASKED, callback_on=NAMED_DAY)
    plan = after(reply, situation(judged(Kind.NOT_NOW, **NOT_ASKED), given, asks=1))
    assert (due_on(plan), due_rule(plan)) == (NAMED_DAY, Why.NAMED)


@pytest.mark.parametrize("reply", AFTER_ASKING, ids=str)
def test_an_unknown_reason_is_asked_for_twice_and_then_kept_warm(reply: Reply) -> None:
    given = answers(Kind.UNKNOWN, **NOT_ASKED)
    held = judged(Kind.UNKNOWN, **NOT_ASKED)
    again = after(reply, situation(held, given, today=LATER, asks=1))
    assert (again.verdict, due_on(again)) == (Verdict.ASK_WHY, LATER + timedelta(days=1))
    enough = after(reply, situation(again, given, today=LATER, asks=2))
    assert (enough.verdict, enough.opening) == (Verdict.NURTURE, Opening.NURTURE)
    assert due_on(enough) == LATER + timedelta(days=90)


@pytest.mark.parametrize("reply", AFTER_ASKING, ids=str)
def test_an_unknown_reason_is_kept_warm_until_the_day_they_named(reply: Reply) -> None:
    given = answers(Kind.UNKNOWN, **NOT_ASKED, callback_on=NAMED_DAY)
    plan = after(reply, situation(judged(Kind.UNKNOWN, **NOT_ASKED), given, asks=2))
    assert (plan.verdict, due_on(plan), due_rule(plan)) == (Verdict.NURTURE, NAMED_DAY, Why.NAMED)


def test_a_dodge_after_asking_says_that_the_reason_is_a_guess() -> None:
    given = answers(Kind.NO_VALUE, **NOT_ASKED)
    plan = after(Reply.DODGED, situation(judged(Kind.NO_VALUE, **NOT_ASKED), given, asks=1))
    assert whys(plan)[0] is Why.DODGED
