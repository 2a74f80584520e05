"""Events that must not be lost: Slack has its answer once they are stored, and sends them again until then."""

from collections.abc import Callable

from slack_bolt import App, BoltRequest

SENT_AGAIN = frozenset({"app_uninstalled", "message", "tokens_revoked", "user_change"})
"""Where nothing was stored since the database is away. Other events are made up for when somebody acts next."""
_RETRIES = ("1", "2", "3")
"""docs/slack.md, "Time and delivery"."""


def answer_when_stored(app: App, event: str, listener: Callable[..., None]) -> None:
    """Registers a listener that acks by itself; Bolt would ack an event before its listener begins."""
    app.event(event)(listener)
    # Bolt offers this for functions only.
    app._listeners[-1].auto_acknowledgement = False


def retry_of(request: BoltRequest) -> int:
    """Which of Slack's retries this is; 0 for the first delivery."""
    told = request.headers.get("x-slack-retry-num", ["0"])[0]
    return int(told) if told in _RETRIES else 0


def comes_again(request: BoltRequest) -> bool:
    """Whether Slack would send it again: an error for the last retry brings nothing, and counts against the app."""
    return retry_of(request) < len(_RETRIES)
