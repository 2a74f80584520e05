"""`gotano demo`: the whole bot against the local Slack, in a browser, with a clock that can be moved ahead."""

import errno
import shutil
import tempfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from sqlalchemy.orm import Session

from bot.bootstrap import build_bot
from bot.clock import MovableClock
from bot.demo_crm import crm_deals, link_crm
from bot.demo_guide import guide
from bot.demo_team import add_example_team
from bot.examples import add_examples
from bot.jobs import never, nothing
from bot.logs import set_up_logs
from bot.manifest import ASKED_SCOPES, PATH, manifest
from bot.settings import Settings, read_settings
from bot.stop_signal import StopSignal
from coaching.deal import LostDeal
from handlers.deals.team_books import read_team_books
from handlers.delivery.team_weeks import make_team_weeks
from handlers.listeners.import_list import SCOPE
from handlers.slack.playbooks import PlaybookChoices
from playground import ANSWER_SECONDS, AppConfig, Clock, Control, Crm, Identity, LocalSlack, Person
from prompts.library import load_library
from storage.database import Database
from storage.deals import list_deals
from storage.migrate import migrate
from storage.offer_queue import next_offer_due
from storage.owner import EVERYBODY, Owner
from storage.secrets import new_key
from storage.sent_nudges import next_due
from storage.team_notes import next_team_note

PEOPLE = (
    Person("U0ANA", "Ana Costa", "Europe/Lisbon"),
    Person("U0SAM", "Sam Reed", "America/New_York"),
)
_SCOPES = (*ASKED_SCOPES, SCOPE, "channels:read", "groups:read")
"""With those that a team's weekly note needs, too."""
_SWEEP_SECONDS = 2
_LOOKED_AT = 20
"""Deals: more than the examples and a first try make."""
_DATABASE = "gotano-demo.db"
"""Never the name of a real bot's database: the demo starts with an empty one."""


class Demo:
    """One bot and one local Slack in this process, on a database file of their own."""

    def __init__(
        self,
        folder: Path,
        port: int = 0,
        answer_within: float = ANSWER_SECONDS,
        workflow_step: bool = False,
    ) -> None:
        self._workflow_step = workflow_step
        self.clock = MovableClock()
        self.crm = Crm(crm_deals(PEOPLE[0].id), self.clock.now)
        self.slack = self._started_slack(port, answer_within)
        self.slack.invite("C0LESSONS")
        self._kept = settings = self._settings(folder)
        self.db = Database(settings.database_url)
        migrate(self.db.engine)
        library = load_library()
        choices = PlaybookChoices(library.phrasebooks)
        self.bot = build_bot(settings, self.db, library.default, now=self.clock.now, choices=choices)

    def start(self) -> None:
        self.bot.start()
        port, team = self.bot.http.port, self.slack.identity.team_id
        self.slack.deliver_to(f"http://127.0.0.1:{port}{PATH}")
        self.crm.join(link_crm(self._kept, self.db, team, port, self.slack.url))

    def stop(self) -> None:
        self.bot.stop()
        self.slack.stop()
        self.db.close()

    def jump_to_next_nudge(self) -> str:
        with self.db.read(EVERYBODY) as session:
            due = _next(session)
        if due and due <= self.clock.now():
            # What has just come in is given its moment by a sweep.
            self.bot.scheduler.sweep()
            with self.db.read(EVERYBODY) as session:
                due = _next(session)
        if due is None:
            return "Nothing is scheduled. Debrief a no first: type /gotano and a name."
        self.clock.move_to(due)
        self.bot.scheduler.sweep()
        return f"It is now {self._local_time()}."

    def a_day_ahead(self) -> str:
        """Every nudge and team's note on the way is sent in its own time, as it would be if a day really passed."""
        target = self.clock.now() + timedelta(days=1)
        while True:
            with self.db.read(EVERYBODY) as session:
                due = _next(session)
            if due is None or due > target:
                break
            self.clock.move_to(max(due, self.clock.now()))
            make_team_weeks(self.bot.services, never, nothing)
            self.bot.scheduler.sweep()
        self.clock.move_to(target)
        self.bot.scheduler.sweep()
        # By the demo's clock, which the schedule of seldom jobs knows nothing of.
        make_team_weeks(self.bot.services, never, nothing)
        read_team_books(self.bot.services)
        return f"It is now {self._local_time()}."

    def add_examples(self) -> str:
        team = self.slack.identity.team_id
        client = self.bot.workspaces.client_for(team)
        added = add_examples(self.bot.services, client, team, PEOPLE[0].id)
        return (
            f"{added} example deals are in {PEOPLE[0].name}'s messages."
            if added
            else "They are there already."
        )

    def add_team(self) -> str:
        added = add_example_team(self.bot.services, self.slack.identity.team_id, PEOPLE[0].id)
        read_team_books(self.bot.services)
        if not added:
            return "The example team is there already."
        return f"Eight people with {added} lost deals, and {PEOPLE[0].name} counts in with them: type /gotano team."

    def _deals(self) -> Sequence[LostDeal]:
        """The first rep's newest, for the guide."""
        owner = Owner(self.slack.identity.team_id, PEOPLE[0].id)
        with self.db.read(owner) as session:
            return list_deals(session, owner, _LOOKED_AT)

    def _local_time(self) -> str:
        return self.bot.services.default_playbook.words.moment(self.clock.now(), ZoneInfo(PEOPLE[0].tz))

    def _settings(self, folder: Path) -> Settings:
        return read_settings(
            {
                "SLACK_BOT_TOKEN": self.slack.bot_token,
                "SLACK_SIGNING_SECRET": self.slack.signing_secret,
                "SLACK_API_URL": self.slack.api_url,
                "DATABASE_URL": f"sqlite:///{folder / _DATABASE}",
                "PORT": "0",
                "GOTANO_ENCRYPTION_KEY": new_key(),
                # The CRM is on this machine as well: for the demo alone.
                "GOTANO_HOOKS_ALLOW_HTTP": "1",
                "GOTANO_HOOKS_ALLOW_NETWORKS": "127.0.0.0/8",
                "GOTANO_SWEEP_SECONDS": str(_SWEEP_SECONDS),
            }
        )

    def _started_slack(self, port: int, answer_within: float) -> LocalSlack:
        """On the port, or on a free one where that is taken."""
        try:
            return self._local_slack(answer_within).start(port=port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
        # One that could not listen has closed what it is made of.
        return self._local_slack(answer_within).start()

    def _local_slack(self, answer_within: float) -> LocalSlack:
        return LocalSlack(
            PEOPLE,
            Identity(team_id="T0DEMO", team_name="Northwind Sales", scopes=sorted(_SCOPES)),
            AppConfig.of_manifest(manifest(workflow_step=self._workflow_step)),
            clock=Clock(now=self.clock.now, answer_within=answer_within),
            channels=[("C0LESSONS", "deal-lessons")],
            controls=[
                Control("next_nudge", "Jump to the next nudge", self.jump_to_next_nudge),
                Control("day", "A day ahead", self.a_day_ahead),
                Control("examples", "Add example deals", self.add_examples),
                Control("team", "Add an example team", self.add_team),
            ],
            guide=guide(self._deals),
            crm=self.crm,
        )


def _next(session: Session) -> datetime | None:
    """When the next nudge comes, what the CRM told of, or a team's note."""
    due = (next_due(session), next_offer_due(session), next_team_note(session))
    return min((one for one in due if one), default=None)


def run_demo(port: int, folder: Path | None, workflow_step: bool) -> None:
    """Serves until Ctrl-C; a folder of its own making is removed again."""
    stop = StopSignal()
    set_up_logs("WARNING")
    own = folder is None
    folder = folder or Path(tempfile.mkdtemp(prefix="gotano-demo-"))
    folder.mkdir(parents=True, exist_ok=True)
    for leftover in folder.glob(f"{_DATABASE}*"):
        leftover.unlink()
    demo = Demo(folder, port, workflow_step=workflow_step)
    demo.start()
    if port and not demo.slack.url.endswith(f":{port}"):
        click.echo(
            f"Port {port} is taken, perhaps by a demo that still runs: this one has a port of its own."
        )
    click.echo(f"A local Slack with gotano in it: {demo.slack.url}")
    click.echo(f"Its database is in {folder}. Ctrl-C stops it.")
    stop.wait()
    click.echo("Stopping.")
    demo.stop()
    if own:
        shutil.rmtree(folder, ignore_errors=True)
