"""The outermost door for Slack's requests: who is not Slack gets no further, and nothing of theirs is parsed."""

import logging
import re
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from slack_sdk.signature import SignatureVerifier

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]

_log = logging.getLogger(__name__)
_TIMESTAMP = re.compile(r"\d{1,12}", re.ASCII)
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)
_SHAPELESS = (ValueError, TypeError, AttributeError, LookupError, RecursionError)
"""What Bolt raises over a body that is signed and yet no payload."""


def signed_only(inner: Wsgi, secret: str, refuse: Callable[[Any, int], Iterable[bytes]]) -> Wsgi:
    """401 for what Slack did not sign within five minutes, 400 for what is signed and makes no sense.

    Bolt verifies too, but it parses first, and stumbles over what is no payload at all.
    """
    verifier = SignatureVerifier(secret)

    def serve(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        body = environ["wsgi.input"].read()
        stamp = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", "")
        signature = environ.get("HTTP_X_SLACK_SIGNATURE", "")
        if not _TIMESTAMP.fullmatch(stamp) or not _SIGNATURE.fullmatch(signature):
            return refuse(start_response, 401)
        try:
            valid = verifier.is_valid(body, stamp, signature)
        except UnicodeDecodeError:
            # Slack signs text only.
            valid = False
        if not valid:
            return refuse(start_response, 401)
        environ["wsgi.input"] = BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        try:
            return inner(environ, start_response)
        except _SHAPELESS:
            _log.warning("a signed request makes no sense", exc_info=True)
            return refuse(start_response, 400)

    return serve
