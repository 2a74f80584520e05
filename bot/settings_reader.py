"""Reading variables one by one, so that every one that is missing or malformed is named at once."""

import re
from collections.abc import Collection, Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from prompts.contacts import Contacts
from storage.secrets import Vault

SLACK_API_URL = "https://slack.com/api/"
DATABASE_URL = "sqlite:///gotano.db"
_ROTATED = "xoxe."
"""How tokens of an app with token rotation begin."""


class SettingsReader:
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

    def networks(self, name: str) -> tuple[IPv4Network | IPv6Network, ...]:
        told = []
        for one in re.split(r"[,\s]+", self.text(name, "")):
            try:
                told += [ip_network(one)] if one else []
            except ValueError:
                self.problems.append(f"{name} is malformed: {one!r} is not a network as in 10.0.0.0/8")
        return tuple(told)

    def several(self, name: str, allowed: Collection[str]) -> tuple[str, ...]:
        """Each once, as it stands there first."""
        told = tuple(dict.fromkeys(one for one in re.split(r"[,\s]+", self.text(name, "")) if one))
        for one in told:
            if one not in allowed:
                self.problems.append(f"{name} is malformed: {one!r} is none of {', '.join(allowed)}")
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
        driver, host = _driver_and_host(url)
        # The address may hold a password: it is not repeated here, nor is what was taken for the host or the port.
        if host is None or "@" in host:
            self.problems.append(
                "DATABASE_URL is malformed: its host or port cannot be told. "
                "In the name and the password write %40 for an @, %3A for a colon and %2F for a slash"
            )
        elif driver in ("sqlite", "sqlite+pysqlite") and make_url(url).database in (None, "", ":memory:"):
            self.problems.append("DATABASE_URL is malformed: SQLite needs a file, as in sqlite:///gotano.db")
        elif driver not in ("sqlite", "sqlite+pysqlite", "postgresql+psycopg"):
            self.problems.append(
                "DATABASE_URL is malformed: it should start with sqlite:/// or postgresql+psycopg://"
            )
        return url


def _driver_and_host(url: str) -> tuple[str | None, str | None]:
    """None for a driver where it is no address of a database, and for a host where its end cannot be told."""
    try:
        told = make_url(url)
    except ArgumentError:
        return None, ""
    except ValueError:
        # The port is no number, as a rule since the password has an @ and a colon.
        return None, None
    beyond = "".join(map(str, (told.database or "", *told.query.values()))) if told.host else ""
    # An @ behind the host is one of a password that has a slash or a question mark before its end as well.
    return told.drivername, None if "@" in beyond else told.host or ""
