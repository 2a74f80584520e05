"""The guard of a hook's address: who the secret was not given to gets no further, nor who asks too often."""

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs

from bot.hook_keys import is_genuine
from bot.rate_limiter import RateLimiter
from bot.wsgi import Environ, Page, Wsgi, answer
from handlers.deals.told_deal import FieldError
from handlers.slack.context import Services
from storage.database import UNREACHABLE
from storage.hooks import Direction, Hook, find_hook, secrets_of
from storage.owner import EVERYBODY
from storage.secrets import Vault, WrongKey

HOOK = "gotano.hook"
"""Where a request carries the hook that it came by, once it is known to be genuine."""
A_MINUTE = 1200
"""Requests that one hook may make in a minute."""
AGAIN_IN = 30
"""Seconds, where nothing better is known."""
_MOST_DIGITS = 9
_NOT_GENUINE = "the hook's id, the signature or its timestamp, or the token is wrong"
_log = logging.getLogger(__name__)


class HookRefused(Exception):
    """The answer to a request that is not taken; `why` is the name that it is counted under."""

    def __init__(self, status: int, why: str, *errors: FieldError, again_in: int | None = None) -> None:
        super().__init__(why)
        self.status = status
        self.why = why
        self.errors = errors
        self.again_in = again_in


DATABASE_AWAY = HookRefused(
    503, "database", FieldError("body", "the database cannot be reached: send it again"), again_in=AGAIN_IN
)
BUSY = HookRefused(
    503, "busy", FieldError("body", "there is too much to do right now: send it again"), again_in=AGAIN_IN
)


@dataclass
class HookGuard:
    """A `Guard`: the inner application gets the request with its hook, and the body to be read once more.

    Secrets are opened with `vault` anew for each request: one that is removed is good for nothing at once.
    """

    services: Services
    vault: Vault
    limits: dict[int, RateLimiter] = field(default_factory=dict)

    def __call__(self, inner: Wsgi) -> Wsgi:
        def serve(environ: Environ, start_response: Any) -> Iterable[bytes]:
            body = environ["wsgi.input"].read()
            try:
                hook = self._genuine(environ, body)
                self._limit(hook)
            except HookRefused as refused:
                return refusal(self.services, start_response, refused)
            except UNREACHABLE:
                return refusal(self.services, start_response, DATABASE_AWAY)
            more = {HOOK: hook, "wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
            return inner(environ | more, start_response)

        return serve

    def _genuine(self, environ: Environ, body: bytes) -> Hook:
        """The hook that is addressed, where the request comes from whom it was given to. Why not, nobody is told."""
        hook_id = _hook_id(environ)
        try:
            with self.services.db.read(EVERYBODY) as session:
                hook = find_hook(session, hook_id) if hook_id else None
                good = secrets_of(session, self.vault, hook.id, self.services.now()) if hook else ()
        except WrongKey:
            _log.error("a hook's secret cannot be opened: GOTANO_ENCRYPTION_KEY", extra={"hook": hook_id})
            ours = FieldError("body", "cannot be checked now: send it again")
            raise HookRefused(503, "key", ours, again_in=AGAIN_IN) from None
        takes = hook if hook and hook.direction is Direction.IN else None
        if takes is None or not is_genuine(takes.auth, good, environ, body):
            raise HookRefused(401, "signature", FieldError("webhook-signature", _NOT_GENUINE))
        return takes

    def _limit(self, hook: Hook) -> None:
        limiter = self.limits.setdefault(hook.id, RateLimiter(A_MINUTE))
        if not limiter.lets_in():
            many = FieldError("body", f"more than {A_MINUTE} in a minute")
            raise HookRefused(429, "rate", many, again_in=limiter.seconds_left())


def refusal(services: Services, start_response: Any, refused: HookRefused) -> Iterable[bytes]:
    services.metrics.lost_deal(f"refused_{refused.why}")
    told = {"errors": [{"field": one.field, "reason": one.reason} for one in refused.errors]}
    again = [("retry-after", str(refused.again_in))] if refused.again_in else []
    return answer(start_response, json_page(refused.status, told, *again))


def json_page(status: int, told: dict[str, Any], *headers: tuple[str, str]) -> Page:
    return Page(json.dumps(told).encode(), "application/json", status, headers)


def _hook_id(environ: Environ) -> int | None:
    """Behind the address, or as its query `hook`."""
    told = str(environ["PATH_INFO"]).rpartition("/")[2]
    if not told.isdecimal():
        told = next(iter(parse_qs(environ.get("QUERY_STRING", "")).get("hook", [])), "")
    return int(told) if told.isascii() and told.isdecimal() and len(told) <= _MOST_DIGITS else None
