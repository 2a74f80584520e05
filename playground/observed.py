"""What a test can see of the local Slack, and the trouble it can order."""

from __future__ import annotations

from .events import Attempt, Events
from .faults import Faults
from .identity import JSON, Identity
from .socket_mode import Sockets
from .uploads import UploadedFile
from .web_api import Call, WebApi
from .workspace import Workspace


class Observed:
    """Secrets, the record of what happened, and the knobs for faults and delay."""

    identity: Identity
    _ws: Workspace
    _api: WebApi
    _events: Events
    _sockets: Sockets

    @property
    def signing_secret(self) -> str:
        return self.identity.signing_secret

    @property
    def bot_token(self) -> str:
        return self.identity.bot_token

    @property
    def app_token(self) -> str:
        return self.identity.app_token

    @property
    def faults(self) -> Faults:
        return self._api.faults

    @property
    def calls(self) -> list[Call]:
        """What the bot called, oldest first."""
        return list(self._api.calls)

    def clear_calls(self) -> None:
        self._api.calls.clear()

    @property
    def delay(self) -> float:
        """Seconds that every API call takes."""
        return self._api.delay

    @delay.setter
    def delay(self, seconds: float) -> None:
        self._api.delay = seconds

    @property
    def refusals(self) -> list[JSON]:
        """What the bot was refused for its shape: dicts of `where`, `error`, `problems`."""
        return list(self._ws.refusals)

    @property
    def files(self) -> list[UploadedFile]:
        """The files shared to a conversation."""
        return [file for file in self._ws.uploads.files.values() if file.channels]

    @property
    def attempts(self) -> list[Attempt]:
        """Every try to deliver an event, retries included."""
        return list(self._events.attempts)

    @property
    def connections(self) -> int:
        """How many Socket Mode connections are open."""
        return self._sockets.count
