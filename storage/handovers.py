"""Hand-overs: what is offered to a colleague, and what they answer; `handover_passing` has what goes over to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, bindparam, or_, select, update
from sqlalchemy.orm import Session

from coaching.deal import LostDeal
from coaching.hand_over import Answer, HandedDeal, HandOver, Told
from storage.deals import open_deals
from storage.handover_messages import add_message, bring_up_to_date, message_is_due
from storage.handover_tables import HandedDealRow, HandOverRow
from storage.made_once import made_once
from storage.owner import Owner
from storage.types import UtcDateTime

OFFER_LASTS = timedelta(days=14)


@dataclass(frozen=True)
class Offered:
    """How many deals were offered now; how many were on offer already, or were refused by this colleague before."""

    new: int
    waiting: int = 0
    refused: int = 0


@dataclass(frozen=True)
class OfferedDeal:
    """A deal of `from_rep`, theirs by `deal_id`, that `rep` was offered."""

    id: int
    hand_over_id: int
    team: str
    rep: str
    from_rep: str
    deal_id: int
    answer: Answer | None


def offer_deals(session: Session, by: Owner, to: str, now: datetime, tell: bool) -> Offered:
    """Offers the open deals of `by` that are on offer to nobody; whoever hands over is told where `tell` says so."""
    deals = open_deals(session, by)
    ours = HandedDealRow.offered_id.in_([deal.id for deal in deals])
    turned_down = (HandedDealRow.answer == Answer.REFUSED) & (HandedDealRow.rep == to)
    settled = select(HandedDealRow).where(ours, or_(HandedDealRow.answered_at.is_(None), turned_down))
    before = {row.offered_id: row.answer for row in session.scalars(settled)}
    new = [deal for deal in deals if deal.id not in before]
    if new:
        _offer(session, by, to, new, now, tell)
    refused = sum(answer is Answer.REFUSED for answer in before.values())
    return Offered(len(new), len(before) - refused, refused)


def find_hand_over(session: Session, hand_over_id: int) -> HandOver | None:
    row = session.get(HandOverRow, hand_over_id)
    if row is None:
        return None
    deals = session.scalars(
        select(HandedDealRow).where(HandedDealRow.hand_over_id == row.id).order_by(HandedDealRow.id)
    )
    words_go = True if row.words_at else False if row.kept_at else None
    shown = [_handed(deal) for deal in deals]
    return HandOver(row.id, row.rep, row.from_rep, row.lapses_at, words_go, shown)


def find_offered(session: Session, to: Owner, handed_id: int) -> OfferedDeal | None:
    """What `to` was offered; None for anybody else, whoever hands over included."""
    row = session.get(HandedDealRow, handed_id)
    return _offered(row) if row and row.rep == to.rep else None


def taken_from(session: Session, handed_ids: Sequence[int]) -> Sequence[tuple[Owner, int]]:
    """Whose the deals were that a colleague took, and their ids there."""
    taken = HandedDealRow.id.in_(handed_ids) & (HandedDealRow.answer == Answer.TAKEN)
    return [
        (Owner(row.team, row.from_rep), row.offered_id)
        for row in session.scalars(select(HandedDealRow).where(taken))
    ]


def settle_offer(
    session: Session, handed_id: int, answer: Answer, now: datetime, taken_as: int | None = None
) -> bool:
    """Whether it was still unanswered; both messages are brought up to date, and the end is told of."""
    mine = (HandedDealRow.id == handed_id) & HandedDealRow.answer.is_(None)
    said = update(HandedDealRow).where(mine).values(answer=answer, answered_at=now, taken_as=taken_as)
    of = session.scalars(said.returning(HandedDealRow.hand_over_id)).one_or_none()
    if of is None:
        return False
    _tell(session, of, now)
    return True


def rename_offer(session: Session, handed_id: int, prospect: str, now: datetime) -> None:
    """It says what the deal is called now; both messages are brought up to date where that is another name."""
    another = (HandedDealRow.id == handed_id) & (HandedDealRow.prospect != prospect)
    said = update(HandedDealRow).where(another).values(prospect=prospect)
    of = session.scalars(said.returning(HandedDealRow.hand_over_id)).one_or_none()
    if of is not None:
        bring_up_to_date(session, of, now)


def lapse_offers(session: Session, now: datetime) -> int:
    """Ends what nobody answered in time, in all workspaces; how many deals that was."""
    over = select(HandOverRow.id).where(HandOverRow.lapses_at <= now)
    waits = HandedDealRow.answer.is_(None) & HandedDealRow.hand_over_id.in_(over)
    ended = update(HandedDealRow).where(waits).values(answer=Answer.LAPSED, answered_at=now)
    found = session.scalars(ended.returning(HandedDealRow.hand_over_id)).all()
    for hand_over_id in sorted(set(found)):
        _tell(session, hand_over_id, now)
    return len(found)


def what_waits(session: Session, now: datetime) -> tuple[bool, bool]:
    """Whether a message is due, and whether an offer has lapsed: in one statement.

    Asked of a reader, so that a sweep without work takes no writer.
    """
    due, over = session.execute(_what_waits(session), {"now": now}).one()
    return due, over


@made_once
def _what_waits(_session: Session) -> Select[bool, bool]:
    now = bindparam("now", type_=UtcDateTime())
    lapsed = (
        select(HandedDealRow.id)
        .join(HandOverRow, HandOverRow.id == HandedDealRow.hand_over_id)
        .where(HandedDealRow.answer.is_(None), HandOverRow.lapses_at <= now)
    )
    return select(message_is_due(now), lapsed.exists())


def _offer(
    session: Session, by: Owner, to: str, deals: Sequence[LostDeal], now: datetime, tell: bool
) -> None:
    both = {"team": by.team, "rep": to, "from_rep": by.rep}
    made = HandOverRow(**both, at=now, lapses_at=now + OFFER_LASTS)
    session.add(made)
    session.flush()
    for deal in deals:
        plan = deal.plan
        session.add(
            HandedDealRow(
                **both,
                hand_over_id=made.id,
                offered_id=deal.id,
                prospect=deal.prospect,
                kind=deal.answers.kind,
                verdict=plan.verdict,
                due_on=plan.due.on if plan.due else None,
                value=deal.value,
                currency=deal.currency,
            )
        )
    for told in (Told.OFFER, Told.GIVEN) if tell else (Told.OFFER,):
        add_message(session, made, told, now)
    session.flush()


def _tell(session: Session, hand_over_id: int, now: datetime) -> None:
    """Once all is answered, whoever hands over is told of what stayed theirs."""
    told = bring_up_to_date(session, hand_over_id, now)
    found = select(HandedDealRow.answer).where(HandedDealRow.hand_over_id == hand_over_id)
    answers = session.scalars(found).all()
    if None not in answers and {Answer.REFUSED, Answer.LAPSED} & set(answers) and Told.GIVEN in told:
        add_message(session, session.get_one(HandOverRow, hand_over_id), Told.ENDED, now)


def _offered(row: HandedDealRow) -> OfferedDeal:
    whose = (row.team, row.rep, row.from_rep)
    return OfferedDeal(row.id, row.hand_over_id, *whose, row.offered_id, row.answer)


def _handed(row: HandedDealRow) -> HandedDeal:
    return HandedDeal(
        row.id,
        row.prospect,
        row.kind,
        row.verdict,
        row.due_on,
        row.value,
        row.currency,
        row.answer,
        row.answered_at,
    )
