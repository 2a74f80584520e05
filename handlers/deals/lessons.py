"""Lessons where they help: the last one of a kind of no at the next debrief, and those that fit a call."""

from collections.abc import Sequence

from coaching.deal import LostDeal, Source
from coaching.kinds import Kind
from handlers.deals.work import Work
from prompts.debrief_context import Learned
from prompts.prep import MOST_LESSONS, PastLesson
from storage.lessons import Lesson, lessons_of


def learned_at(work: Work, kind: Kind | None, source: Source) -> Learned | None:
    """In a new debrief of this kind of no: what the rep learned from the last one."""
    if source is not Source.DEBRIEF or kind is None:
        return None
    return _newest(lessons_of(work.session, work.owner, kind))


def learned_before(work: Work, deal: LostDeal) -> Learned | None:
    """What the rep learned from the last deal of this one's kind."""
    return _newest(lessons_of(work.session, work.owner, deal.answers.kind, besides=deal.id))


def _newest(lessons: Sequence[Lesson]) -> Learned | None:
    return Learned(lessons[0].text, lessons[0].won) if lessons else None


def fitting_lessons(work: Work, deal: LostDeal | None) -> Sequence[PastLesson]:
    """Of the deal's kind, its stage first; where there are none of its kind, of its stage; without a deal, all."""
    found: Sequence[Lesson] = []
    if deal:
        stage = deal.answers.stage
        found = lessons_of(work.session, work.owner, deal.answers.kind)
        found = sorted(found, key=lambda one: one.stage is not stage)
    if not found:
        all_of_them = lessons_of(work.session, work.owner)
        stage = deal.answers.stage if deal else None
        found = [one for one in all_of_them if stage in (None, one.stage)]
    zone = work.times.zone
    return [
        PastLesson(one.text, one.kind, one.at.astimezone(zone).date(), one.won)
        for one in found[:MOST_LESSONS]
    ]
