"""`gotano run`: the real bot, from its settings until it is told to stop."""

import logging

from slack_sdk.errors import SlackApiError

from bot.app import build_app, slack_client
from bot.clock import real_now
from bot.scheduler import Heartbeat, build_scheduler
from bot.server import HttpServer, Served, SocketServer, drain, wait_for_signal
from bot.settings import Settings
from handlers.desk import Desk
from prompts.playbook import load_playbook
from storage.database import Database
from storage.migrate import migrate

_log = logging.getLogger(__name__)


class StartError(Exception):
    """The bot cannot start, and why."""


def run(settings: Settings) -> None:
    """Serves until SIGTERM or Ctrl-C, then finishes what is in flight."""
    quiet_logs(settings.log_level)
    playbook = load_playbook(settings.playbook_dir)
    db = Database(settings.database_url)
    migrate(db.engine)
    client = slack_client(settings.bot_token, settings.api_url)
    try:
        client.auth_test()
    except SlackApiError as error:
        db.close()
        raise StartError(
            f"Slack refuses SLACK_BOT_TOKEN: {error.response.get('error')}. Try: gotano check"
        ) from None
    desk = Desk(db, playbook, real_now)
    app = build_app(desk, client, None if settings.socket_mode else settings.signing_secret)
    scheduler = build_scheduler(desk, lambda _team: client, settings.sweep_seconds, Heartbeat())
    server: Served
    if settings.app_token:
        server = SocketServer(app, settings.app_token)
        _log.info("running over Socket Mode")
    else:
        http = server = HttpServer(app, settings.host, settings.port)
        _log.info("running on http://%s:%s", settings.host, http.port)
    scheduler.start()
    server.start()
    wait_for_signal()
    _log.info("stopping: finishing what is in flight")
    server.close()
    drain(app)
    scheduler.shutdown(wait=True)
    db.close()


def quiet_logs(level: str) -> None:
    """Our own logs at `level`; the libraries' below INFO would print what people typed, so they never do."""
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for name in ("slack_sdk", "slack_bolt", "apscheduler", "sqlalchemy", "urllib3", "waitress", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
