"""`gotano run`: the real bot, from its settings until it is told to stop."""

import logging

from slack_bolt import App
from slack_sdk.errors import SlackApiError

from bot.app import build_app, granted_scopes, slack_client
from bot.clock import real_now
from bot.scheduler import Heartbeat, build_scheduler
from bot.server import HttpServer, Served, SocketServer, StopSignal, drain
from bot.settings import Settings
from handlers.desk import SLACK_FAILED, Desk, name_of
from prompts.playbook import load_playbook
from storage.database import Database
from storage.migrate import migrate

LATE_SECONDS = 120
"""How long after its time a sweep may end before /healthz says 503: a batch on a slow Slack takes less."""

_log = logging.getLogger(__name__)


class StartError(Exception):
    """The bot cannot start, and why."""


def run(settings: Settings) -> None:
    """Serves until SIGTERM or Ctrl-C, then finishes what is in flight."""
    stop = StopSignal()
    quiet_logs(settings.log_level)
    playbook = load_playbook(settings.playbook_dir)
    db = Database(settings.database_url)
    migrate(db.engine)
    client = slack_client(settings.bot_token, settings.api_url)
    try:
        scopes = granted_scopes(client.auth_test())
    except SLACK_FAILED as error:
        db.close()
        said = f"Slack refuses SLACK_BOT_TOKEN: {name_of(error)}"
        if not isinstance(error, SlackApiError):
            said = f"Slack cannot be reached at {settings.api_url}: {error}"
        raise StartError(f"{said}. Try: gotano check") from None
    desk = Desk(db, playbook, real_now, respects_dnd="dnd:read" in scopes)
    app = build_app(desk, client, None if settings.socket_mode else settings.signing_secret)
    heartbeat = Heartbeat()
    scheduler = build_scheduler(desk, lambda _team: client, settings.sweep_seconds, heartbeat, stop.is_told)
    try:
        servers = _servers(settings, app, heartbeat)
    except OSError as error:
        db.close()
        raise StartError(f"cannot listen on {settings.host}:{settings.port}: {error.strerror}") from None
    try:
        for server in servers:
            server.start()
    except SLACK_FAILED as error:
        raise StartError(f"cannot connect to Slack: {name_of(error)}. Try: gotano check") from None
    scheduler.start()
    stop.wait()
    _log.info("stopping: finishing what is in flight")
    for server in servers:
        server.close()
    drain(app)
    scheduler.shutdown(wait=True)
    db.close()


def _servers(settings: Settings, app: App, heartbeat: Heartbeat) -> list[Served]:
    """How Slack reaches the bot, and where /healthz answers: in Socket Mode only when a port is told."""

    def asleep() -> str | None:
        late = heartbeat.age > settings.sweep_seconds + LATE_SECONDS
        return f"no sweep for due nudges for {round(heartbeat.age)} seconds" if late else None

    if not settings.app_token:
        http = HttpServer(app, settings.host, settings.port or 0, asleep)
        _log.info("running on http://%s:%s", settings.host, http.port)
        return [http]
    socket = SocketServer(app, settings.app_token)
    _log.info("running over Socket Mode")
    if settings.port is None:
        return [socket]

    def unwell() -> str | None:
        return asleep() or (None if socket.connected else "no connection to Slack")

    # Without the app: over Socket Mode it verifies no signature, so it must not be reachable over HTTP.
    return [socket, HttpServer(None, settings.host, settings.port, unwell)]


def quiet_logs(level: str) -> None:
    """Our own logs at `level`; the libraries' would print what people typed below WARNING, so they do not."""
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for name in ("slack_sdk", "slack_bolt", "apscheduler", "sqlalchemy", "urllib3", "waitress", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
