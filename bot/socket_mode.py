"""Socket Mode: Slack's requests over a WebSocket, which needs no public address."""

import logging
import time
from base64 import b64encode
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import proxy_bypass

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.socket_mode import SocketModeClient as SdkClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from handlers.slack.payload_shapes import name_of_payload

_log = logging.getLogger(__name__)
_SHAPELESS = (TypeError, AttributeError, LookupError, ValueError)
"""What Bolt raises over a payload that is not of the shape Slack documents, before it asks anything of ours."""

PING_SECONDS = 5.0
"""Between two pings. After four without an answer the connection is made anew."""

_HEARD_WITHIN = 0.1
"""Seconds between two words to a session that it shall end."""


class SocketModeClient:
    """Takes requests from when it is started until it is closed."""

    def __init__(self, app: App, app_token: str, ping_seconds: float = PING_SECONDS) -> None:
        self._handler = _Handler(app, app_token, ping_seconds)

    @property
    def connected(self) -> bool:
        return bool(self._handler.client and self._handler.client.is_connected())

    def start(self) -> None:
        self._handler.connect()  # type: ignore[no-untyped-call]

    def close(self) -> None:
        self._handler.close()  # type: ignore[no-untyped-call]


class _Handler(SocketModeHandler):
    """Bolt's, with a client that leaves no silent connection as it is."""

    def __init__(self, app: App, app_token: str, ping_seconds: float) -> None:
        self.app, self.app_token = app, app_token
        self.client = _Client(
            app_token=app_token,
            logger=app.logger,
            web_client=app.client,
            ping_interval=ping_seconds,
        )
        self.client.socket_mode_request_listeners.append(self.handle)

    def handle(self, client: BaseSocketModeClient, req: SocketModeRequest) -> None:
        """As over HTTP: Slack sends again what is not acknowledged, and a payload reads no better a second time."""
        try:
            super().handle(self.client, req)
        except _SHAPELESS as error:
            _acknowledge(client, req.envelope_id, name_of_payload(req.payload), type(error).__name__)


class _Client(SdkClient):
    """The SDK counts a connection as lost when its answers stop, but not when there never was one.

    And it makes no request of an envelope whose payload is no object, nor acknowledges it.
    """

    def connect(self) -> None:
        """By the proxy that calls take, and whose address the SDK writes into the log when that refuses."""
        if self.wss_uri is None:
            self.wss_uri = self.issue_new_wss_url()
        self.proxy, self.proxy_headers = _way(self.web_client.proxy, self.wss_uri)
        super().connect()
        session = self.current_session
        if session and session.last_ping_pong_time is None:
            session.last_ping_pong_time = time.time()

    def close(self) -> None:
        """A session that begins at this very moment takes back the word to end: it is told until it has heard."""
        closing = Thread(target=super().close, name="closing Socket Mode", daemon=True)
        closing.start()
        while closing.is_alive():
            self.current_session_state.terminated = True
            closing.join(_HEARD_WITHIN)

    def run_message_listeners(self, message: dict[str, Any], raw_message: str) -> None:
        envelope_id, payload = message.get("envelope_id"), message.get("payload")
        if isinstance(envelope_id, str) and not isinstance(payload, dict):
            _acknowledge(self, envelope_id, str(message.get("type"))[:80], type(payload).__name__)
            return
        super().run_message_listeners(message, raw_message)


def _way(proxy: str | None, address: str) -> tuple[str | None, dict[str, str] | None]:
    """The proxy to a WebSocket's address, and what it is told of who asks, as urllib reads both for calls.

    Without a scheme it is HTTP's; None where there is none, or NO_PROXY says so.
    """
    if not proxy or proxy_bypass(urlsplit(address).netloc):
        return None, None
    place = proxy.partition("://")[2] or proxy
    who, _, host = place.partition("/")[0].rpartition("@")
    told = {"Proxy-Authorization": f"Basic {b64encode(unquote(who).encode()).decode()}"} if who else None
    return f"http://{host}", told


def _acknowledge(client: BaseSocketModeClient, envelope_id: str, kind: str, error: str) -> None:
    _log.warning("a payload is not as documented", extra={"kind": kind, "error": error})
    client.send_socket_mode_response(SocketModeResponse(envelope_id=envelope_id))
