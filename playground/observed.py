"""What a test can see of the local Slack as a whole, and the trouble it can order."""

from __future__ import annotations

from collections.abc import Callable

from .identity import JSON, Identity
from .oauth.routes import PATH
from .state.workspace import Workspace
from .transport.delivery import Alter, Courier
from .transport.events import Attempt, Events
from .transport.socket_mode import Sockets
from .webapi.dispatch import Call, WebApi
from .webapi.faults import Faults


class Observed:
    """Secrets, the record of what happened, and the knobs for faults and delay."""

    url: str
    app: Identity
    _workspaces: list[Workspace]
    _api: WebApi
    _events: Events
    _sockets: Sockets
    _courier: Courier

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    @property
    def authorize_url(self) -> str:
        """What an install link begins with, in the place of slack.com's."""
        return f"{self.url}{PATH}"

    @property
    def signing_secret(self) -> str:
        return self.app.signing_secret

    @property
    def app_token(self) -> str:
        return self.app.app_token

    @property
    def client_id(self) -> str:
        return self.app.client_id

    @property
    def client_secret(self) -> str:
        return self.app.client_secret

    @property
    def faults(self) -> Faults:
        return self._api.faults

    @property
    def calls(self) -> list[Call]:
        """What the bot called, oldest first, in all workspaces."""
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
        """What the bot was refused for its shape, in all workspaces: dicts of `where`, `error`, `problems`."""
        return [refusal for ws in self._workspaces for refusal in ws.refusals]

    @property
    def alter(self) -> Alter:
        """What becomes of each payload on its way to the bot; for a field that is missing or of another type."""
        return self._courier.alter

    @alter.setter
    def alter(self, change: Alter) -> None:
        self._courier.alter = change

    @property
    def alter_envelope(self) -> Callable[[JSON], JSON]:
        """The same of each Socket Mode envelope, which holds a payload."""
        return self._sockets.alter

    @alter_envelope.setter
    def alter_envelope(self, change: Callable[[JSON], JSON]) -> None:
        self._sockets.alter = change

    @property
    def attempts(self) -> list[Attempt]:
        """Every try to deliver an event, retries included."""
        return list(self._events.attempts)

    @property
    def connections(self) -> int:
        """How many Socket Mode connections are open."""
        return self._sockets.count
