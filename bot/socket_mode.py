"""Socket Mode: Slack's requests over a WebSocket, which needs no public address."""

import time

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.socket_mode import SocketModeClient as SdkClient

PING_SECONDS = 5.0
"""Between two pings. After four without an answer the connection is made anew."""


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
            proxy=app.client.proxy,
            ping_interval=ping_seconds,
        )
        self.client.socket_mode_request_listeners.append(self.handle)  # type: ignore[arg-type]


class _Client(SdkClient):
    """The SDK counts a connection as lost when its answers stop, but not when there never was one."""

    def connect(self) -> None:
        super().connect()
        session = self.current_session
        if session and session.last_ping_pong_time is None:
            session.last_ping_pong_time = time.time()
