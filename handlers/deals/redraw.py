"""Bringing what the rep sees in the DM up to date: the card, and the messages of a deal's nudges."""

import logging
from collections.abc import Sequence
from datetime import timedelta

from slack_sdk import WebClient
from sqlalchemy.orm import Session

from coaching.dates import local_date, next_working_day
from coaching.deal import LostDeal, Replied
from coaching.plan import Plan
from handlers.slack.context import Services
from handlers.slack.dm import dm_with, update
from handlers.slack.errors import SLACK_FAILED, Refused, error_code
from prompts import nudge_message
from prompts.blocks import Message
from prompts.digest import DigestRow, digest
from prompts.verdict_card import card, moved_card, recommendation_buttons
from storage.deals import find_deal, remember_card
from storage.owner import EVERYBODY, Owner
from storage.processed_requests import forget, is_first_time
from storage.sent_nudges import SentNudge, count_due, sent_for_deal, sent_together
from storage.tables import Step

_log = logging.getLogger(__name__)
_ON_SHOW = 3
"""How many of a deal's messages are kept up to date; older ones have nothing left to press."""


def redraw(services: Services, client: WebClient, owner: Owner, deal_id: int, but: str | None = None) -> None:
    """Brings the card and the newest nudges of a deal up to date, the message `but` left alone.

    The card is posted when there is none yet.
    """
    with services.db.read(owner) as session:
        deal = find_deal(session, owner, deal_id)
        if deal is None:
            return
        shown = card(deal, services.playbook, services.zone(session, owner))
        nudges = _nudges(services, session, owner, deal, but)
    try:
        there = deal.card_channel and deal.card_ts and update(client, deal.card_channel, deal.card_ts, shown)
        if not there:
            _post_card_once(services, client, deal, shown)
        for sent, message in nudges:
            update(client, sent.channel, sent.message_ts, message)
    except SLACK_FAILED as error:
        # What happened is stored; a message behind it is brought up to date with the next thing that happens.
        _log.warning("deal %s is not redrawn: %s", deal_id, error_code(error))


def bring_card(services: Services, client: WebClient, owner: Owner, deal_id: int) -> None:
    """Posts the card anew at the end of the DM, where the rep finds it; the old one is emptied."""
    with services.db.read(owner) as session:
        deal = find_deal(session, owner, deal_id)
        zone = services.zone(session, owner)
    if deal is None:
        raise Refused("card.no_longer_there")
    _post_card(services, client, owner, deal_id, card(deal, services.playbook, zone))
    if deal.card_channel and deal.card_ts:
        update(client, deal.card_channel, deal.card_ts, moved_card(services.playbook))


def plan_of(deal: LostDeal, sent: SentNudge) -> Plan:
    """The plan a nudge was sent for; the one that holds when that was undone."""
    return next((planned.plan for planned in deal.plans if planned.id == sent.plan_id), deal.plan)


def digest_rows(services: Services, session: Session, owner: Owner, sent: SentNudge) -> list[DigestRow]:
    """The rows of the digest a nudge stands in, without deals deleted since."""
    rows = []
    for one in sent_together(session, owner, sent.channel, sent.message_ts):
        if deal := find_deal(session, owner, one.deal_id):
            rows.append(_row(services, session, owner, deal, one))
    return rows


def drawn_digest(services: Services, session: Session, owner: Owner, sent: SentNudge) -> Message:
    """A digest as it stands; on its own day a full one still says how many wait for the next."""
    rows, times = digest_rows(services, session, owner, sent), services.times(session, owner)
    today, full = services.today(times.zone), len(rows) >= services.playbook.policy.numbers.digest_rows
    left = 0
    if full and local_date(sent.sent_at, times.zone) == today:
        left = count_due(session, owner, next_working_day(today, times.week))
    return digest(rows, left, services.playbook)


def undo_within(services: Services) -> timedelta:
    return timedelta(hours=services.playbook.policy.numbers.undo_hours)


def _nudges(
    services: Services, session: Session, owner: Owner, deal: LostDeal, but: str | None
) -> Sequence[tuple[SentNudge, Message]]:
    """The newest nudges as they stand now; only the last one has anything to press.

    The message `but` is not even drawn: a digest just sent would be drawn whole once for each of its rows.
    """
    drawn = []
    zone, playbook = services.zone(session, owner), services.playbook
    for place, sent in enumerate(sent_for_deal(session, owner, deal.id)[:_ON_SHOW]):
        if sent.message_ts == but:
            continue
        plan, own = plan_of(deal, sent), _own_reply(deal, sent)
        if sent.in_digest:
            drawn.append((sent, drawn_digest(services, session, owner, sent)))
        elif place == 0:
            drawn.append((sent, _newest(services, session, owner, deal, sent)))
        elif _waits(deal, sent):
            again = nudge_message.moved_on(deal, plan, sent.opening, playbook, "nudges.reminded")
            drawn.append((sent, again))
        elif own:
            drawn.append((sent, nudge_message.past(deal, plan, sent.opening, own, playbook, zone)))
    return drawn


def _newest(services: Services, session: Session, owner: Owner, deal: LostDeal, sent: SentNudge) -> Message:
    """A question still, a recommendation, answered, or overtaken."""
    plan, playbook = plan_of(deal, sent), services.playbook
    reminder, reply = sent.step is Step.REMINDER, _reply_since(deal, sent)
    if not deal.plan.accepted and (_waits(deal, sent) or reply is None):
        buttons = recommendation_buttons(deal, playbook)
        return nudge_message.recommended(deal, deal.plan, buttons, playbook, reminder)
    if _waits(deal, sent):
        return nudge_message.nudge(deal, plan, sent.id, sent.opening, playbook, reminder)
    if reply is None:
        return nudge_message.moved_on(deal, plan, sent.opening, playbook, "nudges.moved_on")
    zone = services.zone(session, owner)
    return nudge_message.answered(deal, plan, sent.opening, reply, playbook, zone, _may_undo(services, reply))


def _row(services: Services, session: Session, owner: Owner, deal: LostDeal, sent: SentNudge) -> DigestRow:
    plan, reply = plan_of(deal, sent), _reply_since(deal, sent)
    newest = sent_for_deal(session, owner, deal.id)[0].id == sent.id
    if _waits(deal, sent) and newest:
        return DigestRow(deal, plan, sent.id, sent.opening)
    if _waits(deal, sent):
        return DigestRow(deal, plan, sent.id, sent.opening, services.playbook.words.say("nudges.reminded"))
    if reply is None:
        return DigestRow(deal, plan, sent.id, sent.opening, services.playbook.words.say("nudges.moved_on"))
    lines = nudge_message.outcome_lines(deal, reply, services.playbook, services.zone(session, owner))
    undo = reply.id if _may_undo(services, reply) else None
    return DigestRow(deal, plan, sent.id, sent.opening, " ".join(lines), undo)


def _waits(deal: LostDeal, sent: SentNudge) -> bool:
    """Whether the nudge still asks about what holds."""
    return deal.plans[-1].id == sent.plan_id and not deal.won_back_at


def _reply_since(deal: LostDeal, sent: SentNudge) -> Replied | None:
    """The last thing the rep said since the nudge came."""
    return next((reply for reply in reversed(deal.replies) if reply.at >= sent.sent_at), None)


def _own_reply(deal: LostDeal, sent: SentNudge) -> Replied | None:
    return next((reply for reply in deal.replies if reply.nudge_id == sent.id), None)


def _may_undo(services: Services, reply: Replied) -> bool:
    return services.now() - reply.at <= undo_within(services)


def _post_card_once(services: Services, client: WebClient, deal: LostDeal, shown: Message) -> None:
    """Two deliveries of one submission, or two replicas, find the card missing at the same moment: one posts it."""
    owner = Owner(deal.team, deal.rep)
    mark = f"card/{deal.id}/{deal.card_ts}"
    with services.db.write(EVERYBODY) as session:
        mine = is_first_time(session, mark, services.now())
    if not mine:
        return
    try:
        _post_card(services, client, owner, deal.id, shown)
    except SLACK_FAILED:
        with services.db.write(EVERYBODY) as session:
            forget(session, mark)
        raise


def _post_card(services: Services, client: WebClient, owner: Owner, deal_id: int, shown: Message) -> None:
    channel = dm_with(services, client, owner)
    services.throttle.wait_turn(channel)
    posted = client.chat_postMessage(channel=channel, **shown)
    with services.db.write(owner) as session:
        remember_card(session, deal_id, channel, str(posted["ts"]))
