"""Logs: an event and the ids it is about, as text or as JSON lines; never anybody's words."""

import logging
import traceback
from collections.abc import Iterator

import structlog
from slack_sdk.errors import SlackApiError
from structlog.types import EventDict, Processor

from handlers.slack.errors import error_code

_QUIET = ("slack_sdk", "slack_bolt", "apscheduler", "sqlalchemy", "urllib3", "waitress", "alembic")
"""Libraries that print what people typed below WARNING."""


def set_up_logs(level: str, shape: str = "text") -> None:
    """Our own logs at `level`, on standard error; `shape` is `text` or `json`."""
    handler = logging.StreamHandler()
    handler.setFormatter(_formatter(shape))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    # It repeats a hook's address and a receiver's headers where these are malformed.
    logging.getLogger("urllib3.connection").setLevel(logging.ERROR)
    # It says of each request that it waits; when that is too long, `bot.overload` says so.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)


def _formatter(shape: str) -> structlog.stdlib.ProcessorFormatter:
    """Records of the standard library's logging; what `extra` brought becomes fields."""
    fields: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        _trace,
    ]
    json_lines = structlog.processors.JSONRenderer(ensure_ascii=False)
    renderer: Processor = json_lines if shape == "json" else _line
    ending: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer]
    return structlog.stdlib.ProcessorFormatter(foreign_pre_chain=fields, processors=ending)


def _line(_logger: object, _name: str, about: EventDict) -> str:
    """Time, level, where, what happened, and the ids; a traceback below."""
    trace = about.pop("exception", None)
    start = [str(about.pop(key, "")) for key in ("time", "level", "logger", "event")]
    line = " ".join([*start, *(f"{key}={value}" for key, value in about.items())])
    one_line = line.replace("\r", "\\r").replace("\n", "\\n")
    return f"{one_line}\n{trace}" if trace else one_line


def _trace(_logger: object, _name: str, about: EventDict) -> EventDict:
    """Where it happened and of what kind. What an exception says may be somebody's words, or a token."""
    told = about.pop("exc_info", None)
    error = told[1] if isinstance(told, tuple) else told
    if isinstance(error, BaseException):
        about["exception"] = "\n".join(_chain(error))
    return about


def _chain(error: BaseException) -> Iterator[str]:
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if earlier:
        yield from _chain(earlier)
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} in {frame.name}"
    name = getattr(getattr(error, "orig", None), "sqlstate", None)
    if isinstance(error, SlackApiError):
        name = error_code(error)
    kind = type(error)
    yield f"{kind.__module__}.{kind.__qualname__}" + (f" ({name})" if name else "")
