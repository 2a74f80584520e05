"""What `gotano check` says of the workspaces that installed the bot by OAuth: their tokens, and what each granted."""

from collections.abc import Iterator

from slack_sdk.errors import SlackClientError

from bot.finding import Finding
from bot.manifest import NEEDED_SCOPES, OPTIONAL_SCOPES
from bot.settings import Settings
from bot.slack_client import slack_client
from bot.workspace_factory import installations
from handlers.slack.errors import error_code
from storage.database import UNREACHABLE, Database
from storage.installations import Installations, Place
from storage.secrets import WrongKey

_MOST_TRIED = 50
"""Installations whose tokens are tried; each takes a call to Slack."""


def installed(settings: Settings) -> Iterator[Finding]:
    """How many there are, what is wrong with a token, and which scopes are missing."""
    db = Database(settings.database_url)
    try:
        store = installations(settings, db)
        places = store.places()
        yield Finding(True, f"it is installed in {len(places)} workspaces or organisations")
        for place in places[:_MOST_TRIED]:
            yield from _token_of(store, place, settings.api_url)
    except UNREACHABLE:
        # What is wrong with the database is said by its own line.
        return
    finally:
        db.close()


def _token_of(store: Installations, place: Place, api_url: str) -> Iterator[Finding]:
    try:
        bot = store.bot_of(place.id)
        yield from _scopes_of(place, frozenset(bot.bot_scopes if bot else ()))
        slack_client(bot.bot_token if bot else None, api_url).auth_test()
    except WrongKey as error:
        yield Finding(False, f"the token of {place.id} cannot be read: {error}")
    except (OSError, SlackClientError) as error:
        yield Finding(False, f"Slack does not take the token of {place.id}: {error_code(error)}")


def _scopes_of(place: Place, granted: frozenset[str]) -> Iterator[Finding]:
    """Only what is missing: what is needed is a problem, what is optional a line with what is lost."""
    missing = [scope for scope in NEEDED_SCOPES if scope not in granted]
    if missing:
        yield Finding(
            False, f"{place.id} did not grant {', '.join(missing)}: it is to be installed there again"
        )
    lost = [
        f"{scope} ({use.partition('; ')[2]})"
        for scope, use in OPTIONAL_SCOPES.items()
        if scope not in granted
    ]
    if lost:
        yield Finding(True, f"{place.id} did not grant what is optional: {', '.join(lost)}")
