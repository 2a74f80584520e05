"""The counts that the rules read off a lost deal's record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from coaching.dates import local_date
from coaching.deal import SNOOZES, Debriefed, LostDeal, Nudged, Planned, Replied, Reply, Source
from coaching.debrief import Door
from coaching.plan import WAITING_FOR_A_DATE, Variant, Verdict, Why
from coaching.told import Told, first_told, reopened_at, standing

_MOVED_BY_THE_REP = frozenset({Why.REP_CHOSE, Why.SNOOZED})
_ACTED = frozenset({Reply.REACHED_OUT, Reply.NO_ANSWER, Reply.TALKING_AGAIN})
_OF_THAT_TIME = ("door", "tries", "callback_on", "condition")
"""Answers about how they parted, which the prospect coming back makes void; a door only where it was closed."""
_ENDS_AN_ASK = frozenset({Reply.TOLD_ME, Reply.DODGED, Reply.NO_ANSWER, Reply.SKIP})


@dataclass(frozen=True)
class History:
    """What the rules count, since the deal began or was reopened. `quiet_days` leaves out agreed waiting.

    `known_days` are the contract ends and budget days that were known before the last no, of the day `last_no_on`.
    `gone` names those of the answers that hold no more. `acted_on`: the day on which the rep last went after them or
    heard from them since that no. `dodged`: asked why since they last said whether they had. `checked`: the light check
    was sent before the last no.
    """

    noes: int = 0
    asks: int = 0
    tries: int = 0
    follow_ups: int = 0
    quiet_days: int = 0
    snoozes: int = 0
    slipped: bool = False
    closed: bool = False
    one_more_try_used: bool = False
    known_days: frozenset[date] = frozenset()
    last_no_on: date | None = None
    gone: frozenset[str] = frozenset()
    acted_on: date | None = None
    dodged: bool = False
    checked: bool = False


@dataclass(frozen=True)
class Pause:
    """Days, from the first to the one before `until`, on which the rep wanted no nudges."""

    since: date
    until: date


def history(deal: LostDeal, as_of: datetime, zone: ZoneInfo, pauses: Sequence[Pause] = ()) -> History:
    """The counts as they stand at `as_of`; reopening a deal that was let go set them all to zero."""
    told = Told(deal)
    plans = [p for p in deal.plans if told.since is None or p.at >= told.since]
    replies = [r for r in deal.replies if told.counts(r.at)]
    last_no = first_told(told.standing[-1], deal.debriefs)
    acted = [r.at for r in replies if r.at > last_no and r.reply in _ACTED]
    known_days = frozenset(day for d in told.standing[:-1] for day in _their_days(told, d))
    return History(
        noes=count_noes(deal),
        asks=sum(_is_a_new_ask(p, plans, replies) for p in plans),
        tries=_tries(told, replies),
        follow_ups=_follow_ups(replies),
        quiet_days=_quiet_days(deal, told.since, local_date(as_of, zone), zone, pauses),
        snoozes=_snoozes_in_a_row([r for r in replies if r.at > last_no]),
        slipped=_slipped(told, zone),
        closed=any(d.answers.door is Door.CLOSED and told.counts(told.at(d, "door")) for d in told.standing),
        one_more_try_used=any(r.reply is Reply.ONE_MORE_TRY for r in replies),
        known_days=known_days,
        last_no_on=local_date(last_no, zone) if known_days else None,
        gone=_gone(told, acted, zone),
        acted_on=local_date(acted[-1], zone) if acted else None,
        dodged=any(r.reply is Reply.DODGED and r.at > _said_whether_asked(deal) for r in replies),
        checked=any(
            _is_light_check(deal, n) and told.counts(n.sent_at) and n.sent_at < last_no for n in deal.nudges
        ),
    )


def count_noes(deal: LostDeal) -> int:
    """How often they said no since the deal began or was reopened: a correction counts once, silence not at all."""
    since = reopened_at(deal)
    told = [d for d in standing(deal.debriefs) if since is None or first_told(d, deal.debriefs) > since]
    return sum(d.answers.is_a_no for d in told)


def has_reached_out(deal: LostDeal) -> bool:
    """Whether the rep has gone after the prospect since the deal began or was reopened."""
    since = reopened_at(deal)
    tries = (r for r in deal.replies if r.reply in (Reply.REACHED_OUT, Reply.NO_ANSWER))
    return any(since is None or r.at > since for r in tries)


def days_to_win(deal: LostDeal, zone: ZoneInfo) -> int:
    """Days from their first no to the win; 0 while it is not won."""
    won = deal.won_back_at
    return (local_date(won, zone) - local_date(deal.made_at, zone)).days if won else 0


def told_at(deal: LostDeal) -> datetime:
    """When the no that holds was told of first, whatever has been corrected since."""
    return first_told(deal.debriefs[-1], deal.debriefs)


def _is_a_new_ask(planned: Planned, plans: list[Planned], replies: list[Replied]) -> bool:
    """A plan to ask why after another verdict, or after the answer to an earlier ask.

    One whose day moved, or that was judged again before anybody asked, is the same ask.
    """
    if planned.plan.verdict is not Verdict.ASK_WHY:
        return False
    before = next((a for a, b in pairwise(plans) if b is planned), None)
    if before is None or before.plan.verdict is not Verdict.ASK_WHY:
        return True
    rule = planned.plan.due.rule.why if planned.plan.due else None
    answered = any(before.at < r.at <= planned.at and r.reply in _ENDS_AN_ASK for r in replies)
    return answered and rule not in _MOVED_BY_THE_REP


def _tries(told: Told, replies: list[Replied]) -> int:
    """Unanswered attempts: those the rep named last, all together, and each "no answer" since."""
    tries = 0
    silences = [r.at for r in replies if r.reply is Reply.NO_ANSWER]
    for debriefed in told.standing:
        named_at = told.at(debriefed, "tries")
        if debriefed.answers.tries is not None and told.counts(named_at):
            so_far = sum(at <= named_at for at in silences)
            tries = max(debriefed.answers.tries, tries + so_far)
            silences = silences[so_far:]
    return tries + len(silences)


def _slipped(told: Told, zone: ZoneInfo) -> bool:
    """Whether a day that they named had come when they said no again."""
    return any(
        earlier.answers.callback_on
        and told.counts(told.at(earlier, "callback_on"))
        and earlier.answers.callback_on <= local_date(first_told(later, told.debriefs), zone)
        for earlier, later in pairwise(told.standing)
    )


def _their_days(told: Told, debriefed: Debriefed) -> list[date]:
    days = {name: getattr(debriefed.answers, name) for name in ("contract_end", "budget_on")}
    return [day for name, day in days.items() if day and told.counts(told.at(debriefed, name))]


def _gone(told: Told, acted: list[datetime], zone: ZoneInfo) -> frozenset[str]:
    """What was told before the deal was reopened; and a day they named, once it came and the rep has acted on it."""
    held = told.standing[-1]
    gone = {name for name in _OF_THAT_TIME if not told.counts(told.at(held, name))}
    if held.answers.door is not Door.CLOSED:
        gone.discard("door")
    named = held.answers.callback_on
    if named and acted and acted[-1] > told.at(held, "callback_on") and named <= local_date(acted[-1], zone):
        gone.add("callback_on")
    return frozenset(gone)


def _said_whether_asked(deal: LostDeal) -> datetime:
    """When the rep last said whether they had asked why; *Still no* does not ask that."""
    before = deal.debriefs[0]
    at = before.at
    for debriefed in deal.debriefs[1:]:
        anew = debriefed.source not in (Source.STILL_NO, Source.EDIT, Source.HANDED_OVER)
        if anew or debriefed.answers.asked_why is not before.answers.asked_why:
            at = debriefed.at
        before = debriefed
    return at


def _is_light_check(deal: LostDeal, nudged: Nudged) -> bool:
    asked = next((p.plan for p in deal.plans if p.id == nudged.plan_id), None)
    return asked is not None and asked.variant is Variant.LIGHT_CHECK


def _follow_ups(replies: list[Replied]) -> int:
    """Times the rep went after the prospect; "no answer" to what was just sent is the same time."""
    count = 0
    before = None
    for reply in replies:
        count += reply.reply is Reply.REACHED_OUT
        count += reply.reply is Reply.NO_ANSWER and before is not Reply.REACHED_OUT
        before = before if reply.reply in SNOOZES else reply.reply
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
