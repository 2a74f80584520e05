"""The whole bot against the local Slack, over real HTTP, on a clock that stands still until it is moved."""

import json
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any
from zoneinfo import ZoneInfo

from slack_bolt import App, BoltResponse
from sqlalchemy import func, select

from bot.bootstrap import Bot, build_bot
from bot.jobs import JOBS, JobContext
from bot.manifest import ASKED_SCOPES, PATH, manifest
from bot.scheduler import Heartbeat, run_jobs
from bot.settings import read_settings
from bot.slack_client import slack_client
from coaching.deal import LostDeal
from handlers.delivery.batch import ClientFor
from handlers.slack.context import Services
from handlers.slack.playbooks import PlaybookChoices
from handlers.slack.throttle import Throttle
from playground import AppConfig, Clock, Gestures, Identity, LocalSlack, Person
from prompts.playbook import Playbook
from storage.database import Database
from storage.deals import list_deals
from storage.export import export_deals
from storage.owner import EVERYBODY, Owner
from storage.records import PENDING
from storage.tables import NudgeRow
from tests import patience
from tests.databases import ready
from tests.words import choices_beside, in_full, shipped_playbook

ANA = Person("U0ANA", "Ana Costa", "Europe/Lisbon")
SAM = Person("U0SAM", "Sam Reed", "America/New_York")
TEAM = "T0TEST"
MONDAY = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
"""A Monday morning in Lisbon, far from a change of the clocks."""


class StandingClock:
    """A clock that moves only when it is told to."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def move_to(self, moment: datetime) -> None:
        self._now = moment

    def move(self, **by: float) -> None:
        self._now += timedelta(**by)


class Watched(Executor):
    """An executor that can be waited for, so that a gesture returns when the bot has done all it does."""

    def __init__(self, inner: Executor) -> None:
        self._inner = inner
        self._running = 0
        self._changed = threading.Condition()

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        with self._changed:
            self._running += 1
        future = self._inner.submit(fn, *args, **kwargs)
        future.add_done_callback(self._done)
        return future

    def idle(self, seconds: float = patience.SECONDS) -> None:
        with self._changed:
            if not self._changed.wait_for(lambda: self._running == 0, timeout=seconds):
                raise TimeoutError("the bot's listeners are still busy")

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._inner.shutdown(wait=wait, cancel_futures=cancel_futures)

    def _done(self, _future: Future[Any]) -> None:
        with self._changed:
            self._running -= 1
            self._changed.notify_all()


def watched(app: App) -> Watched:
    """The app's listeners, which can be waited for from now on."""
    patience.be_patient(app)
    listeners = app.listener_runner.listener_executor = Watched(app.listener_runner.listener_executor)
    return listeners


@dataclass
class Clients:
    """Workspaces of which nothing but their clients is known."""

    client_for: ClientFor

    def renew(self) -> None:
        """Their tokens do not end."""

    def find_joined(self) -> None:
        """They join no organisation."""


class Rig:
    """A bot, a local Slack and a standing clock. Gestures return when the bot is idle again."""

    def __init__(
        self,
        folder: Path,
        *,
        now: datetime = MONDAY,
        playbook: Playbook | None = None,
        choices: PlaybookChoices | None = None,
        database_url: str | None = None,
        people: tuple[Person, ...] = (ANA, SAM),
        scopes: Iterable[str] = ASKED_SCOPES,
        monotonic: Callable[[], float] = time.monotonic,
        rate_limits: bool = True,
        answer_within: float = patience.SECONDS,
        non_marketplace: bool = False,
        environ: Mapping[str, str] | None = None,
        quick: bool = False,
    ) -> None:
        # In one piece: what a rig is made of stands in the order in which each needs the one before.
        self.clock = StandingClock(now)
        self.db = ready(database_url or f"sqlite:///{folder / 'gotano.db'}")
        self.playbook = in_full(playbook or shipped_playbook(), unless=quick)
        self.choices = choices or choices_beside(playbook)
        self.slack = LocalSlack(
            people,
            Identity(team_id=TEAM, scopes=sorted(scopes)),
            AppConfig.of_manifest(manifest(workflow_step=True), non_marketplace=non_marketplace),
            clock=Clock(self.clock.now, monotonic, answer_within=answer_within),
            channels=[("C0LESSONS", "deal-lessons")],
            rate_limits=rate_limits,
        ).start()
        self.client = slack_client(self.slack.bot_token, self.slack.api_url)
        self.settings = read_settings(self._environment() | dict(environ or {}))
        self.bot = self.another_bot(self.db)
        self.services, self.where, self.server = self.bot.services, self.bot.workspaces, self.bot.http
        self.slack.clear_calls()
        self.heard: list[dict[str, Any]] = []
        """Every payload that reached the bot, oldest first: to be sent again, or by somebody else."""
        self.bot.app.middleware(self._overhear)
        self.listeners = watched(self.bot.app)
        self.slack.settle = self.listeners.idle
        self.server.start()
        self.slack.deliver_to(f"http://127.0.0.1:{self.server.port}{PATH}")
        self.ana, self.sam = self.slack.person("U0ANA"), self.slack.person("U0SAM")

    def __enter__(self) -> "Rig":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.bot.stop()
        self.slack.stop()
        self.db.close()

    def another_bot(self, db: Database) -> Bot:
        """A bot as `gotano run` makes it, on this clock, that rests for nobody; the scheduler is not started."""
        throttle = Throttle(rest=self.slack.let_pass)
        return build_bot(
            self.settings, db, self.playbook, now=self.clock.now, throttle=throttle, choices=self.choices
        )

    def _environment(self) -> dict[str, str]:
        return {
            "SLACK_BOT_TOKEN": self.slack.bot_token,
            "SLACK_SIGNING_SECRET": self.slack.signing_secret,
            "SLACK_API_URL": self.slack.api_url,
            "DATABASE_URL": self.db.url,
            "PORT": "0",
        }

    def _overhear(self, body: dict[str, Any], next: Callable[[], BoltResponse]) -> BoltResponse:
        self.heard.append(json.loads(json.dumps(body)))
        return next()

    def sweep(
        self,
        *,
        services: Services | None = None,
        client_for: ClientFor | None = None,
        senders: Executor | None = None,
    ) -> None:
        """The clock strikes; or it does so for another process, with services or clients of its own."""
        served = Clients(client_for) if client_for else self.where
        context = JobContext(services or self.services, served, senders)
        run_jobs([job for job in JOBS if job.needed], context, Heartbeat())

    def jump(self) -> datetime:
        """To the moment at which something is next due: a nudge that is then sent, or a deal that then waits."""
        with self.db.read(EVERYBODY) as session:
            pending = select(func.min(NudgeRow.due_at)).where(NudgeRow.status == PENDING)
            due = session.scalars(pending).one_or_none()
        assert due is not None, "nothing is scheduled"
        self.clock.move_to(max(due, self.clock.now()))
        self.sweep()
        return due

    def deals(self, person: Person = ANA) -> list[LostDeal]:
        """The person's lost deals, newest first."""
        with self.db.read(EVERYBODY) as session:
            return list(list_deals(session, Owner(TEAM, person.id), 1000))

    def export(self) -> list[dict[str, Any]]:
        with self.db.read(EVERYBODY) as session:
            return list(export_deals(session))

    def local(self, moment: datetime, person: Person = ANA) -> datetime:
        return moment.astimezone(ZoneInfo(person.tz))

    def debrief(
        self,
        who: Gestures,
        prospect: str = "Dana Reyes, Acme",
        *,
        kind: str = "not_now",
        stage: str = "buying",
        asked_why: str = "told",
        door: str = "ajar",
        words: str | None = None,
        **look: Any,
    ) -> LostDeal:
        """Goes through the three screens to the verdict screen, which stays open; `look` fills the third screen."""
        who.command("/gotano", prospect)
        who.fill({"stage": stage, "asked_why": asked_why} | ({"words": words} if words else {}))
        assert who.submit().action == "updated"
        who.fill({f"kind-{stage}": kind})
        if kind != "no_response":
            who.fill({"door": door})
        assert who.submit().action == "updated"
        who.fill(look)
        done = who.submit()
        assert done.action == "updated", done
        return self.deals(who.person)[0]
