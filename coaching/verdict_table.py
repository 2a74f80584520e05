"""The verdict table: what each kind of no leads to when nothing overrides it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from coaching.dates import WorkWeek, add_months, add_working_days, quarter_from, working_day_from
from coaching.debrief import Answers
from coaching.kinds import Kind
from coaching.plan import Reason, Variant, Verdict, Why
from coaching.policy import Policy


@dataclass(frozen=True)
class Wanted:
    """The date a rule asks for, before it is moved to a day a nudge can keep."""

    on: date
    rule: Reason


@dataclass(frozen=True)
class Row:
    """A verdict with the date its rule gives; `look` is a date the rep may take up after letting go."""

    verdict: Verdict
    wanted: Wanted | None = None
    variant: Variant | None = None
    look: Wanted | None = None


def row_for(answers: Answers, asks: int, policy: Policy, today: date, week: WorkWeek) -> Row:
    """The row of the verdict table for these answers. `asks` counts the "ask why" plans there have been."""
    kind = answers.kind

    def after(verdict: Verdict, name: str, variant: Variant | None = None) -> Row:
        return Row(verdict, kinds_wait(kind, name, policy, today, week), variant)

    match kind:
        case Kind.NO_NEED | Kind.NO_RAPPORT | Kind.DOUBTS_US:
            return after(Verdict.NURTURE, "nurture_days")
        case Kind.CONTENT:
            return _before_contract(answers, policy, today) or after(Verdict.NURTURE, "nurture_days")
        case Kind.CHOSE_COMPETITOR:
            return _before_contract(answers, policy, today) or after(Verdict.FOLLOW_UP, "follow_up_days")
        case Kind.NOT_NOW:
            return after(
                Verdict.FOLLOW_UP, "follow_up_days", None if answers.callback_on else Variant.NO_DATE
            )
        case Kind.NO_BUDGET:
            return _budget(answers, policy, today, week)
        case Kind.NO_RESPONSE:
            return silence_row(answers.tries or 0, policy, today, week)
        case Kind.NO_AUTHORITY | Kind.NEED_NOT_FELT | Kind.NO_VALUE | Kind.NEVER_ASKED:
            return Row(Verdict.GO_BACK, kinds_wait(kind, "go_back_working_days", policy, today, week))
        case Kind.NO_REAL_NEED:
            return Row(Verdict.LET_GO, look=kinds_wait(kind, "look_days", policy, today, week))
        case Kind.NO_FIT:
            return Row(Verdict.LET_GO)
        case Kind.UNKNOWN:
            if asks < policy.numbers.ask_why_times:
                return ask_why_row(policy, today, week)
            return after(Verdict.NURTURE, "nurture_days")


def ask_why_row(policy: Policy, today: date, week: WorkWeek) -> Row:
    return Row(Verdict.ASK_WHY, in_working_days(policy.numbers.ask_why_working_days, today, week))


def silence_row(tries: int, policy: Policy, today: date, week: WorkWeek) -> Row:
    """What `tries` unanswered attempts lead to (T14): another channel, one graceful last message, or letting go.

    The words stay those of the no that was heard: silence after it does not turn a warm buyer into a stranger.
    """
    kind = Kind.NO_RESPONSE
    if tries > policy.number(kind, "many_tries"):
        return Row(Verdict.LET_GO)
    if tries < policy.number(kind, "few_tries"):
        return Row(Verdict.GO_BACK, kinds_wait(kind, "another_channel_days", policy, today, week))
    wait = in_days(policy.number(kind, "last_message_days"), today)
    return Row(Verdict.GO_BACK, wait, Variant.LAST_MESSAGE)


def kinds_wait(kind: Kind, name: str, policy: Policy, today: date, week: WorkWeek) -> Wanted:
    """After as many days as the kind's number of that name says; where it is the team's own, the rule says so."""
    days, working = policy.number(kind, name), name.endswith("working_days")
    wanted = in_working_days(days, today, week) if working else in_days(days, today)
    if not policy.is_of_team(kind, name):
        return wanted
    why = Why.TEAM_WORKING_DAYS if working else Why.TEAM_DAYS
    return replace(wanted, rule=replace(wanted.rule, why=why))


def in_days(days: int, today: date) -> Wanted:
    return Wanted(today + timedelta(days=days), Reason(Why.DAYS, count=days))


def in_working_days(days: int, today: date, week: WorkWeek) -> Wanted:
    return Wanted(add_working_days(today, days, week), Reason(Why.WORKING_DAYS, count=days))


def _before_contract(answers: Answers, policy: Policy, today: date) -> Row | None:
    """A day that has passed says nothing of the next contract."""
    if answers.contract_end is None or answers.contract_end < today:
        return None
    days = policy.number(answers.kind, "days_before")
    rule = Reason(Why.BEFORE_CONTRACT, on=answers.contract_end, count=days)
    return Row(Verdict.FOLLOW_UP, Wanted(answers.contract_end - timedelta(days=days), rule))


def _budget(answers: Answers, policy: Policy, today: date, week: WorkWeek) -> Row:
    """Before the next budget; where nobody knows it, or its day has passed, one light check early in a quarter (T4)."""
    if answers.budget_on and answers.budget_on >= today:
        days = policy.number(answers.kind, "days_before")
        rule = Reason(Why.BEFORE_BUDGET, on=answers.budget_on, count=days)
        return Row(Verdict.FOLLOW_UP, Wanted(answers.budget_on - timedelta(days=days), rule))
    days = policy.number(answers.kind, "quarter_days")
    quarter = _quarter(today, days, week)
    light = None if answers.callback_on else Variant.LIGHT_CHECK
    return Row(Verdict.FOLLOW_UP, Wanted(quarter, Reason(Why.QUARTER, count=days)), light)


def _quarter(today: date, days: int, week: WorkWeek) -> date:
    """The first working day of a quarter that is at least `days` off."""
    quarter = quarter_from(today)
    while working_day_from(quarter, week) < today + timedelta(days=days):
        quarter = add_months(quarter, 3)
    return working_day_from(quarter, week)
