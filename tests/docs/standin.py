"""A stand-in for a CRM over HTTP: its interface, as far as the recipes read it, and a receiver of what is posted."""

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = "pat-eu1-0001"
DEAL = {
    "dealname": "Acme, 40 seats",
    "amount": "24000",
    "deal_currency_code": "EUR",
    "closedate": "1793577600000",
    "closed_lost_reason": "No budget before April",
    "hubspot_owner_id": "41629779",
}
"""The properties of a deal, as HubSpot hands them to custom code: text."""
HUBSPOT = {
    "/crm/v3/owners/41629779": {"id": "41629779", "email": "ana.costa@example.com", "firstName": "Ana"},
    "/crm/v3/objects/deals/21873460219?associations=contacts": {
        "id": "21873460219",
        "associations": {"contacts": {"results": [{"id": "501", "type": "deal_to_contact"}]}},
    },
    "/crm/v3/objects/contacts/501?properties=firstname,lastname,company": {
        "id": "501",
        "properties": {"firstname": "Dana", "lastname": "Reyes", "company": "Acme"},
    },
    "/crm/v3/objects/deals/21873460220?associations=contacts": {"id": "21873460220"},
}
"""What HubSpot answers, by path: the second deal has no contact, and then no `associations` either."""


@dataclass(frozen=True)
class Received:
    """A request that was posted; names of headers in lower case."""

    path: str
    headers: Mapping[str, str]
    body: str


class StandIn(ThreadingHTTPServer):
    """Answers `answers` to whoever has `TOKEN`, and keeps what is posted."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = answers
        self.received: list[Received] = []
        self.address = f"http://127.0.0.1:{self.server_port}"

    def __enter__(self) -> "StandIn":
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: StandIn

    def do_GET(self) -> None:
        known = self.headers["Authorization"] == f"Bearer {TOKEN}" and self.path in self.server.answers
        self._answer(200 if known else 404, self.server.answers.get(self.path) if known else {})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.received.append(Received(self.path, headers, body))
        self._answer(202, {})

    def _answer(self, status: int, told: Any) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is written beside the tests' own output."""
