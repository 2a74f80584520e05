"""Settings from the environment and `.env`: one frozen object, or every problem named at once."""

import os
import re
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from datetime import timedelta
from pathlib import Path
from typing import Any

from dotenv import dotenv_values
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from prompts.contacts import Contacts
from storage.owner import Owner
from storage.secrets import Vault

SLACK_API_URL = "https://slack.com/api/"
DATABASE_URL = "sqlite:///gotano.db"
DOTENV = Path(".env")
THE_ENVIRONMENT = "the environment"
SECRETS = (
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
    "GOTANO_ENCRYPTION_KEY",
)
"""What Slack and our own database are opened with."""
_ROTATED = "xoxe."
"""How tokens of an app with token rotation begin."""


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
    def retention(self) -> timedelta:
        return timedelta(days=self.retention_days)

    @property
    def many_workspaces(self) -> bool:
        """By OAuth; a token in the settings wins, and serves its one workspace."""
        return self.bot_token is None

    @property
    def socket_mode(self) -> bool:
        return self.app_token is not None


class Environment(dict[str, str]):
    """What the settings are read from: the process's environment, over what a file says."""

    def __init__(self, outer: Mapping[str, str], file: Mapping[str, str], path: Path = DOTENV) -> None:
        super().__init__({**file, **outer})
        self._in_file = file.keys() - outer.keys()
        self._path = path

    def origin(self, name: str) -> str:
        """Where a variable that is set comes from."""
        return str(self._path.resolve()) if name in self._in_file else THE_ENVIRONMENT


def environment() -> Environment:
    """The environment, over what `.env` in the working folder says."""
    told = {key: value for key, value in dotenv_values(DOTENV).items() if value is not None}
    return Environment(os.environ, told)


def read_settings(environ: Mapping[str, str]) -> Settings:
    """SettingsError with every problem when the environment does not make a runnable bot."""
    reader = _Reader(environ)
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
    )
    if reader.problems:
        raise SettingsError(reader.problems)
    return settings


def read_database_url(environ: Mapping[str, str]) -> str:
    """The database alone, for the commands that need no Slack."""
    reader = _Reader(environ)
    url = reader.database_url()
    if reader.problems:
        raise SettingsError(reader.problems)
    return url


def read_contacts(environ: Mapping[str, str]) -> Contacts:
    """The addresses alone, for the manifest."""
    reader = _Reader(environ)
    contacts = reader.contacts()
    if reader.problems:
        raise SettingsError(reader.problems)
    return contacts


class _Reader:
    """Reads one variable at a time and keeps what is wrong with each. A blank value counts as none."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.problems: list[str] = []

    def text(self, name: str, default: str) -> str:
        return self._environ.get(name, "").strip() or default

    def secret(self, name: str, required: bool) -> str | None:
        value = self.text(name, "") or None
        if value is None and required:
            self.problems.append(
                f"{name} is missing: it is needed unless SLACK_APP_TOKEN (Socket Mode) is set"
            )
        return value

    def token(self, name: str, prefix: str, required: bool) -> str | None:
        value = self.text(name, "") or None
        if value is None and required:
            self.problems.append(f"{name} is missing: it starts with {prefix}")
        elif value and value.startswith(_ROTATED):
            self.problems.append(
                f"{name} is a token that ends after 12 hours ({_ROTATED}…): this app has token rotation switched on. "
                "One in the settings is not renewed. Use an app with rotation off, or install this one by OAuth "
                "(SLACK_CLIENT_ID, SLACK_CLIENT_SECRET), which renews it"
            )
        elif value and not value.startswith(prefix):
            self.problems.append(f"{name} is malformed: it should start with {prefix}")
        return value

    def by_oauth(self) -> bool:
        """Whether many workspaces are to be served: no token, but a client id and its secret."""
        told = [name for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET") if self.text(name, "")]
        if self.text("SLACK_BOT_TOKEN", "") or not told:
            return False
        if len(told) == 1:
            self.problems.append(
                "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET belong together: one of them is missing"
            )
        return True

    def keys(self, name: str, required: bool) -> tuple[str, ...]:
        keys = tuple(key for key in re.split(r"[,\s]+", self.text(name, "")) if key)
        if required and not keys:
            self.problems.append(
                f"{name} is missing: OAuth's tokens are stored encrypted. Make one: gotano key"
            )
        try:
            Vault(keys)
        except ValueError:
            self.problems.append(
                f"{name} is malformed: it should be keys made by gotano key, the newest first"
            )
        return keys

    def public_url(self, name: str) -> str | None:
        url = self.text(name, "").rstrip("/") or None
        local = url and re.match(r"http://(127\.0\.0\.1|localhost)(:\d+)?$", url)
        if url and not url.startswith("https://") and not local:
            self.problems.append(f"{name} is malformed: Slack reaches a bot over https:// only")
        return url

    def contacts(self) -> Contacts:
        return Contacts(
            self._page("GOTANO_SUPPORT_URL"),
            self._email("GOTANO_SUPPORT_EMAIL"),
            self._page("GOTANO_PRIVACY_URL"),
            self._page("GOTANO_TERMS_URL"),
        )

    def _page(self, name: str) -> str | None:
        url = self.text(name, "") or None
        if url and not re.fullmatch(r"https://[^\s<>|\"]+", url):
            self.problems.append(f"{name} is malformed: {url!r} is not the https:// address of a page")
        return url

    def _email(self, name: str) -> str | None:
        address = self.text(name, "") or None
        if address and not re.fullmatch(r"[^\s<>|\"@:?&]+@[^\s<>|\"@:?&]+\.[^\s<>|\"@:?&]+", address):
            self.problems.append(f"{name} is malformed: {address!r} is not an address for mail")
        return address

    def people(self, name: str) -> frozenset[str]:
        told = frozenset(one for one in re.split(r"[,\s]+", self.text(name, "")) if one)
        for one in sorted(told):
            if not re.fullmatch(r"([TE][A-Z0-9]+/)?[UW][A-Z0-9]+", one):
                self.problems.append(
                    f"{name} is malformed: {one!r} is not a member id (U…), nor one with its workspace (T…/U…)"
                )
        return told

    def number(self, name: str, default: int, least: int, most: int) -> int:
        text = self.text(name, str(default))
        if text.isdecimal() and least <= int(text) <= most:
            return int(text)
        self.problems.append(f"{name} is malformed: {text!r} is not a whole number from {least} to {most}")
        return default

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        text = self.text(name, default).upper()
        if text not in allowed:
            self.problems.append(f"{name} is malformed: {text!r} is none of {', '.join(allowed)}")
        return text

    def folder(self, name: str) -> Path | None:
        text = self.text(name, "")
        if text and not Path(text).is_dir():
            self.problems.append(f"{name} is malformed: there is no folder {text!r}")
        return Path(text) if text else None

    def api_url(self) -> str:
        url = self.text("SLACK_API_URL", SLACK_API_URL)
        if not url.startswith(("https://", "http://")):
            self.problems.append(f"SLACK_API_URL is malformed: {url!r} is not a web address")
        return url if url.endswith("/") else f"{url}/"

    def database_url(self) -> str:
        url = self.text("DATABASE_URL", DATABASE_URL)
        try:
            driver = make_url(url).drivername
        except ArgumentError:
            driver = None
        if driver in ("sqlite", "sqlite+pysqlite") and make_url(url).database in (None, "", ":memory:"):
            self.problems.append("DATABASE_URL is malformed: SQLite needs a file, as in sqlite:///gotano.db")
        elif driver not in ("sqlite", "sqlite+pysqlite", "postgresql+psycopg"):
            # The address may hold a password: it is not repeated here.
            self.problems.append(
                "DATABASE_URL is malformed: it should start with sqlite:/// or postgresql+psycopg://"
            )
        return url
