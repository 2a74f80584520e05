"""One bot that is attacked at any step of a journey: each blow, and what it must not have done."""

import json
import sqlite3
import threading
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.manifest import ASKED_SCOPES
from storage.deals import list_deals
from storage.drafts import unfinished
from storage.export import export_own
from storage.owner import Owner
from tests.fuzz.hooks import ResponseUrl
from tests.fuzz.journey import journey
from tests.fuzz.junk import Edit, edited
from tests.fuzz.kept import Row, copied, restore, rows
from tests.fuzz.raw import HANG_SECONDS, Told, from_slack, send
from tests.fuzz.rules import broken, may_write, named
from tests.fuzz.scenes import Scene, scenes
from tests.rig import TEAM, Rig

SECRET, SHOWN = "hidden", "openly"
"""What the database says where the request says something else: only the first can have been read from it."""


class Attack:
    """`scenes` are the requests of a whole journey; each is made anew where the journey was then."""

    def __init__(self, folder: Path) -> None:
        self.rig = Rig(folder, scopes=(*ASKED_SCOPES, "files:read"))
        self.folder, self.file = folder, folder / "gotano.db"
        self._moments: list[tuple[bytes, datetime]] = []
        self._before: dict[int, set[Row]] = {}
        self._hook = ResponseUrl()
        self.died: list[str] = []
        self._excepthook = threading.excepthook
        threading.excepthook = lambda told: self.died.append(f"{told.exc_type.__name__}: {told.exc_value}")
        heard: list[tuple[int, dict[str, Any]]] = []
        for step, (_name, act) in enumerate(journey(SECRET)):
            self._moments.append((copied(self.file), self.rig.clock.now()))
            already = len(self.rig.heard)
            act(self.rig)
            heard += [(step, _shown(payload)) for payload in self.rig.heard[already:]]
        self.scenes = scenes(heard)

    def close(self) -> None:
        threading.excepthook = self._excepthook
        self._hook.close()
        self.rig.close()

    def strike(self, scene: Scene, edits: tuple[Edit, ...]) -> list[str]:
        """Sends the scene's request with the edits; every rule that was broken, in words."""
        self._go_to(scene.step)
        payload = edited(self.fresh(scene.payload), edits)
        return self.send(scene.step, from_slack(self.rig.slack.signing_secret, scene.kind, payload), payload)

    def send(self, step: int, data: bytes, payload: Any) -> list[str]:
        """Any bytes at all, at a step the bot was brought to; `payload` is what they say, None for nothing."""
        self.rig.heard.clear()
        self.rig.slack.clear_calls()
        self._hook.heard.clear()
        told = send(self.rig.server.port, data)
        found = [*broken(told), *self._listeners()]
        before, after = self._before[step], self.rows()
        wrote, gone = after - before, before - after
        may = named(payload)
        found += [f"wrote {row}" for row in wrote | gone if not may_write(row, may, payload)]
        found += [f"stored too much in {row.table}" for row in wrote if row.too_long]
        found += self.unreadable(wrote | gone)
        return found + self._overheard(told, may) + self.died

    def _go_to(self, step: int) -> None:
        kept, now = self._moments[step]
        restore(self.file, kept)
        self.rig.clock.move_to(now)
        if step not in self._before:
            self._before[step] = self.rows()

    at = _go_to

    def before(self, step: int) -> set[Row]:
        """What was stored at that step, which the bot has been brought to."""
        return self._before[step]

    def fresh(self, payload: dict[str, Any]) -> dict[str, Any]:
        """With a trigger and a response URL that work."""
        fresh = dict(payload)
        if "trigger_id" in fresh:
            fresh["trigger_id"] = self.rig.ana.trigger()
        if fresh.get("response_url"):
            fresh["response_url"] = self._hook.url
        return fresh

    def _listeners(self) -> list[str]:
        try:
            self.rig.listeners.idle(HANG_SECONDS)
        except TimeoutError:
            return ["a listener hangs"]
        return []

    def rows(self) -> set[Row]:
        connection = sqlite3.connect(self.file, timeout=10)
        try:
            return rows(connection)
        finally:
            connection.close()

    def unreadable(self, changed: set[Row]) -> list[str]:
        """What was stored can be read and shown again, by whoever it belongs to; nobody's row may be shown to both."""
        nobodys = any(row.owner is None for row in changed)
        theirs = {owner for row in changed for owner in (row.owner, row.other)}
        for who in ("U0ANA", "U0SAM"):
            owner = Owner(TEAM, who)
            if not (nobodys or (TEAM, who) in theirs):
                continue
            try:
                with self.rig.db.read(owner) as session:
                    list(list_deals(session, owner, 1000))
                    list(unfinished(session, owner))
                    list(export_own(session, owner))
            except Exception as error:
                return [f"{who} cannot read their own data any more: {type(error).__name__}: {error}"[:200]]
        return []

    def _overheard(self, told: Told, may: set[tuple[str, str]]) -> list[str]:
        """Anybody's words that were said where somebody else, or nobody, asked."""
        said = [told.body, *self._hook.heard]
        said += [json.dumps(call.args, default=str) for call in self.rig.slack.calls]
        return [
            f"{name}'s words were said"
            for name, who in (("ana", "U0ANA"), ("sam", "U0SAM"))
            if (TEAM, who) not in may and any(f"{SECRET}{name}" in one for one in said)
        ]


def _shown(payload: dict[str, Any]) -> dict[str, Any]:
    """The same request with other words: what the bot then says of the first ones, it has from its database."""
    shown: dict[str, Any] = json.loads(json.dumps(payload).replace(SECRET, SHOWN))
    return shown
