"""A deal's messages in the DM as they stand now: its newest nudges, and the digests they came in."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from slack_sdk import WebClient

from coaching.as_it_was import answer_to, as_answered, as_asked, is_latest
from coaching.dates import local_date, next_working_day
from coaching.deal import LostDeal, Replied
from coaching.plan import Plan
from coaching.policy import Policy
from coaching.steps import Step
from handlers.deals.work import DealOnShow, Work, look
from handlers.slack.context import Services
from handlers.slack.dm import update
from handlers.slack.errors import SLACK_FAILED, error_code
from handlers.slack.taking_back import leave_to_the_clock, take_back_or_leave
from prompts import nudge_message
from prompts.blocks import Message
from prompts.deal_card import recommendation_buttons
from prompts.digest import DigestRow, digest
from storage.deal_record import DealRecord
from storage.deals import find_records
from storage.owner import Owner
from storage.records import SentNudge
from storage.sent_nudges import count_due, sent_together

_ON_SHOW = 3
"""How many of a deal's messages are kept up to date; older ones have nothing left to press."""
_log = logging.getLogger(__name__)


def nudges_on_show(
    services: Services, owner: Owner, shown: DealOnShow
) -> Iterator[tuple[SentNudge, Message]]:
    """The newest nudges as they stand now; one that was answered keeps its words, whatever has happened since."""
    deal = shown.deal
    for place, sent in enumerate(shown.sent[:_ON_SHOW]):
        reply = _answer(deal, sent, newest=place == 0)
        if sent.in_digest:
            with look(services, owner) as work:
                yield sent, drawn_digest(work, sent)
        elif reply:
            yield sent, _answered(services, owner, shown, sent, reply, newest=place == 0)
        elif place == 0:
            yield sent, _newest(services, owner, shown, sent)
        elif sent.plan_id == shown.sent[0].plan_id:
            yield sent, _moved_on(services, owner, shown, sent, "nudges.reminded")


def plan_of(deal: LostDeal, sent: SentNudge) -> Plan:
    """The plan a nudge was sent for; the one that holds when that was undone."""
    return next((planned.plan for planned in deal.plans if planned.id == sent.plan_id), deal.plan)


def drawn_digest(work: Work, sent: SentNudge) -> Message:
    """A digest as it stands; on its own day a full one still says how many wait for the next."""
    rows, times = digest_rows(work, sent), work.times
    full = len(rows) >= work.playbook.policy.numbers.digest_rows
    left = 0
    if full and local_date(sent.sent_at, times.zone) == work.today:
        left = count_due(work.session, work.owner, next_working_day(work.today, times.week))
    return digest(rows, left, work.playbook)


def redraw_what_is_left(services: Services, client: WebClient, owner: Owner, channel: str, ts: str) -> None:
    """A message about nudges of which some, or all, were deleted while it was being sent.

    What Slack does not take now the clock does later.
    """
    try:
        left = redraw_nudges_left(services, client, owner, channel, ts)
    except SLACK_FAILED as error:
        _log.warning("a digest is not redrawn", extra={"team": owner.team, "error": error_code(error)})
        leave_to_the_clock(services, owner, [(channel, ts)])
        return
    if not left:
        take_back_or_leave(services, client, owner, [(channel, ts)])


def redraw_nudges_left(services: Services, client: WebClient, owner: Owner, channel: str, ts: str) -> bool:
    """Once; a message that is left with none stays as it is. Whether any was left."""
    with look(services, owner) as work:
        together = sent_together(work.session, owner, channel, ts)
        drawn = drawn_digest(work, together[0]) if together else None
    if drawn:
        update(client, channel, ts, drawn)
    return drawn is not None


def digest_rows(work: Work, sent: SentNudge) -> Sequence[DigestRow]:
    """The rows of the digest a nudge stands in, without deals deleted since."""
    together = sent_together(work.session, work.owner, sent.channel, sent.message_ts)
    records = find_records(work.session, {one.deal_id for one in together})
    return [_row(work, records, one) for one in together if one.deal_id in records]


def undo_within(policy: Policy) -> timedelta:
    return timedelta(hours=policy.numbers.undo_hours)


def _newest(services: Services, owner: Owner, shown: DealOnShow, sent: SentNudge) -> Message:
    """A question still, a recommendation, or overtaken."""
    deal, playbook, zone = shown.deal, services.playbook_for(owner), shown.times.zone
    plan, reminder = plan_of(deal, sent), sent.step is Step.REMINDER
    if not deal.plan.accepted:
        buttons = recommendation_buttons(deal, playbook)
        return nudge_message.recommended(deal, deal.plan, buttons, playbook, zone, reminder)
    if _waits(deal, sent):
        return nudge_message.nudge(deal, plan, sent.id, sent.opening, playbook, zone, reminder)
    return _moved_on(services, owner, shown, sent, "nudges.moved_on")


def _answered(
    services: Services, owner: Owner, shown: DealOnShow, sent: SentNudge, reply: Replied, newest: bool
) -> Message:
    """As it was answered; what there is to press goes once something else has happened, or was asked."""
    deal, playbook = shown.deal, services.playbook_for(owner)
    live = newest and is_latest(deal, reply)
    undo = live and _may_undo(services, owner, reply)
    return nudge_message.answered(
        as_answered(deal, reply),
        plan_of(deal, sent),
        sent.opening,
        reply,
        playbook,
        shown.times.zone,
        undo,
        live,
        asked_of=as_asked(deal, sent.sent_at),
    )


def _moved_on(services: Services, owner: Owner, shown: DealOnShow, sent: SentNudge, why: str) -> Message:
    playbook, zone = services.playbook_for(owner), shown.times.zone
    then = as_asked(shown.deal, sent.sent_at)
    return nudge_message.moved_on(then, plan_of(shown.deal, sent), sent.opening, playbook, zone, why)


def _row(work: Work, records: Mapping[int, DealRecord], sent: SentNudge) -> DigestRow:
    record, playbook = records[sent.deal_id], work.playbook
    deal = record.deal
    plan, newest = plan_of(deal, sent), record.sent[0].id == sent.id
    if reply := _answer(deal, sent, newest):
        then = as_answered(deal, reply)
        lines = nudge_message.outcome_lines(then, reply, playbook, work.times.zone)
        undo = newest and is_latest(deal, reply) and _may_undo(work.services, work.owner, reply)
        return DigestRow(then, plan, sent.id, sent.opening, " ".join(lines), reply.id if undo else None)
    if not _waits(deal, sent):
        overtaken = playbook.words.say("nudges.moved_on")
        return DigestRow(as_asked(deal, sent.sent_at), plan, sent.id, sent.opening, overtaken)
    reminded = None if newest else playbook.words.say("nudges.reminded")
    return DigestRow(deal, plan, sent.id, sent.opening, reminded)


def _answer(deal: LostDeal, sent: SentNudge, newest: bool) -> Replied | None:
    """What the nudge was answered; a decision on what it then recommended is the newest one's to show."""
    return answer_to(deal, sent.id, sent.plan_id, sent.sent_at, decided=newest)


def _waits(deal: LostDeal, sent: SentNudge) -> bool:
    """Whether the nudge still asks about what holds."""
    return deal.plans[-1].id == sent.plan_id and not deal.is_over


def _may_undo(services: Services, owner: Owner, reply: Replied) -> bool:
    return services.now() - reply.at <= undo_within(services.policy_for(owner))
