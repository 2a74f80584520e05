"""A rep's settings: when nudges come, on which days, and pauses; pending nudges move with them."""

from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from handlers.deals.rep import know_rep
from handlers.listeners.app_home import publish
from handlers.slack.context import Desk, owner_of
from prompts.home import SETTINGS as OPEN
from prompts.settings_modal import SETTINGS, read_settings, settings_errors, settings_modal
from storage.owner import Owner
from storage.reps import choose_times, pause, reschedule


def register(app: App) -> None:
    app.action(OPEN)(on_open)
    app.view(SETTINGS)(on_settings)


def on_open(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    ack()
    open_settings(context["desk"], client, owner_of(context), body["trigger_id"])


def open_settings(desk: Desk, client: WebClient, owner: Owner, trigger_id: str) -> None:
    know_rep(desk, client, owner)
    with desk.db.read(owner) as session:
        times = desk.times(session, owner)
    view = settings_modal(times.week, times.zone, desk.today(times.zone), desk.playbook)
    client.views_open(trigger_id=trigger_id, view=view)


def on_settings(ack: Ack, view: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    desk, owner, chosen = context["desk"], owner_of(context), read_settings(view)
    know_rep(desk, client, owner)
    with desk.db.write(owner) as session:
        today = desk.today(desk.zone(session, owner))
        errors = settings_errors(chosen, today, desk.playbook)
        if not errors and chosen.nudge_time:
            choose_times(session, owner, chosen.nudge_time, chosen.days)
            pause(session, owner, today, chosen.paused_until)
            times = desk.times(session, owner)
            reschedule(session, owner, times.zone, times.week)
    if errors:
        ack(response_action="errors", errors=errors)
        return
    ack()
    publish(desk, client, owner)
