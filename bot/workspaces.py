"""Where the bot serves: one workspace by a token, or many by OAuth, with no other difference."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Protocol

from slack_bolt import BoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.authorize import Authorize
from slack_sdk import WebClient
from slack_sdk.oauth.token_rotation import TokenRotator
from slack_sdk.web import SlackResponse
from sqlalchemy.orm import Session

from bot.organisations import Organisations
from bot.token_renewal import TokenRenewal
from handlers.delivery.retry_policy import NotInstalled
from handlers.slack.errors import NOT_INSTALLED
from storage.database import Database
from storage.installations import Installations, Place, States

ClientOf = Callable[[str], WebClient]
"""A client of Slack for a bot token."""


class Workspaces(Protocol):
    """What the rest of the bot needs to know of where it serves."""

    authorize: Authorize

    def client_for(self, team: str) -> WebClient:
        """The client of a workspace, or organisation, by its id; NotInstalled when there is no token."""

    def may(self, team: str, scope: str) -> bool:
        """Whether the installation there was granted a scope."""

    def forget(self, session: Session, place: Place) -> None:
        """The bot is uninstalled there in this session: its tokens go."""

    def renew(self) -> None:
        """Renews the tokens that end soon."""

    def find_joined(self) -> None:
        """Asks Slack which workspaces have joined an organisation; their data follows."""


class OneWorkspace:
    """The workspace of SLACK_BOT_TOKEN."""

    def __init__(self, client: WebClient, told: SlackResponse, scopes: frozenset[str]) -> None:
        self.authorize: Authorize = _Always(client, told)
        self._client = client
        self._told = told
        self._scopes = scopes

    @property
    def team(self) -> str | None:
        """Its id; None where the token is an organisation's, which is good for all of its workspaces."""
        told = None if self._told.get("is_enterprise_install") else self._told.get("team_id")
        return str(told) if told else None

    def client_for(self, team: str) -> WebClient:
        """NotInstalled for another workspace's id: the database may hold what belongs to others."""
        if self.team not in (None, team):
            raise NotInstalled(team)
        return self._client

    def may(self, team: str, scope: str) -> bool:
        return scope in self._scopes

    def forget(self, session: Session, place: Place) -> None:
        """The token is in the settings, where the bot cannot reach; Slack takes it no more."""

    def renew(self) -> None:
        """A token in the settings is not rotated."""

    def find_joined(self) -> None:
        """What is stored of the one workspace stays its own."""


class ManyWorkspaces:
    """Every workspace and organisation that installed the bot by OAuth."""

    def __init__(
        self, db: Database, installations: Installations, rotator: TokenRotator, client_of: ClientOf
    ) -> None:
        self._organisations = Organisations(db, installations, client_of)
        self.authorize: Authorize = _Installed(installations, self._organisations)
        self._installations = installations
        self._states = States(db)
        self._client_of = lru_cache(maxsize=512)(client_of)
        self._renewal = TokenRenewal(db, installations, rotator, self._client_of.cache_clear)

    def client_for(self, team: str) -> WebClient:
        bot = self._installations.bot_of(team)
        if bot is None or not bot.bot_token:
            raise NotInstalled(team)
        return self._client_of(bot.bot_token)

    def may(self, team: str, scope: str) -> bool:
        bot = self._installations.bot_of(team)
        return bot is not None and scope in bot.bot_scopes

    def forget(self, session: Session, place: Place) -> None:
        self._installations.forget(session, place)
        self._client_of.cache_clear()

    def renew(self) -> None:
        """States nobody came back with go along."""
        self._renewal.renew()
        self._states.forget_expired()

    def find_joined(self) -> None:
        """Asked where there is a reason to."""
        self._organisations.look()


class _Always(Authorize):
    """Whatever Slack signed is for the one workspace: Bolt need not ask Slack who we are at each request."""

    def __init__(self, client: WebClient, told: SlackResponse) -> None:
        self._client = client
        self._told = told

    def __call__(
        self, *, context: BoltContext, enterprise_id: str | None, team_id: str | None, **_: Any
    ) -> Any:
        _let_the_token_say_where(context)
        if not self._told.get("is_enterprise_install"):
            self._of_the_organisation_is_ours(context)
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=context.team_id,
            bot_id=self._told.get("bot_id"),
            bot_user_id=self._told.get("user_id"),
            bot_token=self._client.token,
        )

    def _of_the_organisation_is_ours(self, context: BoltContext) -> None:
        """What is signed and names an organisation but no workspace of it is of the token's workspace.

        Slack says such things of an app that a whole organisation installed, which a token in the settings is not.
        Whoever comes from elsewhere, through Slack Connect, names their own workspace.
        """
        if context.enterprise_id and context.team_id in (None, context.enterprise_id):
            context["team_id"] = self._told.get("team_id")
        context["is_enterprise_install"] = False


class _Installed(Authorize):
    """The token of where the request comes from; the store knows what auth.test would say.

    Without one the request goes on as far as our own words for it, which also a form can show.
    """

    def __init__(self, installations: Installations, organisations: Organisations) -> None:
        self._installations = installations
        self._organisations = organisations

    def __call__(
        self, *, context: BoltContext, enterprise_id: str | None, team_id: str | None, **_: Any
    ) -> Any:
        _let_the_token_say_where(context)
        bot = self._installations.find_bot(
            enterprise_id=enterprise_id,
            team_id=team_id,
            is_enterprise_install=context.is_enterprise_install,
        )
        if bot is None or not bot.bot_token:
            context[NOT_INSTALLED] = True
            return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)
        if enterprise_id and bot.enterprise_id != enterprise_id:
            self._organisations.wonder(bot.team_id, enterprise_id)
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_id=bot.bot_id,
            bot_user_id=bot.bot_user_id,
            bot_token=bot.bot_token,
            bot_scopes=bot.bot_scopes,
        )


def _let_the_token_say_where(context: BoltContext) -> None:
    """Bolt adds a team to every call, which for an organisation's modals is the organisation."""
    context.client.default_params.pop("team_id", None)
