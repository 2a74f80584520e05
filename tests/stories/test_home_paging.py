"""Home with one lost deal, fifty and two thousand: every one is found by paging, within Slack's limits."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert as sql_insert
from sqlalchemy import select

from coaching.deal import LostDeal
from prompts.home import PAGE, SHELF
from storage.database import Database
from storage.deals import delete_deal
from storage.overview import Shelf
from storage.owner import EVERYBODY, Owner
from storage.tables import DealRow, DebriefRow, NudgeRow, PlanRow
from tests.rig import ANA, MONDAY, SAM, TEAM, Rig
from tests.storage.made import lose, record
from tests.stories.homes import counts, go_to, shown
from tests.stories.scenes import actions_on, lost


def insert(db: Database, count: int, **given: Any) -> None:
    """So many lost deals: the first by the book, the others as copies of its rows, which is fast."""
    with db.write(EVERYBODY) as session:
        deal = lose(session, "Prospect 0000", **given)
        for table in (DealRow, DebriefRow, PlanRow, NudgeRow):
            columns = [column for column in table.__table__.columns if column.name != "id"]
            whose = DealRow.id if table is DealRow else table.__table__.c.deal_id
            (row,) = session.execute(select(*columns).where(whose == deal.id)).mappings()
            copies = [_copy(dict(row), deal, number) for number in range(1, count)]
            if copies:
                session.execute(sql_insert(table), copies)


def _copy(row: dict[str, Any], deal: LostDeal, number: int) -> dict[str, Any]:
    """A row of another deal; each of these tables has one row a deal, so the ids run side by side."""
    name = f"Prospect {number:04}"
    own: dict[str, Any] = {"prospect": name, "prospect_key": name.casefold(), "deal_id": deal.id + number}
    own |= {"plan_id": row["plan_id"] + number} if "plan_id" in row else {}
    return row | {column: value for column, value in own.items() if column in row}


@pytest.mark.parametrize("size", [1, PAGE, PAGE + 1, 50, 2000])
@pytest.mark.parametrize("shelf", [Shelf.COMING_UP, Shelf.OPEN, Shelf.LESSONS], ids=str)
def test_every_deal_is_found_by_paging_within_slack_s_limits(rig: Rig, shelf: Shelf, size: int) -> None:
    insert(rig.db, size, lesson="Ask sooner")
    rig.ana.open_home()
    go_to(rig.ana, shelf)
    seen = shown(rig.ana)
    pages = [seen]
    while f"{SHELF}older" in actions_on(rig.ana.home or {}) and len(pages) < 4:
        rig.ana.press(f"{SHELF}older", "home")
        pages.append(shown(rig.ana))
        assert pages[-1]
    assert all(len(page) <= PAGE for page in pages)
    found = [row for page in pages for row in page]
    assert len(set(found)) == len(found) == min(size, 4 * PAGE)
    for page in reversed(pages[:-1]):
        rig.ana.press(f"{SHELF}newer", "home")
        assert shown(rig.ana) == page
    assert f"{SHELF}newer" not in actions_on(rig.ana.home or {})


def test_the_last_of_2000_is_reached(rig: Rig) -> None:
    insert(rig.db, 2000)
    rig.ana.open_home()
    go_to(rig.ana, Shelf.OPEN)
    rig.ana.press(f"{SHELF}older", "home")
    pressed = rig.heard[-1]
    pressed["trigger_id"] = "another press"
    pressed["actions"][0]["value"] = f"{Shelf.OPEN}:{2000 // PAGE - 1}"
    rig.ana.send_raw(pressed)
    assert shown(rig.ana)[-1].startswith("Prospect 0000")
    assert f"{SHELF}older" not in actions_on(rig.ana.home or {})


def test_a_page_that_has_emptied_meanwhile_shows_the_last_one_there_is(rig: Rig) -> None:
    insert(rig.db, PAGE + 1)
    rig.ana.open_home()
    go_to(rig.ana, Shelf.OPEN)
    with rig.db.write(EVERYBODY) as session:
        delete_deal(session, Owner(TEAM, ANA.id), rig.deals()[0].id)
    assert len(rig.deals()) == PAGE
    rig.ana.press(f"{SHELF}older", "home")
    assert len(shown(rig.ana)) == PAGE


def test_two_reps_homes_count_their_own(rig: Rig) -> None:
    insert(rig.db, 12)
    with rig.db.write(EVERYBODY) as session:
        deal = lose(session, "Elsewhere", now=MONDAY - timedelta(days=3))
        record(session, deal.id).win_back(MONDAY, ZoneInfo("UTC"))
    lost(rig, "Birch", who=rig.sam)
    rig.ana.open_home()
    rig.sam.open_home()
    assert len(rig.deals(ANA)) == 13
    assert "(12)" in counts(rig.ana)[Shelf.OPEN]
    assert "(1)" in counts(rig.sam)[Shelf.OPEN]
    assert Shelf.WON_BACK not in counts(rig.sam)
    assert len(rig.deals(SAM)) == 1
