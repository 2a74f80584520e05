"""What goes over to a colleague who takes a deal, all in one transaction: the deal, and the words once they may go."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coaching.deal import Source
from coaching.hand_over import Answer, Outline, outline
from storage.deal_record import DealRecord
from storage.deals import find_record
from storage.handover_messages import bring_up_to_date
from storage.handover_offers import pass_offers_on, receive_offers
from storage.handover_tables import HandedDealRow, HandOverRow
from storage.handovers import OfferedDeal, settle_offer
from storage.isolation import as_the_other
from storage.owner import Owner
from storage.tables import DealRow, DebriefRow, ReplyRow


def take_away(session: Session, offered: OfferedDeal, now: datetime) -> Outline | None:
    """The deal is its rep's no longer, and what goes along; None where it was answered, or ended, meanwhile.

    Their deal is held first, then the offer: so do all who change both.
    """
    with as_the_other(session, offered) as by:
        # Held before anything of it is read: PostgreSQL reads what is joined to a row from before it waited.
        session.execute(select(DealRow.id).where(DealRow.id == offered.deal_id).with_for_update())
        record = find_record(session, by, offered.deal_id)
        with_words = _words_go(session, offered.hand_over_id)
        still = select(HandedDealRow).where(HandedDealRow.id == offered.id, HandedDealRow.answer.is_(None))
        offer = session.scalars(still.with_for_update()).one_or_none()
        if record is None or offer is None:
            return None
        if record.deal.is_over or record.deal.let_go_at:
            settle_offer(session, offered.id, Answer.OVERTAKEN, now)
            return None
        goes = outline(record.deal, with_words, record.row.lot)
        # It may have been renamed since it was offered.
        offer.prospect = goes.prospect
        record.hand_over(now)
        pass_offers_on(session, by, record.id, offered.rep, with_words, now)
    return goes


def take_on(session: Session, to: Owner, goes: Outline, offered_id: int) -> DealRecord:
    """A deal of the colleague's own, with what it has been through; its plan is still to be adopted.

    IntegrityError when they have an open one with this prospect.
    """
    record = DealRecord.start(session, to, goes.prospect, goes.made_at)
    for no in goes.noes:
        record.add_debrief(no.answers, Source.HANDED_OVER, no.at, prospect=goes.prospect, said_at=no.said_at)
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
            for debrief, no in zip(kept, noes, strict=False):
                debrief.words, debrief.condition = no.answers.words, no.answers.condition
                debrief.notes, debrief.said_at = dict(no.answers.notes), no.said_at
