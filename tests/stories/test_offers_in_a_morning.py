"""Many offers: a few a morning, together with the nudges under one cap; sent once whatever happens meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

import handlers.delivery.offer_messages
from playground import Fault
from prompts.offer import DEBRIEF_IT, LATER
from storage.database import Database
from storage.lease import lease_now
from storage.offer_tables import OfferRow, OfferSource
from storage.offers import ReportedDeal
from storage.offers_in import take_in
from storage.owner import EVERYBODY, Owner
from tests.conftest import MakeRig
from tests.crm import Crm
from tests.databases import share_statements
from tests.rig import TEAM, Rig
from tests.stories.scenes import actions_on, delete_everything, profile_changes
from tests.stories.told import HOOKED, crm_of, offers, said, statuses, told_rows

ANA = Owner(TEAM, "U0ANA")


@pytest.fixture
def rig(make_rig: MakeRig, each_url: str) -> Rig:
    return make_rig(database_url=each_url, **HOOKED)


@pytest.fixture
def system(rig: Rig) -> Crm:
    return crm_of(rig)


def many(system: Crm, count: int, begin: int = 0) -> None:
    for number in range(begin, begin + count):
        assert system.tell({"id": str(number), "prospect": f"Prospect {number}"}).state == "new"


def imported(rig: Rig, *days: date | None) -> None:
    with rig.db.write(ANA) as session:
        for number, lost_on in enumerate(days):
            deal = ReportedDeal(f"1:{number}", f"Line {number}", lost_on=lost_on)
            take_in(session, ANA, OfferSource.IMPORT, deal, rig.clock.now())


def claims_run_out(rig: Rig) -> None:
    with rig.db.write(EVERYBODY) as session:
        past = lease_now(session) - timedelta(seconds=1)
        for row in session.query(OfferRow).where(OfferRow.claimed_until.is_not(None)):
            row.claimed_until = past


def test_three_come_as_a_message_each_and_four_in_one(rig: Rig, system: Crm) -> None:
    many(system, 3)
    rig.sweep()
    assert [told_rows(message) for message in said(rig)] == [1, 1, 1]
    many(system, 1, 3)
    rig.clock.move(days=1)
    many(system, 3, 4)
    rig.sweep()
    assert [told_rows(message) for message in said(rig)] == [1, 1, 1, 4]


def test_ten_a_morning_and_the_rest_on_the_next_ones(rig: Rig, system: Crm) -> None:
    many(system, 23)
    for expected in ([10], [10, 10], [10, 10, 1, 1, 1]):
        for _ in range(3):
            rig.sweep()
        assert [told_rows(message) for message in said(rig)] == expected
        rig.clock.move(days=1)


def test_nudges_go_first_and_count_under_the_same_cap(rig: Rig, system: Crm) -> None:
    for name in ("Acme", "Birch", "Cope", "Dune", "Elm", "Fir", "Gale", "Hill"):
        rig.debrief(rig.ana, name, callback_on="2026-11-10")
        rig.ana.close()
    before = len(said(rig))
    rig.clock.move_to(rig.clock.now().replace(day=10))
    many(system, 5)
    rig.sweep()
    digest, offered = said(rig)[before:]
    assert told_rows(digest) == 8
    assert told_rows(offered) == 2
    rig.clock.move(days=1)
    rig.sweep()
    assert [told_rows(message) for message in said(rig)[before + 2 :]] == [1, 1, 1]


def test_of_an_imported_list_two_a_morning_the_oldest_first(rig: Rig, system: Crm) -> None:
    imported(rig, None, date(2026, 9, 1), date(2026, 3, 1), date(2026, 6, 1))
    many(system, 1)
    mornings = []
    for _ in range(3):
        before = {str(row.prospect) for row in offers(rig) if row.sent_at}
        rig.sweep()
        mornings.append({str(row.prospect) for row in offers(rig) if row.sent_at} - before)
        rig.clock.move(days=1)
    assert mornings == [{"Prospect 0", "Line 2", "Line 3"}, {"Line 1", "Line 0"}, set()]


def test_in_one_message_each_row_is_answered_by_itself(rig: Rig, system: Crm) -> None:
    many(system, 4)
    rig.sweep()
    first = offers(rig)[0]
    rig.ana.press(LATER, said(rig)[0], block_id=f"offer-{first.id}")
    assert told_rows(said(rig)[0]) == 3
    rig.clock.move(days=1)
    rig.sweep()
    assert [told_rows(message) for message in said(rig)] == [3, 1], "it moved to its own message"


def test_two_replicas_ask_once(rig: Rig, system: Crm) -> None:
    many(system, 5)
    with closing(share_statements(Database(rig.db.url))) as db, ThreadPoolExecutor(2) as replicas:
        other = replace(rig.services, db=db)
        for done in [replicas.submit(rig.sweep, services=one) for one in (rig.services, other)]:
            done.result()
    assert [told_rows(message) for message in said(rig)] == [5]


@pytest.mark.trouble
@pytest.mark.parametrize("count", [1, 5])
def test_a_crash_between_the_message_and_its_record_doubles_nothing(
    rig: Rig, system: Crm, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    many(system, count)

    def crash(*_: Any, **__: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr(handlers.delivery.offer_messages, "settle_sent", crash)
        with pytest.raises(SystemExit):
            rig.sweep()
    rig.sweep()
    assert len(said(rig)) == 1, "its claim still holds"
    claims_run_out(rig)
    rig.sweep()
    assert [told_rows(message) for message in said(rig)] == [count]
    assert set(statuses(rig)) == {"offered"}


@pytest.mark.trouble
@pytest.mark.parametrize(
    "fault",
    [Fault(status=429, retry_after=60), Fault(status=500), Fault(error="fatal_error")],
    ids=["429", "500", "fatal_error"],
)
def test_what_slack_does_not_take_is_sent_later_and_once(rig: Rig, system: Crm, fault: Fault) -> None:
    many(system, 2)
    rig.slack.faults.add("chat.postMessage", fault)
    rig.sweep()
    for _ in range(3):
        rig.clock.move(minutes=3)
        rig.sweep()
    assert [told_rows(message) for message in said(rig)] == [1, 1]


@pytest.mark.trouble
def test_a_rep_who_left_has_it_parked_by_name_until_they_are_back(rig: Rig, system: Crm) -> None:
    many(system, 1)
    rig.slack.faults.add("conversations.open", Fault(error="user_disabled", times=None))
    rig.sweep()
    assert [row.failure for row in offers(rig)] == ["user_disabled"]
    rig.slack.faults.clear()
    rig.clock.move(days=1)
    rig.sweep()
    assert said(rig) == []
    profile_changes(rig, "Europe/Lisbon", deleted=False)
    rig.sweep()
    assert DEBRIEF_IT in actions_on(said(rig)[-1])


@pytest.mark.trouble
def test_a_rep_who_acts_again_wakes_it_however_lately_slack_told_of_them(rig: Rig, system: Crm) -> None:
    many(system, 1)
    rig.slack.faults.add("conversations.open", Fault(error="user_disabled", times=None))
    rig.sweep()
    rig.slack.faults.clear()
    rig.slack.clear_calls()
    rig.ana.open_home()
    assert [row.failure for row in offers(rig)] == [None]
    assert "users.info" not in [call.method for call in rig.slack.calls]
    rig.sweep()
    assert DEBRIEF_IT in actions_on(said(rig)[-1])


def test_deleting_everything_takes_offers_and_their_messages_along(rig: Rig, system: Crm) -> None:
    many(system, 2)
    rig.sweep()
    delete_everything(rig.ana)
    rig.sweep()
    assert offers(rig) == []
    assert [message for message in said(rig) if DEBRIEF_IT in actions_on(message)] == []
    assert system.tell({"id": "0", "prospect": "Prospect 0"}).state == "new", "nothing of it is remembered"
