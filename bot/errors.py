"""What ends the bot before it has begun."""


class StartError(Exception):
    """The bot cannot start, and why."""
