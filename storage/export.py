"""Lost deals in one flat row each: all of them without lessons for the command line, a rep's own with everything."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from coaching.deal import LostDeal, Status
from coaching.debrief import Answers
from coaching.hand_over import Answer
from storage.handover_tables import HandedDealRow
from storage.offers import list_open_offers
from storage.owner import Owner, of_owner
from storage.records import deal_of
from storage.tables import DealRow, RepRow, ShareRow, WeekNoteRow
from storage.team_note_tables import TeamNoteRow
from storage.team_tables import TeamGroupRow

FIELDS = (
    "id",
    "workspace",
    "rep",
    "prospect",
    "kind",
    "stage",
    "words",
    "verdict",
    "recommended",
    "plan_date",
    "status",
    "next_nudge_at",
    "nudge_failure",
    "nudges_sent",
    "outcome",
    "made_at",
    "ended_at",
)
"""What an exported lost deal tells, in this order."""


_ANSWERS = tuple(field.name for field in fields(Answers) if field.name not in FIELDS)

OWN_FIELDS = (
    *(name for name in FIELDS if name not in ("workspace", "rep")),
    *_ANSWERS,
    "currency",
    "earlier",
    "won_because",
    "added_notes",
    "own_words",
    "language",
    "country",
    "region",
    "week_note",
    "counts_in_since",
    "counts_in_with",
    "words_go_out_since",
    "url",
    "lost_on",
    "offer",
    "team_note_channel",
    "shared_lessons",
    "handed_over_to",
    "handed_over_by",
)
"""What a rep's own export tells besides: every other answer, their private lesson, whatever else they wrote, and what
they chose: their language, whose public holidays they keep, whether they want a note of their week, with which team's
numbers they count in since when, the channel they chose for that team's note, and since when their words go along to
their CRM; and what they shared. What came from elsewhere and is not debriefed is an `offer`: its status. Last comes the
id of the colleague who took the deal, or whom it was taken from."""
_TO = select(HandedDealRow.rep).where(
    HandedDealRow.offered_id == DealRow.id, HandedDealRow.answer == Answer.TAKEN
)
_BY = select(HandedDealRow.from_rep).where(HandedDealRow.taken_as == DealRow.id)
_CHOSEN = (
    RepRow.language,
    RepRow.country,
    RepRow.region,
    WeekNoteRow.rep.is_not(None),
    RepRow.counts_in_at,
    TeamGroupRow.name,
    RepRow.words_go_out_at,
    TeamNoteRow.channel,
    _TO.correlate(DealRow).scalar_subquery(),
    _BY.correlate(DealRow).scalar_subquery(),
)


def export_own(session: Session, owner: Owner) -> Iterator[dict[str, Any]]:
    """The rep's own lost deals, oldest first; then those that came from elsewhere and are not debriefed."""
    mine = of_owner(DealRow, owner)
    same = (RepRow.team == DealRow.team) & (RepRow.rep == DealRow.rep)
    with_team = TeamGroupRow.id == RepRow.team_group
    asked = (WeekNoteRow.team == DealRow.team) & (WeekNoteRow.rep == DealRow.rep)
    noted = (TeamNoteRow.team == DealRow.team) & (TeamNoteRow.chosen_by == DealRow.rep)
    query = select(DealRow, *_CHOSEN).outerjoin(RepRow, same).outerjoin(TeamGroupRow, with_team)
    query = query.outerjoin(WeekNoteRow, asked).outerjoin(TeamNoteRow, noted)
    ordered = query.where(mine).order_by(DealRow.id).options(selectinload("*"))
    shared = _shared(session, owner)
    for row, language, country, region, note, since, group, along, channel, to, by in session.execute(
        ordered
    ):
        deal = deal_of(row)
        told = _flat(deal) | _answers(deal) | _written(deal) | {"won_because": row.won_because}
        told |= {"language": language, "country": country, "region": region, "week_note": note}
        told |= {"url": row.url, "words_go_out_since": _moment(along)}
        told |= {"counts_in_since": _moment(since), "counts_in_with": group or (row.team if since else None)}
        told |= {"team_note_channel": channel, "shared_lessons": "\n".join(shared.get(row.id, ())) or None}
        told |= {"handed_over_to": to, "handed_over_by": by}
        yield {name: told.get(name) for name in OWN_FIELDS}
    for offer in offers_not_debriefed(session, owner):
        yield {name: offer.get(name) for name in OWN_FIELDS}


def offers_not_debriefed(session: Session, owner: Owner) -> Iterator[dict[str, Any]]:
    """With the names of `OWN_FIELDS`, as far as an offer has any of them; the reason is their words."""
    for made_at, offer in list_open_offers(session, owner):
        deal = offer.deal
        told = {"prospect": deal.full_name, "words": deal.reason, "value": deal.amount, "url": deal.url}
        lost_on = deal.lost_on.isoformat() if deal.lost_on else None
        yield told | {"made_at": _moment(made_at), "lost_on": lost_on, "offer": str(offer.status)}


def _shared(session: Session, owner: Owner) -> Mapping[int, Sequence[str]]:
    """What stands in a channel of each lost deal, by its id, in the order in which it was shared."""
    query = (
        select(ShareRow.deal_id, ShareRow.lesson)
        .join(DealRow, DealRow.id == ShareRow.deal_id)
        .where(of_owner(DealRow, owner))
        .where(ShareRow.lesson.is_not(None), ShareRow.withdrawn_at.is_(None))
        .order_by(ShareRow.id)
    )
    found: dict[int, list[str]] = {}
    for deal_id, lesson in session.execute(query):
        found.setdefault(deal_id, []).append(lesson or "")
    return found


def harmless(value: object) -> object:
    """A spreadsheet runs a cell that begins like a formula: a leading apostrophe makes it text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def export_deals(
    session: Session, workspace: str | None = None, rep: str | None = None
) -> Iterator[dict[str, Any]]:
    """One dict a lost deal, oldest first, of all or of one; moments are ISO 8601 in UTC, dates ISO 8601."""
    query = select(DealRow).order_by(DealRow.id).options(selectinload("*")).execution_options(yield_per=200)
    if workspace:
        query = query.where(DealRow.team == workspace)
    if rep:
        query = query.where(DealRow.rep == rep)
    for row in session.scalars(query):
        yield _flat(deal_of(row))


def _flat(deal: LostDeal) -> dict[str, Any]:
    ended = deal.status in (Status.LET_GO, Status.WON_BACK, Status.HANDED_OVER)
    due = deal.plan.due
    told = (
        deal.id,
        deal.team,
        deal.rep,
        deal.prospect,
        str(deal.answers.kind),
        str(deal.answers.stage) if deal.answers.stage else None,
        deal.answers.words,
        str(deal.plan.verdict),
        str(deal.plan.recommended),
        due.on.isoformat() if due else None,
        str(deal.status),
        _moment(deal.next_nudge_at),
        deal.parked_for,
        len(deal.nudges),
        str(deal.status) if ended else "open",
        _moment(deal.made_at),
        _moment(deal.handed_over_at or deal.won_back_at or deal.let_go_at),
    )
    return dict(zip(FIELDS, told, strict=True))


def _answers(deal: LostDeal) -> dict[str, Any]:
    answers = deal.answers
    told = {name: getattr(answers, name) for name in _ANSWERS}
    told |= {"value": deal.value, "currency": deal.currency}
    as_text = {name: _text(value) for name, value in told.items()}
    notes = "; ".join(f"{question}: {text}" for question, text in answers.notes.items()) or None
    return as_text | {"notes": notes, "earlier": _earlier(deal)}


def _written(deal: LostDeal) -> dict[str, Any]:
    """Notes, and the rep's own words by the moment they are for, oldest first, a line each."""
    notes = [f"{_moment(note.at)} {note.text}" for note in deal.notes]
    own = [f"{_moment(said.at)} {moment}: {said.text}" for moment, said in deal.own_words.items()]
    return {"added_notes": "\n".join(notes) or None, "own_words": "\n".join(own) or None}


def _text(value: object) -> str | None:
    """Yes and no as the rep chose them."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if value is None else str(value)


def _earlier(deal: LostDeal) -> str | None:
    """What was said before the answers that hold now, oldest first, a line each."""
    lines = [
        f"{_moment(told.at)} {told.answers.kind}: {told.answers.words or ''} {told.answers.lesson or ''}".strip()
        for told in deal.debriefs[:-1]
    ]
    return "\n".join(lines) or None


def _moment(at: datetime | None) -> str | None:
    return at.isoformat().replace("+00:00", "Z") if at else None
