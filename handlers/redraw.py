"""Bringing what the rep sees in the DM up to date: the card, and the newest nudge."""

from datetime import timedelta
from typing import Any

from slack_sdk import WebClient

from coaching.deal import LostDeal
from handlers.desk import Desk, Refused
from prompts import nudge_message
from prompts.verdict_card import card, moved_card, recommendation_buttons
from storage.deals import find_deal, remember_card
from storage.nudges import SentNudge, last_sent
from storage.owner import Owner
from storage.reps import find_rep, remember_dm


def redraw(desk: Desk, client: WebClient, owner: Owner, deal_id: int) -> None:
    """Brings the card and the newest nudge of a deal up to date; the card is posted when there is none yet."""
    with desk.db.read() as session:
        deal = find_deal(session, owner, deal_id)
        zone = desk.zone(session, owner)
        sent = last_sent(session, owner, deal_id)
    if deal is None:
        return
    shown = card(deal, desk.playbook, zone)
    if deal.card_channel and deal.card_ts:
        client.chat_update(channel=deal.card_channel, ts=deal.card_ts, **shown)
    else:
        _post_card(desk, client, owner, deal_id, shown)
    if sent:
        client.chat_update(channel=sent.channel, ts=sent.message_ts, **drawn_nudge(desk, deal, sent, owner))


def bring_card(desk: Desk, client: WebClient, owner: Owner, deal_id: int) -> None:
    """Posts the card anew at the end of the DM, where the rep finds it; the old one is emptied."""
    with desk.db.read() as session:
        deal = find_deal(session, owner, deal_id)
        zone = desk.zone(session, owner)
    if deal is None:
        raise Refused("card.no_longer_there")
    _post_card(desk, client, owner, deal_id, card(deal, desk.playbook, zone))
    if deal.card_channel and deal.card_ts:
        client.chat_update(channel=deal.card_channel, ts=deal.card_ts, **moved_card(desk.playbook))


def drawn_nudge(desk: Desk, deal: LostDeal, sent: SentNudge, owner: Owner) -> dict[str, Any]:
    """A sent nudge as it stands: a question still, answered, or overtaken."""
    with desk.db.read() as session:
        zone = desk.zone(session, owner)
    plan = next((p.plan for p in deal.plans if p.id == sent.plan_id), deal.plan)
    if deal.plans[-1].id == sent.plan_id and not deal.won_back_at:
        return nudge_message.nudge(deal, plan, sent.id, sent.opening, desk.playbook)
    later = [reply for reply in deal.replies if reply.at >= sent.sent_at]
    if not later and not deal.plan.accepted:
        buttons = recommendation_buttons(deal, desk.playbook)
        return nudge_message.recommended(deal, deal.plan, buttons, desk.playbook)
    if not later:
        return nudge_message.moved_on(deal, plan, sent.opening, desk.playbook)
    undo = desk.now() - later[-1].at <= undo_within(desk)
    return nudge_message.answered(deal, plan, sent.opening, later[-1], desk.playbook, zone, undo)


def dm_with(desk: Desk, client: WebClient, owner: Owner) -> str:
    """The channel id of the rep's DM, asked of Slack once and kept."""
    with desk.db.read() as session:
        rep = find_rep(session, owner)
    if rep and rep.dm_channel:
        return rep.dm_channel
    channel = str(client.conversations_open(users=[owner.rep])["channel"]["id"])
    with desk.db.write() as session:
        remember_dm(session, owner, channel)
    return channel


def _post_card(desk: Desk, client: WebClient, owner: Owner, deal_id: int, shown: dict[str, Any]) -> None:
    channel = dm_with(desk, client, owner)
    posted = client.chat_postMessage(channel=channel, **shown)
    with desk.db.write() as session:
        remember_card(session, deal_id, channel, str(posted["ts"]))


def undo_within(desk: Desk) -> timedelta:
    return timedelta(hours=desk.playbook.policy.numbers.undo_hours)
