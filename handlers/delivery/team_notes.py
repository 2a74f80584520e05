"""A team's weekly note to its channel: on its chooser's first working morning, once, and in no week with too few.

The bot reads no channel, so it cannot look whether a note came. Where nobody knows, none is sent again: a note less
is better than the same one twice.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from slack_sdk import WebClient

from coaching.dates import local_date, monday_of
from coaching.team_note import end_of, morning_of, next_morning
from coaching.team_numbers import Released
from handlers.deals.team_note import what_it_says
from handlers.delivery.batch import ClientFor
from handlers.delivery.one_by_one import LeaseOver, post_under, send_one_by_one
from handlers.delivery.rest import rest_if_wanted
from handlers.delivery.retry_policy import Park, TryAgain, decide
from handlers.slack.channels import Trouble, trouble_with
from handlers.slack.context import Services
from handlers.slack.dm import newest
from handlers.slack.errors import SLACK_FAILED, error_code
from handlers.slack.rep_times import Times
from handlers.slack.taking_back import take_back_or_leave
from prompts.blocks import Message
from prompts.team_note import note_ended, tells_end
from storage.lease import Lease
from storage.owner import EVERYBODY
from storage.reps import find_rep
from storage.team_lessons import SharedLesson, note_lesson
from storage.team_notes import (
    TeamNote,
    any_team_note_due,
    begin_sending,
    claim_team_notes,
    end_note,
    forget_note,
    put_team_note_off,
    settle_team_note,
)
from storage.teams import newest_weeks

BATCH = 20
_LOOKED_AT = 20
"""Messages of a DM; one that may have come stands among the newest."""
_SOON = timedelta(minutes=10)
"""The numbers of the week are made in the night to Monday, in UTC: where the sun rises first, later in the day."""
_REFUSED = {
    "not_in_channel": Trouble.INVITE,
    "channel_not_found": Trouble.INVITE,
    "is_archived": Trouble.ARCHIVED,
    "restricted_action": Trouble.REFUSED,
    "restricted_action_read_only_channel": Trouble.REFUSED,
    "restricted_action_non_threadable_channel": Trouble.REFUSED,
    "restricted_action_thread_only_channel": Trouble.REFUSED,
}
"""What Slack refuses for good, and what that means."""
_log = logging.getLogger(__name__)


def send_team_notes(
    services: Services, client_for: ClientFor, stopped: Callable[[], bool], beat: Callable[[], None]
) -> int:
    """Sends the notes that are due; how many were claimed."""
    with services.db.read(EVERYBODY) as session:
        if not any_team_note_due(session, services.now()):
            return 0
    lease = Lease()
    with services.db.write(EVERYBODY) as session:
        claimed = claim_team_notes(session, services.now(), BATCH)
    return send_one_by_one(
        claimed,
        lease,
        team=lambda note: note.owner.team,
        send=lambda note: (_tell_end if note.ended_for else _send)(services, client_for, note, lease),
        failed=lambda note, error: _put_off(services, note, error),
        stopped=stopped,
        beat=beat,
    )


def _send(services: Services, client_for: ClientFor, note: TeamNote, lease: Lease) -> None:
    """Sends it if this is its morning, there are numbers and something to tell of them; else it waits."""
    times, weeks = _read(services, note)
    now = services.now()
    week = monday_of(local_date(now, times.zone))
    morning = morning_of(week, times.zone, times.week)
    if note.maybe_sent:
        _log.warning("nobody knows whether a team's note came", extra={"team": note.owner.team})
        _settle(services, note, week, times)
    elif (note.told_week and note.told_week >= week) or not morning <= now <= _closes(
        services, note, morning, times
    ):
        _wait(services, note, next_morning(now, note.told_week, times.zone, times.week))
    elif not weeks or weeks[0].week < week:
        _wait(services, note, now + _SOON)
    elif not services.may_use(note.owner) or not (said := what_it_says(services, note, weeks, week)):
        _settle(services, note, week, times)
    else:
        _to_channel(services, client_for(note.owner.team), note, lease, week, times, *said)


def _read(services: Services, note: TeamNote) -> tuple[Times, Sequence[Released]]:
    with services.db.read(note.owner) as session:
        return services.times(session, note.owner), newest_weeks(session, note.owner.team, note.group, 2)


def _closes(services: Services, note: TeamNote, morning: datetime, times: Times) -> datetime:
    numbers = services.policy_for(note.owner).numbers
    return max(morning + numbers.send_window, end_of(morning, times.zone, numbers.latest_nudge))


def _to_channel(
    services: Services,
    client: WebClient,
    note: TeamNote,
    lease: Lease,
    week: date,
    times: Times,
    message: Message,
    lesson: SharedLesson | None,
) -> None:
    """After a look at who reads the channel; nothing where somebody stopped it since it was claimed."""
    if trouble := trouble_with(client, note.channel):
        _end(services, note, trouble)
        return
    if not _begin(services, note):
        return
    ts = _post(services, client, note, lease, message)
    if ts is None:
        _settle(services, note, week, times)
        return
    with services.db.write(EVERYBODY) as session:
        after = next_morning(services.now(), week, times.zone, times.week)
        settle_team_note(session, note, week, after)
        stands = lesson is None or note_lesson(session, lesson.share_id, note.channel, ts)
    if not stands:
        take_back_or_leave(services, client, note.owner, [(note.channel, ts)])


def _post(
    services: Services, client: WebClient, note: TeamNote, lease: Lease, message: Message
) -> str | None:
    """Its ts; None where nobody knows whether it came. LeaseOver where the claim may have run out meanwhile."""
    services.throttle.wait_turn(note.channel)
    # As late as can be: between this and the post lies the one window that remains.
    if not lease.is_sure:
        raise LeaseOver
    try:
        return str(client.chat_postMessage(channel=note.channel, **message)["ts"])
    except Exception as error:
        what = decide(error, note.attempts)
        if not (isinstance(what, TryAgain) and what.unknown):
            raise
        _log.warning("nobody knows whether a team's note came", extra={"team": note.owner.team})
        return None


def _tell_end(services: Services, client_for: ClientFor, note: TeamNote, lease: Lease) -> None:
    """Once: after a try of which nobody knows how it ended, the DM is looked through first."""
    tried = note.maybe_sent or note.attempts > 0
    if _begin(services, note):
        playbook, client = services.playbook_for(note.owner), client_for(note.owner.team)
        message = note_ended(note.ended_for or Trouble.REFUSED, note.channel, note.which_end, playbook)
        if not (tried and _came(services, client, note)):
            post_under(lease, services, client, note.owner, message)
    with services.db.write(EVERYBODY) as session:
        forget_note(session, note)


def _came(services: Services, client: WebClient, note: TeamNote) -> bool:
    """Whether an earlier try to tell its end came; without leave to look, it is told again."""
    with services.db.read(note.owner) as session:
        rep = find_rep(session, note.owner)
    there = newest(client, rep.dm_channel, _LOOKED_AT) if rep and rep.dm_channel else ()
    return any(tells_end(message, note.channel, note.which_end) for message in there)


def _begin(services: Services, note: TeamNote) -> bool:
    with services.db.write(EVERYBODY) as session:
        return begin_sending(session, note, services.now())


def _settle(services: Services, note: TeamNote, week: date, times: Times) -> None:
    with services.db.write(EVERYBODY) as session:
        settle_team_note(session, note, week, next_morning(services.now(), week, times.zone, times.week))


def _wait(services: Services, note: TeamNote, until: datetime) -> None:
    with services.db.write(EVERYBODY) as session:
        put_team_note_off(session, note, until, attempts=0)


def _end(services: Services, note: TeamNote, why: Trouble) -> None:
    _log.info("a team's note has ended", extra={"team": note.owner.team, "why": str(why)})
    with services.db.write(EVERYBODY) as session:
        end_note(session, note, why, services.now())


def _put_off(services: Services, note: TeamNote, error: Exception) -> bool:
    """Whether Slack wants a rest. It is tried for as long as its morning lasts: after that it is next week's."""
    if isinstance(error, LeaseOver):
        with services.db.write(EVERYBODY) as session:
            put_team_note_off(session, note, services.now(), note.attempts)
        return False
    what, name, now = decide(error, note.attempts), error_code(error), services.now()
    about = {"team": note.owner.team, "error": name}
    _log.warning(
        "a team's note is not sent", extra=about, exc_info=None if isinstance(error, SLACK_FAILED) else error
    )
    if name in _REFUSED and not note.ended_for:
        _end(services, note, _REFUSED[name])
    elif isinstance(what, Park) and note.ended_for:
        with services.db.write(EVERYBODY) as session:
            forget_note(session, note)
    else:
        again = what.after if isinstance(what, TryAgain) else timedelta(days=1)
        failed = not isinstance(what, TryAgain) or what.failed or what.unknown
        with services.db.write(EVERYBODY) as session:
            put_team_note_off(session, note, now + again, note.attempts + failed)
            return rest_if_wanted(session, note.owner.team, error, what, now)
    return False
