"""One workspace as a test holds it: its people, its channels, and the app's coming and going."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

from .administration import Administration
from .gestures.person import Gestures
from .gestures.workflows import EVENT, begin_run, event_of
from .identity import JSON, Identity, Person
from .oauth.routes import OAuthRoutes
from .state.installations import LIFECYCLE, Installations
from .state.steps import Execution
from .state.uploads import UploadedFile
from .state.workspace import Workspace
from .transport.delivery import Courier, Delivery
from .transport.events import Events


@dataclass(frozen=True)
class Line:
    """What the workspaces share: the way to the bot and back."""

    courier: Courier
    events: Events
    wanted: Collection[str]
    installations: Installations
    consent: OAuthRoutes
    address: Callable[[], str]
    loop: Callable[[], asyncio.AbstractEventLoop]
    settle: Callable[[], None]


class LocalWorkspace(Administration):
    def __init__(self, ws: Workspace, line: Line) -> None:
        self._ws = ws
        self._line = line

    @property
    def identity(self) -> Identity:
        """As it is now: an installation changes the scopes, the token, at times the bot user."""
        return self._ws.identity

    @property
    def bot_token(self) -> str:
        """The newest token of the bot here; a dead one after it was uninstalled."""
        return self.identity.bot_token

    @property
    def installed(self) -> bool:
        return self._ws.installed

    @property
    def refusals(self) -> list[JSON]:
        """What the bot was refused for its shape: dicts of `where`, `error`, `problems`."""
        return list(self._ws.refusals)

    @property
    def files(self) -> list[UploadedFile]:
        """The files shared to a conversation."""
        return [file for file in self._ws.uploads.files.values() if file.channels]

    def person(self, user: str) -> Gestures:
        self._ws.person(user)
        line = self._line
        return Gestures(self._ws, user, line.courier, line.address, self.send_event, line.wanted, line.settle)

    def stranger(self, person: Person, team_id: str, channel: str) -> Gestures:
        """Somebody of another workspace, in a channel that is shared by Slack Connect from now on.

        Slack lets them press buttons there and write; it offers them neither commands nor shortcuts. Those gestures
        are there all the same, in the shape they would have, to prove that the bot does not trust them.
        """
        with self._ws.lock:
            self._ws.people[person.id] = replace(person, team_id=team_id)
        self.share(channel, team_id)
        return self.person(person.id)

    def run_step(self, callback_id: str, inputs: JSON, event_id: str | None = None) -> Execution:
        """Somebody, or a CRM, sets off a workflow with that step of the app; how it stands after the bot's answer.

        Raises PlaygroundError where Workflow Builder would not run it: the app is gone, a required input is missing.
        """
        run = begin_run(self._ws, self._line.installations, callback_id, inputs)
        if EVENT in self._line.wanted:
            self.send_event(event_of(self._ws, run), event_id=event_id)
        return run

    def send_run_again(self, run: Execution, event_id: str | None = None) -> Delivery:
        """The run's event once more, as Slack does when it is not sure that it was taken."""
        return self.send_event(event_of(self._ws, run), event_id=event_id)

    @property
    def runs(self) -> list[Execution]:
        """Every run of a step, oldest first."""
        return self._ws.executions.all()

    def send_event(self, event: JSON, retries: bool = True, event_id: str | None = None) -> Delivery:
        """The first try's outcome; give `event_id` to send the same event twice."""
        sending = self._line.events.send(self._ws, event, retries, event_id)
        answer = asyncio.run_coroutine_threadsafe(sending, self._line.loop()).result()
        self._line.settle()
        return answer

    def allow(self, authorize_url: str, user: str = "", enterprise_wide: bool = False) -> str:
        """Press Allow on the consent page, for this workspace or its organisation; where the browser goes then."""
        me = self.identity
        query = dict(parse_qsl(urlsplit(authorize_url).query)) | ({"user": user} if user else {})
        where = me.enterprise_id if enterprise_wide else me.team_id
        return self._line.consent.answer(query, str(where), allowed=True)

    def uninstall(
        self,
        order: Literal["revoked_first", "uninstalled_first"] = "revoked_first",
        events: Collection[str] = LIFECYCLE,
        new_bot_user: bool = False,
    ) -> list[Delivery]:
        """Somebody removes the app, from all of the organisation where it was installed there.

        Every token dies, then the app is told, as far as it subscribed; `events` are those that do arrive. With
        `new_bot_user` the next installation has another one, and the old DMs are gone.
        """
        told = self._line.installations.end(self._line.installations.of(self._ws), new_bot_user)
        if order == "uninstalled_first":
            told.reverse()
        arriving = [event for event in told if event["type"] in events and event["type"] in self._line.wanted]
        return [self.send_event(event) for event in arriving]
