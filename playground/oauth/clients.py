"""The app's own credentials, as a call gives them."""

from __future__ import annotations

from playground.identity import JSON, Identity, SlackError


def check_client(me: Identity, args: JSON) -> None:
    """Raise what Slack answers to a wrong client id or secret."""
    if args.get("client_id") != me.client_id:
        raise SlackError("invalid_client_id")
    if args.get("client_secret") != me.client_secret:
        raise SlackError("bad_client_secret")
