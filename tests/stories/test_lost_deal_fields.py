"""Each field of a lost deal: what is taken of it, and what is wrong with it said by its name."""

from typing import Any

import pytest

from bot.manifest import ASKED_SCOPES
from playground import Person
from tests.conftest import MakeRig
from tests.crm import DEAL
from tests.rig import ANA, SAM, Rig
from tests.stories.told import HOOKED, crm_of, offers

PEOPLE = (
    ANA,
    SAM,
    Person("U0GUEST", "Gus Guest", guest="multi_channel"),
    Person("U0GONE", "Gone Girl"),
    Person("U0HIDDEN", "Hid Den", visible=False),
)


@pytest.fixture
def rig(make_rig: MakeRig) -> Rig:
    return make_rig(people=PEOPLE, **HOOKED)


WRONG: list[tuple[str, Any]] = [
    ("id", None),
    ("id", ""),
    ("id", " \u200b "),
    ("id", "x" * 201),
    ("id", True),
    ("id", {"a": 1}),
    ("rep", None),
    ("rep", 7),
    ("rep", "Ana Costa"),
    ("rep", "U0NOBODY"),
    ("rep", "U0HIDDEN"),
    ("rep", "U0GUEST"),
    ("rep", "U0GOTANO"),
    ("prospect", None),
    ("prospect", "\u2060"),
    ("prospect", "x" * 121),
    ("prospect", ["Dana"]),
    ("company", 5),
    ("company", "x" * 121),
    ("lost_on", "yesterday"),
    ("lost_on", "2026-02-30"),
    ("lost_on", "2026-12-30"),
    ("lost_on", "0001-01-01"),
    ("lost_on", 10**30),
    ("lost_on", True),
    ("reason", 1),
    ("amount", "a lot"),
    ("amount", -5),
    ("amount", True),
    ("amount", [1]),
    ("amount", "1" * 31),
    ("currency", "EURO"),
    ("url", "javascript:alert(1)"),
    ("url", "ftp://crm.example/1"),
    ("url", "https://"),
    ("url", "https://crm.example/a b"),
    ("url", "https://crm.example@evil.example/"),
    ("url", "https://crm.example/" + "x" * 2000),
]


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_a_field_that_is_wrong_is_named_and_nothing_is_kept(rig: Rig, field: str, value: Any) -> None:
    told = crm_of(rig).tell({field: value})
    assert (told.status, told.wrong) == (422, {field})
    assert all(error["reason"] for error in told.body["errors"])
    assert offers(rig) == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"text"', b"\xff\xfe", b"1e999"])
def test_a_body_that_is_no_object_is_refused(rig: Rig, body: bytes) -> None:
    system = crm_of(rig)
    assert system.send(body).status in (401, 422), "what is no text cannot have been signed"


def test_all_that_is_wrong_is_said_at_once(rig: Rig) -> None:
    told = crm_of(rig).tell({"id": None, "prospect": "", "url": "x", "lost_on": "x"})
    assert told.wrong == {"id", "prospect", "url", "lost_on"}


def test_the_least_that_is_told_is_enough_and_what_nobody_asked_for_is_passed_over(rig: Rig) -> None:
    names = ("company", "lost_on", "reason", "amount", "currency", "url")
    told = crm_of(rig).tell(dict.fromkeys(names) | {"stage": "closed lost", "prospect": "Dana"})
    assert told.state == "new"
    (offer,) = offers(rig)
    assert [getattr(offer, name) for name in names if name != "currency"] == [None] * 5


TAKEN: list[tuple[str, Any, str, str]] = [
    ("id", 4711, "external_id", "4711"),
    ("lost_on", "2026-10-30T22:15:00Z", "lost_on", "2026-10-30"),
    ("lost_on", 1793318400000, "lost_on", "2026-10-30"),
    ("lost_on", "1793318400000", "lost_on", "2026-10-30"),
    ("amount", 12000.5, "amount", "12000.50 EUR"),
    ("amount", "12.000,50", "amount", "12.000,50 EUR"),
    ("amount", "12k", "amount", "12k EUR"),
    ("reason", "x" * 3100, "reason", "x" * 3000),
    ("reason", "bell\u0007 and nul\u0000", "reason", "bell and nul"),
    ("company", "  ", "company", "None"),
    ("url", "HTTP://crm.example:8080/x?y=1#z", "url", "HTTP://crm.example:8080/x?y=1#z"),
]


@pytest.mark.parametrize(("field", "value", "name", "kept"), TAKEN)
def test_systems_write_things_their_own_way(rig: Rig, field: str, value: Any, name: str, kept: str) -> None:
    assert crm_of(rig).tell({field: value}).state == "new"
    (offer,) = offers(rig)
    assert str(getattr(offer, name)) == kept


def test_a_rep_who_left_is_refused(rig: Rig) -> None:
    rig.slack.person("U0GONE").deactivate()
    told = crm_of(rig).tell({"rep": "U0GONE"})
    assert (told.status, told.wrong) == (422, {"rep"})


def test_who_the_bot_is_not_open_to_is_refused(make_rig: MakeRig) -> None:
    rig = make_rig(environ=HOOKED["environ"] | {"GOTANO_ALLOWED_USERS": "U0SAM"})
    assert crm_of(rig).tell().wrong == {"rep"}
    assert crm_of(rig).tell({"rep": "U0SAM"}).state == "new"


def test_an_e_mail_is_looked_up_once_where_the_scope_was_granted(make_rig: MakeRig) -> None:
    rig = make_rig(scopes=[*ASKED_SCOPES, "users:read.email"], **HOOKED)
    system = crm_of(rig)
    assert system.tell({"rep": ANA.email}).state == "new"
    assert system.tell({"rep": ANA.email, "id": "2"}).state == "new"
    assert [row.rep for row in offers(rig)] == [ANA.id, ANA.id]
    assert [call.method for call in rig.slack.calls] == ["users.lookupByEmail"]
    assert system.tell({"rep": "nobody@example.com"}).wrong == {"rep"}


def test_without_the_scope_the_answer_says_which_is_missing(rig: Rig) -> None:
    told = crm_of(rig).tell({"rep": ANA.email})
    assert (told.status, told.wrong) == (422, {"rep"})
    assert "users:read.email" in told.body["errors"][0]["reason"]
    assert rig.slack.calls == []


def test_a_rep_who_is_known_is_not_asked_about_again(rig: Rig) -> None:
    system = crm_of(rig)
    assert {system.tell({"id": str(n)}).state for n in range(4)} == {"new"}
    assert [call.method for call in rig.slack.calls] == ["users.info"]
    assert DEAL["rep"] == ANA.id
