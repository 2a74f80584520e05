"""Lost deals: found by their owner only, and written as things that happened."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session, aliased, selectinload

from coaching.dates import WorkWeek, due_instant, local_date
from coaching.deal import LostDeal, Reply, Source
from coaching.debrief import Answers
from coaching.plan import Opening, Plan, Verdict
from storage.owner import Owner
from storage.records import PARKED, PENDING, SUPERSEDED, answer_columns, deal_of, plan_columns
from storage.tables import DealRow, DebriefRow, DraftRow, NudgeRow, PlanRow, ReplyRow, ShareRow, Step

_WHOLE = (
    selectinload(DealRow.debriefs),
    selectinload(DealRow.plans),
    selectinload(DealRow.nudges),
    selectinload(DealRow.replies),
)


def prospect_key(prospect: str) -> str:
    """Two prospects are the same when they differ only in case and in outer spaces."""
    return prospect.strip().casefold()


def find_deal(session: Session, owner: Owner, deal_id: int, lock: bool = False) -> LostDeal | None:
    """The owner's deal; with `lock`, nobody else changes it before this transaction ends."""
    return _one(session, owner, DealRow.id == deal_id, lock)


def find_by_prospect(session: Session, owner: Owner, prospect: str, lock: bool = False) -> LostDeal | None:
    """The deal that a further no of this prospect joins: the one not won back yet."""
    same = (DealRow.prospect_key == prospect_key(prospect)) & DealRow.won_back_at.is_(None)
    return _one(session, owner, same, lock)


def list_deals(session: Session, owner: Owner, limit: int) -> Sequence[LostDeal]:
    """The newest lost deals first."""
    query = (
        select(DealRow)
        .where(DealRow.team == owner.team, DealRow.rep == owner.rep)
        .order_by(DealRow.id.desc())
        .limit(limit)
        .options(*_WHOLE)
    )
    return [deal_of(row) for row in session.scalars(query)]


def start_deal(session: Session, owner: Owner, prospect: str, now: datetime) -> int:
    row = DealRow(
        team=owner.team,
        rep=owner.rep,
        prospect=prospect.strip(),
        prospect_key=prospect_key(prospect),
        made_at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def add_debrief(
    session: Session,
    deal_id: int,
    answers: Answers,
    source: Source,
    now: datetime,
    corrects: int | None = None,
    reply_id: int | None = None,
    prospect: str | None = None,
) -> int:
    row = DebriefRow(
        deal_id=deal_id,
        at=now,
        source=source,
        corrects=corrects,
        reply_id=reply_id,
        prospect=prospect,
        **answer_columns(answers),
    )
    session.add(row)
    session.flush()
    keep_first_kind(session, deal_id)
    return row.id


def keep_first_kind(session: Session, deal_id: int) -> None:
    """Notes on the deal the kind of its first no, as it was last corrected."""
    later = aliased(DebriefRow)
    corrected = select(later.id).where(later.corrects == DebriefRow.id, later.undone_at.is_(None))
    standing = DebriefRow.undone_at.is_(None) & ~corrected.correlate(DebriefRow).exists()
    of_deal = select(DebriefRow.kind).where(DebriefRow.deal_id == deal_id, standing)
    first = of_deal.order_by(DebriefRow.id).limit(1).scalar_subquery()
    session.execute(update(DealRow).where(DealRow.id == deal_id).values(first_kind=first))


def set_plan(
    session: Session,
    deal: LostDeal,
    plan: Plan,
    now: datetime,
    zone: ZoneInfo,
    week: WorkWeek,
    ask_again_on: date,
    reply_id: int | None = None,
    unseen: bool = False,
) -> None:
    """Makes `plan` the one that holds: earlier pending nudges are superseded, its own is scheduled.

    A recommendation that waits for the rep's word is brought up on `ask_again_on`: once more, or for the
    first time while it is `unseen`.
    """
    drop_pending(session, deal.id)
    row = PlanRow(deal_id=deal.id, at=now, reply_id=reply_id, **plan_columns(plan))
    session.add(row)
    session.flush()
    if scheduled := _first_step(plan, ask_again_on, unseen):
        step, opening, on = scheduled
        session.add(
            NudgeRow(
                deal_id=deal.id,
                team=deal.team,
                rep=deal.rep,
                plan_id=row.id,
                step=step,
                opening=opening,
                due_on=on,
                due_at=due_instant(on, zone, week),
                status=PENDING,
                in_digest=False,
            )
        )
    session.execute(
        update(DealRow)
        .where(DealRow.id == deal.id)
        .values(
            let_go_at=now if is_let_go(plan) else None,
            won_back_at=None,
            won_after_days=None,
            waiting_since=None,
        )
    )
    session.expire_all()


def _first_step(plan: Plan, ask_again_on: date, unseen: bool) -> tuple[Step, Opening, date] | None:
    if not plan.accepted:
        return Step.NUDGE if unseen else Step.REMINDER, Opening.RECOMMENDED, ask_again_on
    return (Step.NUDGE, plan.opening, plan.due.on) if plan.due and plan.opening else None


def is_let_go(plan: Plan) -> bool:
    return plan.verdict is Verdict.LET_GO and plan.accepted


def add_reply(session: Session, deal_id: int, reply: Reply, now: datetime, nudge_id: int | None) -> int:
    """IntegrityError when the nudge has been answered already."""
    row = ReplyRow(deal_id=deal_id, nudge_id=nudge_id, at=now, reply=reply)
    session.add(row)
    session.flush()
    session.expire_all()
    return row.id


def win_back(session: Session, deal: LostDeal, now: datetime, zone: ZoneInfo) -> None:
    drop_pending(session, deal.id)
    won = {
        "won_back_at": now,
        "won_after_days": (local_date(now, zone) - local_date(deal.made_at, zone)).days,
        "let_go_at": None,
        "waiting_since": None,
    }
    session.execute(update(DealRow).where(DealRow.id == deal.id).values(won))
    session.expire_all()


def note_what_won(session: Session, owner: Owner, deal_id: int, text: str) -> bool:
    """Whether there was such a deal to note it on."""
    done = session.execute(
        update(DealRow)
        .where(DealRow.id == deal_id, DealRow.team == owner.team, DealRow.rep == owner.rep)
        .values(won_because=text)
        .returning(DealRow.id)
    )
    return done.first() is not None


def mark_waiting(session: Session, deal_id: int, now: datetime) -> None:
    """The rep did not answer: the deal waits on Home, and no more messages come about it."""
    session.execute(update(DealRow).where(DealRow.id == deal_id).values(waiting_since=now))


def messages_about(session: Session, owner: Owner, limit: int) -> Sequence[tuple[str, str]]:
    """The channel and ts of the rep's cards, nudges, notes and shared lessons, the newest `limit` of them."""
    mine = (DealRow.team == owner.team) & (DealRow.rep == owner.rep)
    cards = select(DealRow.card_channel, DealRow.card_ts).where(mine)
    nudges = select(NudgeRow.channel, NudgeRow.message_ts).where(
        NudgeRow.team == owner.team, NudgeRow.rep == owner.rep
    )
    notes = select(DraftRow.note_channel, DraftRow.note_ts).where(
        DraftRow.team == owner.team, DraftRow.rep == owner.rep
    )
    shares = select(ShareRow.channel, ShareRow.message_ts).join(DealRow, DealRow.id == ShareRow.deal_id)
    shares = shares.where(mine, ShareRow.withdrawn_at.is_(None))
    found = {(row[0], row[1]) for query in (cards, nudges, notes, shares) for row in session.execute(query)}
    told = [(channel, ts) for channel, ts in found if channel and ts]
    return sorted(told, key=lambda message: message[1], reverse=True)[:limit]


def count_deals(session: Session, team: str, rep: str | None) -> int:
    """How many lost deals a rep, or a whole workspace, has."""
    query = select(func.count()).select_from(DealRow).where(DealRow.team == team)
    return session.scalar(query.where(DealRow.rep == rep) if rep else query) or 0


def delete_all(session: Session, owner: Owner) -> int:
    """Removes every lost deal of a rep, with all that hangs on them; how many there were."""
    mine = (DealRow.team == owner.team) & (DealRow.rep == owner.rep)
    gone = session.execute(delete(DealRow).where(mine).returning(DealRow.id)).all()
    session.execute(delete(DraftRow).where(DraftRow.team == owner.team, DraftRow.rep == owner.rep))
    return len(gone)


def remember_card(session: Session, deal_id: int, channel: str, ts: str) -> None:
    session.execute(update(DealRow).where(DealRow.id == deal_id).values(card_channel=channel, card_ts=ts))


def delete_deal(session: Session, owner: Owner, deal_id: int) -> bool:
    """Removes the deal and all that hangs on it; whether there was one."""
    done = session.execute(
        delete(DealRow)
        .where(DealRow.id == deal_id, DealRow.team == owner.team, DealRow.rep == owner.rep)
        .returning(DealRow.id)
    )
    return done.first() is not None


def drop_pending(session: Session, deal_id: int) -> None:
    """Supersedes what is pending or parked. A claim stays: what is being sent right now is then settled as sent."""
    session.execute(
        update(NudgeRow)
        .where(NudgeRow.deal_id == deal_id, NudgeRow.status.in_((PENDING, PARKED)))
        .values(status=SUPERSEDED)
    )


def rename_deal(session: Session, deal_id: int, prospect: str) -> None:
    changed = {"prospect": prospect.strip(), "prospect_key": prospect_key(prospect)}
    session.execute(update(DealRow).where(DealRow.id == deal_id).values(changed))
    session.expire_all()


def _one(session: Session, owner: Owner, where: ColumnElement[bool], lock: bool) -> LostDeal | None:
    query = select(DealRow).where(DealRow.team == owner.team, DealRow.rep == owner.rep, where)
    if lock:
        query = query.with_for_update()
    row = session.scalars(query.options(*_WHOLE)).one_or_none()
    return deal_of(row) if row else None
