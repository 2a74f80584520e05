"""A deal that was lost, and what happened to it since."""

import csv
import io
import json
from typing import Any

from coaching.deal import Reply
from playground import Gestures
from prompts.deal_card import HAPPENED
from tests.rig import Rig
from tests.stories.scenes import card

JSON = dict[str, Any]


def lost(rig: Rig, prospect: str = "Dana Reyes, Acme", who: Gestures | None = None, **given: Any) -> None:
    who = who or rig.ana
    rig.debrief(who, prospect, **given)
    who.close()


def happened(rig: Rig, answer: Reply) -> None:
    rig.ana.press(HAPPENED, card(rig.ana, rig.deals()[0]))
    rig.ana.fill({"reply": answer})
    rig.ana.submit()


def export(rig: Rig, who: Gestures | None = None) -> tuple[list[JSON], list[JSON]]:
    """The rows of the CSV and of the JSON that were uploaded."""
    (who or rig.ana).command("/gotano", "export")
    by_name = {file.name.rsplit(".")[-1]: file for file in rig.slack.files}
    assert {tuple(file.channels) for file in by_name.values()} == {((who or rig.ana).dm,)}
    contents = {name: (file.content or b"").decode() for name, file in by_name.items()}
    return list(csv.DictReader(io.StringIO(contents["csv"], newline=""))), json.loads(contents["json"])
