"""Traps in a bot of a test: at a named step of sending, the process kills or stops itself.

A trap is a file that says `step times signal`: the process that comes to that step for the so-many-th time
takes the file away and sends itself the signal.
"""

import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from slack_sdk import WebClient

import bot.lost_deals_hook
import handlers.delivery.batch
import handlers.delivery.dispatcher
import handlers.delivery.offer_messages
import handlers.delivery.offers
import handlers.delivery.outbox_try
import handlers.delivery.reconcile
import handlers.delivery.worker

CLAIMING = "before the claim commits"
CLAIMED = "after the claim commits"
LOOKED = "after the look"
READY = "when it is ready"
POSTING = "before the post leaves"
ANSWERED = "after the answer"
SETTLING = "before the settling commits"
SETTLED = "after the settling commits"
FINDING = "before the settling of what was found commits"
TELLING = "before a hook is told"
TAKEN = "after the hook took it"
NOTING = "before it commits that the hook was told"
FOUND = "after the settling of what was found commits"
OFFER_CLAIMED = "after the claim of offers commits"
OFFER_SETTLING = "before it commits that an offer was asked about"
OFFER_SETTLED = "after it commits that an offer was asked about"
TAKING_IN = "before it commits that a lost deal came in"
TAKEN_IN = "after it commits that a lost deal came in, before the answer"


class Traps:
    """The traps of one process, laid in `file`."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._came = 0

    def lay(self) -> None:
        due, morning, look, batch = (
            handlers.delivery.dispatcher,
            handlers.delivery.worker,
            handlers.delivery.reconcile,
            handlers.delivery.batch,
        )
        self._after(due, "claim_due", CLAIMING, lambda claimed: bool(claimed))
        self._before(morning, "_steps", CLAIMED)
        self._after(morning, "reconcile", LOOKED)
        self._after(morning, "message_of", READY)
        self._before(WebClient, "chat_postMessage", POSTING, lambda told: "metadata" in told)
        self._after(WebClient, "chat_postMessage", ANSWERED, lambda posted: "metadata" in posted["message"])
        self._after(batch, "record_delivered", SETTLING)
        self._after(batch.DeliveryBatch, "_record", SETTLED)
        self._after(look, "record_delivered", FINDING)
        self._after(look, "_record", FOUND)
        outbox = handlers.delivery.outbox_try
        self._before(outbox, "_send", TELLING)
        self._after(outbox, "_send", TAKEN)
        self._after(outbox, "mark_told", NOTING)
        self._lay_for_offers()

    def _lay_for_offers(self) -> None:
        asking, offers = handlers.delivery.offer_messages, handlers.delivery.offers
        self._after(offers, "_claim", OFFER_CLAIMED, lambda claimed: bool(claimed))
        self._after(asking, "settle_sent", OFFER_SETTLING)
        self._after(asking, "_record", OFFER_SETTLED)
        door = bot.lost_deals_hook
        self._after(door, "take_in", TAKING_IN)
        self._after(door.LostDealsHook, "_store", TAKEN_IN)

    def step(self, name: str) -> None:
        with self._lock:
            try:
                step, times, number = self._file.read_text().split("|")
            except FileNotFoundError:
                return
            if step != name:
                return
            self._came += 1
            if self._came < int(times):
                return
            self._came = 0
            self._file.unlink()
        # To this thread, which then goes no step further; a signal to the process may take another thread first.
        signal.pthread_kill(threading.get_ident(), int(number))

    def _before(
        self, owner: Any, name: str, step: str, which: Callable[[dict[str, Any]], bool] = lambda _told: True
    ) -> None:
        real = getattr(owner, name)

        def wrapped(*args: Any, **told: Any) -> Any:
            if which(told):
                self.step(step)
            return real(*args, **told)

        setattr(owner, name, wrapped)

    def _after(
        self, owner: Any, name: str, step: str, which: Callable[[Any], bool] = lambda _answer: True
    ) -> None:
        real = getattr(owner, name)

        def wrapped(*args: Any, **told: Any) -> Any:
            answer = real(*args, **told)
            if which(answer):
                self.step(step)
            return answer

        setattr(owner, name, wrapped)


def lay(file: Path, step: str, times: int = 1, number: int = signal.SIGKILL) -> None:
    """The next process to come to `step` for the so-many-th time gets the signal."""
    written = file.with_suffix(".new")
    written.write_text(f"{step}|{times}|{int(number)}")
    written.rename(file)
