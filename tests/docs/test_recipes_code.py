"""The JavaScript of the recipes runs, and sends the requests that stand beside it."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from standardwebhooks import Webhook

from handlers.deals.event_types import LostDealEvent
from storage.hooks import Auth, new_secret
from tests.docs.recipes import (
    BACK,
    HOST,
    PATH,
    SECRET,
    code_of,
    first_of,
    in_hubspot,
    in_n8n,
    in_zapier,
    requests,
    run,
)
from tests.docs.standin import DEAL, HUBSPOT, TOKEN, StandIn

NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)
BRIDGE = "zapier-make-n8n"
FUNCTIONS = code_of(BRIDGE, "js functions")


@pytest.fixture
def secret() -> str:
    return new_secret(Auth.SIGNED)


def signature_of(request: Mapping[str, str], secret: str, body: str) -> str:
    return Webhook(secret).sign(request["webhook-id"], NOW, body)


def hubspot(folder: Path, secret: str, number: int, changed: Mapping[str, Any]) -> StandIn:
    """HubSpot after its custom code ran for a deal: what was posted came to it as well."""
    with StandIn(HUBSPOT) as crm:
        code = in_hubspot(folder, crm.address, crm.address + PATH, {**DEAL, **changed}, number)
        told = run(code, NOW, folder, {"LOST_DEALS_SECRET": secret, "HUBSPOT_TOKEN": TOKEN})
    assert json.loads(told) == {"outputFields": {}}
    return crm


def test_hubspots_code_sends_the_request_beside_it(tmp_path: Path, secret: str) -> None:
    (sent,) = hubspot(tmp_path, secret, 21873460219, {}).received
    beside = first_of("hubspot", "signed")
    assert (sent.path, sent.body) == (beside.path, beside.body)
    for name in ("Content-Type", "webhook-id", "webhook-timestamp"):
        assert sent.headers[name.lower()] == beside.headers[name]
    assert sent.headers["webhook-signature"] == signature_of(sent.headers, secret, sent.body)


def test_hubspots_code_takes_the_deals_name_where_there_is_no_contact(tmp_path: Path, secret: str) -> None:
    (sent,) = hubspot(tmp_path, secret, 21873460220, {"closed_lost_reason": None}).received
    told = json.loads(sent.body)
    assert (told["prospect"], told["reason"]) == ("Acme, 40 seats", None)
    assert "company" not in told


def test_what_n8n_makes_of_pipedrives_webhook_is_the_request_that_is_shown(
    tmp_path: Path, secret: str
) -> None:
    """The Code node of the Pipedrive recipe, and after it the one that signs."""
    nodes = {
        "Webhook": {"body": json.loads(code_of("pipedrive", "json pipedrive"))},
        "Person": {"id": 3, "name": "Dana Reyes"},
        "Organization": {"id": 2, "name": "Acme"},
        "Owner": {"data": {"id": 18487521, "email": "ana.costa@example.com"}},
    }
    deal = json.loads(run(in_n8n(code_of("pipedrive", "js n8n pipedrive"), nodes), NOW, tmp_path))
    code = FUNCTIONS + in_n8n(code_of(BRIDGE, "js n8n out").replace(SECRET, secret), {}, deal)
    item = json.loads(run(code, NOW, tmp_path))
    beside = first_of(BRIDGE, "signed")
    assert item["body"] == beside.body
    assert item["headers"]["webhook-id"] == beside.headers["webhook-id"]
    assert item["headers"]["webhook-signature"] == signature_of(item["headers"], secret, item["body"])


def test_zapiers_code_sends_its_input_data_signed(tmp_path: Path, secret: str) -> None:
    given = {name: str(value) for name, value in first_of(BRIDGE, "token").told.items()}
    with StandIn({}) as crm:
        code = code_of(BRIDGE, "js zapier out").replace(SECRET, secret).replace(HOST, crm.address)
        run(in_zapier(FUNCTIONS + code, given), NOW, tmp_path)
    (sent,) = crm.received
    assert (sent.path, json.loads(sent.body)) == (PATH, given)
    assert sent.headers["webhook-signature"] == signature_of(sent.headers, secret, sent.body)


def checked(folder: Path, secret: str, signature: str, body: str, at: datetime = NOW) -> Any:
    """What the way back in Zapier hands on of an event that was sent at `at`."""
    stamp = str(int(at.timestamp()))
    told = {"id": "msg_1", "timestamp": stamp, "signature": signature, "body": body}
    code = FUNCTIONS + code_of(BRIDGE, "js zapier back").replace(SECRET, secret)
    return json.loads(run(in_zapier(code, told), NOW, folder))


def test_an_event_is_handed_on_when_one_of_its_signatures_fits(tmp_path: Path, secret: str) -> None:
    body = '{"type": "lost_deal.debriefed"}'
    old, new = (Webhook(one).sign("msg_1", NOW, body) for one in (new_secret(Auth.SIGNED), secret))
    assert checked(tmp_path, secret, new, body) == json.loads(body)
    assert checked(tmp_path, secret, f"{old} {new}", body) == json.loads(body)


@pytest.mark.parametrize(
    ("signed", "body", "minutes", "why"),
    [
        ('{"type": "outcome"}', '{"type": "debriefed"}', 0, "not signed by gotano"),
        ('{"type": "outcome"}', '{"type": "outcome"}', 6, "too old"),
        ('{"type": "outcome"}', '{"type": "outcome"}', -6, "too old, or from the future"),
    ],
)
def test_an_event_that_is_forged_or_old_goes_no_further(
    tmp_path: Path, secret: str, signed: str, body: str, minutes: int, why: str
) -> None:
    at = NOW - timedelta(minutes=minutes)
    signature = Webhook(secret).sign("msg_1", at, signed)
    with pytest.raises(AssertionError, match=why):
        checked(tmp_path, secret, signature, body, at)


def test_n8n_checks_the_raw_body(tmp_path: Path, secret: str) -> None:
    raw = '{"type":  "lost_deal.replied"}'
    stamp = str(int(NOW.timestamp()))
    signature = Webhook(secret).sign("msg_1", NOW, raw)
    headers = {"webhook-id": "msg_1", "webhook-timestamp": stamp, "webhook-signature": signature}
    code = code_of(BRIDGE, "js n8n back").replace(SECRET, secret)
    handed = run(FUNCTIONS + in_n8n(code, {}, {"headers": headers}, raw), NOW, tmp_path)
    assert json.loads(handed) == json.loads(raw)


def event() -> Any:
    """The one that the page shows, which is one of ours."""
    text = code_of(BRIDGE, "json event")
    LostDealEvent.model_validate_json(text)
    return json.loads(text)


@pytest.mark.parametrize(
    ("page", "deal"),
    [("hubspot", "21873460219"), ("salesforce", "0065g00000AbCdEAAV"), ("pipedrive", "61")],
)
def test_what_n8n_writes_to_the_deal_is_the_request_that_is_shown(
    tmp_path: Path, page: str, deal: str
) -> None:
    told = event()
    told["data"]["id"] = deal
    sent = json.loads(run(in_n8n(code_of(page, f"js n8n back {page}"), {}, told), NOW, tmp_path))
    beside, to = first_of(page, BACK), urlsplit(sent["url"])
    assert (sent["method"], to.netloc, to.path) == (beside.method, beside.headers["Host"], beside.path)
    assert sent["body"] == beside.told


@pytest.mark.parametrize("page", ["hubspot", "salesforce", "pipedrive"])
def test_a_debrief_that_began_in_slack_is_written_to_no_deal(tmp_path: Path, page: str) -> None:
    told = event()
    told["data"]["id"] = None
    assert json.loads(run(in_n8n(code_of(page, f"js n8n back {page}"), {}, told), NOW, tmp_path)) is None


def test_every_request_is_marked_with_its_way() -> None:
    ways = {request.way for request in requests()}
    assert ways == {"signed", "token", "basic", BACK}
