"""One Bolt app with its services and its listeners."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from slack_bolt import App, BoltContext, BoltRequest, BoltResponse
from slack_bolt.authorization.authorize import Authorize
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.oauth import OAuthFlow
from slack_sdk import WebClient

from bot.error_handler import TOLD_BESIDE, on_error
from bot.prompt_ack import PromptAck
from bot.respond import PromptRespond
from bot.slack_client import slack_client
from handlers import listeners
from handlers.slack.context import Services, owner_of
from handlers.slack.errors import NOT_INSTALLED, Refused
from handlers.slack.idempotency import (
    closed_before,
    id_of,
    note_closed,
    submission_id_of,
)
from handlers.slack.payload_shapes import NotAsDocumented, check_shape

LISTENER_THREADS = 64
"""Slack calls take some 150 ms each: this many in flight keep 200 commands a second inside their 3 s."""

_ANSWER_SECONDS = 3
"""Bolt waits so long for a listener's answer."""
_log = logging.getLogger(__name__)


Answered = Callable[[BoltRequest, BoltResponse, float], Callable[[], None] | None]
"""Told of each answer to Slack, and how many seconds it took; what is to be done beside it, if there is anything."""


class ObservedApp(App):
    """Tells of each of Slack's requests when it is answered, over HTTP and Socket Mode alike."""

    def __init__(self, answered: Answered, signing_secret: str | None, **options: Any) -> None:
        """Without a signing secret (Socket Mode) no request over HTTP is to reach it."""
        super().__init__(
            name="gotano",  # else Bolt looks its caller up in the sources, a tenth of the whole start
            signing_secret=signing_secret or "",
            request_verification_enabled=signing_secret is not None,
            **options,
        )
        self._answered = answered

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        began = time.perf_counter()
        req.context["ack"] = PromptAck()
        answer = super().dispatch(req)
        noted = self._answered(req, answer, time.perf_counter() - began)
        for beside in (noted, req.context.get(TOLD_BESIDE)):
            if beside:
                # The answer leaves now: whoever waits for it waits neither for the database's one writer nor for Slack.
                self.listener_runner.listener_executor.submit(_done_beside, beside)
        return answer


def _done_beside(what: Callable[[], object]) -> None:
    """Nobody waits for it, so that nobody else would hear of its failure."""
    try:
        what()
    except Exception:
        _log.exception("what was to be done beside an answer failed")


def build_app(
    services: Services,
    client: WebClient,
    authorize: Authorize,
    signing_secret: str | None,
    acked: Callable[[float], None],
    install: OAuthFlow | None,
) -> App:
    """The app with every listener. Without a signing secret (Socket Mode) no request of Slack's is served over HTTP."""
    # Bolt's own logger would take the level of ours, and prints whole payloads below it.
    quiet = logging.getLogger("slack_bolt.app")
    quiet.setLevel(logging.ERROR)

    app = ObservedApp(
        _note_answers(services, acked),
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

    app.middleware(_bring(services))
    listeners.register(app)
    app.error(_on_error(services))
    return app


def _note_answers(services: Services, acked: Callable[[float], None]) -> Answered:
    """Measures each answer, and notes the form that it closed."""

    def answered(request: BoltRequest, answer: BoltResponse, seconds: float) -> Callable[[], None] | None:
        acked(seconds)
        closed = answer.status == 200 and not answer.body
        submission_id = submission_id_of(request.body, request.context) if closed else None
        return partial(note_closed, services, submission_id) if submission_id else None

    return answered


def _bring(services: Services) -> Callable[..., BoltResponse]:
    """What comes before every listener: their tools, and whether there is anything for them to do."""

    def bring_services(
        body: dict[str, Any], context: BoltContext, next: Callable[[], BoltResponse]
    ) -> BoltResponse:
        context["services"], context["began"] = services, time.monotonic()
        check_shape(body)
        if not (context.team_id or context.enterprise_id):
            raise NotAsDocumented("team")
        # Bolt makes a client of slack_sdk's own class for each request.
        context["client"] = slack_client(context.client.token, context.client.base_url)
        context["respond"] = PromptRespond(context.response_url, context.client)
        if context.get(NOT_INSTALLED):
            raise Refused("wrong.not_installed")
        asks = context.user_id and body.get("type") != "event_callback"
        if asks and not services.may_use(owner_of(context)):
            raise Refused("access.not_open")
        context["request_id"] = id_of(body, context)
        submission_id = submission_id_of(body, context)
        if submission_id and closed_before(services, submission_id):
            return BoltResponse(status=200, body="")
        return next()

    return bring_services


def _on_error(services: Services) -> Callable[..., BoltResponse | None]:
    def tell(error: Exception, request: BoltRequest, response: BoltResponse | None) -> BoltResponse | None:
        if isinstance(error, BoltUnhandledRequestError) and _is_late(request.context):
            return error.current_response or BoltResponse(status=404)
        return on_error(services, error, request, response)

    return tell


def drain(app: App) -> None:
    """Waits for the listeners that have begun."""
    app.listener_runner.listener_executor.shutdown(wait=True)


def _is_late(context: BoltContext) -> bool:
    """Whether there was a listener, and it has not answered in time."""
    began: float = context.get("began", time.monotonic())
    return time.monotonic() - began >= _ANSWER_SECONDS
