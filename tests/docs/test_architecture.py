"""The picture of the architecture shows the rooms and floors that are there, and the states that are stored."""

import re
import tomllib

from storage.records import DONE, PARKED, PENDING, SENT, SUPERSEDED
from tests.docs.pages import ROOT, blocks

PAGE = ROOT / "docs" / "architecture.md"


def drawn(first_word: str) -> str:
    """The one picture of that kind."""
    (found,) = [one.text for one in blocks(PAGE) if one.kind == "mermaid" and one.text.startswith(first_word)]
    return found


def test_the_picture_shows_every_room_and_every_floor_of_the_handlers() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    rooms = set(project["tool"]["importlinter"]["root_packages"])
    floors = {path.parent.name for path in (ROOT / "handlers").glob("*/__init__.py")}
    assert set(re.findall(r"<b>(\w+)/</b>", drawn("flowchart"))) == rooms | floors


def test_the_states_of_a_nudge_are_those_that_are_stored() -> None:
    told = dict(re.findall(r"^\| ([a-z ]+) \| (?:status )?`(\w+)`", PAGE.read_text(), re.MULTILINE))
    assert set(told.values()) == {PENDING, SENT, SUPERSEDED, PARKED, DONE}
    steps = re.findall(r"(\w+) --> (\w+)", drawn("stateDiagram"))
    assert {name.split()[-1] for name in told} <= {state for step in steps for state in step}
