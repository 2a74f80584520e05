"""The bot was uninstalled, or its token revoked: nothing more is sent, and after a while the data is erased.

Slack's events are acknowledged when that is stored. Each may come again: the second time changes nothing.
"""

import logging
from datetime import UTC, datetime
from typing import Any

from slack_bolt import Ack, App, BoltContext

from handlers.slack.context import Services
from handlers.slack.events import answer_when_stored
from handlers.slack.json_shapes import record
from storage.audit import By, Entry, Event, forget_old_entries
from storage.database import Database
from storage.installations import Place
from storage.owner import EVERYBODY
from storage.workspaces import erase_some, gone_workspaces, mark_uninstalled, meant

_BATCH = 200
_log = logging.getLogger(__name__)


def register(app: App) -> None:
    answer_when_stored(app, "app_uninstalled", on_uninstalled)
    answer_when_stored(app, "tokens_revoked", on_revoked)


def on_uninstalled(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
    _stop(context["services"], body, context)
    ack()


def on_revoked(ack: Ack, event: dict[str, Any], body: dict[str, Any], context: BoltContext) -> None:
    """A person's own token is nothing to us: we have none. Slack sends both events, in any order."""
    if record(event.get("tokens")).get("bot"):
        _stop(context["services"], body, context)
    ack()


def _stop(services: Services, body: dict[str, Any], context: BoltContext) -> None:
    """The tokens go at once, nudges are parked. News of an installation that was replaced since is old news."""
    place = place_of(context)
    at = datetime.fromtimestamp(body.get("event_time") or services.now().timestamp(), UTC)
    with services.db.write(EVERYBODY) as session:
        if place.team is None and place.enterprise and (team := meant(session, place.enterprise)) != place.id:
            place = Place(place.enterprise, team)
        really = mark_uninstalled(session, place.id, at, services.now())
        if really:
            services.forget_tokens(session, place)
    if really:
        _log.info("uninstalled", extra={"team": place.id})


def place_of(context: BoltContext) -> Place:
    """Where the bot is, or was, installed."""
    if context.is_enterprise_install or context.team_id in (None, context.enterprise_id):
        return Place(context.enterprise_id, None)
    return Place(context.enterprise_id, context.team_id)


def erase_gone_workspaces(services: Services) -> None:
    """Erases the data of workspaces that have been gone for long enough, some at a time."""
    now = services.now()
    before = now - services.retention
    with services.db.read(EVERYBODY) as session:
        gone = gone_workspaces(session, before)
    for team in gone:
        erase_chunks(services.db, team, Entry(now, Event.ERASE, By.BOT, team=team), before)
        _log.info("erased after the bot was uninstalled", extra={"team": team})


def erase_chunks(db: Database, team: str, entry: Entry, gone_before: datetime | None = None) -> None:
    """Everything of a workspace, in transactions that hold up nobody for long; the last one records `entry`."""
    more = True
    while more:
        with db.write(EVERYBODY) as session:
            more = erase_some(session, team, _BATCH, entry, gone_before)


def forget_trail(services: Services) -> None:
    """What the audit trail has held for long enough goes."""
    with services.db.write(EVERYBODY) as session:
        forget_old_entries(session, services.now() - services.audit_kept)
