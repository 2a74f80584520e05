"""Teams of reps with lost deals, put straight into the database, and their weeks."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from coaching.deal import Reply
from coaching.debrief import AskedWhy, FirstNo
from coaching.kinds import Kind, Stage
from coaching.team_numbers import Released
from handlers.delivery.team_weeks import make_team_weeks
from playground import Gestures
from prompts.counting_in import COUNT_IN
from prompts.team_page import TEAM
from storage.owner import EVERYBODY, Owner
from storage.reps import remember_zone
from storage.tables import DealRow
from storage.team_tables import TeamWeekRow
from storage.teams import Group, count_in, group_called
from tests.rig import TEAM as WORKSPACE
from tests.rig import Rig
from tests.storage.made import lose, record
from tests.stories.scenes import words_on

COUNTS, LEFT_OUT = 99, 0
"""Lots by which a deal is counted, and is not."""
FIVE = ("U0ANA", "U0BEA", "U0CID", "U0DAN", "U0EVE")


def joins(rig: Rig, reps: Iterable[str], group: str | None = None) -> None:
    for rep in reps:
        owner = Owner(WORKSPACE, rep)
        with rig.db.write(owner) as session:
            remember_zone(session, owner, "UTC", rig.clock.now())
            into: Group | None = group_called(session, WORKSPACE, group) if group else None
            count_in(session, owner, into, rig.clock.now())


def loses(rig: Rig, rep: str, *kinds: Kind, days_ago: int = 20, lot: int = COUNTS, **given: Any) -> list[int]:
    """Lost deals of a rep, one of each kind; their ids."""
    owner, at = Owner(WORKSPACE, rep), rig.clock.now() - timedelta(days=days_ago)
    said = {"stage": Stage.BUYING, "asked_why": AskedWhy.TOLD, "first_no": FirstNo.EARLY} | given
    with rig.db.write(owner) as session:
        taken = len(session.scalars(select(DealRow.id)).all())
        made = [
            lose(session, f"{rep} {taken + place}", owner, at, kind=kind, **said).id
            for place, kind in enumerate(kinds)
        ]
        session.execute(update(DealRow).where(DealRow.id.in_(made)).values(lot=lot))
    return made


def wins(rig: Rig, deals: Iterable[int], days: int = 20) -> None:
    won = {"won_back_at": rig.clock.now(), "won_after_days": days}
    with rig.db.write(EVERYBODY) as session:
        session.execute(update(DealRow).where(DealRow.id.in_(deals)).values(**won))


def a_team(rig: Rig, reps: Iterable[str] = FIVE, group: str | None = None) -> None:
    """Each with three noes of one kind and one of another, of which one of each sort was won back."""
    names = list(reps)
    joins(rig, names, group)
    for rep in names:
        first, *_ = loses(rig, rep, Kind.NOT_NOW, Kind.NOT_NOW, Kind.NOT_NOW, Kind.NO_BUDGET)
        wins(rig, [first])


def they_ask(rig: Rig, reps: Iterable[str], group: str | None = None) -> None:
    """Whoever was asked early came back, and nobody who was asked after three months."""
    names = list(reps)
    joins(rig, names, group)
    for rep in names:
        deals = loses(rig, rep, *[Kind.NOT_NOW] * 12, days_ago=200)
        wins(rig, deals[:6], days=20)
        _ask_in_vain(rig, rep, deals[6:], days=95)


def _ask_in_vain(rig: Rig, rep: str, deals: Iterable[int], days: int) -> None:
    owner, at = Owner(WORKSPACE, rep), rig.clock.now() - timedelta(days=200 - days)
    with rig.db.write(owner) as session:
        for deal in deals:
            record(session, deal, owner).add_reply(Reply.NO_ANSWER, at, None)


def week_passes(rig: Rig) -> None:
    """To the next Monday, when the clock makes the numbers."""
    now = rig.clock.now()
    monday = datetime(now.year, now.month, now.day, 1, tzinfo=now.tzinfo) + timedelta(days=7 - now.weekday())
    rig.clock.move_to(monday)
    make_team_weeks(rig.services, lambda: False, lambda: None)


def released(rig: Rig, group: int = 0) -> list[Released]:
    """What was released week by week."""
    query = select(TeamWeekRow.released).where(TeamWeekRow.group == group).order_by(TeamWeekRow.week)
    with rig.db.read(EVERYBODY) as session:
        return list(session.scalars(query))


def page(who: Gestures) -> str:
    """The team's page, in the modal that `/gotano team` opens."""
    if who.views:
        who.close(all=True)
    who.command("/gotano", "team")
    return words_on(who.view)


def page_on_home(who: Gestures) -> str:
    """The same on Home, for whoever has a lost deal."""
    if who.views:
        who.close(all=True)
    who.open_home()
    who.press(TEAM, "home")
    return words_on(who.home)


def counts_in(who: Gestures, team: str = "0", new: str = "") -> None:
    """By the form, from the team's page."""
    page(who)
    who.press(COUNT_IN)
    who.fill({"team": team} | ({"new": new} if new else {}))
    who.submit()
