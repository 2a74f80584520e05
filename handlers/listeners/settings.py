"""A rep's settings: when nudges come, on which days, and pauses; pending nudges move with them."""

from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from handlers.deals.home_page import publish
from handlers.deals.rep import refresh_rep
from handlers.slack.context import Services, owner_of
from prompts.home import SETTINGS as OPEN
from prompts.settings_modal import SETTINGS, read_settings, settings_errors, settings_modal
from storage.owner import Owner
from storage.reps import choose_times, pause, reschedule


def register(app: App) -> None:
    app.action(OPEN)(on_open)
    app.view(SETTINGS)(on_settings)


def on_open(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    ack()
    open_settings(context["services"], client, owner_of(context), body["trigger_id"])


def open_settings(services: Services, client: WebClient, owner: Owner, trigger_id: str) -> None:
    refresh_rep(services, client, owner)
    with services.db.read(owner) as session:
        times = services.times(session, owner)
    view = settings_modal(times.week, times.zone, services.today(times.zone), services.playbook)
    client.views_open(trigger_id=trigger_id, view=view)


def on_settings(ack: Ack, view: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    services, owner, chosen = context["services"], owner_of(context), read_settings(view)
    refresh_rep(services, client, owner)
    with services.db.write(owner) as session:
        today = services.today(services.zone(session, owner))
        errors = settings_errors(chosen, today, services.playbook)
        if not errors and chosen.nudge_time:
            choose_times(session, owner, chosen.nudge_time, chosen.days)
            pause(session, owner, today, chosen.paused_until)
            times = services.times(session, owner)
            reschedule(session, owner, times.zone, times.week)
    if errors:
        ack(response_action="errors", errors=errors)
        return
    ack()
    publish(services, client, owner)
