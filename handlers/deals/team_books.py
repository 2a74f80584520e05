"""Reads what teams have learnt into memory: by the clock, and at once in the process in which it changed."""

from handlers.slack.context import Services
from storage.owner import EVERYBODY
from storage.team_playbooks import members, own_numbers
from storage.teams import weeks_newer_than


def read_team_books(services: Services) -> None:
    """Three small statements, however many reps there are; a team's numbers are read once a week."""
    books = services.choices.teams
    with services.db.read(EVERYBODY) as session:
        counting = {owner: (owner.team, group) for owner, group in members(session)}
        numbers = own_numbers(session)
        newer = weeks_newer_than(session, books.known_weeks())
    books.learn(counting, numbers, newer, services.default_policy)
