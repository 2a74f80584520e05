"""What we know of a rep: their zone, the DM with them, and when they want nudges."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, bindparam, delete, exists, or_, select, tuple_, update
from sqlalchemy.orm import Session

from coaching.dates import WorkWeek, due_instant
from coaching.history import Pause
from storage.languages import BY_SLACK, RepLanguage
from storage.offer_tables import OfferRow
from storage.outbox import blank_words, tells_somebody
from storage.owner import Owner
from storage.records import PARKED, PENDING
from storage.tables import DealRow, NudgeRow, PauseRow, RepRow, WeekNoteRow
from storage.teams import forget_empty_groups, give_up_what_is_theirs
from storage.upsert import insert_into

_REPS: Any = RepRow.__table__
_TEAM: BindParameter[str] = bindparam("team")
_REP: BindParameter[str] = bindparam("rep")
_HAS_PARKED = or_(
    exists().where(NudgeRow.team == _TEAM, NudgeRow.rep == _REP, NudgeRow.status == PARKED),
    exists().where(OfferRow.team == _TEAM, OfferRow.rep == _REP, OfferRow.failed_at.is_not(None)),
)
_HAS_PENDING = (
    select(NudgeRow.id)
    .where(NudgeRow.team == _TEAM, NudgeRow.rep == _REP, NudgeRow.status == PENDING)
    .limit(1)
)
_IS_SETTLED = (RepRow.zone_seen_at >= bindparam("since")) & ~_HAS_PARKED
_SETTLED = select(RepRow.zone_seen_at).where(RepRow.team == _TEAM, RepRow.rep == _REP, _IS_SETTLED)
_BEGAN_WITH = (RepRow.debrief_screens, RepRow.language, RepRow.locale)
_BEGINNING = select(*_BEGAN_WITH, _IS_SETTLED).where(RepRow.team == _TEAM, RepRow.rep == _REP)


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


def find_rep(session: Session, owner: Owner) -> Rep | None:
    return find_reps(session, [owner]).get(owner)


def find_reps(session: Session, owners: Collection[Owner]) -> dict[Owner, Rep]:
    """Those that are known."""
    keys = [(owner.team, owner.rep) for owner in owners]
    theirs = (PauseRow.team == RepRow.team) & (PauseRow.rep == RepRow.rep)
    known = (
        select(RepRow, PauseRow, tells_somebody(RepRow.team))
        .outerjoin(PauseRow, theirs)
        .where(tuple_(RepRow.team, RepRow.rep).in_(keys))
        .order_by(PauseRow.id)
    )
    read = session.execute(known).all()
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


def is_settled(session: Session, owner: Owner, since: datetime) -> bool:
    """Whether the rep's zone was heard of since then and nothing of theirs is parked.

    Asked at every command: made once, and past the mapped classes, since it names its owner itself.
    """
    asked = {"team": owner.team, "rep": owner.rep, "since": since}
    return session.connection().execute(_SETTLED, asked).first() is not None


@dataclass(frozen=True)
class Beginning:
    """What a debrief begins with, as the rep chose it; and whether they are settled."""

    screens: int | None = None
    language: RepLanguage = BY_SLACK
    is_settled: bool = False


def beginning(session: Session, owner: Owner, since: datetime) -> Beginning:
    """In the same small question as whether they are settled."""
    asked = {"team": owner.team, "rep": owner.rep, "since": since}
    found: Any = session.connection().execute(_BEGINNING, asked).first()
    if found is None:
        return Beginning()
    screens, language, locale, settled = found
    return Beginning(screens, RepLanguage(language, locale), bool(settled))


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
    told |= {"locale": locale} if locale else {}
    insert = insert_into(session, _REPS).values(team=owner.team, rep=owner.rep, **told)
    whose = [_REPS.c.team, _REPS.c.rep]
    session.connection().execute(insert.on_conflict_do_update(index_elements=whose, set_=told))
    session.expire_all()


def heard_of_long_ago(session: Session, owner: Owner, at: datetime) -> None:
    """What is known of the rep stays, and counts as heard at `at`: whoever needs to be sure asks Slack."""
    _change(session, owner, zone_seen_at=at)


def remember_dm(session: Session, owner: Owner, channel: str) -> None:
    _change(session, owner, dm_channel=channel)


def remember_home(session: Session, owner: Owner, digest: str, asked_at: datetime | None = None) -> None:
    """What Home last showed, in short, so that the same is not published again.

    With `asked_at` it has asked since then whether the rep wants to count in.
    """
    asked = {"team_asked_at": asked_at} if asked_at else {}
    _change(session, owner, home_digest=digest, **asked)


def choose(
    session: Session,
    owner: Owner,
    nudge_time: time,
    days: frozenset[int],
    debrief_screens: int,
    currency: str | None,
    country: str | None = None,
    region: str | None = None,
) -> None:
    """What a rep sets: when nudges come, how debriefs begin, the currency (an ISO code) of every deal's value,
    and whose public holidays they keep; without a country it is left to their zone.
    """
    kept = "".join(map(str, sorted(days)))
    _change(
        session,
        owner,
        nudge_time=nudge_time,
        work_days=kept,
        debrief_screens=debrief_screens,
        currency=currency,
        country=country,
        region=region,
    )
    mine = (DealRow.team == owner.team) & (DealRow.rep == owner.rep)
    changed = DealRow.currency.is_distinct_from(currency)
    session.execute(update(DealRow).where(mine, changed).values(currency=currency))


def send_words_along(session: Session, owner: Owner, since: datetime | None) -> None:
    """Hooks are told what the rep wrote as well from now on, or no longer where that is None: then not by what was put
    for them before, either.
    """
    if since is None:
        blank_words(session, owner)
    _change(session, owner, words_go_out_at=since)


def pause(session: Session, owner: Owner, today: date, until: date | None) -> None:
    """No nudges before `until`; a running pause is ended or moved, and what has passed of it is kept."""
    for row in _pauses(session, owner):
        if row.until > today:
            row.until = max(today, row.since)
        if row.until <= row.since:
            session.delete(row)
    if until and until > today:
        session.add(PauseRow(team=owner.team, rep=owner.rep, since=today, until=until))
    session.flush()


def reschedule(session: Session, owner: Owner, zone: ZoneInfo, week: WorkWeek) -> None:
    """Works out anew when the rep's pending nudges fall due, after their zone or their settings changed.

    Most who are met for the first time have none, which is asked past the mapped classes.
    """
    if session.connection().execute(_HAS_PENDING, {"team": owner.team, "rep": owner.rep}).first() is None:
        return
    mine = (NudgeRow.team == owner.team) & (NudgeRow.rep == owner.rep) & (NudgeRow.status == PENDING)
    for row in session.scalars(select(NudgeRow).where(mine)):
        row.due_at = due_instant(row.due_on, zone, week)
    session.flush()


def forget_rep(session: Session, owner: Owner) -> None:
    """Settings, pauses, the note of the week, the one they chose for their team, and a group of their own go.

    The zone and the DM are known anew when the rep comes back.
    """
    session.execute(delete(PauseRow).where(PauseRow.team == owner.team, PauseRow.rep == owner.rep))
    session.execute(delete(WeekNoteRow).where(WeekNoteRow.team == owner.team, WeekNoteRow.rep == owner.rep))
    session.execute(delete(RepRow).where(RepRow.team == owner.team, RepRow.rep == owner.rep))
    give_up_what_is_theirs(session, owner)
    forget_empty_groups(session, owner.team)


def _pauses(session: Session, owner: Owner) -> Sequence[PauseRow]:
    mine = (PauseRow.team == owner.team) & (PauseRow.rep == owner.rep)
    return session.scalars(select(PauseRow).where(mine).order_by(PauseRow.id)).all()


def _change(session: Session, owner: Owner, **values: object) -> None:
    mine = (RepRow.team == owner.team) & (RepRow.rep == owner.rep)
    session.execute(update(RepRow).where(mine).values(**values))
    session.expire_all()
