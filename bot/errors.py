"""What ends the bot before it has begun."""

from bot.cli_errors import BAD_SETTINGS
from handlers.delivery.retry_policy import may_pass

MAY_PASS = 1
"""The status where the same start may go well later: what keeps the bot running, such as systemd, tries again."""


class StartError(Exception):
    """The bot cannot start, and why; `code` is the status it ends with."""

    def __init__(self, said: str, code: int = BAD_SETTINGS) -> None:
        super().__init__(said)
        self.code = code


def not_started(said: str, error: Exception) -> StartError:
    """What to raise when a call to Slack raised `error`: only what a setting has to do with is not tried again."""
    return StartError(f"{said}. Try: gotano check", MAY_PASS if may_pass(error) else BAD_SETTINGS)
