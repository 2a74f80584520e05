"""App Home: published when it is opened, and again when something on it is pressed; only when it changed."""

import re
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from handlers.deals.home_page import publish
from handlers.deals.rep import refresh_rep
from handlers.delivery.deleted import find_deleted
from handlers.listeners.debrief_entry import open_debrief
from handlers.listeners.export import own_entry, send_export
from handlers.slack.context import asked
from handlers.slack.idempotency import process_once
from handlers.slack.json_shapes import record as record_of
from handlers.slack.modals import open_in_place
from handlers.slack.taking_back import GRACE
from prompts import home
from prompts.deal_modals import notice
from prompts.home import read_place
from prompts.settings_modal import DELETE_ALL
from storage.audit import Event, record
from storage.deals import delete_all
from storage.leftovers import leave, leave_for_taking_back, leave_searches, settle_leftovers
from storage.maybe_there import maybe_there
from storage.overview import Shelf
from storage.reps import find_rep, forget_rep


def register(app: App) -> None:
    app.event("app_home_opened")(on_home_opened)
    app.action(home.DEBRIEF)(on_debrief)
    app.action(re.compile(f"^{home.SHELF}"))(on_shelf)
    app.action(home.EXPORT)(on_export)
    app.action(DELETE_ALL)(on_delete_all)


def on_home_opened(event: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Slack's event has no `view` when it shows none, whatever was published there before."""
    if event.get("tab") != "home":
        return
    services, owner = asked(context)
    shown = record_of(event.get("view")).get("callback_id")
    if not services.may_use(owner):
        if shown != home.CLOSED:
            words = services.playbook_for(owner).words
            client.views_publish(user_id=owner.rep, view=home.closed_home(services.contacts, words))
        return
    is_there = bool(event.get("view")) and shown != home.CLOSED
    if not is_there:
        # What changed is seen by comparing; that Slack has nothing is told by this event alone.
        process_once(services, context["request_id"])
    refresh_rep(services, client, owner)
    publish(services, client, owner, is_there=is_there)


def on_debrief(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    ack()
    services, owner = asked(context)
    open_debrief(services, client, owner, body["trigger_id"])


def on_shelf(ack: Ack, action: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    ack()
    services, owner = asked(context)
    shelf, page = read_place(action["value"])
    publish(services, client, owner, Shelf(shelf), page)


def on_export(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    ack()
    services, owner = asked(context)
    process_once(services, context["request_id"])
    if not send_export(services, client, owner):
        words = services.playbook_for(owner).words
        said = notice(words.say("home.export"), words.say("export.nothing"), words)
        client.views_open(trigger_id=body["trigger_id"], view=said)


def on_delete_all(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Confirmed in Slack before it comes here. The messages about them are taken back by the clock, at Slack's pace;
    those of which nobody knew whether they came are looked for first."""
    ack()
    services, owner = asked(context)
    process_once(services, context["request_id"])
    with services.db.write(owner) as session:
        rep = find_rep(session, owner)
        maybe = maybe_there(session, owner, rep.dm_channel if rep else None)
        searches = leave_searches(session, owner, maybe, services.now() + GRACE)
        leave_for_taking_back(session, owner, services.now())
        deals = delete_all(session, owner)
        forget_rep(session, owner)
        record(session, own_entry(services, owner, Event.ERASE, deals))
    words = services.playbook_for(owner).words
    said = notice(words.say("settings.title"), words.say("home.deleted"), words)
    try:
        open_in_place(client, body, said)
    finally:
        looked = find_deleted(services, client, owner, searches)
        if looked.done:
            with services.db.write(owner) as session:
                leave(session, owner, looked.places, services.now())
                settle_leftovers(session, looked.done)
    refresh_rep(services, client, owner)
    publish(services, client, owner)
