"""Logs: an event and the ids it is about, as text or as JSON lines; never anybody's words."""

import logging

import structlog

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


def _line(_logger: object, _name: str, about: structlog.types.EventDict) -> str:
    """Time, level, where, what happened, and the ids; a traceback below."""
    trace = about.pop("exception", None)
    start = " ".join(str(about.pop(key, "")) for key in ("time", "level", "logger", "event"))
    line = " ".join([start, *(f"{key}={value}" for key, value in about.items())])
    return f"{line}\n{trace}" if trace else line


def _formatter(shape: str) -> structlog.stdlib.ProcessorFormatter:
    """Records of the standard library's logging; what `extra` brought becomes fields."""
    fields: list[structlog.types.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
    ]
    ending: list[structlog.types.Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if shape == "json":
        ending += [
            structlog.processors.dict_tracebacks,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    else:
        ending += [structlog.processors.format_exc_info, _line]
    return structlog.stdlib.ProcessorFormatter(foreign_pre_chain=fields, processors=ending)
