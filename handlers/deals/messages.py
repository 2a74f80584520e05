"""A deal's messages in the DM as they stand now: its newest nudges, and the digests they came in."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from coaching.dates import local_date, next_working_day
from coaching.deal import LostDeal, Replied
from coaching.plan import Plan
from coaching.policy import Policy
from coaching.steps import Step
from handlers.deals.work import DealOnShow, Work, look
from handlers.slack.context import Services
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


def nudges_on_show(
    services: Services, owner: Owner, shown: DealOnShow
) -> Iterator[tuple[SentNudge, Message]]:
    """The newest nudges as they stand now; only the last one has anything to press."""
    deal, playbook = shown.deal, services.playbook_for(owner)
    for place, sent in enumerate(shown.sent[:_ON_SHOW]):
        plan, own = plan_of(deal, sent), _own_reply(deal, sent)
        if sent.in_digest:
            with look(services, owner) as work:
                yield sent, drawn_digest(work, sent)
        elif place == 0:
            yield sent, _newest(services, owner, shown, sent)
        elif own:
            yield sent, nudge_message.past(deal, plan, sent.opening, own, playbook, shown.times.zone)
        elif sent.plan_id == shown.sent[0].plan_id:
            yield (
                sent,
                nudge_message.moved_on(
                    deal, plan, sent.opening, playbook, shown.times.zone, "nudges.reminded"
                ),
            )


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


def digest_rows(work: Work, sent: SentNudge) -> Sequence[DigestRow]:
    """The rows of the digest a nudge stands in, without deals deleted since."""
    together = sent_together(work.session, work.owner, sent.channel, sent.message_ts)
    records = find_records(work.session, {one.deal_id for one in together})
    return [_row(work, records, one) for one in together if one.deal_id in records]


def undo_within(policy: Policy) -> timedelta:
    return timedelta(hours=policy.numbers.undo_hours)


def _newest(services: Services, owner: Owner, shown: DealOnShow, sent: SentNudge) -> Message:
    """A question still, a recommendation, answered, or overtaken."""
    deal, playbook, zone = shown.deal, services.playbook_for(owner), shown.times.zone
    plan = plan_of(deal, sent)
    reminder, reply = sent.step is Step.REMINDER, _reply_since(deal, sent)
    if not deal.plan.accepted and (_waits(deal, sent) or reply is None):
        buttons = recommendation_buttons(deal, playbook)
        return nudge_message.recommended(deal, deal.plan, buttons, playbook, zone, reminder)
    if _waits(deal, sent):
        return nudge_message.nudge(deal, plan, sent.id, sent.opening, playbook, zone, reminder)
    if reply is None:
        return nudge_message.moved_on(deal, plan, sent.opening, playbook, zone, "nudges.moved_on")
    may_undo = _may_undo(services, owner, reply)
    return nudge_message.answered(deal, plan, sent.opening, reply, playbook, zone, may_undo)


def _row(work: Work, records: Mapping[int, DealRecord], sent: SentNudge) -> DigestRow:
    record, playbook = records[sent.deal_id], work.playbook
    deal = record.deal
    plan, reply = plan_of(deal, sent), _reply_since(deal, sent)
    if _waits(deal, sent):
        overtaken = None if record.sent[0].id == sent.id else playbook.words.say("nudges.reminded")
        return DigestRow(deal, plan, sent.id, sent.opening, overtaken)
    if reply is None:
        return DigestRow(deal, plan, sent.id, sent.opening, playbook.words.say("nudges.moved_on"))
    lines = nudge_message.outcome_lines(deal, reply, playbook, work.times.zone)
    undo = reply.id if _may_undo(work.services, work.owner, reply) else None
    return DigestRow(deal, plan, sent.id, sent.opening, " ".join(lines), undo)


def _waits(deal: LostDeal, sent: SentNudge) -> bool:
    """Whether the nudge still asks about what holds."""
    return deal.plans[-1].id == sent.plan_id and not deal.won_back_at


def _reply_since(deal: LostDeal, sent: SentNudge) -> Replied | None:
    """The last thing the rep said since the nudge came."""
    return next((reply for reply in reversed(deal.replies) if reply.at >= sent.sent_at), None)


def _own_reply(deal: LostDeal, sent: SentNudge) -> Replied | None:
    return next((reply for reply in deal.replies if reply.nudge_id == sent.id), None)


def _may_undo(services: Services, owner: Owner, reply: Replied) -> bool:
    return services.now() - reply.at <= undo_within(services.playbook_for(owner).policy)
