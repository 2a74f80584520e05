"""Whatever a system that has the secret tells: answered in time, never with a 5xx, and only what is whole is kept."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from prompts.offer import DEBRIEF_IT
from storage.offer_tables import OfferRow
from storage.owner import EVERYBODY
from tests.crm import DEAL, WITH_KEY, Crm, crm
from tests.fuzz.conftest import tried
from tests.rig import TEAM, Rig
from tests.stories.scenes import actions_on

_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**40), 10**40),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=40),
    st.sampled_from(["U0ANA", "2026-11-02", "12k", "https://a.example/", "\u0000", "\ud800", "<!channel>"]),
)
VALUES = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner)
)
CHANGES = st.dictionaries(st.sampled_from(sorted(DEAL)), VALUES, max_size=4)


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    with Rig(tmp_path_factory.mktemp("hook"), environ=WITH_KEY, rate_limits=False) as made:
        yield made


@pytest.fixture(scope="module")
def system(rig: Rig) -> Crm:
    return crm(rig.db, rig.server.port, TEAM, rig.clock.now())


@pytest.fixture(autouse=True)
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.hook_guard.A_MINUTE", 10**6)


def kept(rig: Rig) -> int:
    with rig.db.read(EVERYBODY) as session:
        return session.scalar(select(func.count()).select_from(OfferRow)) or 0


@given(
    deal_id=st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=40),
    changes=st.fixed_dictionaries(
        {},
        optional={
            "reason": st.text("Not this yer.", max_size=300),
            "amount": st.integers(0, 10**9),
            "lost_on": st.dates(date(2020, 1, 1), date(2026, 10, 30)).map(str),
            "company": st.none(),
            "rep": st.sampled_from(["U0ANA", "U0SAM"]),
        },
    ),
)
@tried(50)
def test_a_good_request_ends_in_an_offer(
    rig: Rig, system: Crm, deal_id: str, changes: dict[str, Any]
) -> None:
    before = kept(rig)
    told = system.tell({"id": f"good {deal_id}"} | changes)
    assert kept(rig) == before + (told.state == "new")
    with rig.db.read(EVERYBODY) as session:
        offer = session.get_one(OfferRow, told.body["offer"])
        assert (offer.external_id, offer.rep) == (f"good {deal_id}", changes.get("rep", DEAL["rep"]))


@given(changes=CHANGES)
@tried(200)
def test_a_lost_deal_with_anything_in_its_fields_is_taken_whole_or_refused(
    rig: Rig, system: Crm, changes: dict[str, Any]
) -> None:
    before = kept(rig)
    told = system.send(json.dumps(DEAL | changes).encode())
    assert told.status in (202, 422), told
    assert kept(rig) == before + (told.status == 202 and told.state == "new")
    if told.status == 202:
        with rig.db.read(EVERYBODY) as session:
            assert session.get_one(OfferRow, told.body["offer"]).external_id


@given(body=st.binary(max_size=200).filter(bool))
@tried(100)
def test_a_signed_body_of_any_bytes_does_no_harm(rig: Rig, system: Crm, body: bytes) -> None:
    before = kept(rig)
    assert system.send(body).status in (401, 422)
    assert kept(rig) == before


def test_what_was_taken_can_be_asked_about(rig: Rig) -> None:
    """After all of the above: every message is one that Slack takes."""
    for _ in range(40):
        rig.sweep()
        rig.clock.move(days=1)
    assert rig.slack.refusals == []
    assert [message for message in rig.ana.messages() if DEBRIEF_IT in actions_on(message)]
    with rig.db.read(EVERYBODY) as session:
        assert session.scalars(select(OfferRow.failure).where(OfferRow.failure.is_not(None))).all() == []
