"""What every test would do over again, done once a process, since it comes out the same.

A story makes a bot of its own. Bolt then looks up the arguments of two hundred functions, two dozen threads wait for
requests, and whoever reads a playbook parses the same files: a seventh of the stories' time.
"""

import inspect
import tomllib
from functools import lru_cache
from types import CodeType, SimpleNamespace
from typing import Any

import slack_bolt.util.utils

import bot.http_server
import prompts.playbook_files

_FILES = 256
"""All shipped ones, and more; a file that a test wrote is read once or twice."""
_HTTP_THREADS = 6
"""More requests than that no story makes at a time."""

_arguments: dict[CodeType, inspect.FullArgSpec] = {}


def do_once() -> None:
    replace(bot.http_server, "HTTP_THREADS", _HTTP_THREADS)
    parsed = lru_cache(_FILES)(tomllib.loads)
    replace(prompts.playbook_files, "tomllib", SimpleNamespace(**vars(tomllib) | {"loads": parsed}))
    looked_up = vars(inspect) | {"getfullargspec": _getfullargspec}
    replace(slack_bolt.util.utils, "inspect", SimpleNamespace(**looked_up))


def _getfullargspec(function: Any) -> inspect.FullArgSpec:
    """By the code, which functions that are made anew with each bot share: their names are all that is asked for."""
    code = getattr(function, "__code__", None)
    if code is None:
        return inspect.getfullargspec(function)
    if code not in _arguments:
        _arguments[code] = inspect.getfullargspec(function)
    return _arguments[code]


def replace(owner: Any, name: str, value: object) -> None:
    """AttributeError where there is nothing of that name to be replaced."""
    getattr(owner, name)
    setattr(owner, name, value)
