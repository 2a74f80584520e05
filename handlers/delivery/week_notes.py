"""A note at the end of their week for each rep who asked for one: counts, in the DM, sent once."""

import logging
from datetime import date, datetime, timedelta

from slack_sdk import WebClient

from coaching.agenda import Part
from coaching.dates import local_date, next_working_day
from coaching.week import WeekReview, end_of_week
from handlers.deals.week_note import next_week_note
from handlers.deals.work import Work, look
from handlers.delivery.batch import ClientFor
from handlers.delivery.dnd import undisturbed_from
from handlers.delivery.retry_policy import MOST_ATTEMPTS, TryAgain, decide
from handlers.slack.context import Services
from handlers.slack.dm import post_to_dm
from handlers.slack.errors import SLACK_FAILED, error_code
from prompts.week_note import is_note_of, week_note
from storage.owner import EVERYBODY, Owner
from storage.today import day_of
from storage.week_notes import (
    DueWeekNote,
    any_week_note_due,
    claim_week_notes,
    ends_since,
    noes_since,
    put_week_note_off,
)

BATCH = 20
_WEEK = timedelta(days=7)
_LOOKED_AT = 20
"""Messages; a note that may have come stands among the newest."""
_log = logging.getLogger(__name__)


def send_week_notes(services: Services, client_for: ClientFor) -> int:
    """Sends the notes that are due; how many there were. One that fails holds up no other."""
    with services.db.read(EVERYBODY) as session:
        if not any_week_note_due(session, services.now()):
            return 0
    with services.db.write(EVERYBODY) as session:
        claimed = claim_week_notes(session, services.now(), BATCH)
    for one in claimed:
        try:
            _settle(services, one.owner, _send(services, client_for, one))
        except Exception as error:
            _put_off(services, one, error)
    return len(claimed)


def _send(services: Services, client_for: ClientFor, one: DueWeekNote) -> datetime:
    """Sends it, if this is its moment and there is something to tell; the next moment that is anything's."""
    owner, now = one.owner, services.now()
    with look(services, owner) as work:
        window = work.playbook.policy.numbers.send_window
        moment = next_week_note(services, work.session, owner, now - window)
        if moment > now:
            return moment
        on, known = local_date(moment, work.times.zone), work.rep.dm_channel if work.rep else None
        review, playbook = _review(work, on, moment - _WEEK), work.playbook
    after = end_of_week(moment, work.times.zone, work.times.week, playbook.policy.numbers.week_note_time)
    if review.is_quiet or not services.may_use(owner):
        return after
    client = client_for(owner.team)
    # Compared with the time after it was asked: a clock goes on meanwhile.
    if (free := undisturbed_from(services, client, owner)) > services.now():
        return free if free - moment <= window else after
    if not (one.attempts and known and _came(client, known, on)):
        post_to_dm(services, client, owner, week_note(review, on, playbook), known)
    return after


def _review(work: Work, on: date, since: datetime) -> WeekReview:
    session, owner = work.session, work.owner
    next_day = next_working_day(on, work.times.week)
    asked = day_of(session, owner, on, next_day, 1)
    let_go, won_back = ends_since(session, owner, since)
    count = {one.part: one.all for one in asked}
    return WeekReview(
        noes_since(session, owner, since),
        let_go,
        won_back,
        next_day,
        comes=count.get(Part.DUE, 0) + count.get(Part.SOON, 0),
        waiting=count.get(Part.ANSWER, 0) + count.get(Part.DECIDE, 0),
    )


def _came(client: WebClient, channel: str, on: date) -> bool:
    """Whether an earlier try came although nobody knew; without leave to look, it is sent again."""
    try:
        messages = client.conversations_history(channel=channel, limit=_LOOKED_AT)["messages"]
    except SLACK_FAILED as error:
        if error_code(error) not in ("missing_scope", "channel_not_found"):
            raise
        return False
    return any(is_note_of(message, on) for message in messages)


def _settle(services: Services, owner: Owner, next_at: datetime) -> None:
    with services.db.write(owner) as session:
        put_week_note_off(session, owner, next_at)


def _put_off(services: Services, one: DueWeekNote, error: Exception) -> None:
    """Until it has been tried enough; its window ends before, in most cases, and then it is next week's."""
    what, attempts = decide(error, one.attempts), one.attempts + 1
    wait = what.after if isinstance(what, TryAgain) and attempts < MOST_ATTEMPTS else _WEEK
    with services.db.write(one.owner) as session:
        put_week_note_off(session, one.owner, services.now() + wait, attempts)
    about = {"team": one.owner.team, "rep": one.owner.rep, "error": error_code(error)}
    ours = None if isinstance(error, SLACK_FAILED) else error
    _log.warning("a note of the week is not sent", extra=about, exc_info=ours)
