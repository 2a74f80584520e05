"""Installing by OAuth: the install page, the way back from Slack, and what they say."""

import base64
import hashlib
import html
import logging
from collections.abc import Callable, Sequence
from typing import Any

from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.callback_options import CallbackOptions, FailureArgs, SuccessArgs
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.oauth.installation_store import Installation

from bot.manifest import asked_scopes
from bot.settings import Settings
from handlers.slack.errors import SLACK_FAILED, error_code
from prompts.contacts import Contacts
from prompts.words import Words
from storage.database import UNREACHABLE
from storage.installations import STATE_SECONDS, Installations, States

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"

_STYLE = (
    "body{font:17px/1.5 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1.25rem;color:#1d1c1d;"
    "background:#fff}h1{font-size:1.6rem}a.go{display:inline-block;padding:.7rem 1.2rem;border-radius:.4rem;"
    "background:#1f4d3f;color:#fff;text-decoration:none;font-weight:600}a.go:focus{outline:3px solid #8fb8a8}"
    "li{margin:.25rem 0}code{font-size:.95em}"
)
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
HEADERS = {
    "content-security-policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
}
"""For browsers: nothing is loaded, nothing is framed, nothing is told or kept."""


class InstallFlow(OAuthFlow):
    """Bolt's flow with pages of our own."""

    def __init__(self, settings: OAuthSettings, client: WebClient, words: Words, contacts: Contacts) -> None:
        # Bolt's own logger prints codes and states at WARNING.
        quiet = logging.getLogger("slack_bolt.app")
        super().__init__(client=client, logger=quiet, settings=settings)
        self._words, self._contacts = words, contacts

    def build_install_page_html(self, url: str, request: BoltRequest) -> str:
        say = self._words.say
        link = f'<p><a class="go" href="{html.escape(url)}">{html.escape(say("install.add"))}</a></p>'
        return page(
            say("install.title"),
            [say("install.about"), say("install.private")],
            link + links(self._contacts, self._words),
        )

    def handle_installation(self, request: BoltRequest) -> BoltResponse:
        return self._told(super().handle_installation, request)

    def handle_callback(self, request: BoltRequest) -> BoltResponse:
        return self._told(super().handle_callback, request)

    def _told(self, handle: Callable[[BoltRequest], BoltResponse], request: BoltRequest) -> BoltResponse:
        """Whoever installs is told when Slack or the database is away; codes and states stay out of the log."""
        try:
            return handle(request)
        except (*SLACK_FAILED, *UNREACHABLE) as error:
            away = "storage_error" if isinstance(error, UNREACHABLE) else "slack_away"
            _log.warning("an installation failed", extra={"error": error_code(error)})
            return BoltResponse(status=503, body=self._failed(away), headers=_HTML)

    def _failed(self, reason: str) -> str:
        return failed_page(self._words, self._contacts, reason)

    def run_installation(self, code: str) -> Installation | None:
        installation = super().run_installation(code)
        if installation and not (installation.team_id or installation.enterprise_id):
            return None
        return installation


def install_flow(
    settings: Settings, installations: Installations, states: States, client: WebClient, words: Words
) -> InstallFlow:
    """The flow for the app of SLACK_CLIENT_ID."""
    back = f"{settings.public_url}{REDIRECT}" if settings.public_url else None
    oauth = OAuthSettings(
        client_id=settings.client_id,
        client_secret=settings.client_secret,
        scopes=asked_scopes(settings.optional_scopes),
        user_scopes=[],
        redirect_uri=back,
        install_path=INSTALL,
        redirect_uri_path=REDIRECT,
        authorization_url=f"{settings.api_url.removesuffix('api/')}oauth/v2/authorize",
        installation_store=installations,
        installation_store_bot_only=True,
        state_store=states,
        state_expiration_seconds=STATE_SECONDS,
        callback_options=_answers(words, settings.contacts),
        logger=logging.getLogger("slack_bolt.app"),
    )
    return InstallFlow(oauth, client, words, settings.contacts)


def page(title: str, lines: list[str], more: str = "") -> str:
    """A whole page; `more` is HTML already."""
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    heading = html.escape(title)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{heading}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{heading}</h1>{body}{more}</main></body></html>"
    )


def links(contacts: Contacts, words: Words) -> str:
    """The addresses that are given, side by side, as HTML."""
    told = [f'<a href="{html.escape(url)}">{html.escape(label)}</a>' for label, url in contacts.links(words)]
    return f"<p>{' · '.join(told)}</p>" if told else ""


def _answers(words: Words, contacts: Contacts) -> CallbackOptions:
    """What the installer reads when they come back from Slack; `reason` names why it did not work."""

    def success(args: SuccessArgs) -> BoltResponse:
        name = args.installation.team_name or args.installation.enterprise_name or ""
        lines = [words.say("install.done_about", name=name), words.say("install.done_next")]
        return _response(args, 200, page(words.say("install.done"), lines, links(contacts, words)))

    def failure(args: FailureArgs) -> BoltResponse:
        return _response(args, args.suggested_status_code, failed_page(words, contacts, args.reason))

    return CallbackOptions(success=success, failure=failure)


def failed_page(words: Words, contacts: Contacts, reason: str) -> str:
    """What went wrong, and the way to begin again."""
    known = reason if reason in _REASONS else "other"
    again = f'<p><a class="go" href="{INSTALL}">{html.escape(words.say("install.again"))}</a></p>'
    title = words.say("install.cancelled" if reason == "access_denied" else "install.failed")
    return page(title, [words.say(f"install.failed_{known}")], again + links(contacts, words))


_REASONS = (
    "access_denied",
    "invalid_browser",
    "invalid_state",
    "invalid_code",
    "slack_away",
    "storage_error",
)
_HTML: dict[str, str | Sequence[str]] = {"content-type": "text/html; charset=utf-8"}
_log = logging.getLogger(__name__)


def _response(args: Any, status: int, body: str) -> BoltResponse:
    """The state's cookie has done its work."""
    gone = args.settings.state_utils.build_set_cookie_for_deletion()
    return BoltResponse(status=status, body=body, headers=_HTML | {"set-cookie": gone})
