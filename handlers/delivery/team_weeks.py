"""The team's numbers, made once a week by the clock: each team's by one process, and by no gesture of anybody."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from coaching.dates import monday_of
from coaching.disclosure import Member, release
from coaching.team_numbers import Released, how_many, parts_of
from handlers.slack.context import Services
from storage.owner import EVERYBODY
from storage.team_deals import Facts, facts_of, newest_number
from storage.team_weeks import (
    Counted,
    Team,
    claim_week,
    in_parts,
    keep_week,
    members_of,
    teams_to_make,
)
from storage.teams import forget_empty_groups, newest_week

_AT_ONCE = 10
"""Reps whose deals are read in one go."""
_log = logging.getLogger(__name__)


def make_team_weeks(services: Services, stopped: Callable[[], bool], beat: Callable[[], None]) -> int:
    """How many teams' numbers were made; the week begins on Monday, in UTC."""
    week = monday_of(services.now().date())
    with services.db.read(EVERYBODY) as session:
        wanted = teams_to_make(session, week)
    made = 0
    for team in wanted:
        if stopped():
            break
        made += _make(services, team, week)
        beat()
    return made


def _make(services: Services, of: Team, week: date) -> bool:
    """Claimed, then read and worked out without holding up anybody, then kept."""
    with services.db.write(EVERYBODY) as session:
        if not claim_week(session, of, week):
            return False
    with services.db.read(EVERYBODY) as session:
        before = newest_week(session, of.team, of.group)
        counted, newest = members_of(session, of), newest_number(session)
    facts = _facts(services, of, counted, before, week)
    members = [_member(one, facts[one.rep], before, week) for one in counted]
    made = release(week, before, members)
    released = made.released if made.marks is None else replace(made.released, newest=newest)
    deals = {one.rep: how_many(facts[one.rep].deals, facts[one.rep].shared_on, week) for one in counted}
    with services.db.write(EVERYBODY) as session:
        kept = keep_week(session, of, released, made.marks, deals)
        forget_empty_groups(session, of.team)
    _log.info("team numbers made", extra={"team": of.team, "state": str(released.state)})
    return kept


def _facts(
    services: Services, of: Team, counted: Sequence[Counted], before: Released | None, week: date
) -> dict[str, Facts]:
    since = min(week, before.as_of) if before and before.as_of else week
    found: dict[str, Facts] = {}
    for some in in_parts([one.rep for one in counted], _AT_ONCE):
        with services.db.read(EVERYBODY) as session:
            found |= facts_of(session, of.team, some, since, only_counted=True)
    return found


def _member(one: Counted, facts: Facts, before: Released | None, week: date) -> Member:
    parts = parts_of(facts.deals, facts.shared_on, week)
    if one.mark is None or before is None or before.as_of is None:
        return Member(one.rep, parts, one.mark)
    there = how_many(facts.deals, facts.shared_on, before.as_of, before.newest)
    return Member(one.rep, parts, one.mark, there >= one.deals)
