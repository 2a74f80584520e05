"""`gotano check`: what is missing or wrong, in plain words."""

from collections.abc import Callable, Generator, Iterator, Mapping
from datetime import timedelta
from pathlib import Path

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse
from sqlalchemy import make_url

from bot.check_hooks import of_hooks
from bot.check_installed import installed
from bot.clock import real_now
from bot.environment import THE_ENVIRONMENT
from bot.finding import Finding
from bot.jobs import JOBS
from bot.manifest import NEEDED_SCOPES, OPTIONAL_SCOPES
from bot.settings import SECRETS, Settings, SettingsError, read_settings
from bot.slack_client import granted_scopes, slack_client
from handlers.delivery.retry_policy import is_away
from handlers.slack.errors import SLACK_FAILED, error_code
from prompts.library import load_library
from prompts.playbook_files import PlaybookError
from storage.database import UNREACHABLE, Database
from storage.filesystem import network_filesystem
from storage.migrate import pending_migrations
from storage.outbox_state import Waiting, parked_rows, waiting_rows
from storage.owner import EVERYBODY
from storage.sent_nudges import parked, planned_beside
from storage.workspaces import resting

_TOKEN_ERRORS = {
    "invalid_auth": "SLACK_BOT_TOKEN is not one Slack knows. Copy the Bot User OAuth Token again.",
    "not_authed": "SLACK_BOT_TOKEN is empty.",
    "account_inactive": "SLACK_BOT_TOKEN belongs to an app that was removed. Install it again.",
    "token_revoked": "SLACK_BOT_TOKEN was revoked. Install the app again and copy the new one.",
}


_WAITS_LONG = timedelta(hours=1)


def _environment(_name: str) -> str:
    return THE_ENVIRONMENT


def check(environ: Mapping[str, str], origin: Callable[[str], str] = _environment) -> Iterator[Finding]:
    """Settings first; the rest can be looked at only when they can be read. `origin` says where a variable is from."""
    try:
        settings = read_settings(environ)
    except SettingsError as error:
        yield from (Finding(False, problem) for problem in error.problems)
        return
    mode = "Socket Mode" if settings.socket_mode else f"HTTP on {settings.host}:{settings.port}"
    yield Finding(True, f"settings can be read; the bot would run over {mode}")
    yield Finding(True, f"settings: {settings.masked()}")
    yield Finding(True, f"tokens and keys: {_origins(environ, origin, settings)}")
    if settings.bot_token and settings.client_id:
        said = "SLACK_BOT_TOKEN is set beside SLACK_CLIENT_ID: the token wins, and the bot serves its workspace only"
        yield Finding(True, f"{said}. Leave it out to serve all that installed the app", note=True)
    yield Finding(True, f"jobs by the clock: {_jobs(settings)}")
    yield from _playbook(settings)
    served = None
    if settings.many_workspaces:
        yield from _oauth(settings)
    else:
        served = yield from _slack(settings)
    yield from _database(settings, served)


def _origins(environ: Mapping[str, str], origin: Callable[[str], str], settings: Settings) -> str:
    """Where each comes from, and never what it is."""
    told = [f"{name} from {origin(name)}" for name in SECRETS if environ.get(name, "").strip()]
    if settings.many_workspaces:
        told.append("a token for each workspace from the database")
    return ", ".join(told)


def _jobs(settings: Settings) -> str:
    seconds = [max(job.every.total_seconds(), settings.sweep_seconds) for job in JOBS]
    return ", ".join(f"{job.name} (every {each:g} s)" for job, each in zip(JOBS, seconds, strict=True))


def _oauth(settings: Settings) -> Iterator[Finding]:
    """A code that cannot be right is refused for itself only when the app's id and secret are."""
    client = slack_client(None, settings.api_url)
    try:
        client.oauth_v2_access(
            client_id=settings.client_id or "",
            client_secret=settings.client_secret or "",
            code="gotano-check",
        )
    except SlackApiError as error:
        name = error_code(error)
        fine = name in ("invalid_code", "code_expired", "code_already_used")
        said = "Slack knows SLACK_CLIENT_ID and SLACK_CLIENT_SECRET"
        yield Finding(
            fine, said if fine else f"Slack refuses SLACK_CLIENT_ID and SLACK_CLIENT_SECRET: {name}"
        )
    except (OSError, SlackClientError) as error:
        yield Finding(False, f"Slack cannot be reached at {settings.api_url}: {error}")
        return
    if settings.public_url is None:
        yield Finding(True, "GOTANO_URL is not set: Slack sends installers to the app's first redirect URL")
    yield from installed(settings)


def _playbook(settings: Settings) -> Iterator[Finding]:
    try:
        library = load_library(settings.playbook_dir)
        library.read_all()
    except PlaybookError as error:
        yield Finding(False, "the playbook is not whole:\n    " + "\n    ".join(error.problems))
        return
    yield Finding(True, f"the playbook is whole; its languages are {', '.join(sorted(library.phrasebooks))}")
    if library.notes:
        told = "\n    ".join(library.notes)
        yield Finding(
            True, f"what is missing is said in English, what is too long is cut:\n    {told}", note=True
        )


def _slack(settings: Settings) -> Generator[Finding, None, str | None]:
    """The id of the workspace whose token it is, where Slack says it."""
    client = slack_client(settings.bot_token, settings.api_url)
    try:
        told = client.auth_test()
    except SlackApiError as error:
        name = error_code(error)
        yield Finding(False, _TOKEN_ERRORS.get(name, f"Slack refuses SLACK_BOT_TOKEN: {name}"))
        return None
    except (OSError, SlackClientError) as error:
        yield Finding(False, f"Slack cannot be reached at {settings.api_url}: {error}")
        return None
    yield Finding(True, f"the bot's token is good: {_named(told, 'user')} in {_named(told, 'team')}")
    yield from _scopes(granted_scopes(told))
    if settings.app_token:
        yield _app_token(settings)
    return str(told["team_id"]) if told.get("team_id") else None


def _named(told: SlackResponse, what: str) -> str:
    """By its name, or by its id where Slack tells no name."""
    return str(told.get(what) or told.get(f"{what}_id") or f"a {what} without a name")


def _scopes(granted: frozenset[str]) -> Iterator[Finding]:
    missing = [f"{scope} ({use})" for scope, use in NEEDED_SCOPES.items() if scope not in granted]
    if missing:
        yield Finding(False, f"scopes are missing: {', '.join(missing)}. Add them and install the app again.")
    else:
        yield Finding(True, "the scopes it needs are granted")
    for scope, use in OPTIONAL_SCOPES.items():
        state = "granted" if scope in granted else "not granted"
        yield Finding(True, f"the optional scope {scope} is {state}: it {use}")
    if "im:history" not in granted:
        yield Finding(True, "without im:history nudges are sent at least once, not once")


def _app_token(settings: Settings) -> Finding:
    try:
        WebClient(base_url=settings.api_url).apps_connections_open(app_token=settings.app_token or "")
    except SLACK_FAILED as error:
        name = error_code(error)
        if is_away(error):
            return Finding(False, f"Slack cannot be reached to try SLACK_APP_TOKEN: {name}")
        return Finding(False, f"Slack refuses SLACK_APP_TOKEN: {name}. It needs the scope connections:write.")
    return Finding(True, "the app-level token is good, and Socket Mode is on")


def _database(settings: Settings, served: str | None) -> Iterator[Finding]:
    yield from _where_it_lies(settings.database_url)
    db = Database(settings.database_url)
    try:
        yield from _schema_and_queue(db, settings, served)
    except UNREACHABLE as error:
        yield Finding(
            False, f"the database cannot be reached: {str(error.__cause__ or error).splitlines()[0]}"
        )
    finally:
        db.close()


def _where_it_lies(url: str) -> Iterator[Finding]:
    told = make_url(url)
    if told.get_backend_name() != "sqlite" or not (kind := network_filesystem(Path(str(told.database)))):
        return
    said = f"SQLite's file lies on a network file system ({kind}): its locks do not hold there, and it may be damaged."
    yield Finding(True, f"{said} Move it to a disk of this machine, or use PostgreSQL", note=True)


def _schema_and_queue(db: Database, settings: Settings, served: str | None) -> Iterator[Finding]:
    pending = pending_migrations(db.engine)
    yield Finding(True, "the database can be reached")
    if pending:
        yield Finding(False, f"migrations are pending: {', '.join(pending)}. Run: gotano migrate")
        return
    yield Finding(True, "the database has the newest schema")
    with db.read(EVERYBODY) as session:
        given_up, rests = parked(session), resting(session, real_now())
        waits, stuck = waiting_rows(session), parked_rows(session)
        hooks = list(of_hooks(session, settings))
        elsewhere = planned_beside(session, served) if served else {}
    if given_up:
        told = ", ".join(f"{count} for {name}" for name, count in sorted(given_up.items()))
        yield Finding(True, f"nudges that could not be sent are parked: {told}", note=True)
    if elsewhere:
        told = ", ".join(f"{count} of {team}" for team, count in sorted(elsewhere.items()))
        said = f"nudges of other workspaces wait, and this bot, whose token is {served}'s, does not send them"
        yield Finding(True, f"{said}: {told}", note=True)
    yield from hooks
    yield from _outbox(waits, stuck)
    for team, until in rests.items():
        told = f"Slack wants no messages in {team} just now: sending rests there until {until:%H:%M:%S} UTC"
        yield Finding(True, told, note=True)


def _outbox(waits: Waiting, stuck: Mapping[tuple[str, str], int]) -> Iterator[Finding]:
    """What hooks and steps of workflows are to be told; nothing where there is nothing."""
    if waits.count and waits.oldest:
        told = f"{waits.count} events wait for hooks or steps, the oldest since {waits.oldest:%Y-%m-%d %H:%M} UTC"
        yield Finding(True, told, note=real_now() - waits.oldest > _WAITS_LONG)
    if stuck:
        told = ", ".join(f"{count} for {name} ({target})" for (target, name), count in sorted(stuck.items()))
        yield Finding(
            True,
            f"events that were not taken are parked: {told}. See gotano hook list, gotano hook replay",
            note=True,
        )
