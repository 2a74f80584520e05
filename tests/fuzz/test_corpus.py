"""Every input that was ever found to do harm, sent again: a file each in `corpus/`, named by what it did."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.fuzz.attack import Attack
from tests.fuzz.doors import Doors
from tests.fuzz.junk import DROP, JUNK
from tests.fuzz.raw import request, send

CORPUS = Path(__file__).parent / "corpus"
FILES = sorted(CORPUS.glob("*.json"))


def told(file: Path) -> dict[str, Any]:
    """`route` and `edits` of a signed request, or `body` and `headers` of one that nobody signed.

    With a `path` it is for another address than Slack's.

    A long body is given as [its beginning, what follows, how often].
    """
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


SIGNED = [file for file in FILES if "route" in told(file)]
ELSEWHERE = [file for file in FILES if "path" in told(file)]
UNSIGNED = [file for file in FILES if "body" in told(file) and file not in ELSEWHERE]


def test_every_file_is_replayed() -> None:
    assert FILES
    assert sorted(SIGNED + UNSIGNED + ELSEWHERE) == FILES
    names = {name for file in SIGNED for _, name in told(file)["edits"]}
    assert names <= {DROP, *JUNK}


@pytest.mark.parametrize("file", SIGNED, ids=lambda file: str(file.stem))
def test_a_signed_request_that_did_harm_once_does_none(attack: Attack, file: Path) -> None:
    found = told(file)
    scenes = [one for one in attack.scenes if one.route == found["route"]]
    assert scenes, "no such request is made any more"
    edits = tuple((tuple(path), name) for path, name in found["edits"])
    assert {scene.step: attack.strike(scene, edits) for scene in scenes} == {one.step: [] for one in scenes}


@pytest.mark.parametrize("file", UNSIGNED, ids=lambda file: str(file.stem))
def test_an_unsigned_request_that_did_harm_once_is_not_heard(attack: Attack, file: Path) -> None:
    attack.rig.heard.clear()
    answer = send(attack.rig.server.port, unsigned(file))
    assert answer.in_time
    assert answer.status == 401
    assert attack.rig.heard == []


@pytest.mark.parametrize("file", ELSEWHERE, ids=lambda file: str(file.stem))
def test_a_request_elsewhere_that_did_harm_once_does_none(doors: Doors, file: Path) -> None:
    answer = send(doors.port, unsigned(file))
    assert answer.in_time
    assert answer.status is not None
    assert answer.status < 500


def unsigned(file: Path) -> bytes:
    found = told(file)
    body = found["body"]
    text = body if isinstance(body, str) else body[0] + body[1] * body[2]
    headers = tuple((name, value) for name, value in found["headers"])
    method, path = found.get("method", "POST"), found.get("path", "/slack/events")
    return request(method, path, headers, text.encode("latin-1"))
