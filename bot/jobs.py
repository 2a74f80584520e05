"""The one table of what happens by the clock: a new job is a line here."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from slack_sdk import WebClient

from handlers.deals.team_books import read_team_books
from handlers.deals.workflow_step import end_steps_in_vain
from handlers.delivery.dispatcher import send_due
from handlers.delivery.hand_overs import send_hand_overs
from handlers.delivery.leftovers import take_back_leftovers
from handlers.delivery.offers import send_offers
from handlers.delivery.outbox import forget_old_rows, send_outbox
from handlers.delivery.owed_cards import post_owed_cards
from handlers.delivery.team_notes import send_team_notes
from handlers.delivery.team_weeks import make_team_weeks
from handlers.delivery.undo_expiry import end_undos
from handlers.delivery.week_notes import send_week_notes
from handlers.listeners.app_lifecycle import erase_gone_workspaces, forget_trail
from handlers.slack.context import Services
from handlers.slack.idempotency import forget_old_requests

EACH_SWEEP = timedelta(0)
_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)


class Served(Protocol):
    """The workspaces that the bot serves, as far as the clock is concerned."""

    def client_for(self, team: str) -> WebClient: ...

    def renew(self) -> None: ...

    def find_joined(self) -> None: ...


def never() -> bool:
    """The answer of whoever has not been told to stop."""
    return False


def nothing() -> None:
    """For a job that nobody watches."""


@dataclass(frozen=True)
class JobContext:
    """What a job works with. A long one calls `beat` now and then, and ends early once `stopped` says so."""

    services: Services
    workspaces: Served
    senders: Executor | None = None
    stopped: Callable[[], bool] = never
    beat: Callable[[], None] = nothing


@dataclass(frozen=True)
class Job:
    """One thing that the clock brings about; `name` is what logs, /metrics and `gotano check` call it.

    It runs at the first sweep that comes `every` or longer after it last went well. While one that is `needed` fails,
    the bot is not ready.
    """

    name: str
    every: timedelta
    run: Callable[[JobContext], object]
    needed: bool = False


def _send_due_nudges(context: JobContext) -> None:
    client_for, stopped = context.workspaces.client_for, context.stopped
    while not stopped() and send_due(context.services, client_for, context.senders, stopped):
        context.beat()


def _send_offers(context: JobContext) -> None:
    send_offers(context.services, context.workspaces.client_for, context.stopped, context.beat)


def _end_undos(context: JobContext) -> None:
    end_undos(context.services, context.workspaces.client_for, context.stopped, context.beat)


def _post_owed_cards(context: JobContext) -> None:
    post_owed_cards(context.services, context.workspaces.client_for, context.stopped, context.beat)


def _take_back_leftovers(context: JobContext) -> None:
    take_back_leftovers(context.services, context.workspaces.client_for, context.stopped, context.beat)


def _send_week_notes(context: JobContext) -> None:
    send_week_notes(context.services, context.workspaces.client_for, context.stopped, context.beat)


def _send_outbox(context: JobContext) -> None:
    client_for = context.workspaces.client_for
    send_outbox(context.services, client_for, context.stopped, context.beat, context.senders)


def _forget_what_was_told(context: JobContext) -> None:
    forget_old_rows(context.services)


def _end_steps_in_vain(context: JobContext) -> None:
    end_steps_in_vain(context.services)


def _send_hand_overs(context: JobContext) -> None:
    send_hand_overs(context.services, context.workspaces.client_for, context.stopped, context.beat)


def _forget_old_requests(context: JobContext) -> None:
    forget_old_requests(context.services)


def _renew_tokens(context: JobContext) -> None:
    context.workspaces.renew()


def _find_joined_workspaces(context: JobContext) -> None:
    context.workspaces.find_joined()


def _erase_gone_workspaces(context: JobContext) -> None:
    erase_gone_workspaces(context.services)


def _forget_old_entries(context: JobContext) -> None:
    forget_trail(context.services)


def _make_team_weeks(context: JobContext) -> None:
    make_team_weeks(context.services, context.stopped, context.beat)


def _read_team_books(context: JobContext) -> None:
    read_team_books(context.services)


def _send_team_notes(context: JobContext) -> None:
    send_team_notes(context.services, context.workspaces.client_for, context.stopped, context.beat)


JOBS = (
    Job("send due nudges", every=EACH_SWEEP, run=_send_due_nudges, needed=True),
    Job("send offers", every=EACH_SWEEP, run=_send_offers, needed=True),
    Job("end undos", every=EACH_SWEEP, run=_end_undos, needed=True),
    Job("post owed cards", every=EACH_SWEEP, run=_post_owed_cards, needed=True),
    Job("take back leftovers", every=EACH_SWEEP, run=_take_back_leftovers, needed=True),
    Job("send week notes", every=EACH_SWEEP, run=_send_week_notes, needed=True),
    Job("end workflow steps in vain", every=_MINUTE, run=_end_steps_in_vain),
    Job("send what hooks and steps are told", every=EACH_SWEEP, run=_send_outbox, needed=True),
    Job("send hand-overs", every=EACH_SWEEP, run=_send_hand_overs, needed=True),
    Job("forget old requests", every=_MINUTE, run=_forget_old_requests, needed=True),
    Job("renew tokens", every=_MINUTE, run=_renew_tokens),
    Job("find joined workspaces", every=_MINUTE, run=_find_joined_workspaces),
    Job("erase gone workspaces", every=EACH_SWEEP, run=_erase_gone_workspaces),
    Job("forget old audit entries", every=_HOUR, run=_forget_old_entries),
    Job("forget what was told", every=_HOUR, run=_forget_what_was_told),
    Job("make the team's numbers", every=_HOUR, run=_make_team_weeks),
    Job("read what teams learnt", every=_MINUTE, run=_read_team_books),
    Job("send team notes", every=EACH_SWEEP, run=_send_team_notes),
)
"""In the order in which a sweep runs them, one after the other."""
