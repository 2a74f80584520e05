"""The whole bot in OAuth mode, on one local Slack with several workspaces, over real HTTP, on a standing clock."""

from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import ColumnElement, func, select, text

from bot.bootstrap import build_bot
from bot.jobs import JOBS, JobContext
from bot.manifest import PATH, manifest
from bot.scheduler import run_jobs
from bot.settings import read_settings
from coaching.deal import LostDeal
from handlers.slack.throttle import Throttle
from playground import AppConfig, Clock, Gestures, Identity, LocalSlack, LocalWorkspace
from playground.transport.delivery import Delivery
from playground.transport.event_payload import event_callback
from storage.deals import list_deals
from storage.owner import EVERYBODY, Owner
from storage.records import PENDING
from storage.secrets import new_key
from storage.tables import Base, DealRow, NudgeRow
from tests import patience
from tests.databases import ready
from tests.oauth.browser import Answer, Browser
from tests.rig import ANA, MONDAY, SAM, TEAM, StandingClock, watched
from tests.words import in_full, shipped_playbook

KEY = new_key()
OTHER = "T0OTHER"
JSON = dict[str, Any]


class OAuthRig:
    """A bot that nobody has installed yet, and where it could be: `slack` itself, and what is added."""

    def __init__(
        self,
        folder: Path,
        *,
        database_url: str | None = None,
        rotating: bool = False,
        environ: dict[str, str] | None = None,
    ) -> None:
        self.clock = StandingClock(MONDAY)
        self.folder = folder
        self.database_url = database_url or f"sqlite:///{folder / 'gotano.db'}"
        self.slack = LocalSlack(
            (ANA, SAM),
            Identity(team_id=TEAM, team_name="Test & Sons"),
            AppConfig.of_manifest(manifest(workflow_step=True), token_rotation=rotating),
            clock=Clock(now=self.clock.now, retry_scale=0.0, answer_within=patience.SECONDS),
            channels=[("C0LESSONS", "deal-lessons")],
            installed=False,
        ).start()
        self.db = ready(self.database_url)
        self.playbook = in_full(shipped_playbook())
        self.start(environ)
        self.ana, self.sam = self.slack.person(ANA.id), self.slack.person(SAM.id)

    def start(self, environ: dict[str, str] | None = None) -> None:
        """The process begins, with what an admin has set."""
        self.environ = self.environment() | (environ or {})
        self.settings = read_settings(self.environ)
        throttle = Throttle(rest=self.slack.let_pass)
        self.bot = build_bot(self.settings, self.db, self.playbook, now=self.clock.now, throttle=throttle)
        self.services, self.where, self.scheduler = self.bot.services, self.bot.workspaces, self.bot.scheduler
        self.listeners = watched(self.bot.app)
        self.slack.settle = self.listeners.idle
        self.server = self.bot.http
        self.server.start()
        self.url = f"http://127.0.0.1:{self.server.port}"
        self.slack.redirect_urls[:] = [f"{self.url}/slack/oauth_redirect"]
        self.slack.deliver_to(f"{self.url}{PATH}")

    def stop(self) -> None:
        self.bot.stop()

    def restart(self, **environ: str) -> None:
        """The process ends, and another begins on the same database."""
        self.stop()
        self.start(environ)

    def __enter__(self) -> "OAuthRig":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self.slack.stop()
        self.db.close()

    def environment(self) -> dict[str, str]:
        return {
            "SLACK_CLIENT_ID": self.slack.client_id,
            "SLACK_CLIENT_SECRET": self.slack.client_secret,
            "SLACK_SIGNING_SECRET": self.slack.signing_secret,
            "SLACK_API_URL": self.slack.api_url,
            "GOTANO_ENCRYPTION_KEY": KEY,
            "DATABASE_URL": self.database_url,
            "PORT": "0",
        }

    def add(self, team: str = OTHER, *, people: tuple[Any, ...] = (ANA, SAM), **more: Any) -> LocalWorkspace:
        """Another workspace, where the same user ids are other people's; not installed."""
        return self.slack.add_workspace(people, team_id=team, team_name=team, installed=False, **more)

    def install(self, where: str = TEAM, more_scopes: str = "") -> Answer:
        """An admin goes through all of it; the last page they see."""
        answer = Browser().install(f"{self.url}/slack/install", where, more_scopes)
        assert answer.status == 200, answer.text
        self.slack.clear_calls()
        return answer

    def uninstall(self, ws: LocalWorkspace, *told: str, at: float | None = None, **how: Any) -> None:
        """Somebody removes the app; then these events arrive in this order, with the time `at` on them."""
        ws.uninstall(events=[], **how)
        for name in told or ("tokens_revoked", "app_uninstalled"):
            self.tell(ws, name, at)

    def tell(
        self,
        ws: LocalWorkspace,
        name: str,
        at: float | None = None,
        tokens: JSON | None = None,
        **changed: str,
    ) -> Delivery:
        """One event of the app's life, stamped with the rig's time, as Slack stamps it with its own."""
        bot = {"oauth": [], "bot": [ws.identity.bot_user_id]}
        event = {"type": name} | ({"tokens": tokens or bot} if name == "tokens_revoked" else {})
        payload = event_callback(ws._ws, event) | {"event_time": int(at or self.clock.now().timestamp())}
        payload |= changed
        answer = self.slack.person(ANA.id).send_raw(payload, "events_api")
        self.listeners.idle()
        assert answer.ok, answer
        return answer

    def sweep(self) -> None:
        """The clock strikes: all that happens by the clock, whenever it last did."""
        run_jobs(JOBS, JobContext(self.services, self.where), self.scheduler.heartbeat)

    def jump(self, team: str = TEAM) -> None:
        """To the moment at which something of that workspace is next due."""
        query = select(func.min(NudgeRow.due_at)).where(NudgeRow.status == PENDING, NudgeRow.team == team)
        with self.db.read(EVERYBODY) as session:
            due = session.scalars(query).one_or_none()
        assert due is not None, "nothing is scheduled"
        self.clock.move_to(max(due, self.clock.now()))
        self.sweep()

    def debrief(self, who: Gestures, prospect: str = "Dana Reyes, Acme", words: str = "Mine alone") -> None:
        """From the command to the verdict, accepted."""
        assert who.command("/gotano", prospect).ok
        who.fill({"stage": "buying", "asked_why": "told", "words": words})
        assert who.submit().action == "updated"
        who.fill({"kind-buying": "not_now", "door": "ajar"})
        assert who.submit().action == "updated"
        assert who.submit().action == "updated"
        assert who.submit().action in ("closed", "cleared")

    def deals(self, team: str = TEAM, rep: str = ANA.id) -> list[LostDeal]:
        with self.db.read(EVERYBODY) as session:
            return list(list_deals(session, Owner(team, rep), 1000))

    def lose_token(self, team: str) -> None:
        """Slack believes that it is installed there, and we have no token: it could not be stored, or is gone."""
        with self.db.write(EVERYBODY) as session:
            session.execute(text("DELETE FROM slack_bots WHERE team_id = :team"), {"team": team})

    def counts(self, team: str) -> dict[str, int]:
        """How many rows of a workspace, or organisation, each table holds; the audit trail outlives them."""
        deals = select(DealRow.id).where(DealRow.team == team)
        found = {}
        with self.db.read(EVERYBODY) as session:
            for name, table in Base.metadata.tables.items():
                if name == "audit":
                    continue
                mine: ColumnElement[bool]
                if name == "slack_bots":
                    mine = (table.c.team_id == team) | (table.c.enterprise_id == team)
                elif "team" in table.c:
                    mine = table.c.team == team
                elif "deal_id" in table.c:
                    mine = table.c.deal_id.in_(deals)
                else:
                    continue
                found[name] = session.scalar(select(func.count()).select_from(table).where(mine)) or 0
        return found

    def everything(self, team: str | None = None) -> dict[str, list[str]]:
        """All rows as they are, tokens sealed; of one workspace where they name one. The audit trail outlives them."""
        found = {}
        left_out = {"audit", "seen", "slack_oauth_states", "alembic_version"}
        with self.db.read(EVERYBODY) as session:
            for name in sorted(set(Base.metadata.tables) - left_out):
                rows = session.execute(text(f"SELECT * FROM {name}")).mappings()  # noqa: S608
                found[name] = sorted(
                    str(dict(r)) for r in rows if team in (None, r.get("team"), r.get("team_id"))
                )
        return found
