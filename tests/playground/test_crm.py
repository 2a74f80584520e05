"""The CRM beside the local Slack: signed both ways, by any library of Standard Webhooks, and nothing twice."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from standardwebhooks import Webhook

from playground import Crm, CrmDeal, CrmLink
from storage.hooks import Auth, new_secret

NOW = datetime(2035, 3, 5, 9, 0, tzinfo=UTC)
OURS, THEIRS = new_secret(Auth.SIGNED), new_secret(Auth.SIGNED)


class Bot:
    """Takes what the CRM posts, and answers with `status`."""

    def __init__(self) -> None:
        self.status = 202
        self.heard: list[tuple[dict[str, str], bytes]] = []
        bot = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                bot.heard.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(bot.status)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Nothing to say."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/hooks/lost-deals/1"


@pytest.fixture
def bot() -> Iterator[Bot]:
    bot = Bot()
    yield bot
    bot.server.shutdown()
    bot.server.server_close()


@pytest.fixture
def crm(bot: Bot) -> Crm:
    deals = [CrmDeal("D-1", "Maya Lindqvist", "Fjord", "18,000", "Proposal", "U0ANA")]
    crm = Crm(deals, lambda: NOW)
    crm.join(CrmLink(bot.url, OURS, THEIRS, "http://127.0.0.1:1"))
    return crm


def event(secret: str = THEIRS, at: datetime = NOW, **data: object) -> tuple[dict[str, str], bytes]:
    told = {
        "id": "D-1",
        "kind": "not_now",
        "verdict": "follow_up",
        "plan_date": "2035-06-01",
        "outcome": "open",
    }
    body = json.dumps({"type": "lost_deal.debriefed", "data": told | data})
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign("msg_1", at, body),
    }
    return headers, body.encode()


def test_a_lost_deal_is_told_signed_and_once(crm: Crm, bot: Bot) -> None:
    assert crm.lose("D-1", "They went quiet") is None
    ((headers, body),) = bot.heard
    told = Webhook(OURS).verify(body, headers)
    assert (told["id"], told["rep"], told["reason"], told["lost_on"]) == (
        "D-1",
        "U0ANA",
        "They went quiet",
        "2035-03-05",
    )
    assert told["url"] == "http://127.0.0.1:1/?user=U0ANA&crm=D-1", "its record: on the page, in the panel"
    assert crm.shown()[0]["stage"] == "Lost"
    assert crm.lose("D-1", "Again") == "There is no such open deal."
    assert len(bot.heard) == 1


def test_what_the_bot_does_not_take_stays_open(crm: Crm, bot: Bot) -> None:
    bot.status = 422
    assert crm.lose("D-1", "") == "The bot did not take it: it answered 422."
    bot.server.shutdown()
    bot.server.server_close()
    assert crm.lose("D-1", "") == "The bot did not take it: it does not answer."
    assert not crm.shown()[0]["lost"]


def test_what_the_bot_tells_stands_there_and_a_repeat_changes_nothing(crm: Crm) -> None:
    assert crm.hear(*event())
    assert crm.hear(*event(verdict="let_go"))
    shown = crm.shown()[0]
    assert (shown["kind"], shown["verdict"], shown["plan_date"]) == ("not_now", "follow_up", "2035-06-01")
    assert crm.hear(*event(id="D-9")), "one of a deal that it does not know is taken, and forgotten"


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        event(secret=OURS),
        event(at=NOW - timedelta(minutes=6)),
        event(at=NOW + timedelta(minutes=6)),
        (event()[0], b"{}"),
        ({}, b"{}"),
    ],
)
def test_nobody_else_is_heard(crm: Crm, headers: dict[str, str], body: bytes) -> None:
    assert not crm.hear(headers, body)
    assert crm.shown()[0]["kind"] is None
