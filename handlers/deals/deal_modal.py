"""The modal that shows a whole deal, drawn anew after something was done in it or on top of it."""

import logging
from collections.abc import Mapping
from typing import Any

from slack_sdk import WebClient

from handlers.deals.work import DealOnShow
from handlers.slack.context import Services
from handlers.slack.errors import SLACK_FAILED, error_code
from handlers.slack.modals import pressed_in
from prompts.blocks import View
from prompts.deal_modals import notice
from prompts.deal_view import deal_view
from storage.owner import Owner

_log = logging.getLogger(__name__)


def draw_here(
    services: Services, client: WebClient, owner: Owner, body: Mapping[str, Any], shown: DealOnShow
) -> None:
    """For a button that was pressed in it; on one that stands elsewhere nothing is drawn."""
    if within := pressed_in(body):
        _draw(client, str(within["id"]), _view(services, owner, shown))


def draw_below(
    services: Services, client: WebClient, owner: Owner, view: Mapping[str, Any], shown: DealOnShow
) -> None:
    """For a form that was opened on top of it; a form that stood alone has nothing below."""
    if below := view.get("previous_view_id"):
        _draw(client, str(below), _view(services, owner, shown))


def draw_deleted(services: Services, client: WebClient, owner: Owner, body: Mapping[str, Any]) -> None:
    """Nothing is left to show in the modal, which says so."""
    if within := pressed_in(body):
        words = services.playbook_for(owner).words
        said = notice(words.say("home.deal_title"), words.say("card.deleted"), words)
        _draw(client, str(within["id"]), said)


def _view(services: Services, owner: Owner, shown: DealOnShow) -> View:
    return deal_view(shown.deal, services.playbook_for(owner), shown.times.zone)


def _draw(client: WebClient, view_id: str, view: View) -> None:
    try:
        client.views_update(view_id=view_id, view=view)
    except SLACK_FAILED as error:
        # Closed meanwhile: what was done is stored, and the card shows it.
        _log.info("the modal of a deal is not drawn anew: %s", error_code(error))
