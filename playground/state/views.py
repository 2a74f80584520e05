"""The views on people's screens: stacks of modals, and one Home each."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playground.identity import JSON, Identity, SlackError

from .inputs import State, carried_state, initial_state
from .normalise import blocks_as_kept, text_as_kept

STACK_MOST = 3  # docs/slack.md, "Time and delivery": modal stack


@dataclass
class OpenView:
    """One view on one person's screen, and what they have filled in."""

    user: str
    body: JSON
    state: State

    @property
    def id(self) -> str:
        return str(self.body["id"])

    def shown(self) -> JSON:
        """The view as Slack sends it, state included."""
        return {**self.body, "state": {"values": {k: dict(v) for k, v in self.state.items()}}}


class Views:
    def __init__(self, identity: Callable[[], Identity]) -> None:
        self._identity = identity
        self._modals: dict[str, list[list[OpenView]]] = {}
        self.homes: dict[str, OpenView] = {}

    def stack(self, user: str) -> list[OpenView]:
        """The topmost modal's views, bottom to top."""
        modals = self._modals.get(user) or [[]]
        return modals[-1]

    def clear_all(self) -> None:
        """Nothing of the app is on anybody's screen any more."""
        self._modals.clear()
        self.homes.clear()

    def knows(self, view_id: object) -> bool:
        return any(view.id == view_id for view in self._all())

    def find(self, view_id: object) -> OpenView:
        for view in self._all():
            if view.id == view_id:
                return view
        raise SlackError("not_found")

    def open(self, user: str, view: JSON) -> OpenView:
        opened = self._new(user, view, None, None)
        self._modals.setdefault(user, []).append([opened])
        return opened

    def push(self, on: OpenView, view: JSON) -> OpenView:
        stack = self._stack_of(on)
        if len(stack) >= STACK_MOST:
            raise SlackError("push_limit_reached")
        pushed = self._new(on.user, view, stack[0].id, stack[-1].id)
        stack.append(pushed)
        return pushed

    def update(self, old: OpenView, view: JSON, hash_: object = None) -> OpenView:
        """The same view with new content; what was typed stays. Raises hash_conflict."""
        if hash_ and hash_ != old.body["hash"]:
            raise SlackError("hash_conflict")
        body = self._body(view, keep=old)
        old.state = carried_state(body["blocks"], old.state)
        old.body = body
        return old

    def publish(self, user: str, view: JSON, hash_: object = None) -> OpenView:
        home = self.homes.get(user)
        if home:
            return self.update(home, view, hash_)
        self.homes[user] = self._new(user, view, None, None)
        return self.homes[user]

    def close(self, view: OpenView) -> None:
        self._stack_of(view).remove(view)
        self._sweep(view.user)

    def clear(self, view: OpenView) -> None:
        self._stack_of(view).clear()
        self._sweep(view.user)

    def by_external_id(self, external_id: object) -> OpenView | None:
        return next((v for v in self._all() if v.body["external_id"] == external_id != ""), None)

    def _all(self) -> Iterator[OpenView]:
        for modals in self._modals.values():
            for stack in modals:
                yield from stack
        yield from self.homes.values()

    def _stack_of(self, view: OpenView) -> list[OpenView]:
        for stack in self._modals.get(view.user, []):
            if view in stack:
                return stack
        raise SlackError("not_found")

    def _sweep(self, user: str) -> None:
        self._modals[user] = [stack for stack in self._modals[user] if stack]

    def _new(self, user: str, view: JSON, root: str | None, previous: str | None) -> OpenView:
        body = self._body(view)
        body["root_view_id"] = root or body["id"]
        body["previous_view_id"] = previous
        return OpenView(user, body, initial_state(body["blocks"]))

    def _body(self, view: JSON, keep: OpenView | None = None) -> JSON:
        external_id = view.get("external_id") or ""
        taken = self.by_external_id(external_id)
        if taken and taken is not keep:
            raise SlackError("duplicate_external_id")
        old = keep.body if keep else {}
        me = self._identity()
        return {
            "id": old.get("id") or f"V{secrets.token_hex(5).upper()}",
            "team_id": me.team_id,
            "type": view["type"],
            "blocks": blocks_as_kept(view["blocks"]),
            "private_metadata": view.get("private_metadata") or "",
            "callback_id": view.get("callback_id") or "",
            "hash": f"{secrets.randbelow(10**10)}.{secrets.token_hex(4)}",
            "title": text_as_kept(view.get("title")),
            "clear_on_close": bool(view.get("clear_on_close")),
            "notify_on_close": bool(view.get("notify_on_close")),
            "close": text_as_kept(view.get("close")),
            "submit": text_as_kept(view.get("submit")),
            "external_id": external_id,
            "root_view_id": old.get("root_view_id"),
            "previous_view_id": old.get("previous_view_id"),
            "app_id": me.app_id,
            "app_installed_team_id": me.enterprise_id if me.enterprise_wide else me.team_id,
            "bot_id": me.bot_id,
        }
