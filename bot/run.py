"""`gotano run`: the real bot, from its settings until it is told to stop."""

import logging

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.app import build_app, granted_scopes, slack_client
from bot.clock import real_now
from bot.health import Health
from bot.logs import set_up_logs
from bot.metrics import Metrics
from bot.scheduler import Sweeper
from bot.server import HttpServer, Page, Pages, Served, SocketServer, StopSignal, drain
from bot.settings import Settings
from handlers.desk import SLACK_FAILED, Desk, name_of
from handlers.rep import wake_workspace
from prompts.playbook import load_playbook
from storage.database import Database
from storage.migrate import migrate

_log = logging.getLogger(__name__)


class StartError(Exception):
    """The bot cannot start, and why."""


def run(settings: Settings) -> None:
    """Serves until SIGTERM or Ctrl-C, then finishes what is in flight."""
    stop = StopSignal()
    set_up_logs(settings.log_level, settings.log_format)
    playbook = load_playbook(settings.playbook_dir)
    metrics = Metrics()
    db = Database(settings.database_url, metrics.transaction)
    try:
        migrate(db.engine)
        client = slack_client(settings.bot_token, settings.api_url)
        told = _who_we_are(client, settings)
        scopes = granted_scopes(told)
        desk = Desk(db, playbook, real_now, respects_dnd="dnd:read" in scopes, watch=metrics)
        metrics.look_at(desk)
        wake_workspace(desk, str(told.get("team_id")))
        _serve(settings, desk, client, metrics, stop)
    finally:
        db.close()


def _who_we_are(client: WebClient, settings: Settings) -> SlackResponse:
    """Slack's answer to auth.test; StartError when there is none."""
    try:
        return client.auth_test()
    except SLACK_FAILED as error:
        said = f"Slack refuses SLACK_BOT_TOKEN: {name_of(error)}"
        if not isinstance(error, SlackApiError):
            said = f"Slack cannot be reached at {settings.api_url}: {error}"
        raise StartError(f"{said}. Try: gotano check") from None


def _serve(settings: Settings, desk: Desk, client: WebClient, metrics: Metrics, stop: StopSignal) -> None:
    secret = None if settings.socket_mode else settings.signing_secret
    app = build_app(desk, client, secret, metrics.acked)
    sweeper = Sweeper(desk, lambda _team: client, settings.sweep_seconds, stop.is_told)
    servers = _servers(settings, app, desk, sweeper, metrics)
    try:
        for server in servers:
            server.start()
    except SLACK_FAILED as error:
        raise StartError(f"cannot connect to Slack: {name_of(error)}. Try: gotano check") from None
    sweeper.start()
    stop.wait(sweeper.mind_the_clock)
    _log.info("stopping: finishing what is in flight")
    for server in servers:
        server.close()
    drain(app)
    sweeper.close()


def _servers(settings: Settings, app: App, desk: Desk, sweeper: Sweeper, metrics: Metrics) -> list[Served]:
    """How Slack reaches the bot, and where its own pages are: in Socket Mode only when a port is told."""
    served: list[Served] = []
    socket = SocketServer(app, settings.app_token) if settings.app_token else None
    connected = (lambda: socket.connected) if socket else (lambda: True)
    health = Health(desk.db, sweeper.heartbeat, settings.sweep_seconds, connected)
    about = {"/metrics": lambda: Page(metrics.page(), metrics.CONTENT_TYPE)}
    pages: Pages = {"/healthz": health.alive, "/readyz": health.ready}
    if settings.metrics_beside:
        pages = {**pages, **about}
    if socket:
        served.append(socket)
        _log.info("running over Socket Mode")
    if settings.port is not None:
        # In Socket Mode without the app: it then verifies no signature, so it must not be reachable over HTTP.
        http = _http(None if socket else app, settings.host, settings.port, pages)
        served.append(http)
        _log.info(f"running on http://{settings.host}:{http.port}")
    if settings.metrics_port is not None:
        own = _http(None, settings.metrics_host, settings.metrics_port, about)
        served.append(own)
        _log.info(f"metrics on http://{settings.metrics_host}:{own.port}/metrics")
    return served


def _http(app: App | None, host: str, port: int, pages: Pages) -> HttpServer:
    try:
        return HttpServer(app, host, port, pages)
    except OSError as error:
        raise StartError(f"cannot listen on {host}:{port}: {error.strerror}") from None
