"""Socket Mode: Slack's requests over a WebSocket, which needs no public address."""

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler


class SocketModeClient:
    """Takes requests from when it is started until it is closed."""

    def __init__(self, app: App, app_token: str) -> None:
        self._handler = SocketModeHandler(app, app_token)

    @property
    def connected(self) -> bool:
        return bool(self._handler.client and self._handler.client.is_connected())

    def start(self) -> None:
        self._handler.connect()  # type: ignore[no-untyped-call]

    def close(self) -> None:
        self._handler.close()  # type: ignore[no-untyped-call]
