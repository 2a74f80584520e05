"""What a rep's team has learnt, in memory, so that no gesture asks for it: its own numbers, and what may be quoted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from coaching.asked_again import Quote, quotes
from coaching.kinds import Kind
from coaching.policy import Policy
from coaching.team_numbers import Released
from storage.owner import Owner
from storage.team_playbooks import OwnNumbers

Place = tuple[str, int]
"""A workspace, and a group of it; 0 without one."""


@dataclass(frozen=True)
class TeamBook:
    """Numbers that hold for its members in the place of the playbook's, and what came of asking, by kind."""

    numbers: OwnNumbers = field(default_factory=dict)
    quotes: Mapping[Kind, Quote] = field(default_factory=dict)


_NONE = TeamBook()


class TeamBooks:
    """By rep. A job of the clock reads them anew, and whoever changes one does; listeners read meanwhile."""

    def __init__(self) -> None:
        self._of: Mapping[Owner, TeamBook] = {}
        self._weeks: dict[Place, tuple[date, Mapping[Kind, Quote]]] = {}

    def of(self, owner: Owner) -> TeamBook:
        return self._of.get(owner, _NONE)

    def known_weeks(self) -> Mapping[Place, date]:
        """The week of each team's numbers that are known here: those need not be read again."""
        return {place: week for place, (week, _) in self._weeks.items()}

    def learn(
        self,
        members: Mapping[Owner, Place],
        numbers: Mapping[Place, OwnNumbers],
        released: Mapping[Place, Released],
        policy: Policy,
    ) -> None:
        """`released` are the newest numbers of those teams whose are newer than known here."""
        there = set(members.values())
        told = {place: (one.week, quotes(one, policy)) for place, one in released.items()}
        self._weeks = {place: known for place, known in (self._weeks | told).items() if place in there}
        books = {
            place: TeamBook(numbers.get(place, {}), self._weeks[place][1] if place in self._weeks else {})
            for place in there
        }
        self._of = {owner: book for owner, place in members.items() if (book := books[place]) != _NONE}
