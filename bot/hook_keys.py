"""Whether a request to a hook comes from whom its secret was given to: Standard Webhooks, or a bearer token."""

import base64
import hmac
from collections.abc import Mapping, Sequence

from standardwebhooks import Webhook, WebhookVerificationError

from bot.wsgi import Environ
from storage.hooks import Auth

HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")
_LONGEST_ID = 200


def message_id(environ: Environ) -> str:
    """What its sender calls this message, the same when it is sent again."""
    return str(environ.get("HTTP_WEBHOOK_ID", ""))


def is_genuine(auth: Auth, secrets: Sequence[str], environ: Environ, body: bytes) -> bool:
    """Signed within five minutes with one of the secrets that are good now, or carrying one of them as its token."""
    if auth is Auth.TOKEN:
        return _has_token(environ, secrets)
    told = {name: str(environ.get(f"HTTP_{name.upper().replace('-', '_')}", "")) for name in HEADERS}
    if not all(told.values()) or len(told["webhook-id"]) > _LONGEST_ID:
        return False
    return any(_is_signed(secret, told, body) for secret in secrets)


def _is_signed(secret: str, told: Mapping[str, str], body: bytes) -> bool:
    try:
        Webhook(secret).verify(body, dict(told), json_parse=False)
    except (WebhookVerificationError, ValueError):
        # The library stumbles over what is no text, no base64, or no pair of a version and a signature.
        return False
    return True


def _has_token(environ: Environ, secrets: Sequence[str]) -> bool:
    """As long as it takes to compare with all of them, whichever it is."""
    given = _token(str(environ.get("HTTP_AUTHORIZATION", "")))
    same = [hmac.compare_digest(given, secret.encode()) for secret in secrets]
    return any(same)


def _token(authorization: str) -> bytes:
    """A bearer's token; or the password, whatever the name, since some systems can be given nothing else."""
    kind, _, told = authorization.partition(" ")
    if kind.lower() == "bearer":
        return told.strip().encode("utf-8", "surrogateescape")
    try:
        pair = base64.b64decode(told.strip(), validate=True) if kind.lower() == "basic" else b""
    except ValueError:
        return b""
    return pair.partition(b":")[2]
