"""A rep's profile changed at Slack: their nudges move with their zone."""

from typing import Any

from slack_bolt import App, BoltContext

from handlers.deals.rep import move_to_zone, valid_zone
from handlers.slack.context import Services
from handlers.slack.idempotency import process_once
from storage.owner import Owner
from storage.reps import find_rep


def register(app: App) -> None:
    app.event("user_change")(on_user_change)


def on_user_change(event: dict[str, Any], context: BoltContext) -> None:
    """Somebody's profile changed: if it is a rep's zone, their nudges move with them."""
    services: Services = context["services"]
    process_once(services, context["request_id"])
    user = event["user"]
    org = context.enterprise_id if context.is_enterprise_install else None
    owner = Owner(org or user.get("team_id") or context.team_id or "", user["id"])
    with services.db.write(owner) as session:
        rep = find_rep(session, owner)
        if rep is None or rep.zone.key == valid_zone(user.get("tz")):
            return
        move_to_zone(services, session, owner, user.get("tz"))
