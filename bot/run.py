"""`gotano run`: the real bot, from its settings until it is told to stop."""

import logging

from bot.app import build_app, slack_client
from bot.bootstrap import StartError, install_pages, servers, workspaces
from bot.http_server import StopSignal, drain
from bot.logs import set_up_logs
from bot.metrics import Metrics
from bot.scheduler import Scheduler
from bot.settings import Settings
from bot.workspaces import Workspaces
from handlers.slack.context import Services
from handlers.slack.errors import SLACK_FAILED, error_code
from prompts.playbook import load_playbook
from storage.database import Database
from storage.migrate import migrate

_log = logging.getLogger(__name__)


def run(settings: Settings) -> None:
    """Serves until SIGTERM or Ctrl-C, then finishes what is in flight."""
    stop = StopSignal()
    set_up_logs(settings.log_level, settings.log_format)
    playbook = load_playbook(settings.playbook_dir)
    metrics = Metrics()
    db = Database(settings.database_url, metrics.transaction)
    try:
        migrate(db.engine)
        where, services = workspaces(settings, db, playbook, metrics)
        metrics.look_at(services)
        _serve(settings, services, where, metrics, stop)
    finally:
        db.close()


def _serve(
    settings: Settings, services: Services, where: Workspaces, metrics: Metrics, stop: StopSignal
) -> None:
    client = slack_client(settings.bot_token, settings.api_url)
    secret = None if settings.socket_mode else settings.signing_secret
    app = build_app(
        services, client, where.authorize, secret, metrics.acked, install_pages(settings, services)
    )
    scheduler = Scheduler(services, where, settings.sweep_seconds, stop.is_told, observe=metrics.job)
    serving = servers(settings, app, services, scheduler, metrics)
    try:
        for server in serving:
            server.start()
    except SLACK_FAILED as error:
        raise StartError(f"cannot connect to Slack: {error_code(error)}. Try: gotano check") from None
    scheduler.start()
    stop.wait(scheduler.mind_the_clock)
    _log.info("stopping: finishing what is in flight")
    for server in serving:
        server.close()
    drain(app)
    scheduler.close()
