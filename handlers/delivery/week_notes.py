"""A note at the end of their week for each rep who asked for one: counts, in the DM, sent once."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from slack_sdk import WebClient

from coaching.agenda import Part
from coaching.dates import local_date, next_working_day
from coaching.week import WeekReview, beginning_of
from handlers.deals.week_note import next_week_note
from handlers.deals.work import Work, look
from handlers.delivery.batch import ClientFor
from handlers.delivery.dnd import undisturbed_from
from handlers.delivery.one_by_one import LeaseOver, post_under, send_one_by_one
from handlers.delivery.rest import rest_if_wanted
from handlers.delivery.retry_policy import TryAgain, decide
from handlers.slack.context import Services
from handlers.slack.dm import newest
from handlers.slack.errors import SLACK_FAILED, error_code
from prompts.week_note import is_note_of, week_note
from storage.lease import Lease
from storage.owner import EVERYBODY
from storage.today import day_of
from storage.week_notes import (
    WeekNote,
    any_week_note_due,
    claim_week_notes,
    ends_since,
    give_week_note_back,
    noes_since,
    put_week_note_off,
    settle_week_note,
)

BATCH = 20
_WEEK = timedelta(days=7)
_LOOKED_AT = 20
"""Messages; a note that may have come stands among the newest."""
_log = logging.getLogger(__name__)


def send_week_notes(
    services: Services, client_for: ClientFor, stopped: Callable[[], bool], beat: Callable[[], None]
) -> int:
    """Sends the notes that are due; how many were claimed."""
    with services.db.read(EVERYBODY) as session:
        if not any_week_note_due(session, services.now()):
            return 0
    lease = Lease()
    with services.db.write(EVERYBODY) as session:
        claimed = claim_week_notes(session, services.now(), BATCH)
    return send_one_by_one(
        claimed,
        lease,
        team=lambda note: note.owner.team,
        send=lambda note: _send(services, client_for, note, lease),
        failed=lambda note, error: _put_off(services, note, error),
        stopped=stopped,
        beat=beat,
    )


def _send(services: Services, client_for: ClientFor, note: WeekNote, lease: Lease) -> None:
    """Sends it, if this is its moment and there is something to tell, and settles it; else it waits for its moment."""
    owner, now = note.owner, services.now()
    with look(services, owner) as work:
        moment = next_week_note(services, work.session, note)
        if moment <= now:
            on, known = local_date(moment, work.times.zone), work.rep.dm_channel if work.rep else None
            review, playbook = _review(work, on, beginning_of(moment, note.told_until)), work.playbook
    if moment > now:
        _wait(services, note, moment)
        return
    if not review.is_quiet and services.may_use(owner):
        client = client_for(owner.team)
        # Compared with the time after it was asked: a clock goes on meanwhile.
        if (free := undisturbed_from(services, client, owner)) > services.now():
            _wait(services, note, free)
            return
        if not (note.attempts and known and _came(client, known, on)):
            post_under(lease, services, client, owner, week_note(review, on, playbook), known)
    with services.db.write(owner) as session:
        told = replace(note, told_until=moment)
        settle_week_note(session, owner, moment, next_week_note(services, session, told))


def _wait(services: Services, note: WeekNote, until: datetime) -> None:
    """With its tries: one of them may have come, and is looked for when it is its moment."""
    with services.db.write(note.owner) as session:
        put_week_note_off(session, note.owner, until, note.attempts)


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
    return any(is_note_of(message, on) for message in newest(client, channel, _LOOKED_AT))


def _put_off(services: Services, note: WeekNote, error: Exception) -> bool:
    """Whether Slack wants a rest. It is tried for as long as its window is open: after that it is next week's."""
    if isinstance(error, LeaseOver):
        with services.db.write(note.owner) as session:
            give_week_note_back(session, note, services.now())
        return False
    what, now = decide(error, note.attempts), services.now()
    again = what.after if isinstance(what, TryAgain) else _WEEK
    failed = not isinstance(what, TryAgain) or what.failed or what.unknown
    with services.db.write(note.owner) as session:
        put_week_note_off(session, note.owner, now + again, note.attempts + failed)
        rests = rest_if_wanted(session, note.owner.team, error, what, now)
    about = {"team": note.owner.team, "rep": note.owner.rep, "error": error_code(error)}
    ours = None if isinstance(error, SLACK_FAILED) else error
    _log.warning("a note of the week is not sent", extra=about, exc_info=ours)
    return rests
