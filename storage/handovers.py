"""Hand-overs: what is offered to a colleague, what they answer, and the deal that is theirs from then on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from coaching.deal import LostDeal, Source
from coaching.hand_over import Answer, HandedDeal, HandOver, Outline, Told, outline
from storage.deal_record import DealRecord
from storage.deals import find_record, is_known, open_deals
from storage.handover_messages import add_message, bring_up_to_date, message_is_due
from storage.handover_offers import pass_offers_on, receive_offers
from storage.handover_tables import HandedDealRow, HandOverRow
from storage.isolation import as_the_other
from storage.owner import Owner
from storage.tables import DealRow, DebriefRow, ReplyRow

OFFER_LASTS = timedelta(days=14)


@dataclass(frozen=True)
class Offered:
    """How many deals were offered now; how many were on offer already, or were refused by this colleague before."""

    new: int
    waiting: int = 0
    refused: int = 0


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


def find_offered(session: Session, to: Owner, handed_id: int) -> HandedDealRow | None:
    """What `to` was offered; None for anybody else, whoever hands over included."""
    row = session.get(HandedDealRow, handed_id)
    return row if row and row.rep == to.rep else None


def take_away(session: Session, offered: HandedDealRow, now: datetime) -> Outline | None:
    """The deal is its rep's no longer, and what goes along; None where it was answered, or ended, meanwhile.

    Their deal is held first, then the offer: so do all who change both.
    """
    handed_id, hand_over_id = offered.id, offered.hand_over_id
    with as_the_other(session, offered) as by:
        # Held before anything of it is read: PostgreSQL reads what is joined to a row from before it waited.
        session.execute(select(DealRow.id).where(DealRow.id == offered.offered_id).with_for_update())
        record = find_record(session, by, offered.offered_id)
        with_words = _words_go(session, hand_over_id)
        still = select(HandedDealRow).where(HandedDealRow.id == handed_id, HandedDealRow.answer.is_(None))
        if record is None or session.scalars(still.with_for_update()).one_or_none() is None:
            return None
        if record.deal.is_over or record.deal.let_go_at:
            settle_offer(session, handed_id, Answer.OVERTAKEN, now)
            return None
        goes = outline(record.deal, with_words, record.row.lot)
        record.hand_over(now)
        pass_offers_on(session, by, record.id, offered.rep, with_words, now)
    return goes


def take_on(session: Session, to: Owner, goes: Outline, offered_id: int) -> DealRecord:
    """A deal of the colleague's own, with what it has been through; its plan is still to be adopted."""
    record = DealRecord.start(session, to, goes.prospect, goes.made_at)
    for at, answers in goes.noes:
        record.add_debrief(answers, Source.HANDED_OVER, at, prospect=goes.prospect)
    # What was answered elsewhere is not to be undone here.
    record.row.replies.extend(
        ReplyRow(deal_id=record.id, at=one.at, reply=one.reply, undo_ended_at=one.at) for one in goes.replies
    )
    record.row.value, record.row.url, record.row.lot = goes.value, goes.url, goes.lot
    record.row.public_id = goes.public_id or record.row.public_id
    record.count_in(goes.currency)
    receive_offers(session, offered_id, record.id)
    session.flush()
    return record


def has_one(session: Session, to: Owner, offered: HandedDealRow) -> bool:
    """Whether the colleague has an open deal with this prospect themselves."""
    return is_known(session, to, offered.prospect) is not None


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
    lapsed = (
        select(HandedDealRow.id)
        .join(HandOverRow, HandOverRow.id == HandedDealRow.hand_over_id)
        .where(HandedDealRow.answer.is_(None), HandOverRow.lapses_at <= now)
    )
    due, over = session.execute(select(message_is_due(now), lapsed.exists())).one()
    return due, over


def say_whether_words_go(session: Session, by: Owner, hand_over_id: int, go: bool, now: datetime) -> bool:
    """Of what was taken already too, once they go; whether there is such a hand-over of theirs."""
    row = session.get(HandOverRow, hand_over_id)
    if row is None or row.from_rep != by.rep:
        return False
    row.words_at, row.kept_at = (now, None) if go else (None, now)
    session.flush()
    if go:
        _send_words_after(session, by, row)
    bring_up_to_date(session, hand_over_id, now)
    return True


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


def _words_go(session: Session, hand_over_id: int) -> bool:
    return session.get_one(HandOverRow, hand_over_id).words_at is not None


def _send_words_after(session: Session, by: Owner, row: HandOverRow) -> None:
    """Into each no as it was taken on, where nothing has been written since."""
    taken = select(HandedDealRow).where(
        HandedDealRow.hand_over_id == row.id, HandedDealRow.taken_as.is_not(None)
    )
    said = {}
    for one in session.scalars(taken).all():
        if record := find_record(session, by, one.offered_id):
            said[one.taken_as] = outline(record.deal, True, record.row.lot).noes
    with as_the_other(session, row):
        for deal_id, noes in said.items():
            theirs = (DebriefRow.deal_id == deal_id) & (DebriefRow.source == Source.HANDED_OVER)
            kept = session.scalars(select(DebriefRow).where(theirs).order_by(DebriefRow.id)).all()
            for debrief, (_, answers) in zip(kept, noes, strict=False):
                debrief.words, debrief.condition = answers.words, answers.condition
                debrief.notes = dict(answers.notes)


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
