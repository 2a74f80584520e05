"""Lessons where they help: the last one of a kind of no at the next debrief, and those that fit a call."""

from collections.abc import Sequence

from coaching.deal import LostDeal, Source
from handlers.deals.work import Work
from prompts.debrief_context import NO_CONTEXT, Learned, ScreenContext
from prompts.prep import MOST_LESSONS, PastLesson
from storage.drafts import StoredDraft
from storage.lessons import Lesson, lessons_of


def learned_context(work: Work, kept: StoredDraft) -> ScreenContext:
    """For the last screen of a new debrief: what the rep learned from the last one of its kind."""
    if kept.source is not Source.DEBRIEF or kept.draft.kind is None:
        return NO_CONTEXT
    last = next(iter(lessons_of(work.session, work.owner, kept.draft.kind)), None)
    return ScreenContext(learned=Learned(last.text, last.won)) if last else NO_CONTEXT


def fitting_lessons(work: Work, deal: LostDeal | None) -> Sequence[PastLesson]:
    """Of the deal's kind, its stage first; where there are none of its kind, of its stage; without a deal, all."""
    found: Sequence[Lesson] = []
    if deal:
        stage = deal.answers.stage
        found = lessons_of(work.session, work.owner, deal.answers.kind)
        found = sorted(found, key=lambda one: one.stage is not stage)
    if not found:
        all_of_them = lessons_of(work.session, work.owner)
        found = [one for one in all_of_them if deal is None or one.stage is deal.answers.stage]
    zone = work.times.zone
    return [
        PastLesson(one.text, one.kind, one.at.astimezone(zone).date(), one.won)
        for one in found[:MOST_LESSONS]
    ]
