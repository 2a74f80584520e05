"""The watch over every rig that a test makes: no story goes wrong unseen, in Slack or in the bot's log."""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from typing import Any, Protocol, TypeVar

import pytest

from playground import LocalSlack


class OnSlack(Protocol):
    """A bot on a local Slack."""

    @property
    def slack(self) -> LocalSlack: ...


R = TypeVar("R", bound=OnSlack)


def watched(
    rig_of: Callable[..., AbstractContextManager[R]],
    request: pytest.FixtureRequest,
    caplog: pytest.LogCaptureFixture,
) -> Iterator[Callable[..., R]]:
    """For a fixture: gives what makes rigs, ends them, and fails the test for what went wrong meanwhile.

    Slack may refuse something where the test is marked `refused`, and the bot may log a failure where it is marked
    `trouble`.
    """
    with ExitStack() as stack:
        made: list[R] = []

        def make(**wanted: Any) -> R:
            made.append(stack.enter_context(rig_of(**wanted)))
            return made[-1]

        yield make
        refused = [refusal for rig in made for refusal in rig.slack.refusals]
    if "refused" not in request.keywords:
        assert refused == []
    if "trouble" not in request.keywords:
        assert [r.getMessage() for r in caplog.get_records("call") if is_a_worry(r)] == []


def is_a_worry(record: logging.LogRecord) -> bool:
    """Not what says only that the machine is busy: requests in a queue, a sweep that waits for the last one."""
    busy = (
        record.name.startswith("waitress.queue")
        or "maximum number of running instances" in record.getMessage()
    )
    return record.levelno >= logging.WARNING and not busy
