"""The requests that the recipes show are taken by the bot, and offered to the rep in the morning."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.lost_deals_hook import PATH
from playground import Person
from storage.hooks import Auth
from tests.conftest import MakeRig
from tests.crm import Told, post
from tests.docs.recipes import BACK, Shown, in_hubspot, requests, run
from tests.docs.standin import DEAL, HUBSPOT, TOKEN, StandIn
from tests.rig import ANA, SAM, Rig
from tests.stories.told import HOOKED, crm_of, offers, said

BY_ID = Person("U0123ABCD", "Kim Berg", "Europe/Lisbon")
"""Whom one of the recipes names by Slack id; the others name Ana by e-mail."""
REQUESTS = [request for request in requests() if request.way != BACK]
NAMES = [f"{request.page}-{request.way}-{number}" for number, request in enumerate(REQUESTS)]


AMOUNTS = ["24000", "24000 EUR", "24,000.00 EUR"]
"""How the one amount of the recipes is kept."""


@pytest.fixture
def rig(make_rig: MakeRig) -> Rig:
    """A bot that may look up e-mail addresses."""
    scopes = ["chat:write", "commands", "im:write", "users:read", "users:read.email"]
    return make_rig(people=(ANA, SAM, BY_ID), scopes=scopes, **HOOKED)


def send(rig: Rig, shown: Shown, secret: str | None = None) -> Told:
    """As the system sends it, by a hook that was just made for it."""
    system = crm_of(rig, auth=Auth.SIGNED if shown.way == "signed" else Auth.TOKEN)
    headers = shown.headers_now(secret or system.secret, datetime.now(UTC))
    assert shown.path == f"{PATH}/1"
    return post(rig.server.port, f"{PATH}/{system.hook_id}", shown.body.encode(), headers)


def rep_of(rig: Rig, told: Any) -> Any:
    return rig.slack.person(BY_ID.id) if told["rep"] == BY_ID.id else rig.ana


@pytest.mark.parametrize("shown", REQUESTS, ids=NAMES)
def test_a_request_of_the_recipes_is_taken_as_it_is_meant_and_offered_to_its_rep(
    rig: Rig, shown: Shown
) -> None:
    wrong = "whsec_" + "A" * 43 + "=" if shown.way == "signed" else "gotano_" + "A" * 43
    assert send(rig, shown, wrong).status == 401
    assert send(rig, shown).state == "new"
    (offer,) = offers(rig)
    told = shown.told
    assert offer.external_id == str(told["id"])
    assert (offer.company, offer.reason) == (told.get("company") or None, told.get("reason") or None)
    assert str(offer.lost_on) == ("2026-11-02" if told.get("lost_on") else "None")
    assert offer.amount in (AMOUNTS if told.get("amount") else [None])
    rig.sweep()
    (message,) = said(rig, rep_of(rig, told))
    assert told["prospect"] in json.dumps(message["blocks"])


def test_hubspots_code_tells_the_bot_of_a_deal(rig: Rig, tmp_path: Path) -> None:
    system = crm_of(rig)
    with StandIn(HUBSPOT) as crm:
        door = f"http://127.0.0.1:{rig.server.port}{PATH}/{system.hook_id}"
        code = in_hubspot(tmp_path, crm.address, door, DEAL, 21873460219)
        environ = {"LOST_DEALS_SECRET": system.secret, "HUBSPOT_TOKEN": TOKEN}
        run(code, datetime.now(UTC), tmp_path, environ)
    (offer,) = offers(rig)
    assert (offer.rep, offer.prospect, offer.company) == ("U0ANA", "Dana Reyes", "Acme")
