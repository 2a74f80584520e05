"""POST /hooks/lost-deals: another system tells of a lost deal, and its rep is offered to debrief it."""

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

from slack_sdk import WebClient

from bot.hook_guard import BUSY, DATABASE_AWAY, HOOK, HookGuard, HookRefused, json_page, refusal
from bot.hook_keys import message_id
from bot.routing import Route
from bot.wsgi import Environ, Wsgi, answer
from handlers.deals.told_deal import FieldError, Malformed, Told, read_told
from handlers.deals.told_rep import AskLater, NoSuchRep, RepLookup, Uninstalled
from handlers.delivery.retry_policy import NotInstalled
from handlers.slack.context import Services
from storage.database import UNREACHABLE
from storage.hooks import Auth, Hook, note_used
from storage.offer_tables import OfferSource
from storage.offers_in import Taken, standing_of, take_in
from storage.owner import Owner
from storage.processed_requests import is_first_time
from storage.secrets import Vault

PATH = "/hooks/lost-deals"
BODY_LIMIT = 64_000
"""Bytes."""


def lost_deals_route(services: Services, client_for: Callable[[str], WebClient], vault: Vault) -> Route:
    """The address; a hook's own is one step below it."""
    door = LostDealsHook(services, client_for)
    guard = HookGuard(services, vault)
    return Route("POST", PATH, door, guard, BODY_LIMIT, below=True, too_late=_too_late(services))


def _too_late(services: Services) -> Wsgi:
    """Whoever tells of a lost deal while there is too much to do is to send it again."""

    def serve(environ: Environ, start_response: Any) -> Iterable[bytes]:
        environ["wsgi.input"].read()
        return refusal(services, start_response, BUSY)

    return serve


class LostDealsHook:
    """What is behind the guard: reads the lost deal, finds its rep, and takes it in."""

    def __init__(self, services: Services, client_for: Callable[[str], WebClient]) -> None:
        self._services = services
        self._reps = RepLookup(services, client_for)

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        try:
            taken = self._take(environ, environ["wsgi.input"].read())
        except HookRefused as refused:
            return refusal(self._services, start_response, refused)
        except UNREACHABLE:
            return refusal(self._services, start_response, DATABASE_AWAY)
        self._services.metrics.lost_deal(str(taken.state))
        return answer(start_response, json_page(202, {"offer": taken.offer_id, "state": str(taken.state)}))

    def _take(self, environ: Environ, body: bytes) -> Taken:
        hook: Hook = environ[HOOK]
        if environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() != "application/json":
            raise HookRefused(415, "type", FieldError("content-type", "must be application/json"))
        try:
            told = read_told(body, self._services.now())
        except Malformed as malformed:
            raise HookRefused(422, "fields", *malformed.errors) from None
        return self._store(hook, self._rep(hook, told), told, message_id(environ), body)

    def _rep(self, hook: Hook, told: Told) -> Owner:
        try:
            return self._reps.find(hook.team, told.rep)
        except NoSuchRep as nobody:
            raise HookRefused(422, "rep", FieldError("rep", str(nobody))) from None
        except AskLater as later:
            asked = FieldError("rep", "Slack cannot be asked about them now: send it again")
            raise HookRefused(503, "slack", asked, again_in=later.seconds) from None
        except (NotInstalled, Uninstalled):
            gone = FieldError("body", "the bot is not installed in this workspace")
            raise HookRefused(409, "not_installed", gone) from None

    def _store(self, hook: Hook, owner: Owner, told: Told, message: str, body: bytes) -> Taken:
        """In one transaction with the message's id, so that a message that comes twice changes nothing."""
        now = self._services.now()
        with self._services.db.write(owner) as session:
            if hook.auth is Auth.SIGNED:
                first = is_first_time(session, _noted(hook, message), now)
                said_before = not is_first_time(session, _noted(hook, message, body), now)
                if not first and not said_before:
                    other = FieldError("webhook-id", "was used for another message")
                    raise HookRefused(409, "replay", other)
                known = standing_of(session, hook.team, OfferSource.HOOK, told.deal.external_id, str(hook.id))
                if not first and known:
                    return known
            note_used(session, hook, now)
            return take_in(session, owner, OfferSource.HOOK, told.deal, now, origin=str(hook.id))


def _noted(hook: Hook, message: str, body: bytes = b"") -> str:
    """What a message is remembered by, and with its body what it said: neither tells anything."""
    parts = [message.encode("utf-8", "surrogateescape"), *([body] if body else [])]
    return "/".join(["hook", str(hook.id), *(hashlib.sha256(part).hexdigest() for part in parts)])
