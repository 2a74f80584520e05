"""The clock struck: due nudges are claimed, a rep's morning at a time, sent and settled."""

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from itertools import groupby

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.orm import Session

from coaching.dates import due_instant, next_working_day
from handlers.desk import Desk
from handlers.dnd import undisturbed_from
from handlers.nudge_ready import CLAIM, Ready, ready_now
from handlers.redraw import dm_with, redraw
from handlers.rep import know_rep
from prompts import nudge_message
from prompts.blocks import Message
from prompts.digest import DigestRow, digest
from prompts.verdict_card import recommendation_buttons
from storage.nudges import (
    DueNudge,
    claim_due,
    put_off,
    schedule_step,
    settle_failed,
    settle_sent,
)
from storage.owner import Owner
from storage.tables import Step

REPS = 10
"""How many reps' mornings are claimed at a time: each takes some seconds at most, and the claim 90."""
_TRY_AGAIN = timedelta(minutes=1)
_NEVER = frozenset(
    {
        "account_inactive",
        "channel_not_found",
        "cannot_dm_bot",
        "is_archived",
        "not_in_channel",
        "token_revoked",
        "user_disabled",
        "user_not_found",
    }
)
"""Slack's errors that sending again does not mend: the rep, the channel or the installation is gone.

A token that is wrong, expired or short of a scope is mended by an admin, and the nudge then goes.
"""

ClientFor = Callable[[str], WebClient]
"""The Slack client of a workspace, by its id."""

_log = logging.getLogger(__name__)


def send_due(desk: Desk, client_for: ClientFor) -> int:
    """Sends what is due now; how many nudges were claimed."""
    now = desk.now()
    with desk.db.write() as session:
        claimed = claim_due(session, now, now + CLAIM, REPS)
    by_owner = sorted(claimed, key=lambda due: (due.owner.team, due.owner.rep))
    for owner, morning in groupby(by_owner, key=lambda due: due.owner):
        rows = sorted(morning, key=lambda due: (due.due_on, due.id))
        try:
            _send_morning(desk, client_for(owner.team), owner, rows)
        except Exception:
            # One rep's nudge that cannot be sent, for whatever reason, must not hold up everybody behind it.
            _log.exception("nudges of %s not sent", owner.rep)
            _try_again_later(desk, rows)
    return len(claimed)


def _send_morning(desk: Desk, client: WebClient, owner: Owner, claimed: Sequence[DueNudge]) -> None:
    """A message each when there are few; from four on one digest, and what does not fit the next working day."""
    numbers = desk.playbook.policy.numbers
    know_rep(desk, client, owner)
    undisturbed = undisturbed_from(desk, client, owner)
    ready = [one for due in claimed if (one := ready_now(desk, client, due, undisturbed))]
    if len(ready) < numbers.digest_from:
        for one in ready:
            _try(desk, [one], partial(_send_one, desk, client, one))
        return
    rows, left = ready[: numbers.digest_rows], ready[numbers.digest_rows :]
    _leave_for_tomorrow(desk, owner, left)
    _try(desk, rows, partial(_send_digest, desk, client, owner, rows, len(left)))


def _try(desk: Desk, sending: Sequence[Ready], send: Callable[[], None]) -> None:
    try:
        send()
    except SlackApiError as error:
        for one in sending:
            _could_not(desk, one.due, error)


def _send_one(desk: Desk, client: WebClient, one: Ready) -> None:
    channel = dm_with(desk, client, one.due.owner)
    posted = client.chat_postMessage(channel=channel, **_message(desk, one))
    with desk.db.write() as session:
        _settle(desk, session, one, channel, str(posted["ts"]), in_digest=False)
    redraw(desk, client, one.due.owner, one.deal.id)


def _send_digest(desk: Desk, client: WebClient, owner: Owner, ready: Sequence[Ready], left: int) -> None:
    rows = [DigestRow(one.deal, one.deal.plan, one.due.id, one.due.opening) for one in ready]
    channel = dm_with(desk, client, owner)
    posted = client.chat_postMessage(channel=channel, **digest(rows, left, desk.playbook))
    with desk.db.write() as session:
        for one in ready:
            _settle(desk, session, one, channel, str(posted["ts"]), in_digest=True)
    for one in ready:
        redraw(desk, client, owner, one.deal.id, but=str(posted["ts"]))


def _message(desk: Desk, one: Ready) -> Message:
    reminder = one.due.step is Step.REMINDER
    if not one.deal.plan.accepted:
        return nudge_message.recommended(
            one.deal, one.deal.plan, recommendation_buttons(one.deal, desk.playbook), desk.playbook, reminder
        )
    return nudge_message.nudge(one.deal, one.deal.plan, one.due.id, one.due.opening, desk.playbook, reminder)


def _settle(desk: Desk, session: Session, one: Ready, channel: str, ts: str, in_digest: bool) -> None:
    """Sent, and the next step of asking is scheduled: one reminder, then the deal waits."""
    now, due = desk.now(), one.due
    settle_sent(session, due.id, now, channel, ts, in_digest)
    times, numbers = desk.times(session, due.owner), desk.playbook.policy.numbers
    days = numbers.reminder_days if due.step is Step.NUDGE else numbers.waiting_days
    step = Step.REMINDER if due.step is Step.NUDGE else Step.WAITING
    on = desk.today(times.zone) + timedelta(days=days)
    schedule_step(session, due, step, on, due_instant(on, times.zone, times.week))


def _leave_for_tomorrow(desk: Desk, owner: Owner, left: Sequence[Ready]) -> None:
    with desk.db.write() as session:
        times = desk.times(session, owner)
        day = next_working_day(desk.today(times.zone), times.week)
        for one in left:
            put_off(session, one.due.id, due_instant(day, times.zone, times.week), day)


def _try_again_later(desk: Desk, rows: Sequence[DueNudge]) -> None:
    with desk.db.write() as session:
        for due in rows:
            put_off(session, due.id, desk.now() + _TRY_AGAIN)


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
