"""A CRM beside the local Slack: it tells a bot of the deals that are lost in it, and shows what the bot tells back."""

from __future__ import annotations

import hmac
import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from urllib.parse import urlencode

import urllib3
from standardwebhooks import Webhook

from .identity import JSON

EVENTS = "/crm/events"
"""Where on the local Slack's address the bot posts its events to."""
_SECONDS = 5.0
_TOLERANCE = timedelta(minutes=5)
_NOT_THERE = "There is no such open deal."
_NOT_TAKEN = "The bot did not take it"


@dataclass(frozen=True)
class CrmDeal:
    """A deal of the person `owner`. What the bot told of it is empty until the bot told it."""

    id: str
    prospect: str
    company: str
    amount: str
    stage: str
    owner: str
    lost: bool = False
    kind: str | None = None
    verdict: str | None = None
    plan_date: str | None = None
    outcome: str | None = None


@dataclass(frozen=True)
class CrmLink:
    """What joins it with a bot: where lost deals are told and with which secret, and the secret of the bot's events.

    `page` is the address of the page that shows it.
    """

    address: str
    secret: str
    events_secret: str
    page: str


class Crm:
    """`now` is the bot's own clock, by which its events are signed."""

    def __init__(self, deals: Sequence[CrmDeal], now: Callable[[], datetime]) -> None:
        self._deals = {deal.id: deal for deal in deals}
        self._now = now
        self._link: CrmLink | None = None
        self._seen: set[str] = set()
        self._lock = threading.Lock()
        self._http = urllib3.PoolManager(timeout=_SECONDS, retries=False)

    def join(self, link: CrmLink) -> None:
        self._link = link

    def shown(self) -> list[JSON]:
        """What the page shows, in the order in which the deals were given."""
        with self._lock:
            return [dict(vars(deal)) for deal in self._deals.values()]

    def lose(self, deal_id: str, reason: str) -> str | None:
        """Tells the bot that a deal is lost; in a sentence why that did not go well, None where it did."""
        with self._lock:
            deal = self._deals.get(deal_id)
        if deal is None or deal.lost or self._link is None:
            return _NOT_THERE
        try:
            answer = self._http.request("POST", self._link.address, **self._signed(self._link, deal, reason))
        except urllib3.exceptions.HTTPError:
            return f"{_NOT_TAKEN}: it does not answer."
        if answer.status != 202:
            return f"{_NOT_TAKEN}: it answered {answer.status}."
        with self._lock:
            self._deals[deal_id] = replace(self._deals[deal_id], lost=True, stage="Lost")
        return None

    def hear(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Takes an event of the bot's; whether it was the bot's. One that comes again changes nothing."""
        if self._link is None or not self._is_genuine(self._link.events_secret, headers, body):
            return False
        event = json.loads(body)
        data = event["data"]
        with self._lock:
            deal = self._deals.get(str(data.get("id")))
            if deal and headers["webhook-id"] not in self._seen:
                self._seen.add(headers["webhook-id"])
                told = {name: data.get(name) for name in ("kind", "verdict", "plan_date", "outcome")}
                self._deals[deal.id] = replace(deal, **told)
        return True

    def _signed(self, link: CrmLink, deal: CrmDeal, reason: str) -> JSON:
        """The call-out, as Standard Webhooks has it."""
        told = {
            "id": deal.id,
            "rep": deal.owner,
            "prospect": deal.prospect,
            "company": deal.company,
            "amount": deal.amount,
            "reason": reason or None,
            "lost_on": self._now().date().isoformat(),
            "url": f"{link.page}/?{urlencode({'user': deal.owner, 'crm': deal.id})}",
        }
        body, message = json.dumps(told).encode(), f"crm_{token_hex(8)}"
        at = datetime.fromtimestamp(int(time.time()), UTC)
        headers = {
            "content-type": "application/json",
            "webhook-id": message,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": Webhook(link.secret).sign(message, at, body.decode()),
        }
        return {"body": body, "headers": headers}

    def _is_genuine(self, secret: str, headers: Mapping[str, str], body: bytes) -> bool:
        """Signed with the secret within five minutes by the demo's clock, which is no real one."""
        told = [headers.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature")]
        message, timestamp, signatures = told
        if not (message and timestamp.isdecimal()):
            return False
        at = datetime.fromtimestamp(int(timestamp), UTC)
        if abs(self._now() - at) > _TOLERANCE:
            return False
        wanted = Webhook(secret).sign(message, at, body.decode("utf-8", "replace"))
        return any(hmac.compare_digest(one.encode(), wanted.encode()) for one in signatures.split())
