"""A large workspace and small ones, whose reps all have nudges due at the same moment."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bench.morning.simulated import SimulatedTime
from bench.queue.filling import MADE, lose
from bot.slack_client import slack_client
from handlers.slack.context import Services
from handlers.slack.throttle import Throttle
from playground import Clock, Identity, LocalSlack, Person
from prompts.playbook import Playbook, load_playbook
from storage.database import Database
from storage.deals import delete_deal, find_deal
from storage.migrate import migrate
from storage.owner import EVERYBODY, Owner
from storage.reps import remember_dm, remember_zone
from storage.sent_nudges import next_due

LARGE = "T0LARGE"


@dataclass(frozen=True)
class Load:
    """Reps of the large workspace; small workspaces, and the reps of each; nudges of each rep."""

    large: int
    small: int
    reps: int
    each: int

    @property
    def teams(self) -> dict[str, int]:
        """By the workspace's id, how many reps it has."""
        return ({LARGE: self.large} if self.large else {}) | {
            f"T0SMALL{number}": self.reps for number in range(self.small)
        }


@dataclass(frozen=True)
class Scene:
    """Everything in place, at the moment at which all is due."""

    slack: LocalSlack
    tokens: dict[str, str]
    services: Services
    time: SimulatedTime


@contextmanager
def scene(load: Load, folder: Path) -> Iterator[Scene]:
    db, playbook = Database(f"sqlite:///{folder / 'gotano.db'}"), load_playbook()
    migrate(db.engine)
    time = SimulatedTime(_due_at(db, load))
    clock = Clock(time.now, time.elapsed)
    (first, count), *others = load.teams.items()
    with LocalSlack(_people(first, count), Identity(team_id=first), clock=clock) as slack:
        tokens = {first: slack.bot_token}
        for team, reps in others:
            tokens[team] = slack.add_workspace(_people(team, reps), team_id=team).bot_token
        for team, reps in load.teams.items():
            _open_dms(slack, db, tokens[team], _people(team, reps))
        slack.clear_calls()
        yield Scene(slack, tokens, _services(db, playbook, time), time)
    db.close()


def _services(db: Database, playbook: Playbook, time: SimulatedTime) -> Services:
    return Services(db, playbook, time.now, throttle=Throttle(time.sleep, time.elapsed))


def _due_at(db: Database, load: Load) -> datetime:
    """Stores what is due, with the plan of the first; when that is."""
    with db.write(EVERYBODY) as session:
        model = lose(session, Owner(LARGE, "U0NOBODY"), "A prospect", MADE)
        found = find_deal(session, Owner(LARGE, "U0NOBODY"), model.id)
        plan = found.plan if found else None
        for team, reps in load.teams.items():
            for person in _people(team, reps):
                owner = Owner(team, person.id)
                remember_zone(session, owner, person.tz, MADE)
                for number in range(load.each):
                    lose(session, owner, f"Prospect {number}", MADE, plan)
        delete_deal(session, Owner(LARGE, "U0NOBODY"), model.id)
        due = next_due(session)
    if due is None:
        raise RuntimeError("nothing is due")
    return due


def _people(team: str, count: int) -> Sequence[Person]:
    return [Person(f"U{team[1:]}{number}", f"Rep {number}") for number in range(count)]


def _open_dms(slack: LocalSlack, db: Database, token: str, people: Sequence[Person]) -> None:
    """As the card that came with each verdict has done; the limit on it is none of this morning."""
    client, opened = slack_client(token, slack.api_url), dict[str, str]()
    for person in people:
        opened[person.id] = client.conversations_open(users=[person.id])["channel"]["id"]
        slack.let_pass(timedelta(minutes=1).total_seconds())
    team = client.auth_test()["team_id"]
    with db.write(EVERYBODY) as session:
        for user, channel in opened.items():
            remember_dm(session, Owner(team, user), channel)
