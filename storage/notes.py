"""What a rep writes about a deal beside its answers: notes, and their own words for a suggested message."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from coaching.deal import OwnWords
from storage.deal_record import DealRecord
from storage.tables import NoteRow


def add_note(session: Session, record: DealRecord, text: str, written_in: str, now: datetime) -> None:
    """What was written in the same form, `written_in`, is the same note, sent twice.

    IntegrityError when that was stored at this very moment.
    """
    if any(note.written_in == written_in for note in record.row.notes):
        return
    record.row.notes.append(NoteRow(deal_id=record.id, at=now, text=text, written_in=written_in))
    session.flush()


def delete_note(session: Session, record: DealRecord, note_id: int) -> bool:
    """Whether the deal had such a note; it is gone for good."""
    gone = session.execute(
        delete(NoteRow).where(NoteRow.id == note_id, NoteRow.deal_id == record.id).returning(NoteRow.id)
    )
    found = gone.first() is not None
    if found:
        session.expire(record.row, ["notes"])
    return found


def keep_own_words(record: DealRecord, moment: str, text: str, now: datetime) -> None:
    """From now on said at that moment in the place of the suggestion."""
    record.row.own_words = (record.row.own_words or {}) | {moment: OwnWords(now, text)}


def forget_own_words(record: DealRecord, moment: str) -> None:
    kept = record.row.own_words or {}
    record.row.own_words = {name: said for name, said in kept.items() if name != moment} or None
