"""Clients of Slack's Web API, as the whole bot uses them."""

import logging
import ssl
from functools import cache

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from handlers.slack.answers import AnsweredClient

API_SECONDS = 10
"""How long one call to Slack may take."""
_LOGGER = "slack_sdk.web.base_client"


def slack_client(token: str | None, api_url: str) -> WebClient:
    """A client that sends once: its own retries would post the same message again (a lost answer is no refusal)."""
    trusted = _trusted() if api_url.startswith("https:") else None
    return AnsweredClient(
        token=token,
        base_url=api_url,
        timeout=API_SECONDS,
        ssl=trusted,
        retry_handlers=[],
        logger=_quiet(),
    )


@cache
def _quiet() -> logging.Logger:
    """slack_sdk asks the logger's own level only: where none is set it writes out each call for a log that drops it.

    Once, since to set a level empties what all loggers know of theirs.
    """
    logger = logging.getLogger(_LOGGER)
    logger.setLevel(logging.WARNING)
    return logger


@cache
def _trusted() -> ssl.SSLContext:
    """Whom the system trusts, read once: for each call anew, as slack_sdk does it, it takes 25 ms of the processor."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


def granted_scopes(told: SlackResponse) -> frozenset[str]:
    """The scopes of the token, from Slack's answer to auth.test."""
    headers = {name.lower(): value for name, value in told.headers.items()}
    return frozenset(scope.strip() for scope in headers.get("x-oauth-scopes", "").split(","))
