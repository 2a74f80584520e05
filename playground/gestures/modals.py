"""What one person does in a modal: read, fill in, submit, close."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from playground.blocks import elements
from playground.identity import JSON, Person, PlaygroundError
from playground.state.uploads import HANDED_IN_MOST
from playground.state.views import OpenView
from playground.state.workspace import Workspace
from playground.transport.delivery import Courier, Delivery, Kind

from . import payloads
from .form_checks import client_errors
from .pickers import picked, require_offered
from .screen import action_of, find_inputs, sends_actions
from .submissions import Submission, settle


class ModalGestures:
    def __init__(
        self,
        ws: Workspace,
        user: str,
        courier: Courier,
        address: Callable[[], str],
        send_event: Callable[[JSON], Delivery],
        events: Collection[str],
        after: Callable[[], None],
    ) -> None:
        self._ws = ws
        self._id = user
        self._courier = courier
        self._address = address
        self._send_event = send_event
        self._events = events
        self._after = after

    @property
    def view(self) -> JSON | None:
        """The topmost open view, its state included, or None."""
        views = self.views
        return views[-1] if views else None

    @property
    def views(self) -> list[JSON]:
        """The topmost modal's views, bottom to top."""
        with self._ws.lock:
            return [view.shown() for view in self._ws.views.stack(self._id)]

    def fill(self, values: dict[str, Any]) -> Delivery | None:
        """Set fields of the top view, by block_id; the last answer, where the bot was told of a change."""
        answer = None
        for block_id, value in values.items():
            with self._ws.lock:
                view = self._top()
                told = []
                for block, element, one in find_inputs(view.body["blocks"], block_id, value):
                    require_offered(self._ws, element, one)
                    one = picked(self._ws, self._id, element, one)
                    if sends_actions(block):
                        told.append(self._action_in(view, block, element, one))
                    else:
                        action_of(block, element, one, view.state)
                self._ws.changed()
            for payload in told:
                answer = self._deliver("interactive", payload)
        return answer

    def type_in(self, values: dict[str, Any], home: bool = False) -> None:
        """Take over what is on the page, telling nobody; blocks that have gone meanwhile are passed over."""
        with self._ws.lock:
            view = self._ws.views.homes[self._id] if home else self._top()
            there = {block["block_id"] for block in view.body["blocks"]}
            for block_id, value in values.items():
                for block, element, one in (
                    find_inputs(view.body["blocks"], block_id, value) if block_id in there else ()
                ):
                    action_of(block, element, picked(self._ws, self._id, element, one), view.state)

    def hand_in(self, name: str, content: bytes) -> str:
        """Uploads a file from this person's machine, for a file input; its id is what `fill` takes there, in a list."""
        if len(content) > HANDED_IN_MOST:
            raise PlaygroundError(f"{name!r} is larger than a file input takes")
        with self._ws.lock:
            return self._ws.uploads.hand_in(self._id, name, content).id

    def submit(self) -> Submission:
        """Press the submit button of the top view."""
        with self._ws.lock:
            view = self._top()
            if not view.body["submit"]:
                raise PlaygroundError("this view has no submit button")
            errors = client_errors(view.body["blocks"], view.state)
            if errors:
                return Submission("errors", errors)
            payload = payloads.view_submission(self._ws, self._me, view, self._response_urls(view))
        self._begin()
        answer = self._courier.deliver("interactive", payload)
        done = settle(self._ws, view, answer)
        self._after()
        return done

    def close(self, all: bool = False) -> Delivery | None:
        """The Close button of the top view, or with `all` the X; the answer, where the bot wants to know."""
        with self._ws.lock:
            top = self._top()
            stack = self._ws.views.stack(self._id)
            view = stack[0] if all else top
            cleared = all or view.body["clear_on_close"]
            payload = payloads.view_closed(self._ws, self._me, view, cleared)
            (self._ws.views.clear if cleared else self._ws.views.close)(view)
            self._ws.changed()
        return self._deliver("interactive", payload) if view.body["notify_on_close"] else None

    @property
    def _me(self) -> Person:
        return self._ws.people[self._id]

    def _top(self) -> OpenView:
        stack = self._ws.views.stack(self._id)
        if not stack:
            raise PlaygroundError(f"{self._me.name} has no view open")
        return stack[-1]

    def _response_urls(self, view: OpenView) -> list[JSON]:
        """One for each select that asks for it and names a conversation."""
        urls = []
        for block, element in elements(view.body["blocks"]):
            chosen = view.state.get(block["block_id"], {}).get(element["action_id"], {})
            channel = chosen.get("selected_conversation") or chosen.get("selected_channel")
            if element.get("response_url_enabled") and channel:
                place = {
                    "block_id": block["block_id"],
                    "action_id": element["action_id"],
                    "channel_id": channel,
                }
                urls.append({**place, "response_url": self._hook(channel)})
        return urls

    def _hook(self, channel: str, ts: str | None = None) -> str:
        """A response URL that leads to that channel, and to the message `ts` in it."""
        return f"{self._address()}/hooks/{self._ws.response_urls.issue(self._id, channel, ts)}"

    def _action_in(self, view: OpenView, block: JSON, element: JSON, value: Any) -> JSON:
        action = action_of(block, element, value, view.state)
        return payloads.view_actions(self._ws, self._me, view, action)

    def _begin(self) -> None:
        """Somebody does something that reaches the bot: it takes its time, and the app has to be there."""
        self._ws.limits.let_pass()
        if not self._ws.installed:
            raise PlaygroundError(f"the app is not installed in {self._ws.identity.team_name}")

    def _deliver(self, kind: Kind, payload: JSON) -> Delivery:
        self._begin()
        answer = self._courier.deliver(kind, payload)
        self._after()
        return answer
