"""What stands on the quick debrief's screen: read, kept as soon as it has a name, and drawn anew."""

from dataclasses import replace
from typing import Any

from coaching.checks import Refusal
from coaching.dates import local_date
from coaching.deal import Source
from coaching.debrief import Draft
from coaching.kinds import Kind
from coaching.quick import still_asked
from handlers.deals.lessons import learned_at
from handlers.deals.prospect_matching import screen_context
from handlers.deals.work import Work
from handlers.listeners.debrief_steps import begun, following, keep_newest, kept_draft, with_their_day
from prompts import quick_screen
from prompts.blocks import View
from prompts.debrief_context import ScreenContext
from prompts.mail import body_of
from prompts.quick_screen import kind_block_of
from prompts.view_state import stood_there
from storage.deal_record import prospect_key
from storage.drafts import StoredDraft


def found_in(work: Work, draft: Draft, kept: StoredDraft | None = None) -> quick_screen.Found:
    """What the words point to, and the day they name, where it lies ahead in the rep's own zone.

    It is reckoned from the day on which they were said: the message's, or that on which they came to the debrief;
    where that is not known, the debrief's beginning.
    """
    if not draft.words:
        return quick_screen.Found()
    body = body_of(draft.words, work.playbook.words)
    at = draft.said_at or (kept and kept.made_at)
    said_on = local_date(at, work.times.zone) if at else work.today
    ahead = work.playbook.days.named(body, said_on, after=work.today)
    return quick_screen.look_at(body, ahead, work.playbook)


def keep_typed(
    work: Work, view: dict[str, Any], kind: Kind | None = None
) -> tuple[StoredDraft | None, Draft]:
    """What stands on the screen, kept as soon as it has a name."""
    kept = kept_draft(work.session, work.owner, view)
    draft, _ = read_screen(work, view, kept, kind)
    if kept and kept.finished_at:
        return kept, draft
    if kept or draft.prospect:
        kept = keep_newest(work, view, kept, draft)
    return kept, draft


def read_screen(
    work: Work, view: dict[str, Any], kept: StoredDraft | None, kind: Kind | None = None
) -> tuple[Draft, list[Refusal]]:
    """What was said of one name, whether it is one they know, does not hold for another."""
    draft, refused = quick_screen.read(view, begun(work.session, work.owner, view, kept), kind)
    draft = without_passed_day(work, draft, kept.source if kept else Source.DEBRIEF)
    draft = with_their_day(work, view, kept, draft)
    same = prospect_key(stood_there(view, "prospect")) == prospect_key(draft.prospect)
    return (draft if same else replace(draft, joins=None)), refused


def without_passed_day(work: Work, draft: Draft, source: Source) -> Draft:
    """A new debrief brings no day that has passed since it was ticked; what a deal holds, a correction leaves it."""
    passed = source is Source.DEBRIEF and draft.callback_on and draft.callback_on < work.today
    return replace(draft, callback_on=None) if passed else draft


def quick_context(work: Work, draft: Draft, source: Source) -> ScreenContext:
    """Names alike or the earlier no, and the last lesson of the kind once it is chosen."""
    around = screen_context(work, draft, source)
    return replace(around, learned=learned_at(work, draft.kind, source))


def draw_again(
    work: Work,
    view: dict[str, Any],
    kept: StoredDraft | None,
    draft: Draft,
    notes: tuple[str, ...] = (),
    anew: bool = False,
    doors_now: bool | None = None,
    around: ScreenContext | None = None,
) -> View:
    """The screen with what the draft holds; `around` is asked for where it is not known yet."""
    around = around or _around(work, kept, draft)
    return quick_screen.render(
        draft,
        work.playbook,
        following(view, kept, draft),
        replace(around, notes=notes),
        found_in(work, draft, kept),
        quick_screen.has_doors_now(view) if doors_now is None else doors_now,
        kind_block_of(view, anew),
    )


def draw_with_missing(
    work: Work, view: dict[str, Any], kept: StoredDraft | None, draft: Draft, errors: dict[str, str]
) -> View:
    """With the field that was not on screen yet; a press on a button has no fields to speak at, so it says it above."""
    around = _around(work, kept, draft)
    open_ones = len(still_asked(draft)) + bool(around.alike)
    more = work.playbook.words.say("quick.more_than_one" if open_ones > 1 else "quick.more")
    notes = tuple(dict.fromkeys(errors.values())) or (more,)
    return draw_again(work, view, kept, draft, notes, doors_now=False, around=around)


def _around(work: Work, kept: StoredDraft | None, draft: Draft) -> ScreenContext:
    return quick_context(work, draft, kept.source if kept else Source.DEBRIEF)
