"""Puts a bot together from its settings: the one place where what it is made of is wired."""

import errno
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from socket import EAI_AGAIN, gaierror
from typing import Protocol

from slack_bolt import App

from bot.app import build_app, drain
from bot.cli_errors import BAD_SETTINGS
from bot.clock import real_now
from bot.errors import MAY_PASS, StartError, not_started
from bot.health import Health
from bot.http_server import HttpServer
from bot.install import InstallFlow, install_flow
from bot.jobs import never
from bot.lost_deals_hook import lost_deals_route
from bot.metrics import Metrics
from bot.routes import metrics_route, public_routes
from bot.routing import Route
from bot.scheduler import Scheduler
from bot.settings import Settings
from bot.slack_client import slack_client
from bot.socket_mode import SocketModeClient
from bot.workspace_factory import installations, many_workspaces, one_workspace
from bot.workspaces import Workspaces
from handlers.deals.rep import unpark_workspace
from handlers.delivery.hook_post import HookPoster
from handlers.slack.context import Services
from handlers.slack.errors import SLACK_FAILED, error_code
from handlers.slack.playbooks import PlaybookChoices
from handlers.slack.throttle import Throttle
from prompts.playbook import Playbook
from storage.database import Database
from storage.installations import States
from storage.secrets import Vault

_log = logging.getLogger(__name__)


class Server(Protocol):
    """Something that takes requests until it is closed, and then finishes what is in flight."""

    def start(self) -> None: ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class Bot:
    """Everything that a bot is made of; it does nothing until it is started."""

    services: Services
    workspaces: Workspaces
    app: App
    scheduler: Scheduler
    servers: tuple[Server, ...]

    @property
    def http(self) -> HttpServer:
        """The server of its public addresses; StopIteration in Socket Mode without a port."""
        return next(server for server in self.servers if isinstance(server, HttpServer))

    def start(self) -> None:
        """StartError when Slack cannot be reached."""
        try:
            for server in self.servers:
                server.start()
        except SLACK_FAILED as error:
            raise not_started(f"cannot connect to Slack: {error_code(error)}", error) from None
        self.scheduler.start()

    def stop(self) -> None:
        """Takes nothing more, and finishes what has begun."""
        for server in self.servers:
            server.close()
        drain(self.app)
        self.scheduler.close()


def build_bot(
    settings: Settings,
    db: Database,
    playbook: Playbook,
    *,
    metrics: Metrics | None = None,
    now: Callable[[], datetime] = real_now,
    throttle: Throttle | None = None,
    stopped: Callable[[], bool] = never,
    choices: PlaybookChoices | None = None,
) -> Bot:
    """On a database with the newest schema, by the clock `now` (UTC); StartError says why it cannot be.

    With a good token what was parked for a bad one goes on.
    """
    metrics, throttle = metrics or Metrics(), throttle or Throttle()
    workspaces, team = _workspaces(settings, db, now)
    services = Services(
        db,
        playbook,
        now,
        may=workspaces.may,
        forget_tokens=workspaces.forget,
        retention=settings.retention,
        audit_kept=settings.audit_kept,
        may_use=settings.may_use,
        contacts=settings.contacts,
        throttle=throttle,
        metrics=metrics,
        vault=Vault(settings.encryption_keys),
        post=HookPoster(settings.hook_rules),
        choices=choices or PlaybookChoices(),
    )
    if team:
        unpark_workspace(services, team)
    metrics.look_at(services)
    app = _app(settings, services, workspaces, metrics)
    scheduler = Scheduler(services, workspaces, settings.sweep_seconds, stopped, observe=metrics.job)
    hook = lost_deals_route(services, workspaces.client_for, Vault(settings.encryption_keys))
    servers = _servers(settings, app, services, scheduler, metrics, hook)
    return Bot(services, workspaces, app, scheduler, servers)


def _workspaces(
    settings: Settings, db: Database, now: Callable[[], datetime]
) -> tuple[Workspaces, str | None]:
    """Whom it serves, and the id of the workspace where it is one. What is another's to send it leaves alone."""
    if settings.many_workspaces:
        db.serve(None)
        return many_workspaces(settings, db, now), None
    one, team = one_workspace(settings)
    db.serve(one.team)
    return one, team


def _app(settings: Settings, services: Services, workspaces: Workspaces, metrics: Metrics) -> App:
    client = slack_client(settings.bot_token, settings.api_url)
    secret = None if settings.socket_mode else settings.signing_secret
    return build_app(
        services, client, workspaces.authorize, secret, metrics.acked, _install_flow(settings, services)
    )


def _install_flow(settings: Settings, services: Services) -> InstallFlow | None:
    """With OAuth the app can be installed by whoever opens /slack/install."""
    if not settings.many_workspaces:
        return None
    client = slack_client(None, settings.api_url)
    store, states = installations(settings, services.db, services.now), States(services.db)
    return install_flow(settings, store, states, client, services.default_playbook.words)


def _servers(
    settings: Settings,
    app: App,
    services: Services,
    scheduler: Scheduler,
    metrics: Metrics,
    lost_deals: Route,
) -> tuple[Server, ...]:
    """How Slack reaches the bot, and where its own pages are: in Socket Mode only when a port is told."""
    servers: list[Server] = []
    socket = SocketModeClient(app, settings.app_token) if settings.app_token else None
    connected = (lambda: socket.connected) if socket else (lambda: True)
    health = Health(services.db, scheduler.heartbeat, settings.sweep_seconds, connected)
    if socket:
        servers.append(socket)
        _log.info("running over Socket Mode")
    if settings.port is not None:
        words = services.default_playbook.words
        routes = public_routes(settings, app, health, metrics, lost_deals, words)
        http = _http(routes, "HOST", settings.host, settings.port)
        servers.append(http)
        _log.info(f"running on http://{settings.host}:{http.port}")
    if settings.metrics_port is not None:
        own = _http(
            [metrics_route(metrics)], "GOTANO_METRICS_HOST", settings.metrics_host, settings.metrics_port
        )
        servers.append(own)
        _log.info(f"metrics on http://{settings.metrics_host}:{own.port}/metrics")
    return tuple(servers)


def _http(routes: list[Route], setting: str, host: str, port: int) -> HttpServer:
    """At the host that the setting of this name tells."""
    try:
        return HttpServer(routes, host, port)
    except gaierror as error:
        code = MAY_PASS if error.errno == EAI_AGAIN else BAD_SETTINGS
        raise StartError(f"{setting} leads nowhere: {host}: {error.strerror}", code) from None
    except OSError as error:
        said = f"cannot listen on {host}:{port}: {error.strerror}"
        # The machine may not have been given the address yet.
        code = MAY_PASS if error.errno == errno.EADDRNOTAVAIL else BAD_SETTINGS
        if error.errno == errno.EADDRINUSE:
            said += ". Perhaps this bot runs already; else end what listens there, or set another port"
        raise StartError(said, code) from None
