"""Offers of one rep that cannot be read, claimed or put off hold up nobody else's."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text
from sqlalchemy.exc import InternalError
from sqlalchemy.orm import Session

from playground import Person
from storage.offer_tables import OfferSource
from storage.offers import ReportedDeal
from storage.offers_in import take_in
from storage.owner import EVERYBODY, Owner, Whose
from tests.conftest import MakeRig
from tests.rig import ANA, SAM, TEAM, Rig
from tests.stories.told import offers, statuses

BEA = Person("U1BEA", "Bea Dias", "Europe/Lisbon")

pytestmark = pytest.mark.trouble


@pytest.fixture
def rig(make_rig: MakeRig, each_url: str) -> Rig:
    """Two of Ana's are due, and after them one of Bea's."""
    rig = make_rig(database_url=each_url, people=(ANA, SAM, BEA))
    for number, rep in enumerate((ANA.id, ANA.id, BEA.id)):
        owner = Owner(TEAM, rep)
        with rig.db.write(owner) as session:
            deal = ReportedDeal(str(number), f"Prospect {number}")
            take_in(session, owner, OfferSource.HOOK, deal, rig.clock.now())
        rig.clock.move(seconds=1)
    return rig


def test_one_that_cannot_be_read_is_parked_and_all_others_are_asked_about(rig: Rig) -> None:
    with rig.db.write(EVERYBODY) as session:
        session.execute(text("UPDATE offers SET status = 'mulberry' WHERE external_id = '0'"))
    rig.sweep()
    with rig.db.write(EVERYBODY) as session:
        session.execute(text("UPDATE offers SET status = 'waiting' WHERE status = 'mulberry'"))
    assert statuses(rig)[1:] == ["offered", "offered"]
    parked = offers(rig)[0]
    assert (parked.failure, parked.claimed_until) == ("ValueError", None)


def test_a_database_that_refuses_one_rep_s_changes_holds_up_nobody_else(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = rig.db.write

    @contextmanager
    def refuse(whose: Whose) -> Iterator[Session]:
        if whose == Owner(TEAM, ANA.id):
            raise InternalError("UPDATE", {}, Exception("cannot execute UPDATE"))
        with write(whose) as session:
            yield session

    with monkeypatch.context() as patched:
        patched.setattr(rig.db, "write", refuse)
        rig.sweep()
    assert statuses(rig)[2] == "offered"
