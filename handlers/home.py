"""App Home: published when it is opened; its button starts a debrief, its rows bring a card back."""

from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from handlers.debrief import open_debrief
from handlers.desk import owner_of
from handlers.redraw import bring_card
from handlers.rep import know_rep
from prompts import home
from storage.deals import list_deals


def register(app: App) -> None:
    app.event("app_home_opened")(on_home_opened)
    app.action(home.DEBRIEF)(on_debrief)
    app.action(home.OPEN_CARD)(on_open_card)


def on_home_opened(event: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    if event.get("tab") != "home":
        return
    desk, owner = context["desk"], owner_of(context)
    know_rep(desk, client, owner)
    with desk.db.read() as session:
        deals = list_deals(session, owner, home.MOST_ROWS + 1)
        zone = desk.zone(session, owner)
    client.views_publish(user_id=owner.rep, view=home.home(deals, desk.playbook, zone))


def on_debrief(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    ack()
    open_debrief(context["desk"], client, body["trigger_id"])


def on_open_card(ack: Ack, action: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    ack()
    bring_card(context["desk"], client, owner_of(context), int(action["value"]))
