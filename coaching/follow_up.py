"""What a reply leads to: the next plan, an end, or the recommendation to let go."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from coaching.dates import WorkWeek, add_months
from coaching.deal import LostDeal, Reply
from coaching.debrief import Answers, AskedWhy
from coaching.history import History, has_reached_out
from coaching.kinds import Kind
from coaching.plan import Opening, Plan, Reason, Variant, Verdict, Why, settle
from coaching.policy import Policy
from coaching.verdict import as_known, has_agreed, judge, judge_row, row_for_kind
from coaching.verdict_table import Row, Wanted, in_days, in_working_days, kinds_wait, silence_row

_ALWAYS = (Reply.TALKING_AGAIN, Reply.WON_BACK, Reply.STILL_NO)
_SNOOZES = (Reply.SNOOZE_WEEK, Reply.SNOOZE_MONTH, Reply.SNOOZE_QUARTER, Reply.SNOOZE_UNTIL)
_LATER = (*_SNOOZES, Reply.LET_GO)
_ANY_TIME = (Reply.REACHED_OUT, Reply.NO_ANSWER, *_ALWAYS, *_LATER)

OFFERED: dict[Opening, tuple[Reply, ...]] = {
    Opening.ASK_WHY: (Reply.TOLD_ME, Reply.DODGED, Reply.NO_ANSWER, Reply.SKIP),
    Opening.DID_THEY_ANSWER: (Reply.NO_ANSWER, *_ALWAYS, *_LATER),
    Opening.RECOMMENDED: (Reply.LET_GO, Reply.ONE_MORE_TRY),
    Opening.STILL_TALKING: (Reply.NO_ANSWER, *_ALWAYS, *_LATER),
}
"""The replies a nudge takes, by what it opens with; any other opening takes those of `replies_to`."""


@dataclass(frozen=True)
class Situation:
    """A lost deal at the moment something happened: `counts` include the reply, `today` is the rep's local day."""

    deal: LostDeal
    counts: History
    policy: Policy
    today: date
    week: WorkWeek


def replies_to(opening: Opening) -> tuple[Reply, ...]:
    return OFFERED.get(opening, _ANY_TIME)


def taken_by(deal: LostDeal, opening: Opening) -> tuple[Reply, ...]:
    """The replies that make sense to a nudge of this deal: before anybody reached out there is no answer to miss."""
    replies = replies_to(opening)
    if opening in OFFERED or has_reached_out(deal):
        return replies
    return tuple(reply for reply in replies if reply is not Reply.NO_ANSWER)


def happenings(plan: Plan) -> tuple[Reply, ...]:
    """What a rep may say has happened while `plan` holds, at any time."""
    if plan.opening is None:
        return _ANY_TIME
    return tuple(dict.fromkeys((*replies_to(plan.opening), *_ALWAYS, Reply.LET_GO)))


def next_plan(reply: Reply, at: Situation, until: date | None = None) -> Plan | None:
    """The plan that `reply` leads to; None when the deal is won back.

    `until` is the day the rep chose, required for the replies of `ON_A_DAY`. `still_no` and `told_me` bring answers
    of their own: see `judge`.
    """
    if reply in AT_ONCE:
        return AT_ONCE[reply](at)
    if reply not in ON_A_DAY:
        raise ValueError(f"{reply} brings answers: judge those")
    if until is None:
        raise ValueError(f"{reply} needs a day the rep chose")
    return ON_A_DAY[reply](at, until)


def recommendation(plan: Plan) -> Plan:
    """The same plan when it is offered rather than shown to be accepted: letting go waits for the rep's word.

    A closed door is the prospect's decision, so there is nothing left to choose.
    """
    waits = plan.verdict is Verdict.LET_GO and plan.variant is not Variant.CLOSED
    return replace(plan, accepted=not waits, look_on=None)


def offers_let_go(plan: Plan) -> bool:
    """Whether letting go is on offer: as a recommendation, or because this was one snooze too many."""
    return not plan.accepted or any(reason.why is Why.SNOOZES for reason in plan.reasons)


def stop_reason(counts: History, policy: Policy) -> Reason | None:
    """Why letting go is recommended, from what the prospect did (T11), or None."""
    numbers = policy.numbers
    if counts.noes >= numbers.stop_noes:
        return Reason(Why.NOES, count=counts.noes)
    if counts.follow_ups >= numbers.stop_follow_ups:
        return Reason(Why.FOLLOW_UPS, count=counts.follow_ups)
    if counts.quiet_days >= numbers.stop_quiet_days:
        return Reason(Why.QUIET, count=counts.quiet_days)
    return None


def let_go_recommended(plan: Plan, reason: Reason) -> Plan:
    """The recommendation to let go, for `reason`, waiting for the rep's word."""
    return replace(
        _ended(plan),
        reasons=(reason,),
        recommended=Verdict.LET_GO,
        accepted=False,
    )


def changed_date(plan: Plan, on: date, today: date, week: WorkWeek) -> Plan:
    """The same plan on a day the rep chose; a let-go verdict becomes a look on that day."""
    settled = settle(on, Reason(Why.REP_CHOSE), today, week)
    opening = plan.opening or (Opening.LOOK if plan.verdict is Verdict.LET_GO else Opening(plan.verdict))
    return replace(plan, due=settled, opening=opening, look_on=None, accepted=True)


def _ended(plan: Plan) -> Plan:
    """What was said for letting go stays, with a silent prospect's words; what spoke for another verdict goes."""
    was_for_it = plan.verdict is Verdict.LET_GO
    variant = plan.variant if was_for_it else None
    return replace(
        plan,
        verdict=Verdict.LET_GO,
        reasons=plan.reasons if was_for_it else (),
        then=None,
        variant=variant,
        opening=None,
        due=None,
        look_on=None,
        accepted=True,
    )


def _reached_out(at: Situation) -> Plan:
    if at.deal.plan.verdict is Verdict.NURTURE:
        # Going after them is no further no: what was decided in spite of so many holds.
        if stop := stop_reason(replace(at.counts, noes=0), at.policy):
            return let_go_recommended(at.deal.plan, stop)
        wait = kinds_wait(at.deal.plan.kind, "nurture_days", at.policy, at.today, at.week)
        return _again(at, _their_day(at) or wait, Opening.NURTURE)
    days = at.policy.numbers.did_they_answer_working_days
    return _again(at, in_working_days(days, at.today, at.week), Opening.DID_THEY_ANSWER)


def _no_answer(at: Situation) -> Plan:
    """One more try, on their day or as often as they were silent says; some plans allow no further one."""
    plan, theirs = at.deal.plan, _their_day(at)
    if plan.opening is Opening.ASK_WHY:
        return _then(at, at.deal.answers)
    if plan.variant is Variant.LIGHT_CHECK:
        return let_go_recommended(plan, Reason(Why.LIGHT_CHECK_DONE))
    if at.counts.one_more_try_used:
        return let_go_recommended(plan, Reason(Why.ONE_MORE_DONE))
    # Silence before a day that outweighs so many noes is no further one.
    outweighs = theirs and has_agreed(at.deal.answers) and not at.counts.slipped
    if stop := stop_reason(replace(at.counts, noes=0) if outweighs else at.counts, at.policy):
        return let_go_recommended(plan, stop)
    row = silence_row(at.counts.tries, at.policy, at.today, at.week)
    if at.deal.answers.kind is not Kind.NO_RESPONSE:
        # Somebody who has talked is not written to as to a stranger: the words stay those of their no.
        row = replace(row, variant=None)
    if row.verdict is not Verdict.LET_GO and theirs:
        row = replace(row, wanted=theirs)
    reasons = [Reason(Why.SILENCE, count=at.counts.tries)]
    return recommendation(judge_row(at.deal.answers, row, reasons, at.today, at.week))


def _their_day(at: Situation) -> Wanted | None:
    """The day they named to be called back, while it is to come."""
    named = as_known(at.deal.answers, at.counts, at.policy).callback_on
    return Wanted(named, Reason(Why.NAMED, on=named)) if named and named > at.today else None


def _then(at: Situation, answers: Answers) -> Plan:
    """What comes after asking why without an answer: the kind's own verdict, dated from today (T2)."""
    asked = replace(at.counts, asks=max(at.counts.asks, at.policy.numbers.ask_why_times))
    if answers.kind is Kind.UNKNOWN:
        known = as_known(answers, at.counts, at.policy)
        row = row_for_kind(known, at.counts, at.policy, at.today, at.week)
        plan = judge_row(answers, row, [Reason(Why.STILL_UNKNOWN)], at.today, at.week)
    else:
        plan = judge(answers, asked, at.policy, at.today, at.week)
    return recommendation(plan)


def _talking_again(at: Situation) -> Plan:
    wanted = in_days(at.policy.numbers.talking_again_days, at.today)
    return replace(_again(at, wanted, Opening.STILL_TALKING), variant=None)


def _snoozed(at: Situation, on: date) -> Plan:
    plan = _again(at, Wanted(on, Reason(Why.SNOOZED, on=on)), at.deal.plan.opening or Opening.FOLLOW_UP)
    if at.counts.snoozes >= at.policy.numbers.snoozes_in_a_row:
        plan = replace(plan, reasons=(Reason(Why.SNOOZES, count=at.counts.snoozes),))
    return plan


def _one_more_try(at: Situation, on: date) -> Plan:
    plan = _picked_up(at, on, Verdict.GO_BACK, [Reason(Why.OVERRULED)])
    return replace(plan, opening=Opening.ONE_MORE_TRY, recommended=Verdict.LET_GO)


def _reopened(at: Situation, on: date) -> Plan:
    """They came back."""
    plan = _picked_up(at, on, Verdict.FOLLOW_UP, [])
    return replace(plan, opening=Opening.FOLLOW_UP, recommended=Verdict.FOLLOW_UP)


def _picked_up(at: Situation, on: date, verdict: Verdict, reasons: list[Reason]) -> Plan:
    row = Row(verdict, Wanted(on, Reason(Why.REP_CHOSE)))
    return judge_row(at.deal.answers, row, reasons, at.today, at.week)


def _again(at: Situation, wanted: Wanted, opening: Opening | None) -> Plan:
    """The same verdict, to be taken up again on another day; going after a deal that was let go opens it."""
    plan = at.deal.plan
    opens = plan.verdict is Verdict.LET_GO and opening is not Opening.LOOK
    return replace(
        plan,
        verdict=Verdict.FOLLOW_UP if opens else plan.verdict,
        due=settle(wanted.on, wanted.rule, at.today, at.week),
        opening=opening,
        reasons=(),
        look_on=None,
        accepted=True,
    )


AT_ONCE: Mapping[Reply, Callable[[Situation], Plan | None]] = {
    Reply.WON_BACK: lambda _at: None,
    Reply.LET_GO: lambda at: _ended(at.deal.plan),
    Reply.REACHED_OUT: _reached_out,
    Reply.NO_ANSWER: _no_answer,
    Reply.DODGED: lambda at: _then(at, replace(at.deal.answers, asked_why=AskedWhy.DODGED)),
    Reply.SKIP: lambda at: _then(at, at.deal.answers),
    Reply.TALKING_AGAIN: _talking_again,
    Reply.SNOOZE_WEEK: lambda at: _snoozed(at, at.today + timedelta(days=7)),
    Reply.SNOOZE_MONTH: lambda at: _snoozed(at, add_months(at.today, 1)),
    Reply.SNOOZE_QUARTER: lambda at: _snoozed(at, add_months(at.today, 3)),
}
"""What each reply leads to that says it all."""

ON_A_DAY: Mapping[Reply, Callable[[Situation, date], Plan]] = {
    Reply.SNOOZE_UNTIL: _snoozed,
    Reply.ONE_MORE_TRY: _one_more_try,
    Reply.THEY_CONTACTED_ME: _reopened,
}
"""What each reply leads to that asks the rep for a day."""
