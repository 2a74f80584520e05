"""More than can be served in time is refused early: what has waited too long, with many behind it, is not begun.

What is begun late comes too late for whoever asked, and makes the next one later still. To refuse it costs a tenth.
"""

import json
import logging
import time
from collections.abc import Callable, Iterable
from typing import Any

from bot.wsgi import Environ, Page, answer, refuse
from prompts.words import Words

SAY_AGAIN_SECONDS = 10
_FORM, _COMMAND = "application/x-www-form-urlencoded", b"command=%2F"
"""What the form of a command has; that of a press or a submission has one field, `payload`, and an event is JSON."""
_log = logging.getLogger(__name__)


class TooMuch:
    """Answers Slack in place of the bot; a WSGI application.

    A command is answered in words. Of anything else Slack says itself that it failed, and keeps what was typed; an
    event it sends again. Whether a request is Slack's is not looked at: the answer tells nothing.
    """

    def __init__(
        self, words: Words, refused: Callable[[], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`refused` is called for each; `clock` gives seconds."""
        self._refused, self._clock = refused, clock
        self._not_said, self._said_at = 0, clock() - SAY_AGAIN_SECONDS
        told = {"response_type": "ephemeral", "text": words.say("wrong.busy")}
        self._busy = Page(json.dumps(told).encode(), "application/json")

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        self._note()
        body: bytes = environ["wsgi.input"].read()
        if environ.get("CONTENT_TYPE", "").startswith(_FORM) and _COMMAND in body:
            return answer(start_response, self._busy)
        return refuse(start_response, 503)

    def _note(self) -> None:
        """Logs many together: a line for each would be most of the work."""
        self._refused()
        self._not_said += 1
        if self._clock() - self._said_at >= SAY_AGAIN_SECONDS:
            many, self._not_said, self._said_at = self._not_said, 0, self._clock()
            _log.warning("more requests than can be served in time", extra={"refused": many})
