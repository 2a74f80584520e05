"""One Bolt app with its services and its listeners, and the one error handler."""

import json
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from slack_bolt import App, BoltContext, BoltRequest, BoltResponse
from slack_bolt.authorization.authorize import Authorize
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.oauth import OAuthFlow
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from handlers import listeners
from handlers.listeners.open_again import offer_again
from handlers.slack.answers import AnsweredClient
from handlers.slack.context import Services
from handlers.slack.errors import NOT_INSTALLED, SLACK_FAILED, Refused, error_code, is_expired_trigger
from handlers.slack.idempotency import (
    AlreadyProcessed,
    closed_before,
    id_of,
    note_closed,
    submission_id_of,
)
from handlers.slack.payload_shapes import NotAsDocumented, check_shape, name_of_payload
from prompts.deal_modals import notice
from prompts.view_state import Unreadable, blocks_of
from storage.database import UNREACHABLE

LISTENER_THREADS = 64
"""Slack calls take some 150 ms each: this many in flight keep 200 commands a second inside their 3 s."""

_API_SECONDS = 10
_ANSWER_SECONDS = 3
"""Bolt waits so long for a listener's answer."""
_log = logging.getLogger(__name__)


def slack_client(token: str | None, api_url: str) -> WebClient:
    """A client that sends once: its own retries would post the same message again (a lost answer is no refusal)."""
    return AnsweredClient(token=token, base_url=api_url, timeout=_API_SECONDS, retry_handlers=[])


def granted_scopes(told: SlackResponse) -> frozenset[str]:
    """The scopes of the token, from Slack's answer to auth.test."""
    headers = {name.lower(): value for name, value in told.headers.items()}
    return frozenset(scope.strip() for scope in headers.get("x-oauth-scopes", "").split(","))


Answered = Callable[[BoltRequest, BoltResponse, float], None]
"""Told of each answer to Slack, and how many seconds it took."""


class ObservedApp(App):
    """Tells of each of Slack's requests when it is answered, over HTTP and Socket Mode alike."""

    def __init__(self, answered: Answered, signing_secret: str | None, **options: Any) -> None:
        """Without a signing secret (Socket Mode) no request over HTTP is to reach it."""
        super().__init__(
            signing_secret=signing_secret or "",
            request_verification_enabled=signing_secret is not None,
            **options,
        )
        self._answered = answered

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        began = time.perf_counter()
        answer = super().dispatch(req)
        self._answered(req, answer, time.perf_counter() - began)
        return answer


def _unwatched(_seconds: float) -> None:
    pass


def build_app(
    services: Services,
    client: WebClient,
    authorize: Authorize,
    signing_secret: str | None,
    acked: Callable[[float], None] = _unwatched,
    install: OAuthFlow | None = None,
) -> App:
    """The app with every listener. Without a signing secret (Socket Mode) no request of Slack's is served over HTTP."""
    # Bolt's own logger would take the level of ours, and prints whole payloads below it.
    quiet = logging.getLogger("slack_bolt.app")
    quiet.setLevel(logging.ERROR)

    def answered(request: BoltRequest, answer: BoltResponse, seconds: float) -> None:
        acked(seconds)
        closed = answer.status == 200 and not answer.body
        submission_id = submission_id_of(request.body, request.context) if closed else None
        if submission_id:
            note_closed(services, submission_id)

    app = ObservedApp(
        answered,
        signing_secret,
        logger=quiet,
        client=client,
        authorize=authorize,
        oauth_flow=install,
        raise_error_for_unhandled_request=True,
        token_verification_enabled=False,
        listener_executor=ThreadPoolExecutor(LISTENER_THREADS, thread_name_prefix="listener"),
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )

    @app.middleware
    def bring_services(
        body: dict[str, Any], context: BoltContext, next: Callable[[], BoltResponse]
    ) -> BoltResponse:
        context["services"], context["began"] = services, time.monotonic()
        check_shape(body)
        if not (context.team_id or context.enterprise_id):
            raise NotAsDocumented("team")
        # Bolt makes a client of slack_sdk's own class for each request.
        context["client"] = slack_client(context.client.token, context.client.base_url)
        if context.get(NOT_INSTALLED):
            raise Refused("wrong.not_installed")
        context["request_id"] = id_of(body, context)
        submission_id = submission_id_of(body, context)
        if submission_id and closed_before(services, submission_id):
            return BoltResponse(status=200, body="")
        return next()

    listeners.register(app)

    @app.error
    def tell(
        error: Exception,
        body: dict[str, Any],
        context: BoltContext,
        response: BoltResponse | None,
    ) -> BoltResponse:
        if isinstance(error, BoltUnhandledRequestError) and _is_late(context):
            return error.current_response or BoltResponse(status=404)
        return on_error(services, error, body, context, response)

    return app


_DONE_BEFORE = frozenset({"hash_conflict", "exchanged_trigger_id", "trigger_exchanged"})
"""Pressed or delivered twice: the screen has moved on, or is open, already, and that is all there was to do."""


def drain(app: App) -> None:
    """Waits for the listeners that have begun."""
    app.listener_runner.listener_executor.shutdown(wait=True)


class AlreadyAnswered(Exception):
    """Ends a listener that failed after Slack had its answer; whoever asked has been told."""


def on_error(
    services: Services,
    error: Exception,
    body: dict[str, Any],
    context: BoltContext,
    response: BoltResponse | None,
) -> BoltResponse:
    """Tells whoever asked what went wrong, next to where they are; `response` is None once Slack has its answer."""
    if isinstance(error, AlreadyProcessed):
        return _settled(response, error)
    if isinstance(error, SlackApiError) and _has_moved_on(error):
        return _settled(response, error)
    error = _named(error, body)
    key = _key_of(error)
    if isinstance(error, NotAsDocumented):
        _log.warning(
            "a payload is not as documented", extra={"kind": name_of_payload(body), "field": error.field}
        )
    elif key == "wrong.unknown":
        _log.warning("nothing here listens to it", extra={"kind": name_of_payload(body)})
    elif key in ("wrong.failed", "wrong.not_saved"):
        _log.error("failed on %s", body.get("type") or body.get("command"), exc_info=_without_words(error))
    text = services.playbook.words.say(key)
    if body.get("type") == "view_submission" and response is None:
        raise AlreadyAnswered from error
    try:
        if body.get("type") == "view_submission":
            return _beside_the_form(services, body, text)
        _tell(services, body, context, key)
    except _SHAPELESS:
        _log.warning("a payload without its parts", extra={"kind": str(body.get("type"))[:30]})
    return _settled(response, error)


_SHAPELESS = (LookupError, TypeError, AttributeError, ValueError)
"""What reading a payload raises that is none of Slack's making; whoever made it needs no answer."""


def _is_late(context: BoltContext) -> bool:
    """Whether there was a listener, and it has not answered in time."""
    began: float = context.get("began", time.monotonic())
    return time.monotonic() - began >= _ANSWER_SECONDS


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


def _without_words(error: Exception) -> Exception:
    """SQLAlchemy prints the values of a failed statement, and those are somebody's words."""
    if hasattr(error, "hide_parameters"):
        error.hide_parameters = True
    return error


def _beside_the_form(services: Services, body: dict[str, Any], text: str) -> BoltResponse:
    """An error on the form's first field leaves it open with what was typed; a form without fields says it."""
    view = body["view"]
    first = next((name for name, block in blocks_of(view).items() if block.get("type") == "input"), None)
    answer: dict[str, Any] = {"response_action": "errors", "errors": {first: text}}
    if first is None:
        shown = notice(view["title"]["text"], text, services.playbook.words)
        answer = {"response_action": "update", "view": shown}
    return BoltResponse(status=200, body=json.dumps(answer), headers={"content-type": ["application/json"]})


def _tell(services: Services, body: dict[str, Any], context: BoltContext, key: str) -> None:
    """Whoever pressed or typed is told, and only they; an event was asked for by nobody."""
    text = services.playbook.words.say(key)
    view = body.get("view") or {}
    try:
        if context.respond and (body.get("response_url") or body.get("response_urls")):
            context.respond(text=text, response_type="ephemeral", replace_original=False)
        elif not isinstance(body.get("trigger_id"), str):
            return
        elif view.get("type") == "modal":
            shown = notice(view["title"]["text"], text, services.playbook.words)
            context.client.views_push(trigger_id=body["trigger_id"], view=shown)
        elif key == "wrong.too_slow":
            offer_again(services, context, body)
        else:
            shown = notice(services.playbook.words.say("wrong.title"), text, services.playbook.words)
            context.client.views_open(trigger_id=body["trigger_id"], view=shown)
    except SLACK_FAILED as error:
        _log.warning("could not tell: %s", error_code(error))
