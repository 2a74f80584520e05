"""What goes wrong in a listener is told to whoever asked, next to where they are, and named in the log."""

import json
import logging
from functools import partial
from typing import Any

from slack_bolt import BoltContext, BoltRequest, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk.errors import SlackApiError

from handlers.listeners.open_again import offer_again
from handlers.slack.context import Services, owner_of
from handlers.slack.dm import show_or_post
from handlers.slack.errors import SLACK_FAILED, Refused, error_code, is_expired_trigger
from handlers.slack.events import SENT_AGAIN, comes_again
from handlers.slack.idempotency import AlreadyProcessed
from handlers.slack.json_shapes import record
from handlers.slack.meanwhile import FailedMeanwhile
from handlers.slack.payload_shapes import NotAsDocumented, check_shape, name_of_payload
from prompts import blocks
from prompts.deal_modals import notice
from prompts.view_state import Unreadable, blocks_of
from prompts.words import Words
from storage.database import UNREACHABLE

_log = logging.getLogger(__name__)
_DONE_BEFORE = frozenset({"hash_conflict", "exchanged_trigger_id", "trigger_exchanged"})
"""Pressed or delivered twice: the screen has moved on, or is open, already, and that is all there was to do."""


TOLD_BESIDE = "told_beside"
"""In a request's context: what is said by a call to Slack, which the answer to the request does not wait for."""


class AlreadyAnswered(Exception):
    """Ends a listener that failed after Slack had its answer; whoever asked has been told."""


def on_error(
    services: Services, error: Exception, request: BoltRequest, response: BoltResponse | None
) -> BoltResponse:
    """Tells whoever asked what went wrong, next to where they are; `response` is None once Slack has its answer."""
    body, context = request.body, request.context
    waiting = error if isinstance(error, FailedMeanwhile) else None
    error = waiting.error if waiting else error
    if isinstance(error, AlreadyProcessed):
        return _settled(response, error)
    if isinstance(error, SlackApiError) and _has_moved_on(error):
        return _settled(response, error)
    error = _named(error, body)
    key = _key_of(error)
    _name_in_log(error, key, body)
    if response and _is_sent_again(error, key, body) and comes_again(request):
        return BoltResponse(status=503)
    words = _words(services, context)
    text = words.say(key)
    if body.get("type") == "view_submission" and response is None:
        if waiting:
            _tell_instead(services, waiting, words, body["view"], context, text)
        raise AlreadyAnswered from error
    if response and body.get("command"):
        return _answer({"response_type": "ephemeral", "text": text})
    if body.get("type") == "view_submission":
        return _beside_the_form(words, body, text) or _settled(response, error)
    tell = partial(_tell, services, words, body, context, key)
    if response:
        context[TOLD_BESIDE] = tell
    else:
        tell()
    return _settled(response, error)


def _name_in_log(error: Exception, key: str, body: dict[str, Any]) -> None:
    if isinstance(error, NotAsDocumented):
        _log.warning(
            "a payload is not as documented", extra={"kind": name_of_payload(body), "field": error.field}
        )
    elif key == "wrong.unknown":
        _log.warning("nothing here listens to it", extra={"kind": name_of_payload(body)})
    elif key in ("wrong.failed", "wrong.not_saved"):
        _log.error("failed on %s", body.get("type") or body.get("command"), exc_info=_without_words(error))


_SHAPELESS = (LookupError, TypeError, AttributeError, ValueError)
"""What reading a payload raises that is none of Slack's making; whoever made it needs no answer."""


def _is_sent_again(error: Exception, key: str, body: dict[str, Any]) -> bool:
    """Whether Slack is to send it again, since it may go well then: few failures are, it cuts off who fails often."""
    event = record(body.get("event")).get("type")
    if event == "function_executed":
        # A workflow waits for what comes of it.
        return key in ("wrong.failed", "wrong.not_saved") and not isinstance(error, NotAsDocumented)
    return event in SENT_AGAIN and key == "wrong.not_saved"


def _has_moved_on(error: SlackApiError) -> bool:
    """Whether the screen is another one by now, or was closed."""
    code, where = str(error.response.get("error")), str(error.response.api_url)
    return code in _DONE_BEFORE or (code == "not_found" and where.endswith("views.update"))


def _named(error: Exception, body: dict[str, Any]) -> Exception:
    """NotAsDocumented in the place of what a payload of another shape made of Bolt, or of our readers."""
    if isinstance(error, Unreadable):
        return NotAsDocumented(str(error))
    if isinstance(error, _SHAPELESS):
        try:
            check_shape(body)
        except NotAsDocumented as found:
            return found
    return error


def _settled(response: BoltResponse | None, error: Exception) -> BoltResponse:
    if response is None:
        # Bolt would now replace the answer it is about to send with none, and Slack would get a 404.
        raise AlreadyAnswered from error
    return BoltResponse(status=200)


def _key_of(error: Exception) -> str:
    if isinstance(error, Refused):
        return error.key
    if isinstance(error, BoltUnhandledRequestError):
        return "wrong.unknown"
    if isinstance(error, UNREACHABLE):
        return "wrong.not_saved"
    if is_expired_trigger(error):
        return "wrong.too_slow"
    return "wrong.failed"


def _words(services: Services, context: BoltContext) -> Words:
    """Those of whoever asked, as far as the payload says who."""
    try:
        return services.playbook_at_hand(owner_of(context)).words
    except ValueError:
        return services.default_playbook.words


def _without_words(error: Exception) -> Exception:
    """SQLAlchemy prints the values of a failed statement, and those are somebody's words."""
    if hasattr(error, "hide_parameters"):
        error.hide_parameters = True
    return error


def _beside_the_form(words: Words, body: dict[str, Any], text: str) -> BoltResponse | None:
    """An error on the form's first field leaves it open with what was typed; a form without fields says it."""
    try:
        return _answer(_at_the_form(words, body["view"], text))
    except _SHAPELESS:
        _name_shapeless(body)
        return None


def _at_the_form(words: Words, view: dict[str, Any], text: str) -> dict[str, Any]:
    first = next((name for name, block in blocks_of(view).items() if block.get("type") == "input"), None)
    answer: dict[str, Any] = {"response_action": "errors", "errors": {first: text}}
    if first is None:
        shown = notice(view["title"]["text"], text, words)
        answer = {"response_action": "update", "view": shown}
    return answer


def _answer(said: dict[str, Any]) -> BoltResponse:
    """In the answer itself: no call to Slack is waited for before it."""
    return BoltResponse(status=200, body=json.dumps(said), headers={"content-type": ["application/json"]})


def _tell_instead(
    services: Services,
    waiting: FailedMeanwhile,
    words: Words,
    view: dict[str, Any],
    context: BoltContext,
    text: str,
) -> None:
    """In the place of the answer that said to wait."""
    waiting.wait_until_drawn()
    title = view["title"]["text"]
    shown = notice(title, text, words)
    note = blocks.message([title, text], [blocks.titled(title, text)])
    try:
        show_or_post(services, context.client, owner_of(context), view["id"], shown, note)
    except (*SLACK_FAILED, *UNREACHABLE) as error:
        _log.warning("could not tell: %s", error_code(error))


def _tell(services: Services, words: Words, body: dict[str, Any], context: BoltContext, key: str) -> None:
    """Whoever pressed or typed is told, and only they; an event was asked for by nobody."""
    try:
        text, view = words.say(key), body.get("view") or {}
        if context.respond and (body.get("response_url") or body.get("response_urls")):
            context.respond(text=text, response_type="ephemeral", replace_original=False)
        elif not isinstance(body.get("trigger_id"), str):
            return
        elif view.get("type") == "modal":
            shown = notice(view["title"]["text"], text, words)
            context.client.views_push(trigger_id=body["trigger_id"], view=shown)
        elif key == "wrong.too_slow":
            offer_again(services, context, body)
        else:
            shown = notice(words.say("wrong.title"), text, words)
            context.client.views_open(trigger_id=body["trigger_id"], view=shown)
    except SLACK_FAILED as error:
        _log.warning("could not tell: %s", error_code(error))
    except _SHAPELESS:
        _name_shapeless(body)


def _name_shapeless(body: dict[str, Any]) -> None:
    _log.warning("a payload without its parts", extra={"kind": str(body.get("type"))[:30]})
