"""How a small form is answered: its errors, the form that follows, or closed and shown on the deal's messages."""

from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from coaching.checks import Refusal
from handlers.deals.deal_modal import draw_below
from handlers.deals.show import show
from handlers.deals.work import DealOnShow
from handlers.slack.context import Services
from prompts import debrief_modal
from prompts.playbook import Playbook
from storage.owner import Owner


def refuse(ack: Ack, playbook: Playbook, refused: list[Refusal], view: dict[str, Any]) -> None:
    """Each reason beside its field; the form stays open with what was typed."""
    ack(response_action="errors", errors=debrief_modal.errors(refused, playbook.words, view))


def close_or_go_on(
    ack: Ack,
    services: Services,
    client: WebClient,
    owner: Owner,
    shown: DealOnShow,
    view: dict[str, Any],
    follow_up: dict[str, Any] | None = None,
) -> None:
    """What was said is stored and shown, on the deal's own modal too if the form stood on it.

    Or the form's place is taken by the one that asks for the rest.
    """
    if follow_up:
        ack(response_action="update", view=follow_up)
        return
    ack()
    draw_below(services, client, owner, view, shown)
    show(services, client, owner, shown)
