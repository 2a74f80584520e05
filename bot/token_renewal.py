"""Renews the tokens that end soon: one process each, and what Slack gave is kept until it is stored."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.token_rotation import TokenRotator

from handlers.slack.errors import PERSON_GONE, SLACK_FAILED, error_code
from storage.database import UNREACHABLE, Database
from storage.installations import Installations, Place
from storage.owner import EVERYBODY
from storage.secrets import WrongKey
from storage.workspaces import claim_rotation

MINUTES_AHEAD = 120
"""How long before its end a token is renewed; Slack's rotated tokens live twelve hours."""

_log = logging.getLogger(__name__)


class TokenRenewal:
    """One for each process; `changed` is told that a token was replaced."""

    def __init__(
        self, db: Database, installations: Installations, rotator: TokenRotator, changed: Callable[[], None]
    ) -> None:
        self._db = db
        self._installations = installations
        self._rotator = rotator
        self._changed = changed
        # By the place's id what was renewed, and with what: the refresh token of before is spent.
        self._unstored: dict[str, tuple[Bot, Bot]] = {}

    def renew(self) -> None:
        """What could not be stored last time comes first. One place's trouble is no other's."""
        for kept in list(self._unstored):
            self._try(kept, partial(self._store, kept))
        ahead = datetime.now(UTC) + timedelta(minutes=MINUTES_AHEAD)
        for place in self._installations.places(ending_before=ahead):
            if place.id not in self._unstored:
                self._try(place.id, partial(self._renew, place))

    def _try(self, place: str, what: Callable[[], None]) -> None:
        try:
            what()
        except (SlackTokenRotationError, WrongKey, KeyError, *SLACK_FAILED, *UNREACHABLE) as error:
            cause = error.api_error if isinstance(error, SlackTokenRotationError) else error
            _log.warning("a token is not renewed", extra={"team": place, "error": error_code(cause)})

    def _renew(self, place: Place) -> None:
        with self._db.write(EVERYBODY) as session:
            mine = claim_rotation(session, place.id)
        # Read after the claim: another process may have renewed it a moment ago.
        bot = self._installations.bot_of(place.id) if mine else None
        if bot is None or not bot.bot_refresh_token:
            return
        renewed = self._rotator.perform_bot_token_rotation(bot=bot, minutes_before_expiration=MINUTES_AHEAD)
        if renewed:
            self._unstored[place.id] = (bot, renewed)
            self._store(place.id)

    def _store(self, place: str) -> None:
        """Whatever comes of it but a database that is away: where it is not taken, there is a newer one, or none."""
        before, after = self._unstored[place]
        self._installations.renewed(before, after, stays_parked=tuple(PERSON_GONE))
        del self._unstored[place]
        self._changed()
