"""The small modals are submitted: a day chosen, what happened, another no."""

from datetime import date
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from coaching.checks import Refusal, Wrong, check_date, check_kind
from coaching.deal import LostDeal, Reply, Status
from coaching.debrief import Draft
from coaching.follow_up import changed_date
from handlers.deals.redraw import redraw
from handlers.deals.work import (
    adopt_plan,
    check_nudge,
    check_recommendation,
    check_unchanged,
    deal_to_change,
    open_nudge,
    situation,
    take_reply,
    take_still_no,
    with_still_no,
)
from handlers.listeners.debrief_entry import ask_what_they_told
from handlers.slack.context import Services, owner_of
from handlers.slack.errors import Refused
from prompts import deal_modals, debrief_modal
from prompts.deal_modals import DealMetadata, Form
from storage.owner import Owner

_REPLIES = {
    Form.SNOOZE: Reply.SNOOZE_UNTIL,
    Form.ONE_MORE_TRY: Reply.ONE_MORE_TRY,
    Form.REOPEN: Reply.THEY_CONTACTED_ME,
}
"""The reply that choosing a day stands for; a changed date is none."""


def register(app: App) -> None:
    for form in (Form.CHANGE_DATE, *_REPLIES):
        app.view(form)(on_day)
    app.view(Form.HAPPENED)(on_what_happened)
    app.view(Form.STILL_NO)(on_still_no)


def on_day(ack: Ack, view: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """A day was chosen: for the plan, for a snooze, for one more try, or to reopen."""
    services, owner = context["services"], owner_of(context)
    about, form, on = DealMetadata.of(view), Form(view["callback_id"]), deal_modals.read_day(view)
    with services.db.write(owner) as session:
        at = situation(services, session, owner, about.deal_id)
        _check_still_possible(session, owner, at.deal, about, form)
        refused = _refused_day(services, on, at.today)
        if on and not refused and form in _REPLIES:
            take_reply(services, session, owner, about.deal_id, _REPLIES[form], about.nudge_id, on)
        elif on and not refused:
            adopt_plan(services, session, owner, at.deal, changed_date(at.deal.plan, on, at.today, at.week))
    if refused:
        ack(response_action="errors", errors=debrief_modal.errors(refused, services.playbook.words, view))
        return
    ack()
    redraw(services, client, owner, about.deal_id)


def on_what_happened(ack: Ack, view: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Stored at once, or the form that this reply needs in its place."""
    services, owner = context["services"], owner_of(context)
    about, reply = DealMetadata.of(view), deal_modals.read_happened(view)
    with services.db.write(owner) as session:
        deal = deal_to_change(session, owner, about.deal_id)
        check_unchanged(deal, about)
        if deal.status in (Status.LET_GO, Status.WON_BACK):
            raise Refused("card.not_possible_now")
        follow_up = take_or_ask(services, session, owner, deal, reply, open_nudge(session, owner, deal))
    if follow_up:
        ack(response_action="update", view=follow_up)
        return
    ack()
    redraw(services, client, owner, about.deal_id)


def on_still_no(ack: Ack, view: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    services, owner = context["services"], owner_of(context)
    about, still = DealMetadata.of(view), deal_modals.read_still_no(view)
    with services.db.write(owner) as session:
        at = situation(services, session, owner, about.deal_id)
        check_unchanged(at.deal, about)
        check_nudge(session, owner, at.deal, about.nudge_id)
        answers = with_still_no(at.deal.answers, still)
        draft = Draft.of(at.deal.prospect, answers)
        years = services.playbook.policy.numbers.callback_years
        late = check_date("callback_on", still.callback_on, years, at.today)
        refused = check_kind(draft) + ([late] if late else [])
        if not refused:
            take_still_no(services, session, owner, about.deal_id, answers, about.nudge_id)
    if refused:
        ack(response_action="errors", errors=debrief_modal.errors(refused, services.playbook.words, view))
        return
    ack()
    redraw(services, client, owner, about.deal_id)


def _check_still_possible(
    session: Session, owner: Owner, deal: LostDeal, about: DealMetadata, form: Form
) -> None:
    check_unchanged(deal, about)
    if form is Form.ONE_MORE_TRY:
        check_recommendation(deal, about.plan_id)
        if deal.tried_once_more:
            raise Refused("card.not_possible_now")
    elif form is Form.REOPEN:
        if deal.status is not Status.LET_GO:
            raise Refused("card.not_possible_now")
    elif deal.status is Status.WON_BACK or (deal.status is Status.LET_GO and about.nudge_id is None):
        # A deal that was let go with one last look takes what its nudge offers, and nothing else.
        raise Refused("card.not_possible_now")
    check_nudge(session, owner, deal, about.nudge_id)


def _refused_day(services: Services, on: date | None, today: date) -> list[Refusal]:
    if on is None:
        return [Refusal("on", Wrong.MISSING)]
    refusal = check_date("on", on, services.playbook.policy.numbers.far_date_years, today)
    return [refusal] if refusal else []


def take_or_ask(
    services: Services, session: Session, owner: Owner, deal: LostDeal, reply: Reply, nudge_id: int | None
) -> dict[str, Any] | None:
    """Stores a reply that says it all; for one that does not, the form that asks for the rest."""
    form = _form_for(services, session, owner, deal, reply, nudge_id)
    if form is None:
        take_reply(services, session, owner, deal.id, reply, nudge_id)
    return form


def _form_for(
    services: Services, session: Session, owner: Owner, deal: LostDeal, reply: Reply, nudge_id: int | None
) -> dict[str, Any] | None:
    about = DealMetadata.as_it_stands(deal, nudge_id)
    if reply is Reply.STILL_NO:
        return deal_modals.still_no_form(deal, about, services.playbook)
    if reply is Reply.SNOOZE_UNTIL:
        return deal_modals.day_form(Form.SNOOZE, about, None, services.playbook)
    if reply is Reply.ONE_MORE_TRY:
        return deal_modals.day_form(Form.ONE_MORE_TRY, about, None, services.playbook)
    if reply is Reply.TOLD_ME:
        return ask_what_they_told(services, session, owner, deal, about.nudge_id)
    return None
