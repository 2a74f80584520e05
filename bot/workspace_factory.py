"""Whom the settings let the bot serve: the workspace of a token, or all that installed it by OAuth."""

from collections.abc import Callable
from datetime import datetime

from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.token_rotation import TokenRotator

from bot.clock import real_now
from bot.errors import not_started
from bot.settings import Settings
from bot.slack_client import granted_scopes, slack_client
from bot.workspaces import ManyWorkspaces, OneWorkspace
from handlers.delivery.retry_policy import may_pass
from handlers.slack.errors import SLACK_FAILED, error_code
from storage.database import Database
from storage.installations import Installations
from storage.secrets import Vault


def one_workspace(settings: Settings) -> tuple[OneWorkspace, str]:
    """The workspace of SLACK_BOT_TOKEN, and its id; StartError when Slack does not know the token, or is away."""
    client = slack_client(settings.bot_token, settings.api_url)
    try:
        told = client.auth_test()
    except SLACK_FAILED as error:
        said = f"Slack refuses SLACK_BOT_TOKEN: {error_code(error)}"
        if not isinstance(error, SlackApiError):
            said = f"Slack cannot be reached at {settings.api_url}: {error}"
        elif may_pass(error):
            said = f"Slack does not answer at {settings.api_url}: {error_code(error)}"
        raise not_started(said, error) from None
    return OneWorkspace(client, told, granted_scopes(told)), str(told.get("team_id"))


def many_workspaces(
    settings: Settings, db: Database, now: Callable[[], datetime] = real_now
) -> ManyWorkspaces:
    rotator = TokenRotator(
        client_id=settings.client_id or "",
        client_secret=settings.client_secret or "",
        client=slack_client(None, settings.api_url),
    )
    return ManyWorkspaces(
        db,
        installations(settings, db, now),
        rotator,
        lambda token: slack_client(token, settings.api_url),
    )


def installations(settings: Settings, db: Database, now: Callable[[], datetime] = real_now) -> Installations:
    """The tokens that are stored, with the keys to read them."""
    return Installations(db, settings.client_id or "", Vault(settings.encryption_keys), now)
