"""What a reply leads to: the next plan, an end, or the recommendation to let go."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from coaching.dates import WorkWeek, add_months
from coaching.deal import LostDeal, Reply
from coaching.debrief import Answers, AskedWhy
from coaching.history import History
from coaching.kinds import Kind
from coaching.plan import Opening, Plan, Reason, Variant, Verdict, Why, settle
from coaching.policy import Policy
from coaching.verdict import judge, judge_row, row_for_kind
from coaching.verdict_table import Row, Wanted, in_days, in_working_days, silence_row

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


def happenings(plan: Plan) -> tuple[Reply, ...]:
    """What a rep may say has happened while `plan` holds, at any time."""
    if plan.opening is None:
        return _ANY_TIME
    return tuple(dict.fromkeys((*replies_to(plan.opening), *_ALWAYS, Reply.LET_GO)))


def next_plan(reply: Reply, at: Situation, until: date | None = None) -> Plan | None:
    """The plan that `reply` leads to; None when the deal is won back.

    `until` is the day the rep chose, required for `snooze_until`, `one_more_try` and `they_contacted_me`.
    `still_no` and `told_me` bring answers of their own: see `judge`.
    """
    plan = at.deal.plan
    match reply:
        case Reply.WON_BACK:
            return None
        case Reply.LET_GO:
            return _ended(plan)
        case Reply.REACHED_OUT:
            return _reached_out(at)
        case Reply.NO_ANSWER:
            return _then(at, at.deal.answers) if plan.opening is Opening.ASK_WHY else _no_answer(at)
        case Reply.DODGED:
            return _then(at, replace(at.deal.answers, asked_why=AskedWhy.DODGED))
        case Reply.SKIP:
            return _then(at, at.deal.answers)
        case Reply.TALKING_AGAIN:
            wanted = in_days(at.policy.numbers.talking_again_days, at.today)
            return replace(_again(at, wanted, Opening.STILL_TALKING), variant=None)
        case Reply.SNOOZE_WEEK | Reply.SNOOZE_MONTH | Reply.SNOOZE_QUARTER | Reply.SNOOZE_UNTIL:
            return _snoozed(reply, at, until)
        case Reply.ONE_MORE_TRY | Reply.THEY_CONTACTED_ME:
            return _picked_up(reply, at, until)
        case Reply.STILL_NO | Reply.TOLD_ME:
            raise ValueError(f"{reply} brings answers: judge those")


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
        if stop := stop_reason(at.counts, at.policy):
            return let_go_recommended(at.deal.plan, stop)
        days = at.policy.number(at.deal.plan.kind, "nurture_days")
        return _again(at, in_days(days, at.today), Opening.NURTURE)
    days = at.policy.numbers.did_they_answer_working_days
    return _again(at, in_working_days(days, at.today, at.week), Opening.DID_THEY_ANSWER)


def _no_answer(at: Situation) -> Plan:
    """One more try, judged by how often they have been silent; some plans allow no further one."""
    plan = at.deal.plan
    if plan.variant is Variant.LIGHT_CHECK:
        return let_go_recommended(plan, Reason(Why.LIGHT_CHECK_DONE))
    if at.counts.one_more_try_used:
        return let_go_recommended(plan, Reason(Why.ONE_MORE_DONE))
    if stop := stop_reason(at.counts, at.policy):
        return let_go_recommended(plan, stop)
    row = silence_row(at.counts.tries, at.policy, at.today)
    reasons = [Reason(Why.SILENCE, count=at.counts.tries)]
    return recommendation(judge_row(at.deal.answers, row, reasons, at.today, at.week))


def _then(at: Situation, answers: Answers) -> Plan:
    """What comes after asking why without an answer: the kind's own verdict, dated from today (T2)."""
    asked = replace(at.counts, asks=max(at.counts.asks, at.policy.numbers.ask_why_times))
    if answers.kind is Kind.UNKNOWN:
        row = row_for_kind(answers, at.counts, at.policy, at.today, at.week)
        plan = judge_row(answers, row, [Reason(Why.STILL_UNKNOWN)], at.today, at.week)
    else:
        plan = judge(answers, asked, at.policy, at.today, at.week)
    return recommendation(plan)


def _snoozed(reply: Reply, at: Situation, until: date | None) -> Plan:
    days = {
        Reply.SNOOZE_WEEK: at.today + timedelta(days=7),
        Reply.SNOOZE_MONTH: add_months(at.today, 1),
        Reply.SNOOZE_QUARTER: add_months(at.today, 3),
    }
    on = days.get(reply) or _chosen(until)
    plan = _again(at, Wanted(on, Reason(Why.SNOOZED, on=on)), at.deal.plan.opening or Opening.FOLLOW_UP)
    if at.counts.snoozes >= at.policy.numbers.snoozes_in_a_row:
        plan = replace(plan, reasons=(Reason(Why.SNOOZES, count=at.counts.snoozes),))
    return plan


def _picked_up(reply: Reply, at: Situation, until: date | None) -> Plan:
    """One nudge more, or a deal reopened because they came back: on the day the rep chose."""
    one_more = reply is Reply.ONE_MORE_TRY
    verdict = Verdict.GO_BACK if one_more else Verdict.FOLLOW_UP
    row = Row(verdict, Wanted(_chosen(until), Reason(Why.REP_CHOSE)))
    reasons = [Reason(Why.OVERRULED)] if one_more else []
    plan = judge_row(at.deal.answers, row, reasons, at.today, at.week)
    opening = Opening.ONE_MORE_TRY if one_more else Opening.FOLLOW_UP
    recommended = Verdict.LET_GO if one_more else verdict
    return replace(plan, opening=opening, recommended=recommended)


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


def _chosen(until: date | None) -> date:
    if until is None:
        raise ValueError("this reply needs a day the rep chose")
    return until
