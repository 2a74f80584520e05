"""The counts that the rules read off a lost deal's record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from coaching.dates import local_date
from coaching.deal import SNOOZES, Debriefed, LostDeal, Planned, Replied, Reply
from coaching.debrief import Door
from coaching.plan import WAITING_FOR_A_DATE, Verdict, Why

_MOVED_BY_THE_REP = frozenset({Why.REP_CHOSE, Why.SNOOZED})


@dataclass(frozen=True)
class History:
    """What the rules count, since the deal began or was reopened. `quiet_days` leaves out agreed waiting."""

    noes: int = 0
    asks: int = 0
    tries: int = 0
    follow_ups: int = 0
    quiet_days: int = 0
    snoozes: int = 0
    slipped: bool = False
    closed: bool = False
    one_more_try_used: bool = False


@dataclass(frozen=True)
class Pause:
    """Days, from the first to the one before `until`, on which the rep wanted no nudges."""

    since: date
    until: date


def history(deal: LostDeal, as_of: datetime, zone: ZoneInfo, pauses: Sequence[Pause] = ()) -> History:
    """The counts as they stand at `as_of`; reopening a deal that was let go set them all to zero."""
    since = max((r.at for r in deal.replies if r.reply is Reply.THEY_CONTACTED_ME), default=None)
    debriefs = [d for d in _standing(deal.debriefs) if since is None or d.at > since]
    plans = [p for p in deal.plans if since is None or p.at >= since]
    replies = [r for r in deal.replies if since is None or r.at > since]
    today = local_date(as_of, zone)
    silences = [r for r in replies if r.reply is Reply.NO_ANSWER]
    earlier = [d.answers.callback_on for d in debriefs[:-1] if d.answers.callback_on]
    return History(
        noes=sum(d.answers.is_a_no for d in debriefs),
        asks=sum(p.plan.verdict is Verdict.ASK_WHY for p in plans if _is_a_new_ask(p, plans)),
        tries=max((d.answers.tries or 0 for d in debriefs), default=0) + len(silences),
        follow_ups=_follow_ups(replies),
        quiet_days=_quiet_days(deal, since, today, zone, pauses),
        snoozes=_snoozes_in_a_row(replies),
        slipped=any(on <= today for on in earlier),
        closed=any(d.answers.door is Door.CLOSED for d in debriefs),
        one_more_try_used=any(r.reply is Reply.ONE_MORE_TRY for r in replies),
    )


def _standing(debriefs: tuple[Debriefed, ...]) -> list[Debriefed]:
    """The sets of answers no later set has corrected."""
    corrected = {d.corrects for d in debriefs}
    return [d for d in debriefs if d.id not in corrected]


def _is_a_new_ask(planned: Planned, plans: list[Planned]) -> bool:
    """A date changed or put off is the same ask again: only a plan after another verdict, or by the coach, counts."""
    before = next((a for a, b in pairwise(plans) if b is planned), None)
    rule = planned.plan.due.rule.why if planned.plan.due else None
    return before is None or before.plan.verdict is not Verdict.ASK_WHY or rule not in _MOVED_BY_THE_REP


def _follow_ups(replies: list[Replied]) -> int:
    """Times the rep went after the prospect; "no answer" to what was just sent is the same time."""
    count = 0
    before = None
    for reply in replies:
        count += reply.reply is Reply.REACHED_OUT
        count += reply.reply is Reply.NO_ANSWER and before is not Reply.REACHED_OUT
        before = reply.reply
    return count


def _snoozes_in_a_row(replies: list[Replied]) -> int:
    count = 0
    for reply in reversed(replies):
        if reply.reply not in SNOOZES:
            break
        count += 1
    return count


def awake_days(start: date, end: date, pauses: Sequence[Pause]) -> int:
    """Days from `start` to `end` that lie in no pause: a pause stops every counter."""
    asleep = {day for p in pauses for day in _days(max(start, p.since), min(end, p.until))}
    return max(0, (end - start).days - len(asleep))


def _quiet_days(
    deal: LostDeal, since: datetime | None, today: date, zone: ZoneInfo, pauses: Sequence[Pause]
) -> int:
    """Days since the first nudge, or since they last talked, less pauses and the wait for a date of theirs."""
    first = min((n.sent_at for n in deal.nudges if since is None or n.sent_at > since), default=None)
    if first is None:
        return 0
    talked = [r.at for r in deal.replies if r.reply is Reply.TALKING_AGAIN]
    start = local_date(max([first, *talked]), zone)
    waits = [*pauses, *_waits(deal, today, zone)]
    return awake_days(start, today, waits)


def _waits(deal: LostDeal, today: date, zone: ZoneInfo) -> list[Pause]:
    """The stretches in which the deal only waited for a date that the prospect's calendar set."""
    ends = [local_date(p.at, zone) for p in deal.plans[1:]] + [today]
    return [
        Pause(local_date(planned.at, zone), min(planned.plan.due.on, replaced_on, today))
        for planned, replaced_on in zip(deal.plans, ends, strict=True)
        if planned.plan.due and planned.plan.due.rule.why in WAITING_FOR_A_DATE
    ]


def _days(since: date, until: date) -> list[date]:
    return [since + timedelta(days=n) for n in range((until - since).days)]
