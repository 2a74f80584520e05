"""What the coach recommends and what was agreed: verdicts, reasons, dates and the plan made of them."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from coaching.dates import WorkWeek, is_kept_holiday, is_year_end, next_working_day, working_day_from
from coaching.kinds import Kind


class Verdict(StrEnum):
    """What to do about a lost deal."""

    ASK_WHY = "ask_why"
    GO_BACK = "go_back"
    FOLLOW_UP = "follow_up"
    NURTURE = "nurture"
    LET_GO = "let_go"


class Variant(StrEnum):
    """A shade of a verdict that needs words of its own."""

    NO_DATE = "no_date"
    LIGHT_CHECK = "light_check"
    LAST_MESSAGE = "last_message"
    CLOSED = "closed"


class Opening(StrEnum):
    """What a nudge opens with."""

    ASK_WHY = "ask_why"
    GO_BACK = "go_back"
    FOLLOW_UP = "follow_up"
    NURTURE = "nurture"
    DID_THEY_ANSWER = "did_they_answer"
    STILL_TALKING = "still_talking"
    ONE_MORE_TRY = "one_more_try"
    LOOK = "look"
    RECOMMENDED = "recommended"


class Why(StrEnum):
    """A reason the rep is shown: for the verdict, for its date, or for a date that moved."""

    DOOR_CLOSED = "door_closed"
    CLOSED_BEFORE = "closed_before"
    COSTS_MORE = "costs_more"
    NOES = "noes"
    DATE_HOLDS = "date_holds"
    NOT_ASKED = "not_asked"
    DODGED = "dodged"
    KIND = "kind"
    SILENCE = "silence"
    DOUBT = "doubt"
    DOOR = "door"
    LATE_NO = "late_no"
    ABOUT_EVEN = "about_even"
    ANOTHER_WAY = "another_way"
    STILL_UNKNOWN = "still_unknown"
    FOLLOW_UPS = "follow_ups"
    QUIET = "quiet"
    LIGHT_CHECK_DONE = "light_check_done"
    ONE_MORE_DONE = "one_more_done"
    SNOOZES = "snoozes"
    OVERRULED = "overruled"
    CHOSEN = "chosen"

    NAMED = "named"
    BEFORE_CONTRACT = "before_contract"
    BEFORE_BUDGET = "before_budget"
    QUARTER = "quarter"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    TEAM_DAYS = "team_days"
    TEAM_WORKING_DAYS = "team_working_days"
    REP_CHOSE = "rep_chose"
    SNOOZED = "snoozed"

    TOO_SOON = "too_soon"
    DAY_OFF = "day_off"
    YEAR_END = "year_end"
    HOLIDAY = "holiday"
    HOLIDAY_TOO = "holiday_too"


WAITING_FOR_A_DATE = frozenset({Why.NAMED, Why.BEFORE_CONTRACT, Why.BEFORE_BUDGET})
"""Rules of a date that the prospect's own calendar set."""


@dataclass(frozen=True)
class Reason:
    """One reason with what it speaks of: a date, a count (days, noes, tries), the name of an answer, or a place."""

    why: Why
    on: date | None = None
    count: int | None = None
    about: str | None = None


@dataclass(frozen=True)
class PlannedDate:
    """A calendar date, the rule that gave it, and the reasons it was moved, if it was."""

    on: date
    rule: Reason
    moved: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Plan:
    """A verdict that stands for a lost deal, with its date and what the nudge opens with.

    `verdict` is what holds, `recommended` what the coach said; they differ when the rep overruled.
    `kind` names whose words apply: those of the no that was heard, also while a prospect is silent after it.
    `accepted` is False while a let-go recommendation waits for the rep's word.
    """

    verdict: Verdict
    recommended: Verdict
    kind: Kind
    reasons: tuple[Reason, ...] = ()
    then: Verdict | None = None
    variant: Variant | None = None
    opening: Opening | None = None
    due: PlannedDate | None = None
    look_on: date | None = None
    accepted: bool = True


def is_let_go(plan: Plan) -> bool:
    """Whether it ends the deal: a recommendation that waits for the rep's word does not."""
    return plan.verdict is Verdict.LET_GO and plan.accepted


def says_the_same(one: Plan, other: Plan) -> bool:
    """Whether both say the same for the same day, whatever speaks for it."""
    return _said(one) == _said(other)


def _said(plan: Plan) -> tuple[object, ...]:
    on = plan.due.on if plan.due else None
    return plan.verdict, plan.variant, plan.kind, on, plan.look_on, plan.accepted


def settle(wanted: date, rule: Reason, today: date, week: WorkWeek) -> PlannedDate:
    """A date a nudge can keep: not before the next working day, on a working day, clear of the year's end.

    Where it moved, a public holiday is named: the day itself, and the one that kept it from the day before.
    """
    if wanted <= today:
        soonest = next_working_day(today, week)
        return PlannedDate(soonest, rule, (Reason(Why.TOO_SOON, on=soonest),))
    on = working_day_from(wanted, week)
    if on == wanted:
        return PlannedDate(on, rule)
    before = on - timedelta(days=1)
    too = (
        [_holiday(Why.HOLIDAY_TOO, before, week)]
        if before != wanted and is_kept_holiday(before, week)
        else []
    )
    return PlannedDate(on, rule, (_day_off(wanted, week), *too))


def _day_off(day: date, week: WorkWeek) -> Reason:
    if is_kept_holiday(day, week):
        return _holiday(Why.HOLIDAY, day, week)
    return Reason(Why.YEAR_END if is_year_end(day) else Why.DAY_OFF, on=day)


def _holiday(why: Why, day: date, week: WorkWeek) -> Reason:
    return Reason(why, on=day, about=week.holidays.place)
