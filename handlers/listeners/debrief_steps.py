"""What the screens of a debrief share: the draft that is kept from one to the next, what is refused, and the end."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from slack_sdk import WebClient
from sqlalchemy.orm import Session

from coaching.checks import Refusal, Wrong
from coaching.deal import Source
from coaching.debrief import Draft
from coaching.told import are_other_words
from handlers.deals.offers import redraw_offer, value_of
from handlers.deals.rep import keep_fresh
from handlers.deals.show import redraw, show
from handlers.deals.work import DealOnShow, Work
from handlers.slack.context import Services
from handlers.slack.dm import update
from handlers.slack.errors import Refused
from prompts.debrief_modal import DebriefMetadata
from prompts.draft_note import finished_note
from prompts.view_state import stood_there
from storage.deal_record import prospect_key
from storage.deals import is_known
from storage.drafts import StoredDraft, find_draft, save_draft, start_draft
from storage.offers import find_offer
from storage.owner import Owner


def tell_stored(
    services: Services, client: WebClient, owner: Owner, kept: StoredDraft, shown: DealOnShow
) -> None:
    """Once the rep has their verdict: whatever Slack is to be asked or told.

    The card of a deal that a new debrief joined comes down to where the rep is: far up, it would change unseen.
    """
    moves = kept.source is Source.DEBRIEF and kept.finished_at is None
    if keep_fresh(services, client, owner, shown.rep):
        # What was judged in a zone that nobody had told yet is scheduled, and shown, in the rep's own.
        redraw(services, client, owner, shown.deal.id, moves)
    else:
        show(services, client, owner, shown, moves)
    if kept.offer_id:
        redraw_offer(services, client, owner, kept.offer_id)
    if kept.note_channel and kept.note_ts:
        update(client, kept.note_channel, kept.note_ts, finished_note(services.playbook_for(owner)))


def kept_draft(session: Session, owner: Owner, view: dict[str, Any]) -> StoredDraft | None:
    """The screen's draft; None before the first Next. Refused when it is gone, or somebody else's."""
    draft_id = DebriefMetadata.of(view).draft_id
    if draft_id is None:
        return None
    kept = find_draft(session, owner, draft_id, lock=True)
    if kept is None:
        raise Refused("draft.gone")
    return kept


def begun(session: Session, owner: Owner, view: dict[str, Any], kept: StoredDraft | None) -> Draft:
    """What was there before this screen: the draft, or else what its offer or message tells beyond the first screen."""
    if kept:
        return kept.draft
    ticket = DebriefMetadata.of(view)
    offer = find_offer(session, owner, ticket.offer_id) if ticket.offer_id else None
    return Draft(value=value_of(offer.deal) if offer else None, said_at=ticket.said_at)


def following(view: dict[str, Any], kept: StoredDraft | None, draft: Draft) -> DebriefMetadata:
    """What the screen that follows carries along; when the words came too, while no draft remembers it."""
    return replace(DebriefMetadata.of(view), draft_id=kept.id if kept else None, said_at=draft.said_at)


def with_their_day(work: Work, view: dict[str, Any], kept: StoredDraft | None, draft: Draft) -> Draft:
    """New words were said now: a day that they name is not reckoned from when a draft, or an old message, was begun.

    Corrected ones were said when they were; but what is changed in a deal's, now that they told why, was told since.
    """
    before = (kept.draft.words if kept else stood_there(view, "words")) or ""
    if not draft.words or draft.words.split() == before.split():
        return draft
    told_since = kept is not None and kept.source is Source.TOLD_ME
    is_new = told_since or are_other_words(draft.words, before)
    return replace(draft, said_at=work.now) if is_new else draft


def must_keep(session: Session, owner: Owner, view: dict[str, Any]) -> StoredDraft:
    kept = kept_draft(session, owner, view)
    if kept is None:
        raise Refused("draft.gone")
    return kept


def keep(
    services: Services,
    session: Session,
    owner: Owner,
    kept: StoredDraft | None,
    draft: Draft,
    modal: str | None = None,
    offer_id: int | None = None,
) -> StoredDraft:
    if kept is None:
        started = start_draft(session, owner, draft, services.now(), begun_in=modal, offer_id=offer_id)
        found = find_draft(session, owner, started)
    else:
        save_draft(session, kept.id, draft, services.now())
        found = replace(kept, draft=draft)
    if found is None:
        raise Refused("draft.gone")
    return found


def keep_newest(
    work: Work,
    view: dict[str, Any],
    kept: StoredDraft | None,
    draft: Draft,
    read: Callable[[StoredDraft], Draft] | None = None,
) -> StoredDraft:
    """The draft as it stands on the screen, also where the screen knows nothing of the draft that was begun with it.

    It has not followed the last choice yet, or the answer to the first one was lost. `read` reads it anew over what
    was begun, where answers of other screens may be in it by now.
    """
    session, owner = work.session, work.owner
    modal, offer_id = view.get("root_view_id") or view.get("id"), DebriefMetadata.of(view).offer_id
    stored = keep(work.services, session, owner, kept, draft, modal, offer_id)
    newest = read(stored) if read and stored.draft != draft else draft
    if stored.draft != newest and not stored.finished_at:
        return keep(work.services, session, owner, stored, newest)
    return stored


def forget_other_name(draft: Draft, kept: StoredDraft | None) -> Draft:
    """What was said of one name does not hold for another."""
    same = kept is not None and prospect_key(kept.draft.prospect) == prospect_key(draft.prospect)
    return draft if same else replace(draft, joins=None)


def missing(draft: Draft, *names: str) -> list[Refusal]:
    return [Refusal(name, Wrong.MISSING) for name in names if getattr(draft, name) is None]


def name_taken(session: Session, owner: Owner, kept: StoredDraft | None, draft: Draft) -> list[Refusal]:
    """While answers are corrected, the deal cannot take the name of another open one."""
    if kept is None or kept.source is Source.DEBRIEF:
        return []
    other = is_known(session, owner, draft.prospect)
    return [Refusal("prospect", Wrong.TAKEN)] if other and other != kept.deal_id else []
