"""What a running bot is made of: where it serves, how Slack reaches it, and its own pages."""

import logging

from slack_bolt import App
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.token_rotation import TokenRotator

from bot.app import granted_scopes, slack_client
from bot.clock import real_now
from bot.health import Health
from bot.http_server import HttpServer, Page, Pages, Served, SocketServer
from bot.install import InstallFlow, install_flow
from bot.metrics import Metrics
from bot.scheduler import Scheduler
from bot.settings import Settings
from bot.workspaces import ManyWorkspaces, OneWorkspace, Workspaces
from handlers.deals.rep import unpark_workspace
from handlers.slack.context import Services
from handlers.slack.errors import SLACK_FAILED, error_code
from prompts.playbook import Playbook
from storage.database import Database
from storage.installations import Installations, States
from storage.secrets import Vault

_log = logging.getLogger(__name__)


class StartError(Exception):
    """The bot cannot start, and why."""


def one_workspace(settings: Settings) -> tuple[OneWorkspace, str]:
    """The workspace of SLACK_BOT_TOKEN, and its id; StartError when Slack does not know the token."""
    client = slack_client(settings.bot_token, settings.api_url)
    try:
        told = client.auth_test()
    except SLACK_FAILED as error:
        said = f"Slack refuses SLACK_BOT_TOKEN: {error_code(error)}"
        if not isinstance(error, SlackApiError):
            said = f"Slack cannot be reached at {settings.api_url}: {error}"
        raise StartError(f"{said}. Try: gotano check") from None
    return OneWorkspace(client, told, granted_scopes(told)), str(told.get("team_id"))


def installations(settings: Settings, db: Database) -> Installations:
    return Installations(db, settings.client_id or "", Vault(settings.encryption_keys), real_now)


def many_workspaces(settings: Settings, db: Database) -> ManyWorkspaces:
    rotator = TokenRotator(
        client_id=settings.client_id or "",
        client_secret=settings.client_secret or "",
        client=slack_client(None, settings.api_url),
    )
    return ManyWorkspaces(
        db, installations(settings, db), rotator, lambda token: slack_client(token, settings.api_url)
    )


def workspaces(
    settings: Settings, db: Database, playbook: Playbook, metrics: Metrics
) -> tuple[Workspaces, Services]:
    """Where it serves, and the services for it; with a good token what was parked for a bad one goes on."""
    where: Workspaces
    where, team = (
        (many_workspaces(settings, db), None) if settings.many_workspaces else one_workspace(settings)
    )
    services = Services(
        db,
        playbook,
        real_now,
        may=where.may,
        forget_tokens=where.forget,
        retention=settings.retention,
        metrics=metrics,
    )
    if team:
        unpark_workspace(services, team)
    return where, services


def install_pages(settings: Settings, services: Services) -> InstallFlow | None:
    """With OAuth the app can be installed by whoever opens /slack/install."""
    if not settings.many_workspaces:
        return None
    client = slack_client(None, settings.api_url)
    store, states = installations(settings, services.db), States(services.db)
    return install_flow(settings, store, states, client, services.playbook.words)


def servers(
    settings: Settings, app: App, services: Services, scheduler: Scheduler, metrics: Metrics
) -> list[Served]:
    """How Slack reaches the bot, and where its own pages are: in Socket Mode only when a port is told."""
    served: list[Served] = []
    socket = SocketServer(app, settings.app_token) if settings.app_token else None
    connected = (lambda: socket.connected) if socket else (lambda: True)
    health = Health(services.db, scheduler.heartbeat, settings.sweep_seconds, connected)
    about: Pages = {"/metrics": lambda: Page(metrics.page(), metrics.CONTENT_TYPE)}
    pages: Pages = {"/healthz": health.alive, "/readyz": health.ready}
    if settings.metrics_beside:
        pages = {**pages, **about}
    if socket:
        served.append(socket)
        _log.info("running over Socket Mode")
    if settings.port is not None:
        # In Socket Mode without the app: it then verifies no signature, so it must not be reachable over HTTP.
        install = app if settings.many_workspaces else None
        http = _http(None if socket else app, settings.host, settings.port, pages, install)
        served.append(http)
        _log.info(f"running on http://{settings.host}:{http.port}")
    if settings.metrics_port is not None:
        own = _http(None, settings.metrics_host, settings.metrics_port, about)
        served.append(own)
        _log.info(f"metrics on http://{settings.metrics_host}:{own.port}/metrics")
    return served


def _http(app: App | None, host: str, port: int, pages: Pages, install: App | None = None) -> HttpServer:
    try:
        return HttpServer(app, host, port, pages, install)
    except OSError as error:
        raise StartError(f"cannot listen on {host}:{port}: {error.strerror}") from None
