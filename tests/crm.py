"""A CRM in tests: tells of lost deals through a hook, over real HTTP, signed as Standard Webhooks has it."""

import http.client
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from standardwebhooks import Webhook

from bot.lost_deals_hook import PATH
from storage.database import Database
from storage.hooks import Auth, Direction, add_hook
from storage.owner import EVERYBODY
from storage.secrets import Vault, new_key

JSON = dict[str, Any]
KEY = new_key()
WITH_KEY = {"GOTANO_ENCRYPTION_KEY": KEY}
"""What a bot's environment needs so that hooks' secrets can be stored."""
VAULT = Vault([KEY])
DEAL: JSON = {
    "id": "006-1",
    "rep": "U0ANA",
    "prospect": "Dana Reyes",
    "company": "Acme",
    "lost_on": "2026-10-30",
    "reason": "There is no budget left this year",
    "amount": 12000,
    "currency": "EUR",
    "url": "https://crm.example/deals/006-1",
}


@dataclass(frozen=True)
class Told:
    """The bot's answer."""

    status: int
    body: JSON
    headers: dict[str, str]

    @property
    def state(self) -> str:
        assert self.status == 202, (self.status, self.body)
        return str(self.body["state"])

    @property
    def wrong(self) -> set[str]:
        """The fields that the answer finds fault with."""
        return {error["field"] for error in self.body["errors"]}


@dataclass(frozen=True)
class Crm:
    """A hook of a workspace, and where the bot is."""

    port: int
    hook_id: int
    secret: str

    def tell(self, changed: JSON | None = None, **how: Any) -> Told:
        """A lost deal: `DEAL`, with what is `changed`; None takes a field away."""
        whole = DEAL | (changed or {})
        told = {name: value for name, value in whole.items() if value is not None}
        return self.send(json.dumps(told).encode(), **how)

    def send(
        self,
        body: bytes,
        *,
        message: str | None = None,
        late: timedelta = timedelta(),
        headers: dict[str, str] | None = None,
        path: str | None = None,
    ) -> Told:
        """Any body, signed; sent as if `late` ago. Of `headers` an empty one is left out."""
        signed = self.signed(body, message, datetime.now(UTC) - late)
        whole = {"content-type": "application/json"} | signed | (headers or {})
        return post(self.port, path or f"{PATH}/{self.hook_id}", body, {k: v for k, v in whole.items() if v})

    def signed(self, body: bytes, message: str | None, at: datetime) -> dict[str, str]:
        message = message or f"msg_{uuid4().hex}"
        if not self.secret.startswith("whsec_"):
            return {"authorization": f"Bearer {self.secret}"}
        signature = Webhook(self.secret).sign(message, at, body.decode("latin-1"))
        stamp = str(int(at.timestamp()))
        return {"webhook-id": message, "webhook-timestamp": stamp, "webhook-signature": signature}


def crm(db: Database, port: int, team: str, now: datetime, auth: Auth = Auth.SIGNED) -> Crm:
    """A hook that an admin has just made."""
    with db.write(EVERYBODY) as session:
        hook_id, secret = add_hook(session, VAULT, team, Direction.IN, now, auth)
    return Crm(port, hook_id, secret)


def post(port: int, path: str, body: bytes, headers: dict[str, str]) -> Told:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        line.request("POST", path, body, headers)
        answer = line.getresponse()
        text = answer.read()
        told = {name.lower(): value for name, value in answer.getheaders()}
    finally:
        line.close()
    is_json = told.get("content-type") == "application/json"
    return Told(answer.status, json.loads(text) if is_json else {}, told)
