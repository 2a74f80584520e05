"""What we know of a rep: their zone, the DM with them, and when they want nudges."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, delete, select, tuple_
from sqlalchemy.orm import Session

from coaching.dates import WorkWeek
from coaching.history import Pause
from storage.isolation import standing
from storage.languages import BY_SLACK, RepLanguage
from storage.made_once import given, made_once, of_given
from storage.outbox import tells_somebody
from storage.owner import Owner, of_owner
from storage.rep_row import change_rep
from storage.tables import PauseRow, RepRow, WeekNoteRow
from storage.teams import forget_empty_groups, give_up_what_is_theirs
from storage.upsert import insert_into

_REPS: Any = RepRow.__table__


@dataclass(frozen=True)
class Rep:
    """A rep, with their IANA zone and what they chose; None where they chose nothing.

    Slack was last asked at `zone_seen_at`; it named this zone at `zone_told_at`, None where it did not.
    """

    owner: Owner
    zone: ZoneInfo
    zone_seen_at: datetime
    zone_told_at: datetime | None
    dm_channel: str | None
    nudge_time: time | None
    work_days: frozenset[int] | None
    pauses: tuple[Pause, ...]
    home_digest: str | None
    debrief_screens: int | None
    """The screens that their debriefs begin with; None where they leave it to the playbook."""
    currency: str | None = None
    """What their deals are counted in, an ISO code."""
    country: str | None = None
    """Whose public holidays they keep, and of which region of it; None where they leave it to their zone."""
    region: str | None = None
    language: RepLanguage = BY_SLACK
    counts_in: bool = False
    """Whether their deals count in a team's numbers."""
    team_asked_at: datetime | None = None
    """Since when Home has asked them whether they want to; None where it has not."""
    team_answered_at: datetime | None = None
    tells_somebody: bool = False
    """Whether their workspace has a hook that is told of their deals, as far as that was asked."""
    words_go_out: bool = False
    """Whether hooks are told what they wrote as well."""

    def week(self, default: WorkWeek) -> WorkWeek:
        """The rep's work week, with the coming end of a pause, if there is one; the holidays are the default's."""
        until = max((pause.until for pause in self.pauses), default=None)
        days, at = self.work_days or default.days, self.nudge_time or default.nudge_time
        return WorkWeek(days, at, until, default.holidays)


_KNOWN = (
    select(RepRow, PauseRow, tells_somebody(RepRow.team))
    .outerjoin(PauseRow, (PauseRow.team == RepRow.team) & (PauseRow.rep == RepRow.rep))
    .order_by(PauseRow.id)
)
_ONE = standing(_KNOWN.where(of_given(RepRow)))
_MANY = standing(_KNOWN.where(tuple_(RepRow.team, RepRow.rep).in_(bindparam("owners", expanding=True))))


def find_rep(session: Session, owner: Owner) -> Rep | None:
    return find_reps(session, [owner]).get(owner)


def find_reps(session: Session, owners: Collection[Owner]) -> dict[Owner, Rep]:
    """Those that are known."""
    if len(owners) == 1:
        read = session.execute(_ONE, given(*owners)).all()
    else:
        read = session.execute(_MANY, {"owners": [(owner.team, owner.rep) for owner in owners]}).all()
    telling = {Owner(rep.team, rep.rep) for rep, _, tells in read if tells}
    reps = reps_of((rep, paused) for rep, paused, _ in read)
    return {owner: replace(rep, tells_somebody=owner in telling) for owner, rep in reps.items()}


def reps_of(read: Iterable[tuple[RepRow, PauseRow | None]]) -> dict[Owner, Rep]:
    """Made of rows read with their pauses, a row for each pause; the same pause may come more than once."""
    rows: dict[Owner, RepRow] = {}
    pauses: dict[Owner, dict[int, Pause]] = {}
    for row, paused in read:
        owner = Owner(row.team, row.rep)
        rows[owner] = row
        if paused:
            pauses.setdefault(owner, {})[paused.id] = Pause(paused.since, paused.until)
    return {owner: _rep(row, owner, tuple(pauses.get(owner, {}).values())) for owner, row in rows.items()}


def _rep(row: RepRow, owner: Owner, pauses: tuple[Pause, ...]) -> Rep:
    days = frozenset(int(day) for day in row.work_days) if row.work_days else None
    return Rep(
        owner,
        ZoneInfo(row.zone),
        row.zone_seen_at,
        row.zone_told_at,
        row.dm_channel,
        row.nudge_time,
        days,
        pauses,
        row.home_digest,
        row.debrief_screens,
        row.currency,
        row.country,
        row.region,
        RepLanguage(row.language, row.locale),
        row.counts_in_at is not None,
        row.team_asked_at,
        row.team_answered_at,
        words_go_out=row.words_go_out_at is not None,
    )


def remember_zone(
    session: Session,
    owner: Owner,
    zone: str,
    now: datetime,
    *,
    told_by_slack: bool = False,
    locale: str | None = None,
) -> None:
    """In one statement: two processes may meet a rep for the first time at once, and the second changes the row.

    A `locale` that Slack did not tell leaves the one that is known.
    """
    told = {"zone": zone, "zone_seen_at": now, "zone_told_at": now if told_by_slack else None}
    made = _met(session)
    if locale:
        told["locale"], made = locale, _met_with_locale(session)
    session.connection().execute(made, {"team": owner.team, "rep": owner.rep, **told})
    session.expire_all()


@made_once
def _met(session: Session) -> Any:
    return _put(session, "zone", "zone_seen_at", "zone_told_at")


@made_once
def _met_with_locale(session: Session) -> Any:
    return _put(session, "zone", "zone_seen_at", "zone_told_at", "locale")


def _put(session: Session, *columns: str) -> Any:
    """Makes the rep's row, or changes these columns of it."""
    insert = insert_into(session, _REPS)
    told = {name: insert.excluded[name] for name in columns}
    return insert.on_conflict_do_update(index_elements=[_REPS.c.team, _REPS.c.rep], set_=told)


def heard_of_long_ago(session: Session, owner: Owner, at: datetime) -> None:
    """What is known of the rep stays, and counts as heard at `at`: whoever needs to be sure asks Slack."""
    change_rep(session, owner, zone_seen_at=at)


def remember_dm(session: Session, owner: Owner, channel: str) -> None:
    change_rep(session, owner, dm_channel=channel)


def remember_home(session: Session, owner: Owner, digest: str, asked_at: datetime | None) -> None:
    """What Home last showed, in short, so that the same is not published again.

    With `asked_at` it has asked since then whether the rep wants to count in.
    """
    asked = {"team_asked_at": asked_at} if asked_at else {}
    change_rep(session, owner, home_digest=digest, **asked)


def forget_rep(session: Session, owner: Owner) -> None:
    """Settings, pauses, the note of the week, the one they chose for their team, and a group of their own go.

    The zone and the DM are known anew when the rep comes back.
    """
    session.execute(delete(PauseRow).where(of_owner(PauseRow, owner)))
    session.execute(delete(WeekNoteRow).where(of_owner(WeekNoteRow, owner)))
    session.execute(delete(RepRow).where(of_owner(RepRow, owner)))
    give_up_what_is_theirs(session, owner)
    forget_empty_groups(session, owner.team)
