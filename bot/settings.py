"""Settings from the environment and `.env`: one frozen object, or every problem named at once."""

from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.manifest import OPTIONAL_SCOPES
from bot.settings_reader import SettingsReader
from handlers.delivery.hook_address import HookRules, Network
from prompts.contacts import Contacts
from storage.owner import Owner

SECRETS = (
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
    "GOTANO_ENCRYPTION_KEY",
)
"""What Slack and our own database are opened with."""


class SettingsError(Exception):
    """Everything that is missing or malformed, a line each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Settings:
    """What one process runs with. Secrets stay out of its printed form.

    `port` is 0 to 65535 (0 lets the system choose), in Socket Mode None unless it is told, and then for /healthz
    alone; `sweep_seconds` is the pause between two looks for due nudges;
    `metrics_port` is None unless /metrics is to have an address of its own;
    `optional_scopes` are asked for beside those that always are;
    `allowed_users` are ids, with their workspace's and a stroke before it where that is told; none are everybody.
    """

    bot_token: str | None = field(repr=False)
    client_id: str | None
    client_secret: str | None = field(repr=False)
    encryption_keys: tuple[str, ...] = field(repr=False)
    public_url: str | None
    retention_days: int
    signing_secret: str | None = field(repr=False)
    app_token: str | None = field(repr=False)
    api_url: str
    database_url: str = field(repr=False)
    host: str
    port: int | None
    playbook_dir: Path | None
    sweep_seconds: float
    log_level: str
    log_format: str
    metrics_host: str
    metrics_port: int | None
    contacts: Contacts
    allowed_users: frozenset[str]
    audit_days: int
    hooks_http: bool
    hooks_networks: tuple[Network, ...]
    optional_scopes: tuple[str, ...]

    @property
    def metrics_beside(self) -> bool:
        """Whether /metrics is served beside the rest: only where nobody but this machine can reach that."""
        return self.metrics_port is None and self.host in ("127.0.0.1", "::1", "localhost")

    def masked(self) -> str:
        """All of them in a line, secrets only as being set."""
        return ", ".join(
            f"{each.name} {self._shown(each)}" for each in fields(self) if each.name != "contacts"
        )

    def _shown(self, each: Field[Any]) -> object:
        value = getattr(self, each.name)
        if value is None or value == ():
            return "not set"
        if each.repr and isinstance(value, tuple):
            return ",".join(map(str, value))
        if isinstance(value, frozenset):
            return f"{len(value)} people" if value else "everybody"
        return value if each.repr else "set"

    def may_use(self, owner: Owner) -> bool:
        """Whether the bot is open to them: to everybody, unless it is told to whom."""
        told = self.allowed_users
        return not told or owner.rep in told or f"{owner.team}/{owner.rep}" in told

    @property
    def audit_kept(self) -> timedelta:
        return timedelta(days=self.audit_days)

    @property
    def hook_rules(self) -> HookRules:
        return HookRules(self.hooks_http, self.hooks_networks)

    @property
    def retention(self) -> timedelta:
        return timedelta(days=self.retention_days)

    @property
    def many_workspaces(self) -> bool:
        """By OAuth; a token in the settings wins, and serves its one workspace."""
        return self.bot_token is None

    @property
    def listens(self) -> bool:
        """Whether anything is served over HTTP: in Socket Mode only where the port is told."""
        return self.port is not None

    @property
    def socket_mode(self) -> bool:
        return self.app_token is not None


def read_settings(environ: Mapping[str, str]) -> Settings:
    """SettingsError with every problem when the environment does not make a runnable bot."""
    reader = SettingsReader(environ)
    by_oauth = reader.by_oauth()
    app_token = reader.token("SLACK_APP_TOKEN", "xapp-", required=False)
    settings = Settings(
        bot_token=reader.token("SLACK_BOT_TOKEN", "xoxb-", required=not by_oauth),
        client_id=reader.text("SLACK_CLIENT_ID", "") or None,
        client_secret=reader.text("SLACK_CLIENT_SECRET", "") or None,
        encryption_keys=reader.keys("GOTANO_ENCRYPTION_KEY", required=by_oauth),
        public_url=reader.public_url("GOTANO_URL"),
        retention_days=reader.number("GOTANO_RETENTION_DAYS", 30, 0, 3650),
        signing_secret=reader.secret("SLACK_SIGNING_SECRET", required=app_token is None),
        app_token=app_token,
        api_url=reader.api_url(),
        database_url=reader.database_url(),
        host=reader.text("HOST", "127.0.0.1"),
        port=reader.number("PORT", 3000, 0, 65535)
        if reader.text("PORT", "") or by_oauth or not app_token
        else None,
        playbook_dir=reader.folder("GOTANO_PLAYBOOK_DIR"),
        sweep_seconds=float(reader.number("GOTANO_SWEEP_SECONDS", 15, 1, 3600)),
        log_level=reader.choice("GOTANO_LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")),
        log_format=reader.choice("GOTANO_LOG_FORMAT", "TEXT", ("TEXT", "JSON")).lower(),
        metrics_host=reader.text("GOTANO_METRICS_HOST", "127.0.0.1"),
        metrics_port=reader.number("GOTANO_METRICS_PORT", 0, 0, 65535)
        if reader.text("GOTANO_METRICS_PORT", "")
        else None,
        contacts=reader.contacts(),
        allowed_users=reader.people("GOTANO_ALLOWED_USERS"),
        audit_days=reader.number("GOTANO_AUDIT_DAYS", 400, 0, 3650),
        hooks_http=reader.number("GOTANO_HOOKS_ALLOW_HTTP", 0, 0, 1) == 1,
        hooks_networks=reader.networks("GOTANO_HOOKS_ALLOW_NETWORKS"),
        optional_scopes=reader.several("GOTANO_OPTIONAL_SCOPES", OPTIONAL_SCOPES),
    )
    if reader.problems:
        raise SettingsError(reader.problems)
    return settings


def read_database_url(environ: Mapping[str, str]) -> str:
    """The database alone, for the commands that need no Slack."""
    reader = SettingsReader(environ)
    url = reader.database_url()
    if reader.problems:
        raise SettingsError(reader.problems)
    return url


def read_playbook_dir(environ: Mapping[str, str]) -> Path | None:
    """The folder of a team's own playbook alone, for the commands that need neither Slack nor a database."""
    reader = SettingsReader(environ)
    folder = reader.folder("GOTANO_PLAYBOOK_DIR")
    if reader.problems:
        raise SettingsError(reader.problems)
    return folder


def read_for_manifest(environ: Mapping[str, str]) -> tuple[Contacts, tuple[str, ...]]:
    """The addresses and the optional scopes alone, for the manifest."""
    reader = SettingsReader(environ)
    told = reader.contacts(), reader.several("GOTANO_OPTIONAL_SCOPES", OPTIONAL_SCOPES)
    if reader.problems:
        raise SettingsError(reader.problems)
    return told
