"""One try to send a row of the outbox, and what becomes of it: told, tried again, or parked by the name of why."""

import logging
from datetime import timedelta

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers.delivery.hook_errors import HookFailed, HookGone
from handlers.delivery.hook_message import message_of
from handlers.delivery.outbox_batch import OutboxBatch
from handlers.delivery.retry_policy import Park, TryAgain, decide
from handlers.slack.errors import RUN_OVER, error_code
from storage.database import UNREACHABLE
from storage.hooks_out import Receiver, rest_hook, stop_hook
from storage.outbox_queue import (
    Due,
    give_back,
    look_again,
    mark_over,
    mark_told,
    park_hook,
    park_row,
    try_again,
)
from storage.outbox_tables import Target
from storage.owner import EVERYBODY
from storage.secrets import WrongKey
from storage.workspaces import rest_sending

LONGEST_REST = timedelta(minutes=5)
"""Of a hook after one of its events failed: the event itself may wait longer, and its others are not held up."""
_REFUSED = frozenset(
    {"access_denied", "invalid_arg_name", "invalid_arguments", "parameter_validation_failed"}
)
"""Slack would refuse the same for ever."""
_log = logging.getLogger(__name__)


def try_row(batch: OutboxBatch, row: Due) -> bool:
    """Whether its receiver wants a rest. Never raises: what cannot even be settled is claimed again later."""
    try:
        return _try(batch, row)
    except UNREACHABLE as away:
        about = {"row": row.id, "error": error_code(away)}
        _log.warning("a row of the outbox is not settled: its claim is left to run out", extra=about)
        return True


def _try(batch: OutboxBatch, row: Due) -> bool:
    services = batch.services
    try:
        # As late as can be: others were told since it was claimed, which may have taken long.
        with services.db.read(row.owner) as session:
            now = look_again(session, row, services.now())
        if now is None or now.due is None:
            return _leave(batch, row, gone=now is None)
        _send(batch, now.due, now.receiver)
    except HookGone:
        _switch_off(batch, row)
        return True
    except Exception as error:
        return _failed(batch, row, error)
    with services.db.write(row.owner) as session:
        held = mark_told(session, row, services.now())
    services.metrics.told(str(row.target))
    _log.info("told" if held else "told, but no longer ours to record", extra=_about(row))
    return False


def _leave(batch: OutboxBatch, row: Due, gone: bool) -> bool:
    """What may be told no more, or not now: then its receiver's others wait as well, so that none overtakes it."""
    _log.info("not told: it is over, or waits", extra=_about(row))
    if not gone:
        with batch.services.db.write(row.owner) as session:
            give_back(session, row)
    return not gone


def _send(batch: OutboxBatch, row: Due, receiver: Receiver | None) -> None:
    if receiver is None:
        _end_step(batch.client_for(row.owner.team), row)
        return
    headers, body = message_of(row, receiver.secrets(batch.services.vault), batch.services.now())
    batch.services.post(receiver.url, headers, body)


def _end_step(client: WebClient, row: Due) -> None:
    execution = row.execution_id or ""
    if (error := row.data.get("error")) is not None:
        client.functions_completeError(function_execution_id=execution, error=str(error))
    else:
        client.functions_completeSuccess(function_execution_id=execution, outputs=row.data["outputs"])


def _failed(batch: OutboxBatch, row: Due, error: Exception) -> bool:
    """Whether its receiver wants a rest."""
    services, name = batch.services, _name_of(error)
    if row.target is Target.STEP and name in RUN_OVER:
        with services.db.write(row.owner) as session:
            mark_over(session, row)
        _log.info("a step is over already", extra=_about(row) | {"error": name})
        return False
    what = Park(name) if row.target is Target.STEP and name in _REFUSED else decide(error, row.attempts)
    _keep(batch, row, what, error)
    services.metrics.not_told(str(row.target), name)
    # A fault of ours is told with where it happened; of a receiver's nothing but its name.
    ours = None if isinstance(error, HookFailed | SlackApiError | OSError) else error
    said = "parked" if isinstance(what, Park) else "not told"
    _log.warning(said, extra=_about(row) | {"error": name}, exc_info=ours)
    return isinstance(what, Park) or what.rests or isinstance(error, WrongKey)


def _keep(batch: OutboxBatch, row: Due, what: TryAgain | Park, error: Exception) -> None:
    """What went wrong with the receiver, and not with this one event, is so for whatever waits for it."""
    services, now = batch.services, batch.services.now()
    with services.db.write(EVERYBODY) as session:
        if isinstance(what, Park):
            park_row(session, row, now, what.name)
            if row.hook_id and isinstance(error, HookFailed) and error.rests:
                park_hook(session, row.hook_id, now, what.name)
            return
        try_again(session, row, now + what.after, failed=what.failed, failure=_name_of(error))
        if row.hook_id and (what.rests or isinstance(error, WrongKey)):
            asked = error.retry_after if isinstance(error, HookFailed) else None
            rest_hook(session, row.hook_id, now + (asked or min(what.after, LONGEST_REST)))
        elif what.rests:
            rest_sending(session, row.owner.team, now + what.after)


def _switch_off(batch: OutboxBatch, row: Due) -> None:
    """The receiver answered 410: its hook is told nothing more until somebody replays it."""
    services, now = batch.services, batch.services.now()
    with services.db.write(EVERYBODY) as session:
        park_row(session, row, now, "gone")
        stop_hook(session, row.hook_id or 0, now)
        park_hook(session, row.hook_id or 0, now, "gone")
    services.metrics.not_told(str(row.target), "gone")
    _log.warning("a hook is switched off: its receiver is gone", extra=_about(row))


def _name_of(error: Exception) -> str:
    return error.name if isinstance(error, HookFailed) else error_code(error)


def _about(row: Due) -> dict[str, object]:
    """Ids only."""
    return {"row": row.id, "team": row.owner.team, "hook": row.hook_id}
