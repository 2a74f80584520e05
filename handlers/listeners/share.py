"""Sharing a lesson: the kind of no and the lesson, never the prospect, after a preview; and taking it back."""

import logging
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError

from handlers.deals.work import change, look
from handlers.delivery.retry_policy import TryAgain, decide
from handlers.slack.context import Services, owner_of
from handlers.slack.dm import post_to_dm, take_back
from handlers.slack.errors import SLACK_FAILED, Refused, error_code
from handlers.slack.idempotency import process_once
from handlers.slack.meanwhile import Meanwhile
from handlers.slack.modals import open_modal
from handlers.slack.outsiders import has_outsiders
from handlers.slack.taking_back import take_back_or_leave
from prompts import share_modal
from prompts.deal_card import SHARE
from prompts.deal_modals import DealMetadata, Form
from prompts.playbook import Playbook
from prompts.share_modal import WITHDRAW, Said, Shared
from storage.owner import Owner
from storage.shares import (
    begin_share,
    drop_share,
    find_share,
    is_posted,
    mark_shared,
    shares_of,
    withdraw_share,
)

_NOT_THERE = frozenset({"not_in_channel", "channel_not_found"})
_log = logging.getLogger(__name__)


def register(app: App) -> None:
    app.action(SHARE)(on_share)
    app.view(Form.SHARE)(on_shared)
    app.view(Form.SHARE_PREVIEW)(on_preview)
    app.action(WITHDRAW)(on_withdraw)


def on_share(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    ack()
    services, owner = context["services"], owner_of(context)
    open_modal(client, body, _form(services, owner, int(action["value"])))


def on_shared(ack: Ack, view: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """The preview goes on top, so that going back finds what was typed.

    Who reads the channel Slack is asked beside it; when it takes its time it is asked again before anything is posted.
    """
    services, owner = context["services"], owner_of(context)
    shared = share_modal.read_share(view)
    with look(services, owner) as work:
        deal = work.deal(DealMetadata.of(view).deal_id).deal
        playbook = work.playbook
    if errors := share_modal.share_problem(deal, shared, playbook.words):
        ack(response_action="errors", errors=errors)
        return
    preview = share_modal.share_preview(deal, shared, playbook)
    with Meanwhile(ack, response_action="push", view=preview) as meanwhile:
        refused = _refused_channel(services, client, owner, shared.channel)
    if meanwhile.answered:
        return
    if refused is Said.OUTSIDERS:
        ack(response_action="errors", errors=share_modal.channel_error(refused, playbook.words))
    else:
        ack(response_action="push", view=preview)


def on_preview(ack: Ack, view: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """What came of it stands where the rep is; when Slack takes its time to post, after another answer."""
    services, owner = context["services"], owner_of(context)
    deal_id, shared = share_modal.read_preview(view)
    with change(services, owner) as work:
        deal = work.deal(deal_id).deal
        place = deal_id, shared.channel, view["id"]
        share_id = begin_share(work.session, *place, work.now, shared.lesson, deal.answers.kind)
        said = Said.POSTED if share_id is None and is_posted(work.session, view["id"]) else Said.POSTING
        playbook = work.playbook
    if share_id is None:
        _answer(ack, playbook, said)
        return
    message = share_modal.shared_message(deal, shared.lesson, playbook)
    posting = share_modal.share_says(Said.POSTING, playbook)
    with Meanwhile(ack, response_action="update", view=posting) as meanwhile:
        said = _post(services, client, owner, share_id, shared, message)
    if meanwhile.answered:
        meanwhile.wait_until_drawn()
        _show(services, client, owner, view["id"], said)
    else:
        _answer(ack, playbook, said)


def _answer(ack: Ack, playbook: Playbook, said: Said) -> None:
    ack(response_action="update", view=share_modal.share_says(said, playbook))


def on_withdraw(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    """The message goes from the channel, with a team's note that quotes it, and the form shows what is left."""
    ack()
    services, owner = context["services"], owner_of(context)
    process_once(services, context["request_id"])
    with services.db.read(owner) as session:
        share = find_share(session, owner, int(action["value"]))
    if share is None:
        raise Refused("card.already_answered")
    try:
        client.chat_delete(channel=share.channel, ts=share.message_ts)
    except SlackApiError as error:
        if error.response["error"] != "message_not_found":
            raise Refused("share.could_not_withdraw") from error
    with services.db.write(owner) as session:
        noted = withdraw_share(session, share.id, services.now())
    if noted:
        take_back_or_leave(services, client, owner, [noted])
    view = body["view"]
    client.views_update(view_id=view["id"], hash=view["hash"], view=_form(services, owner, share.deal_id))


def _form(services: Services, owner: Owner, deal_id: int) -> dict[str, Any]:
    with look(services, owner) as work:
        deal, zone = work.deal(deal_id).deal, work.times.zone
        shares = shares_of(work.session, owner, deal_id)
    earlier = [(one.id, one.at.astimezone(zone).date()) for one in shares]
    return share_modal.share_form(deal, earlier, services.playbook_for(owner))


def _post(
    services: Services,
    client: WebClient,
    owner: Owner,
    share_id: int,
    shared: Shared,
    message: dict[str, Any],
) -> Said:
    """What came of it.

    A share that is not known to stand there is none that could be withdrawn: what cannot be noted is taken back, as is
    what belongs to a deal that was deleted meanwhile.
    """
    refused, ts = _refused_channel(services, client, owner, shared.channel), ""
    if refused is None:
        try:
            ts = str(client.chat_postMessage(channel=shared.channel, **message)["ts"])
        except SLACK_FAILED as error:
            refused = _refusal(error)
    try:
        with services.db.write(owner) as session:
            if refused:
                drop_share(session, share_id)
                return refused
            stands = mark_shared(session, share_id, ts)
    except SQLAlchemyError as error:
        _log.warning("what came of a share is not stored: %s", type(error).__name__)
        return refused or (Said.TAKEN_BACK if take_back(client, shared.channel, ts) else Said.NOT_NOTED)
    if not stands:
        take_back_or_leave(services, client, owner, [(shared.channel, ts)])
    return Said.POSTED if stands else Said.DELETED


def _refused_channel(services: Services, client: WebClient, owner: Owner, channel: str) -> Said | None:
    """Why nothing is posted there; where Slack does not say who reads it, nothing is either."""
    try:
        return Said.OUTSIDERS if has_outsiders(services, client, owner, channel) else None
    except SLACK_FAILED as error:
        return Said.NOT_IN_CHANNEL if error_code(error) in _NOT_THERE else Said.NOT_TOLD


def _refusal(error: Exception) -> Said:
    if error_code(error) in _NOT_THERE:
        return Said.NOT_IN_CHANNEL
    what = decide(error, 0)
    return Said.UNKNOWN if isinstance(what, TryAgain) and what.unknown else Said.FAILED


def _show(services: Services, client: WebClient, owner: Owner, view_id: str, said: Said) -> None:
    """In the form; or, of what went wrong, in the DM when the rep has closed it meanwhile."""
    try:
        client.views_update(view_id=view_id, view=share_modal.share_says(said, services.playbook_for(owner)))
    except SLACK_FAILED as error:
        _log.info("what came of a share is not shown in its form: %s", error_code(error))
        if said is not Said.POSTED:
            post_to_dm(services, client, owner, share_modal.share_note(said, services.playbook_for(owner)))
