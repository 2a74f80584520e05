"""slack_sdk's own tables for OAuth, with room for encrypted tokens."""

from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from sqlalchemy import MetaData, Table

from storage.secrets import Sealed, Vault


def bots_table(metadata: MetaData, vault: Vault | None = None) -> Table:
    """Where the bot is installed; only with a vault can its tokens be read."""
    table = SQLAlchemyInstallationStore.build_bots_table(metadata, "slack_bots")
    for name in ("bot_token", "bot_refresh_token"):
        table.c[name].type = Sealed(vault)
    return table


def states_table(metadata: MetaData) -> Table:
    return SQLAlchemyOAuthStateStore.build_oauth_states_table(metadata, "slack_oauth_states")
