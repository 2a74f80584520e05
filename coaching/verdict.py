"""The coach's judgement of a debrief: the first override that matches, else the kind's own row."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from coaching.dates import WorkWeek
from coaching.debrief import Answers, AskedWhy, Door, FirstNo, Worth
from coaching.history import History
from coaching.kinds import KINDS, Kind
from coaching.plan import Opening, Plan, Reason, Variant, Verdict, Why, settle
from coaching.policy import Policy
from coaching.verdict_table import Row, Wanted, ask_why_row, in_days, in_working_days, row_for

_LEADS = ("contract_end", "budget_on")
_FEWEST_REASONS = 2
MOST_REASONS = 4
"""Bullets on the verdict screen."""


def judge(answers: Answers, history: History, policy: Policy, today: date, week: WorkWeek) -> Plan:
    """The plan the coach recommends for `answers`, on the rep's local day `today`.

    `history` counts these answers too: `noes` and `asks` as they stand once the debrief is stored,
    before the plan that comes of it.
    """
    answers = as_known(answers, history, policy)
    row, reasons = _overridden(answers, history, policy)
    own = row_for_kind(answers, history, policy, today, week)
    if own.verdict is Verdict.LET_GO:
        reasons = [reason for reason in reasons if reason.why is not Why.DATE_HOLDS]
    then = None
    if row is None and _should_ask_why(answers, history, policy):
        asked = replace(history, asks=policy.numbers.ask_why_times)
        row, then = (
            ask_why_row(policy, today, week),
            row_for_kind(answers, asked, policy, today, week).verdict,
        )
        reasons = [Reason(Why.NOT_ASKED)]
    row = row or own
    if row.variant is Variant.LIGHT_CHECK and history.checked:
        row, reasons = Row(Verdict.LET_GO), [Reason(Why.LIGHT_CHECK_DONE)]
    if answers.asked_why is AskedWhy.DODGED and row.variant is not Variant.CLOSED:
        reasons.insert(0, Reason(Why.DODGED))
    return _plan(answers, row, then, _filled(reasons, answers, row), today, week)


def as_known(answers: Answers, history: History, policy: Policy) -> Answers:
    """The answers as they count after all that has happened since they were given.

    A contract's end or a budget's day says nothing of the next one once the rep has acted on the day to go back before
    it, or they said no again after that day. Who was asked why and dodged was asked; a silence counts each "no answer".
    """
    held: dict[str, Any] = dict.fromkeys(history.gone)
    held |= {
        name: None for name in _LEADS if _is_overtaken(getattr(answers, name), answers.kind, history, policy)
    }
    if history.dodged and answers.asked_why is AskedWhy.NOT_YET:
        held["asked_why"] = AskedWhy.DODGED
    answers = replace(answers, **held)
    if answers.kind is Kind.NO_RESPONSE:
        answers = replace(answers, tries=max(answers.tries or 0, history.tries))
    return answers


def _is_overtaken(day: date | None, kind: Kind, history: History, policy: Policy) -> bool:
    if day is None or "days_before" not in KINDS[kind].numbers:
        return False
    lead_day = day - timedelta(policy.number(kind, "days_before"))
    if history.acted_on and lead_day <= history.acted_on:
        return True
    return day in history.known_days and history.last_no_on is not None and lead_day < history.last_no_on


def judge_row(answers: Answers, row: Row, reasons: list[Reason], today: date, week: WorkWeek) -> Plan:
    """A plan for a row that did not come from the debrief itself, for these reasons."""
    return _plan(answers, row, None, tuple(reasons), today, week)


def row_for_kind(answers: Answers, history: History, policy: Policy, today: date, week: WorkWeek) -> Row:
    """The kind's row, on the date they named when it is one that a nudge keeps."""
    row = row_for(answers, history.asks, policy, today, week)
    return _on_their_date(row, answers)


def overrule(
    recommended: Plan, verdict: Verdict, answers: Answers, policy: Policy, today: date, week: WorkWeek
) -> Plan:
    """The plan when the rep would rather do `verdict`: the coach's own row where it agrees, else the general wait.

    A closed door is not overruled.
    """
    if verdict is recommended.verdict or recommended.variant is Variant.CLOSED:
        return recommended
    own = row_for(answers, 0, policy, today, week)
    row = own if own.verdict is verdict else Row(verdict, _general_wait(verdict, policy, today, week))
    then = own.verdict if verdict is Verdict.ASK_WHY and own.verdict is not verdict else None
    reasons = _filled([Reason(Why.CHOSEN, about=recommended.recommended)], answers, row)
    plan = _plan(answers, _on_their_date(row, answers), then, reasons, today, week)
    return replace(plan, recommended=recommended.recommended, look_on=None)


def may_choose(kind: Kind) -> tuple[Verdict, ...]:
    """The verdicts a rep can choose for this kind: asking why makes no sense where the kind says why."""
    return tuple(v for v in Verdict if v is not Verdict.ASK_WHY or KINDS[kind].why_matters)


def _overridden(answers: Answers, history: History, policy: Policy) -> tuple[Row | None, list[Reason]]:
    """The let-go overrides, or the reason why an agreed date outweighs them."""
    if answers.door is Door.CLOSED:
        return Row(Verdict.LET_GO, variant=Variant.CLOSED), [Reason(Why.DOOR_CLOSED)]
    if history.closed:
        return Row(Verdict.LET_GO, variant=Variant.CLOSED), [Reason(Why.CLOSED_BEFORE)]
    against = []
    if answers.worth is Worth.COSTS_MORE:
        against.append(Reason(Why.COSTS_MORE))
    if history.noes >= policy.numbers.stop_noes and answers.is_a_no:
        against.append(Reason(Why.NOES, count=history.noes))
    if not against:
        return None, []
    if has_agreed(answers) and not history.slipped:
        return None, [Reason(Why.DATE_HOLDS, on=answers.callback_on)]
    return Row(Verdict.LET_GO), against


def has_agreed(answers: Answers) -> bool:
    """An open door, a day they named and what has to happen by then (T7)."""
    return bool(answers.door is Door.OPEN and answers.callback_on and answers.condition)


def _should_ask_why(answers: Answers, history: History, policy: Policy) -> bool:
    unasked = answers.asked_why is AskedWhy.NOT_YET and KINDS[answers.kind].why_matters
    return unasked and history.asks < policy.numbers.ask_why_times


def _on_their_date(row: Row, answers: Answers) -> Row:
    """The row on the day they named to be called back, which wins over every other, but for letting go and asking."""
    if answers.callback_on is None or row.verdict in (Verdict.LET_GO, Verdict.ASK_WHY):
        return row
    return replace(row, wanted=Wanted(answers.callback_on, Reason(Why.NAMED, on=answers.callback_on)))


def _filled(reasons: list[Reason], answers: Answers, row: Row) -> tuple[Reason, ...]:
    """Two to four bullets: what must be said first, then the kind, then what the rep saw of the door."""
    musts = list(reasons)
    if answers.first_no is FirstNo.END:
        musts.append(Reason(Why.LATE_NO))
    if _may_want_another_way(answers.kind, row):
        musts.append(Reason(Why.ANOTHER_WAY))
    door = _door_reason(answers)
    # An open door has its say wherever giving up too early would be a pity (T9).
    gives_up = answers.door is Door.OPEN and row.verdict in (Verdict.NURTURE, Verdict.LET_GO)
    if door and gives_up and len(musts) < MOST_REASONS:
        musts.insert(len(reasons), door)
    if answers.worth is Worth.EVEN and row.variant is not Variant.CLOSED:
        musts.append(Reason(Why.ABOUT_EVEN))
    if len(musts) < MOST_REASONS:
        musts.insert(len(reasons), _kind_reason(answers))
    if door and not gives_up and len(musts) < MOST_REASONS - 1:
        musts.insert(len(reasons) + 1, door)
    if len(musts) < _FEWEST_REASONS:
        musts.append(Reason(Why.DOUBT))
    return tuple(musts[:MOST_REASONS])


def _door_reason(answers: Answers) -> Reason | None:
    """What the rep saw of a door that is not closed."""
    seen = answers.door and answers.door is not Door.CLOSED
    return Reason(Why.DOOR, about=answers.door) if seen else None


def _may_want_another_way(kind: Kind, row: Row) -> bool:
    """Another way to work together fits a no to the offer: not one to us, nor where nobody has said no yet (T5)."""
    if kind in (Kind.NO_RESPONSE, Kind.NEVER_ASKED):
        return False
    to_us = kind in (Kind.DOUBTS_US, Kind.NO_RAPPORT)
    return row.verdict is Verdict.GO_BACK or (row.verdict is Verdict.NURTURE and not to_us)


def _kind_reason(answers: Answers) -> Reason:
    if answers.kind is Kind.NO_RESPONSE and answers.tries:
        return Reason(Why.SILENCE, count=answers.tries)
    return Reason(Why.KIND, about=answers.kind)


def _plan(
    answers: Answers, row: Row, then: Verdict | None, reasons: tuple[Reason, ...], today: date, week: WorkWeek
) -> Plan:
    settled = settle(row.wanted.on, row.wanted.rule, today, week) if row.wanted else None
    look = settle(row.look.on, row.look.rule, today, week).on if row.look else None
    return Plan(
        verdict=row.verdict,
        recommended=row.verdict,
        kind=answers.kind,
        reasons=reasons,
        then=then,
        variant=row.variant,
        opening=Opening(row.verdict) if settled else None,
        due=settled,
        look_on=look,
    )


def _general_wait(verdict: Verdict, policy: Policy, today: date, week: WorkWeek) -> Wanted | None:
    numbers = policy.numbers
    match verdict:
        case Verdict.ASK_WHY:
            return in_working_days(numbers.ask_why_working_days, today, week)
        case Verdict.GO_BACK:
            return in_working_days(numbers.go_back_working_days, today, week)
        case Verdict.FOLLOW_UP:
            return in_days(numbers.follow_up_days, today)
        case Verdict.NURTURE:
            return in_days(numbers.nurture_days, today)
        case Verdict.LET_GO:
            return None
