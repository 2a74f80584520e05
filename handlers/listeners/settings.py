"""A rep's settings: the form opens, follows what is chosen in it, and is saved."""

import logging
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from handlers.deals.home_page import publish
from handlers.deals.rep import ask_profile, learn_zone, names_place, refresh_rep_if_free, was_told_lately
from handlers.deals.settings import Kept, draw_settings, save_settings, settings_of
from handlers.slack.context import Services, owner_of
from handlers.slack.errors import SLACK_FAILED, error_code
from prompts.blocks import VALUE, View
from prompts.home import SETTINGS as OPEN
from prompts.settings_holidays import COUNTRY
from prompts.settings_language import read_language
from prompts.settings_modal import SETTINGS, asks_place, read_settings
from storage.owner import Owner
from storage.reps import find_rep

_log = logging.getLogger(__name__)


def register(app: App) -> None:
    app.action(OPEN)(on_open)
    app.view(SETTINGS)(on_settings)
    app.action({"block_id": COUNTRY, "action_id": VALUE})(on_country)


def on_open(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    ack()
    open_settings(context["services"], client, owner_of(context), body["trigger_id"])


def open_settings(services: Services, client: WebClient, owner: Owner, trigger_id: str) -> None:
    """Opens with what is known, since a trigger is good for three seconds; then Slack is asked, beside it.

    It is asked for the zone only where it did not name the one that is stored, or named it more than a day ago.
    """
    with services.db.read(owner) as session:
        rep, kept = settings_of(session, owner)
    shown = draw_settings(services, owner, rep, kept)
    opened = client.views_open(trigger_id=trigger_id, view=shown)
    if was_told_lately(services, rep):
        return
    with services.asides.room() as there_is_room:
        if there_is_room:
            _ask_beside(services, client, owner, shown, opened["view"], kept)


def on_country(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """The form follows with the regions of the country; what was typed meanwhile stays."""
    ack()
    services, owner, view = context["services"], owner_of(context), body["view"]
    with services.db.read(owner) as session:
        rep, kept = settings_of(session, owner)
    chosen = read_settings(view).holidays
    drawn = draw_settings(services, owner, rep, kept, ask_place=asks_place(view), holidays=chosen)
    try:
        client.views_update(view_id=view["id"], hash=view["hash"], view=drawn)
    except SLACK_FAILED as error:
        # Chosen again, or closed: what is chosen last is read when the form is saved.
        _log.info("settings are not drawn anew: %s", error_code(error))


def on_settings(ack: Ack, view: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    services, owner, chosen = context["services"], owner_of(context), read_settings(view)
    language = read_language(view, services.choices.phrasebooks)
    if errors := save_settings(services, owner, chosen, language):
        ack(response_action="errors", errors=errors)
        return
    ack()
    refresh_rep_if_free(services, client, owner)
    publish(services, client, owner)


def _ask_beside(
    services: Services, client: WebClient, owner: Owner, shown: View, opened: dict[str, Any], kept: Kept
) -> None:
    """Draws the form anew when Slack says something else; what was typed meanwhile stays."""
    profile = ask_profile(services, client, owner)
    if profile is None:
        return
    with services.db.write(owner) as session:
        learn_zone(services, session, owner, profile)
        rep = find_rep(session, owner)
    drawn = draw_settings(services, owner, rep, kept, ask_place=not names_place(profile))
    if drawn == shown:
        return
    try:
        client.views_update(view_id=opened["id"], hash=opened["hash"], view=drawn)
    except SLACK_FAILED as error:
        # Closed, or saved, before Slack had said anything.
        _log.info("settings are not drawn anew: %s", error_code(error))
