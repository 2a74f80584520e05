"""POST /hooks/lost-deals: what is signed and well formed is taken once; everything else is refused, and says why."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import bot.hook_guard
from bot.lost_deals_hook import BODY_LIMIT
from playground import Fault
from storage.hooks import OVERLAP, Auth, remove_hook, rotate_hook
from storage.owner import EVERYBODY
from tests.conftest import MakeRig
from tests.crm import DEAL, VAULT, Crm
from tests.docs.pages import ROOT
from tests.rig import Rig
from tests.stories.told import HOOKED, crm_of, offers


@pytest.fixture
def hooked(make_rig: MakeRig, each_url: str) -> Rig:
    """On both databases."""
    return make_rig(database_url=each_url, **HOOKED)


@pytest.fixture
def rig(make_rig: MakeRig) -> Rig:
    return make_rig(**HOOKED)


def test_a_lost_deal_is_taken_once_and_brought_up_to_date(hooked: Rig) -> None:
    system = crm_of(hooked)
    first = system.tell()
    assert (first.status, first.state) == (202, "new")
    assert system.tell().body == {"offer": first.body["offer"], "state": "unchanged"}
    assert system.tell({"reason": "They chose another"}).state == "updated"
    (offer,) = offers(hooked)
    assert (offer.prospect, offer.company, offer.reason) == ("Dana Reyes", "Acme", "They chose another")
    assert (offer.amount, str(offer.lost_on), offer.url) == ("12000 EUR", "2026-10-30", DEAL["url"])


def test_two_hooks_may_use_the_same_ids_for_deals_of_their_own(hooked: Rig) -> None:
    one, other = crm_of(hooked), crm_of(hooked)
    assert [one.tell(message="msg_1").state, other.tell({"prospect": "Sam Ito"}).state] == ["new", "new"]
    assert [one.tell(message="msg_1").state, one.tell({"reason": "Newer"}).state] == ["unchanged", "updated"]
    assert [(row.prospect, row.reason) for row in offers(hooked)] == [
        ("Dana Reyes", "Newer"),
        ("Sam Ito", DEAL["reason"]),
    ]


def test_the_hook_may_be_named_in_the_query(rig: Rig) -> None:
    system = crm_of(rig)
    assert system.tell(path=f"/hooks/lost-deals?hook={system.hook_id}").state == "new"


WRONG: dict[str, dict[str, Any]] = {
    "six minutes old": {"late": timedelta(minutes=6)},
    "six minutes ahead": {"late": -timedelta(minutes=6)},
    "not signed": {"headers": {"webhook-signature": ""}},
    "without an id": {"headers": {"webhook-id": ""}},
    "without a time": {"headers": {"webhook-timestamp": ""}},
    "no time": {"headers": {"webhook-timestamp": "nan"}},
    "another signature": {"headers": {"webhook-signature": "v1,AAAA"}},
    "no signature at all": {"headers": {"webhook-signature": "v1"}},
    "not base64": {"headers": {"webhook-signature": "v1,é"}},
    "another version": {"headers": {"webhook-signature": "v2,AAAA"}},
    "another id than was signed": {"headers": {"webhook-id": "msg_other"}},
    "another hook": {"path": "/hooks/lost-deals/99"},
    "no hook": {"path": "/hooks/lost-deals"},
    "no hook's id": {"path": "/hooks/lost-deals/1e3"},
    "far too long an id": {"path": "/hooks/lost-deals/" + "9" * 40},
}


@pytest.mark.parametrize("how", WRONG.values(), ids=WRONG)
def test_what_is_not_genuine_is_refused_and_does_not_say_what_was_wrong(
    rig: Rig, how: dict[str, Any]
) -> None:
    told = crm_of(rig).tell(**how)
    assert (told.status, told.wrong) == (401, {"webhook-signature"})
    assert offers(rig) == []


def test_another_hook_s_secret_opens_nothing(rig: Rig) -> None:
    first, second = crm_of(rig), crm_of(rig)
    assert Crm(first.port, first.hook_id, second.secret).tell().status == 401


def test_the_body_is_part_of_what_is_signed(rig: Rig) -> None:
    system = crm_of(rig)
    signed = system.signed(b"{}", "msg_1", rig.clock.now())
    assert system.tell(headers=signed).status == 401


def test_several_signatures_may_be_sent_of_which_one_is_good(rig: Rig) -> None:
    system = crm_of(rig)
    body = b'{"id": 1, "rep": "U0ANA", "prospect": "Dana"}'
    good = system.signed(body, "msg_1", datetime.now(UTC))
    both = {"webhook-signature": f"v1a,AAAA v1,AAAA {good['webhook-signature']}"}
    assert system.send(body, headers=good | both).state == "new"


def test_a_message_that_comes_again_changes_nothing_even_after_a_newer_one(hooked: Rig) -> None:
    system = crm_of(hooked)
    first = system.tell(message="msg_1")
    assert system.tell({"reason": "Newer"}, message="msg_2").state == "updated"
    again = system.tell(message="msg_1")
    assert (again.status, again.body) == (202, {"offer": first.body["offer"], "state": "unchanged"})
    assert [row.reason for row in offers(hooked)] == ["Newer"]


def test_the_same_message_id_with_another_body_is_refused(hooked: Rig) -> None:
    system = crm_of(hooked)
    system.tell(message="msg_1")
    told = system.tell({"prospect": "Somebody else"}, message="msg_1")
    assert (told.status, told.wrong) == (409, {"webhook-id"})
    assert [row.prospect for row in offers(hooked)] == ["Dana Reyes"]


def test_a_message_that_was_refused_may_be_sent_again_corrected(rig: Rig) -> None:
    system = crm_of(rig)
    assert system.tell({"rep": None}, message="msg_1").status == 422
    assert system.tell(message="msg_1").state == "new"


def test_other_types_and_large_bodies_are_refused(rig: Rig) -> None:
    system = crm_of(rig)
    assert system.tell(headers={"content-type": "text/plain"}).status == 415
    assert system.tell(headers={"content-type": "application/json; charset=utf-8"}).state == "new"
    assert system.tell({"reason": "x" * 70_000}).status == 413
    assert len(offers(rig)) == 1


@pytest.mark.parametrize(("under", "status"), [(1, 422), (0, 413)])
def test_a_body_is_as_large_as_its_page_says(rig: Rig, under: int, status: int) -> None:
    """One that is let in here is no lost deal."""
    page = (ROOT / "docs/hooks-in.md").read_text()
    assert f"under {BODY_LIMIT:,} bytes" in page
    assert crm_of(rig).send(b" " * (BODY_LIMIT - under)).status == status


def test_who_asks_too_often_waits_and_nobody_else_does(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.hook_guard, "A_MINUTE", 2)
    system, other = crm_of(rig), crm_of(rig)
    assert [system.tell().status for _ in range(3)] == [202, 202, 429]
    refused = system.tell()
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert other.tell().status == 202


def test_a_token_is_enough_where_it_was_asked_for(rig: Rig) -> None:
    system = crm_of(rig, auth=Auth.TOKEN)
    assert system.tell().state == "new"
    assert system.tell().state == "unchanged", "without a message's id the deal's own tells repeats"
    for header in ("Bearer wrong", f"Basic {system.secret}", "Bearer", f"Bearer {system.secret}x"):
        assert system.tell(headers={"authorization": header}).status == 401
    assert crm_of(rig).tell(headers={"authorization": f"Bearer {system.secret}"}).status == 202
    assert Crm(system.port, crm_of(rig).hook_id, system.secret).tell().status == 401, "it signs there"


def test_a_rotated_secret_overlaps_and_a_removed_hook_is_shut_at_once(hooked: Rig) -> None:
    old = crm_of(hooked)
    with hooked.db.write(EVERYBODY) as session:
        secret = rotate_hook(session, VAULT, old.hook_id, hooked.clock.now())
    assert secret
    new = Crm(old.port, old.hook_id, secret)
    assert (old.tell().status, new.tell().status) == (202, 202)
    hooked.clock.move(seconds=OVERLAP.total_seconds())
    assert (old.tell().status, new.tell().status) == (401, 202)
    with hooked.db.write(EVERYBODY) as session:
        remove_hook(session, old.hook_id, hooked.clock.now())
    assert new.tell().status == 401


@pytest.mark.trouble
def test_without_the_key_the_door_says_try_again_and_takes_nothing(make_rig: MakeRig) -> None:
    rig = make_rig()
    told = crm_of(rig).tell()
    assert (told.status, int(told.headers["retry-after"])) == (503, 30)
    assert offers(rig) == []


@pytest.mark.trouble
def test_while_slack_cannot_be_asked_about_a_rep_it_is_to_be_sent_again(rig: Rig) -> None:
    rig.slack.faults.add("users.info", Fault(status=500))
    told = crm_of(rig).tell(message="msg_1")
    assert (told.status, told.wrong) == (503, {"rep"})
    assert crm_of(rig).tell(message="msg_1").state == "new"
