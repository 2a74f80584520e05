"""The team's page for one rep: of the team they count in with, and their own numbers beside it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from slack_sdk import WebClient

from coaching.asked_again import suggestions, team_estimates
from coaching.kinds import Kind
from coaching.team_numbers import Outcome, Period, Released, TeamDeal
from handlers.deals.home_page import put_home
from handlers.slack.context import Services
from handlers.slack.modals import pressed_in
from prompts.team_numbers import Fared
from prompts.team_page import TeamPage, team_home, team_modal
from prompts.team_timing import TeamTiming
from storage.owner import Owner
from storage.team_deals import facts_of
from storage.team_notes import find_note
from storage.team_playbooks import TeamPlaybook, team_playbook
from storage.teams import belongs, newest_week


def team_page(services: Services, owner: Owner, period: Period) -> TeamPage:
    """Numbers only of the team they count in with, and only while they do."""
    today = services.now().date()
    with services.db.read(owner) as session:
        mine = belongs(session, owner)
        group = mine.group if mine else None
        place = owner.team, mine.group_id if mine else None
        released = newest_week(session, *place) if mine else None
        note = find_note(session, *place) if mine else None
        kept = team_playbook(session, *place) if mine else TeamPlaybook()
        own = facts_of(session, owner.team, [owner.rep], today)[owner.rep].deals
    named, channel = group.name if group else None, note.channel if note else None
    timing = _timing(services, owner, released, kept)
    return TeamPage(mine is not None, named, released, period, _fared(own), channel, timing)


def _timing(services: Services, owner: Owner, released: Released | None, kept: TeamPlaybook) -> TeamTiming:
    """By the numbers that hold for the team: what it has taken is suggested no more."""
    policy = replace(services.policy_for(owner), of_team=kept.numbers)
    told = team_estimates(released, policy) if released else ()
    is_mine = kept.kept_by == owner.rep
    return TeamTiming(told, suggestions(told, policy), kept.numbers, kept.kept_by, is_mine)


def publish_team(services: Services, client: WebClient, owner: Owner, period: Period) -> None:
    """In the place of the rest of Home, until the rep goes back or something else happens."""
    view = team_home(team_page(services, owner, period), services.playbook_for(owner))
    put_home(services, client, owner, view)


def _fared(deals: Sequence[TeamDeal]) -> Sequence[Fared]:
    """By kind, the most frequent first; every deal of theirs is among them."""
    told = Counter(
        (deal.kind, deal.taken, deal.outcome is Outcome.WON) for deal in deals if deal.taken is not None
    )
    made = [
        Fared(
            kind,
            told[kind, True, True] + told[kind, True, False],
            told[kind, True, True],
            told[kind, False, True] + told[kind, False, False],
            told[kind, False, True],
        )
        for kind in Kind
    ]
    there = [one for one in made if one.taken + one.overruled]
    return sorted(there, key=lambda one: -(one.taken + one.overruled))


def draw_team(
    services: Services, client: WebClient, owner: Owner, body: Mapping[str, Any], period: Period
) -> None:
    """Anew where it was pressed: in its modal, or on Home."""
    if within := pressed_in(body):
        drawn = team_modal(team_page(services, owner, period), services.playbook_for(owner))
        client.views_update(view_id=within["id"], hash=within["hash"], view=drawn)
    else:
        publish_team(services, client, owner, period)
