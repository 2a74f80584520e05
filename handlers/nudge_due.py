"""The clock struck: due nudges are claimed, sent and settled."""

import logging
from collections.abc import Callable
from datetime import timedelta

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from coaching.dates import sending_instant
from coaching.deal import LostDeal
from coaching.follow_up import let_go_recommended
from coaching.history import history
from coaching.plan import WAITING_FOR_A_DATE, Opening, Reason, Why
from handlers.desk import Desk
from handlers.redraw import dm_with, redraw
from handlers.steps import hold
from prompts import nudge_message
from storage.deals import find_deal
from storage.nudges import DueNudge, claim_due, is_still_due, put_off, settle_failed, settle_sent

BATCH = 20
_CLAIM = timedelta(seconds=90)
_TRY_AGAIN = timedelta(minutes=1)
_NEVER = frozenset(
    {
        "account_inactive",
        "channel_not_found",
        "cannot_dm_bot",
        "invalid_auth",
        "is_archived",
        "missing_scope",
        "not_authed",
        "not_in_channel",
        "token_expired",
        "token_revoked",
        "user_disabled",
        "user_not_found",
    }
)
"""Slack's errors that sending again does not mend."""

ClientFor = Callable[[str], WebClient]
"""The Slack client of a workspace, by its id."""

_log = logging.getLogger(__name__)


def send_due(desk: Desk, client_for: ClientFor) -> int:
    """Sends what is due now; how many nudges were claimed."""
    now = desk.now()
    with desk.db.write() as session:
        claimed = claim_due(session, now, now + _CLAIM, BATCH)
    for due in claimed:
        _send(desk, client_for(due.owner.team), due)
    return len(claimed)


def _send(desk: Desk, client: WebClient, due: DueNudge) -> None:
    try:
        if deal := _to_send_now(desk, due):
            _post(desk, client, due, deal)
    except SlackApiError as error:
        _could_not(desk, due, error)


def _to_send_now(desk: Desk, due: DueNudge) -> LostDeal | None:
    """The deal, when this is the nudge's moment by the rep's present zone; else the nudge is put off."""
    with desk.db.write() as session:
        deal = find_deal(session, due.owner, due.deal_id, lock=True)
        if deal is None or not is_still_due(session, due.id):
            return None
        zone, now = desk.zone(session, due.owner), desk.now()
        window = desk.playbook.policy.numbers.send_window
        at = sending_instant(due.due_on, now, zone, desk.week, window)
        if at > now:
            put_off(session, due.id, at)
            return None
    return deal


def _post(desk: Desk, client: WebClient, due: DueNudge, deal: LostDeal) -> None:
    channel = dm_with(desk, client, due.owner)
    stop = _quiet_too_long(desk, due, deal)
    if stop:
        shown = nudge_message.recommended(deal, let_go_recommended(deal.plan, stop), [], desk.playbook)
    else:
        shown = nudge_message.nudge(deal, deal.plan, due.id, due.opening, desk.playbook)
    posted = client.chat_postMessage(channel=channel, **shown)
    with desk.db.write() as session:
        settle_sent(session, due.id, desk.now(), channel, str(posted["ts"]))
        if stop:
            hold(desk, session, due.owner, deal, let_go_recommended(deal.plan, stop))
    redraw(desk, client, due.owner, due.deal_id)


def _quiet_too_long(desk: Desk, due: DueNudge, deal: LostDeal) -> Reason | None:
    """Too long without a change to ask once more, unless this is the very day the prospect's calendar set."""
    rule = deal.plan.due.rule.why if deal.plan.due else None
    if rule in WAITING_FOR_A_DATE or due.opening in (Opening.ONE_MORE_TRY, Opening.LOOK):
        return None
    with desk.db.read() as session:
        counts = history(deal, desk.now(), desk.zone(session, due.owner))
    if counts.quiet_days < desk.playbook.policy.numbers.stop_quiet_days:
        return None
    return Reason(Why.QUIET, count=counts.quiet_days)


def _could_not(desk: Desk, due: DueNudge, error: SlackApiError) -> None:
    """Parks what Slack will never take; puts the rest off, by Slack's own word where it gave one."""
    name = str(error.response.get("error", "unknown"))
    now = desk.now()
    _log.warning("nudge %s not sent: %s", due.id, name)
    with desk.db.write() as session:
        if name in _NEVER:
            settle_failed(session, due.id, now, name)
        else:
            wait = error.response.headers.get("Retry-After")
            put_off(session, due.id, now + (timedelta(seconds=int(wait)) if wait else _TRY_AGAIN))
