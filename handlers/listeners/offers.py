"""The rep's answer to an offer: debrief it, later, or not theirs."""

from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from coaching.dates import due_instant, next_working_day
from handlers.deals.offers import draft_of, redraw_offer, said_at
from handlers.deals.rep import refresh_rep_if_free
from handlers.deals.work import Work, change, look
from handlers.deals.workflow_step import end_not_mine
from handlers.listeners.debrief_entry import first_screen, is_quick, resume_debrief
from handlers.slack.context import asked
from handlers.slack.errors import Refused
from prompts.blocks import View
from prompts.debrief_modal import DebriefMetadata
from prompts.offer import DEBRIEF_IT, LATER, NOT_MINE
from storage.drafts import left_for_offer
from storage.offer_answers import answer_later, answer_not_mine
from storage.offer_tables import OfferSource, OfferStatus
from storage.offers import Offer, find_offer


def register(app: App) -> None:
    app.action(DEBRIEF_IT)(on_debrief)
    app.action(LATER)(on_later)
    app.action(NOT_MINE)(on_not_mine)


def on_debrief(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    """The first screen with what is known; or the screen on which this one's debrief was left."""
    ack()
    services, owner = asked(context)
    offer_id = int(action["value"])
    with look(services, owner) as work:
        offer = _still_asked(find_offer(work.session, owner, offer_id))
        kept = left_for_offer(work.session, owner, offer_id)
        view = {} if kept else _prefilled(work, offer)
    if kept:
        resume_debrief(services, client, owner, body["trigger_id"], kept)
    else:
        client.views_open(trigger_id=body["trigger_id"], view=view)
        refresh_rep_if_free(services, client, owner)


def on_later(ack: Ack, action: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Asked again on the next working day."""
    ack()
    services, owner = asked(context)
    offer_id = int(action["value"])
    with change(services, owner, context["request_id"]) as work:
        times = work.times
        day = next_working_day(work.today, times.week)
        due_at = due_instant(day, times.zone, times.week)
        _still_asked(answer_later(work.session, owner, offer_id, due_at, work.now))
    redraw_offer(services, client, owner, offer_id)


def on_not_mine(ack: Ack, action: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Never asked again; what was debriefed meanwhile stays so."""
    ack()
    services, owner = asked(context)
    offer_id = int(action["value"])
    with change(services, owner, context["request_id"]) as work:
        offer = _still_asked(answer_not_mine(work.session, owner, offer_id, work.now))
        if offer.source is OfferSource.STEP:
            end_not_mine(services, work.session, owner, offer_id)
    redraw_offer(services, client, owner, offer_id)


def _still_asked(offer: Offer | None) -> Offer:
    if offer is None:
        raise Refused("offer.gone")
    if offer.status is OfferStatus.DEBRIEFED:
        raise Refused("offer.done")
    return offer


def _prefilled(work: Work, offer: Offer) -> View:
    """With a line that says when it was lost, which no field asks."""
    words, lost_on = work.playbook.words, offer.deal.lost_on
    notes = (words.say("offer.lost_note", date=words.day(lost_on)),) if lost_on else ()
    at = said_at(offer.deal, work.times, work.today)
    ticket = DebriefMetadata(offer_id=offer.id, said_at=at)
    draft = replace(draft_of(offer.deal), said_at=at)
    return first_screen(work, draft, ticket, is_quick(work), notes)
