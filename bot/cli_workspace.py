"""Which workspace a command is about, where only one can be meant."""

from sqlalchemy.orm import Session

from bot.cli_errors import stop
from storage.workspaces import installed_workspaces


def one_workspace(session: Session, asked: str | None) -> str:
    """The one that was asked for, or the only one there is; exit 2 where that is not clear."""
    known = installed_workspaces(session)
    if asked in known or (asked is None and len(known) == 1):
        return asked or known[0]
    named, why = ", ".join(known[:20]), "the bot is in no workspace yet: install it, and start it once"
    if known:
        why = f"the bot is in several workspaces, say which one with --workspace: {named}"
    if known and asked:
        why = f"the bot is not in the workspace {asked}; it is in {named}"
    return stop([why])
