"""What is put in the place of something in a payload, and how; every edit can be written down as a line of JSON."""

import copy
from collections.abc import Iterator
from typing import Any

from prompts.deal_card import DELETE, LET_GO
from prompts.home import EXPORT, SHELF
from prompts.nudge_buttons import REPLY
from prompts.nudge_message import UNDO
from prompts.settings_modal import DELETE_ALL

Path = tuple[str | int, ...]
Edit = tuple[Path, str]
"""Where, and the name of what is put there; `DROP` takes it away."""

DROP = "nothing at all"
_DEEPEST = 6

JUNK: dict[str, Any] = {
    "null": None,
    "true": True,
    "zero": 0,
    "minus one": -1,
    "2 to the 63rd": 2**63,
    "a 60-digit number": 10**60,
    "a fraction": 0.5,
    "not a number": float("nan"),
    "no text": "",
    "blanks": " \t\n",
    "a letter": "x",
    "NUL": "a\x00b",
    "half a surrogate": "\ud800",
    "right to left": "\u202eevil",
    "a long text": "a" * 100_000,
    "a longer name": "N" * 300,
    "markup": "<!channel> <@U0ANA> & =1+1",
    "a formula": "=HYPERLINK(1)",
    "an empty list": [],
    "an empty object": {},
    "a list of null": [None],
    "a list of lists": [[[]]],
    "an object in a list": [{}],
    "a number as text": "1",
    "another number as text": "2",
    "a big number as text": "9" * 30,
    "a negative number as text": "-1",
    "a digit of another script": "\u0661",
    "sam": "U0SAM",
    "ana": "U0ANA",
    "nobody": "U0NOBODY",
    "elsewhere": "T0ELSEWHERE",
    "an organisation": "E0GRID",
    "a channel": "C0LESSONS",
    "the last day": "9999-12-31",
    "the first day": "0001-01-01",
    "no day": "2026-02-30",
    "no time": "25:61",
    "two things": "1:2",
    "many things": "1:2:3:4",
    "won back": "won_back",
    "let go": "let_go",
    "no response": "no_response",
    "no json": "{",
    "json of a list": "[]",
    "json of null": "null",
    "another's deal": '{"deal": 2, "nudge": null, "plan": null}',
    "a deal that is text": '{"deal": "1; drop table deals", "nudge": {}, "plan": []}',
    "a huge deal": f'{{"deal": {2**63}, "nudge": {2**63}, "plan": -1}}',
    "another's draft": '{"draft": 1}',
    "a draft that is text": '{"draft": "x"}',
    "deep json": '{"draft": ' + "[" * 5000,
    "a submission": "view_submission",
    "a closing": "view_closed",
    "actions": "block_actions",
    "a suggestion": "block_suggestion",
    "a dialog": "dialog_submission",
    "a workflow": "workflow_step_edit",
    "an old button": "interactive_message",
    "an unknown type": "something_new",
    "a message event": "message",
    "an uninstall": "app_uninstalled",
    "a function": "function_executed",
    "deleting": f"{DELETE}:1",
    "deleting all": DELETE_ALL,
    "exporting": EXPORT,
    "letting go": LET_GO,
    "undoing": UNDO,
    "a reply": f"{REPLY}won_back",
    "a shelf": f"{SHELF}nowhere",
    "no address": "http://127.0.0.1:9/",
    "no address at all": "not an address",
}
JUNK["an object so deep"] = None
for _ in range(200):
    JUNK["an object so deep"] = {"a": JUNK["an object so deep"]}


def paths(part: Any, here: Path = ()) -> Iterator[Path]:
    """Every place of a payload, but for what lies deep in its blocks."""
    if here:
        yield here
    if len(here) >= _DEEPEST or ("blocks" in here and len(here) > here.index("blocks") + 2):
        return
    if isinstance(part, dict):
        for key, one in part.items():
            yield from paths(one, (*here, key))
    elif isinstance(part, list):
        for index, one in enumerate(part[:3]):
            yield from paths(one, (*here, index))


def at(payload: Any, path: Path) -> Any:
    """What stands at a place that `paths` gave."""
    for step in path:
        payload = payload[step]
    return payload


def edited(payload: Any, edits: tuple[Edit, ...]) -> Any:
    """The payload with all of it done; an edit whose place is gone changes nothing."""
    changed = copy.deepcopy(payload)
    for path, name in edits:
        _put(changed, path, name)
    return changed


def _put(part: Any, path: Path, name: str) -> None:
    *way, last = path
    try:
        for step in way:
            part = part[step]
        if name == DROP:
            del part[last]
        else:
            part[last] = copy.deepcopy(JUNK[name])
    except (KeyError, IndexError, TypeError):
        return
