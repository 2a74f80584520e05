"""The table of payloads: all that Slack documents and the bot hears, each field in turn gone or of another type."""

import logging
import random
import sqlite3
import time
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from slack_bolt.adapter.wsgi import SlackRequestHandler

from bot.slack_signature import signed_by_slack
from tests.fuzz.attack import Attack
from tests.fuzz.junk import DROP, Edit, at, edited, paths
from tests.fuzz.raw import HANG_SECONDS, PROCESSOR_SECONDS, signed_parts
from tests.fuzz.rules import may_write, named
from tests.fuzz.scenes import Scene

_OF_TYPE: dict[str, type] = {"a letter": str, "zero": int, "an empty list": list, "an empty object": dict}
"""What is put in the place of a field of another type."""

_HALF_DONE = {
    "a deal without answers": "SELECT id FROM deals WHERE id NOT IN (SELECT deal_id FROM debriefs)",
    "a deal without a plan": "SELECT id FROM deals WHERE id NOT IN (SELECT deal_id FROM plans)",
    "a finished draft without its deal": "SELECT id FROM drafts WHERE finished_at IS NOT NULL AND deal_id IS NULL",
}


@dataclass(frozen=True)
class Case:
    """One request of the table."""

    scene: Scene
    edit: Edit

    def __str__(self) -> str:
        path, name = self.edit
        return f"{self.scene.route}: {'.'.join(map(str, path))} = {name}"


def table(scenes: list[Scene]) -> list[Case]:
    """All of it, a scene of each of the bot's routes."""
    of_route = {scene.route: scene for scene in scenes}
    return [
        Case(scene, (path, name))
        for scene in of_route.values()
        for path in paths(scene.payload)
        for name in _edits(scene.kind, at(scene.payload, path))
    ]


def _edits(kind: str, value: object) -> list[str]:
    """Taken away, null, and each type that it is not; the fields of a command's form are texts, whatever they say."""
    if kind == "slash_commands":
        return [DROP, "no text"]
    return [DROP, "null", *(name for name, kind in _OF_TYPE.items() if type(value) is not kind)]


def sample(cases: list[Case], many: int) -> list[Case]:
    """Of each route as many, the same at each run; what lies near a payload's surface twice as often as the rest."""
    by_route: dict[str, list[Case]] = {}
    for case in cases:
        by_route.setdefault(case.scene.route, []).append(case)
    return [case for route, found in by_route.items() for case in _some(route, found, many)]


def _some(route: str, cases: list[Case], many: int) -> list[Case]:
    draw = random.Random(route)  # noqa: S311
    near = [case for case in cases if len(case.edit[0]) <= 2]
    far = [case for case in cases if len(case.edit[0]) > 2]
    chosen = draw.sample(near, min(len(near), many - many // 3))
    return chosen + draw.sample(far, min(len(far), many // 3))


@dataclass
class Worries(logging.Handler):
    """What the bot logged that an admin would be woken by: errors, and anything with a traceback."""

    found: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    __hash__ = logging.Handler.__hash__

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR or record.exc_info:
            cause = record.exc_info[1] if record.exc_info else None
            self.found.append(f"logged {record.getMessage()}: {cause!r}")


_MINUTE = 60.0


class Bench:
    """Takes each case to the bot of an attack, without a socket between, and tells what it broke."""

    def __init__(self, attack: Attack) -> None:
        self._attack = attack
        self._serve = signed_by_slack(attack.rig.slack.signing_secret)(
            SlackRequestHandler(attack.rig.bot.app)
        )
        self._step: int | None = None

    def broken(self, case: Case, worries: Worries) -> list[str]:
        attack, step = self._attack, case.scene.step
        if self._step != step:
            attack.at(step)
            self._step = step
        payload = edited(attack.fresh(case.scene.payload), (case.edit,))
        # The clock stands still: the limits of the local Slack would be met by what is a person's hour.
        attack.rig.slack.let_pass(_MINUTE)
        worries.found.clear()
        began = time.process_time()
        status = self._post(case.scene.kind, payload)
        seconds = time.process_time() - began
        attack.rig.listeners.idle(HANG_SECONDS)
        found = [] if status == 200 else [f"answered {status}"]
        found += [f"answered after {seconds:.1f} s of the processor"] if seconds >= PROCESSOR_SECONDS else []
        changed = attack.rows() ^ attack.before(step)
        if changed:
            self._step = None
            may = named(payload)
            found += [f"wrote {row}" for row in changed if not may_write(row, may, payload)]
            found += self._half_done() + attack.unreadable(changed)
        return found + worries.found

    def _post(self, kind: str, payload: Any) -> int:
        headers, body = signed_parts(self._attack.rig.slack.signing_secret, kind, payload)
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/slack/events",
            "QUERY_STRING": "",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "CONTENT_TYPE": headers.pop("Content-Type"),
            "wsgi.input": BytesIO(body.encode()),
            "CONTENT_LENGTH": str(len(body.encode())),
            **{f"HTTP_{name.upper().replace('-', '_')}": one for name, one in headers.items()},
        }
        told: list[str] = []
        list(self._serve(environ, lambda status, *_: told.append(status)))
        return int(told[0].split()[0])

    def _half_done(self) -> list[str]:
        connection = sqlite3.connect(self._attack.file, timeout=10)
        try:
            return [what for what, query in _HALF_DONE.items() if connection.execute(query).fetchone()]
        finally:
            connection.close()
