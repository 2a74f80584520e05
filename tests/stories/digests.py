"""The digest of a morning: its rows, their buttons, and the modal that takes an answer."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from coaching.deal import LostDeal, Reply
from prompts.digest import ANSWER
from prompts.more import MORE
from storage.owner import EVERYBODY
from tests.rig import Rig
from tests.storage.made import lose
from tests.stories.scenes import (
    JSON,
)

NAMES = [
    f"{first}{last}" for first in ("Acme", "Birch", "Cope", "Dune", "Elm") for last in ("", "line", "well")
]
DAY, NEXT = date(2027, 2, 10), date(2027, 2, 11)
"""A Wednesday and a Thursday, far from the year's end and from a change of the clocks."""


def planned(rig: Rig, names: Iterable[str] = NAMES[:4], on: date = DAY, **given: Any) -> None:
    """Deals with a nudge for that day, as a debrief stores them."""
    with rig.db.write(EVERYBODY) as session:
        for name in names:
            lose(session, name, **{"callback_on": on} | given)


def morning(rig: Rig, day: date = DAY) -> None:
    rig.clock.move_to(datetime(day.year, day.month, day.day, 9, 30, tzinfo=UTC))
    rig.sweep()


def digests(rig: Rig) -> list[JSON]:
    return [m for m in rig.ana.messages() if not m["ephemeral"] and rows_on(m)]


def rows_on(message: JSON) -> list[JSON]:
    return [block for block in message.get("blocks", []) if block["type"] == "section"]


def names_on(message: JSON) -> list[str]:
    """The prospects of a digest, in its order."""
    return [max((n for n in NAMES if n in r["text"]["text"]), key=len) for r in rows_on(message)]


def row(rig: Rig, name: str) -> JSON:
    newest = digests(rig)[-1]
    return rows_on(newest)[names_on(newest).index(name)]


def replies_in(view: JSON | None) -> list[str]:
    """The replies that a form offers, in its order."""
    assert view is not None, "no view is open"
    (asked,) = (block for block in view["blocks"] if block.get("block_id") == "reply")
    return [one["value"] for one in asked["element"]["options"]]


def answers(rig: Rig, name: str) -> JSON:
    """What stands below a row: its answers by action id."""
    block_id = row(rig, name)["block_id"].replace("nudge-", "answer-")
    found = [b for b in digests(rig)[-1]["blocks"] if b["block_id"] == block_id]
    return {element["action_id"]: element for block in found for element in block["elements"]}


def button(rig: Rig, name: str) -> str | None:
    """The action id of the row's button."""
    accessory = row(rig, name).get("accessory")
    if accessory:
        return str(accessory["action_id"])
    return ANSWER if ANSWER in answers(rig, name) else None


def open_answer(rig: Rig, name: str = "Acme") -> None:
    rig.ana.press(ANSWER, digests(rig)[-1], answers(rig, name)[ANSWER]["value"])


def answer_in_place(rig: Rig, given: Reply, name: str = "Acme") -> None:
    """Chosen in the row itself."""
    options = answers(rig, name)[MORE]["options"]
    value = next(one["value"] for one in options if one["value"].startswith(f"{given}:"))
    block_id = row(rig, name)["block_id"].replace("nudge-", "answer-")
    rig.ana.press(MORE, digests(rig)[-1], value, block_id)


def answer(rig: Rig, given: Reply, name: str = "Acme") -> str:
    """What became of the Answer modal."""
    open_answer(rig, name)
    rig.ana.fill({"reply": given})
    return rig.ana.submit().action


def deal(rig: Rig, name: str = "Acme") -> LostDeal:
    return next(one for one in rig.deals() if one.prospect == name)


def asked(rig: Rig) -> list[int]:
    """How often each deal was asked about."""
    return [len(one.nudges) for one in rig.deals()]
