"""In my own words: a suggested message is changed on verdict, card or nudge, and the way back to the suggestion."""

import logging
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from coaching.plan import Plan
from handlers.deals.deal_modal import draw_below
from handlers.deals.show import show
from handlers.deals.work import DealOnShow, Work, change, look
from handlers.listeners.verdict_screen import plan_on_day
from handlers.slack.context import asked
from handlers.slack.errors import SLACK_FAILED, Refused, error_code
from handlers.slack.modals import open_modal
from prompts import advice
from prompts.deal_modals import Form
from prompts.own_words import Moment, name_of_moment
from prompts.own_words_form import (
    OWN_WORDS,
    OWN_WORDS_HERE,
    SUGGEST_AGAIN,
    Meant,
    own_words_errors,
    own_words_form,
    read_own_words,
)
from prompts.verdict_screen import VerdictMetadata, read_choice, verdict_screen
from storage.deal_record import DealRecord
from storage.notes import forget_own_words, keep_own_words

_log = logging.getLogger(__name__)


def register(app: App) -> None:
    app.action(OWN_WORDS)(on_own_words)
    app.action(OWN_WORDS_HERE)(on_own_words_here)
    app.action(SUGGEST_AGAIN)(on_suggest_again)
    app.view(Form.OWN_WORDS)(on_written)


def on_own_words(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    """The button on card and nudge."""
    ack()
    services, owner = asked(context)
    meant = Meant.pressed(action["value"])
    with look(services, owner) as work:
        record = work.deal(meant.deal_id)
        plan = _plan(work, record, meant)
        view = own_words_form(record.deal, plan, meant, work.playbook, work.times.zone)
    open_modal(client, body, view)


def on_own_words_here(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """On the verdict screen: of the verdict that is looked at."""
    ack()
    services, owner = asked(context)
    screen = body["view"]
    about, choice = VerdictMetadata.of(screen), read_choice(screen)
    meant = Meant(about.deal_id, about.plan_id, Moment.NOW, choice, screen["id"])
    with look(services, owner) as work:
        record = work.deal(about.deal_id)
        plan = _plan(work, record, meant)
        view = own_words_form(record.deal, plan, meant, work.playbook, work.times.zone)
    open_modal(client, body, view)


def on_written(ack: Ack, view: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Kept; what is the suggestion word by word is nobody's own."""
    services, owner = asked(context)
    meant, text = Meant.of(view), read_own_words(view)
    if text is None:
        errors = own_words_errors(view, services.playbook_for(owner).words)
        ack(response_action="errors", errors=errors)
        return
    with change(services, owner) as work:
        record = work.deal(meant.deal_id)
        plan = _plan(work, record, meant)
        deal, moment = record.deal, name_of_moment(meant.moment, plan, record.deal)
        if text == advice.suggested(meant.moment, plan, deal, work.playbook, work.times.zone):
            forget_own_words(record, moment)
        else:
            keep_own_words(record, moment, text, work.now)
        shown = work.on_show(record)
    ack()
    _draw_below(client, work, view, shown, meant, plan)
    show(services, client, owner, shown)


def on_suggest_again(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """The rep's own words are given up, and the form begins anew with the suggestion."""
    ack()
    (services, owner), view = asked(context), body["view"]
    meant = Meant.of(view)
    with change(services, owner) as work:
        record = work.deal(meant.deal_id)
        plan = _plan(work, record, meant)
        forget_own_words(record, name_of_moment(meant.moment, plan, record.deal))
        shown = work.on_show(record)
    drawn = own_words_form(shown.deal, plan, meant, work.playbook, shown.times.zone)
    client.views_update(view_id=view["id"], hash=view["hash"], view=drawn)
    _draw_below(client, work, view, shown, meant, plan)
    show(services, client, owner, shown)


def _plan(work: Work, record: DealRecord, meant: Meant) -> Plan:
    """The plan whose message is meant. Refused when it does not hold, or never did."""
    if meant.choice:
        situation = work.situation(record)
        if situation.deal.plans[-1].id != meant.plan_id:
            raise Refused("card.not_possible_now")
        return plan_on_day(situation, meant.choice)
    found = (one.plan for one in record.deal.plans if one.id == meant.plan_id)
    plan = next(found, None)
    if plan is None:
        raise Refused("card.not_possible_now")
    return plan


def _draw_below(
    client: WebClient, work: Work, view: dict[str, Any], shown: DealOnShow, meant: Meant, plan: Plan
) -> None:
    """The verdict screen that the words were changed from, closed meanwhile or not; else the whole deal's modal."""
    if meant.screen is None:
        draw_below(work.services, client, work.owner, view, shown)
        return
    on = meant.choice.on if meant.choice else None
    drawn = verdict_screen(shown.deal, plan, work.playbook, shown.times.zone, on=on)
    try:
        client.views_update(view_id=meant.screen, view=drawn)
    except SLACK_FAILED as error:
        _log.info("a verdict screen is not drawn anew: %s", error_code(error))
