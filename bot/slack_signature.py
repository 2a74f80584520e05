"""Slack's signature, checked before anything is parsed: who is not Slack gets no further."""

import logging
import re
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from slack_sdk.signature import SignatureVerifier

from bot.wsgi import Environ, Guard, Wsgi, refuse

_log = logging.getLogger(__name__)
_TIMESTAMP = re.compile(r"\d{1,12}", re.ASCII)
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)
_NO_JSON = (ValueError, RecursionError)
"""What Bolt raises over a body that is signed and yet no payload."""
_SHAPELESS = (TypeError, AttributeError, LookupError)
"""What it raises over a payload that is not of the shape Slack documents, before it asks anything of ours."""


def signed_by_slack(secret: str | None) -> Guard:
    """401 for what Slack did not sign within five minutes, 400 for what is signed and no payload at all.

    A payload of another shape than documented is Slack's all the same, and 200: too many refusals, and Slack tells
    us nothing more.


    Bolt verifies too, but it parses first, and stumbles over what is no payload at all. Without a secret nothing
    counts as signed.
    """
    verifier = SignatureVerifier(secret) if secret else None
    return lambda inner: _signed(inner, verifier)


def _signed(inner: Wsgi, verifier: SignatureVerifier | None) -> Wsgi:
    def serve(environ: Environ, start_response: Any) -> Iterable[bytes]:
        body = environ["wsgi.input"].read()
        stamp = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", "")
        signature = environ.get("HTTP_X_SLACK_SIGNATURE", "")
        if verifier is None or not _is_valid(verifier, body, stamp, signature):
            return refuse(start_response, 401)
        environ["wsgi.input"] = BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        try:
            return inner(environ, start_response)
        except _NO_JSON as error:
            _log.warning("a signed request makes no sense", extra={"error": type(error).__name__})
            return refuse(start_response, 400)
        except _SHAPELESS as error:
            _log.warning("a payload is not as documented", extra={"error": type(error).__name__})
            return refuse(start_response, 200)

    return serve


def _is_valid(verifier: SignatureVerifier, body: bytes, stamp: str, signature: str) -> bool:
    if not _TIMESTAMP.fullmatch(stamp) or not _SIGNATURE.fullmatch(signature):
        return False
    try:
        return verifier.is_valid(body, stamp, signature)
    except UnicodeDecodeError:
        # Slack signs text only.
        return False
