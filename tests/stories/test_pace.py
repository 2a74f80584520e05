"""Slack's pace: a second between two messages to one person, and as many to a workspace as its limits allow."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from slack_sdk.errors import SlackApiError

from handlers.slack.context import Services
from handlers.slack.throttle import Throttle
from playground import Person
from storage.owner import EVERYBODY, Owner
from storage.records import SENT
from storage.reps import remember_zone
from storage.tables import NudgeRow
from tests.conftest import MakeRig
from tests.rig import ANA, SAM, TEAM, Rig
from tests.storage.made import lose

pytestmark = pytest.mark.trouble

MORNING = datetime(2026, 12, 10, 9, 30, tzinfo=UTC)
REPS = [Person(f"U0R{number:02}", f"Rep {number}", "UTC") for number in range(30)]


class Seconds:
    """The clock by which the local Slack counts, and on which the bot's pace rests; `rested` is each rest."""

    def __init__(self) -> None:
        self.at = 1000.0
        self.rested: list[float] = []

    def monotonic(self) -> float:
        return self.at

    def rest(self, seconds: float) -> None:
        self.rested.append(seconds)
        self.at += seconds


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> Seconds:
    made = Seconds()
    monkeypatch.setattr("handlers.slack.throttle.time", made)
    return made


def nudges_seen(rig: Rig, person: Person) -> list[str]:
    """The public ids of the nudges in the person's messages, oldest first."""
    carried = [one["metadata"] for one in rig.slack.person(person.id).messages() if one.get("metadata")]
    return [public_id for metadata in carried for public_id in metadata["event_payload"]["nudges"]]


def owe_three_each(rig: Rig, people: list[Person]) -> None:
    with rig.db.write(EVERYBODY) as session:
        for person in people:
            owner = Owner(TEAM, person.id)
            remember_zone(session, owner, "UTC", MORNING)
            for number in range(3):
                lose(session, f"Deal {number}", owner, callback_on=MORNING.date())
    rig.clock.move_to(MORNING)


def test_thirty_reps_on_slack_s_real_limits_all_get_theirs_once(make_rig: MakeRig, seconds: Seconds) -> None:
    """Three each: cards, redrawing and posting run into every limit there is; all comes within the morning."""
    rig = make_rig(people=(ANA, SAM, *REPS), rate_limits=True, monotonic=seconds.monotonic)
    rig.services = Services(rig.db, rig.playbook, rig.clock.now, throttle=Throttle(seconds.rest))
    owe_three_each(rig, REPS)
    for _ in range(20):
        rig.sweep()
        rig.clock.move(seconds=61)
        seconds.at += 61
    with rig.db.read(EVERYBODY) as session:
        rows = [row for row in session.query(NudgeRow) if row.step == "nudge"]
    assert Counter(row.status for row in rows) == {SENT: 90}
    assert sum(row.attempts for row in rows) == 0
    came = [public_id for person in REPS for public_id in nudges_seen(rig, person)]
    assert sorted(came) == sorted(str(row.public_id) for row in rows)


def test_messages_to_one_person_are_a_second_apart(make_rig: MakeRig, seconds: Seconds) -> None:
    rig = make_rig(rate_limits=True, monotonic=seconds.monotonic)
    rig.services = Services(rig.db, rig.playbook, rig.clock.now, throttle=Throttle(seconds.rest))
    for name in ("Acme", "Birch", "Copperline"):
        rig.debrief(rig.ana, name, callback_on="2026-12-10")
        rig.ana.close()
        seconds.at += 10
    rig.jump()
    assert seconds.rested == [1, 1]
    assert [len(deal.nudges) for deal in rig.deals()] == [1, 1, 1]


def test_in_the_second_between_two_messages_to_one_person_others_are_written_to(
    make_rig: MakeRig, seconds: Seconds
) -> None:
    rig = make_rig(people=(ANA, SAM, *REPS[:3]), rate_limits=True, monotonic=seconds.monotonic)
    rig.services = Services(rig.db, rig.playbook, rig.clock.now, throttle=Throttle(seconds.rest))
    owe_three_each(rig, REPS[:3])
    with ThreadPoolExecutor(1) as senders:
        rig.sweep(senders=senders)
    assert [len(nudges_seen(rig, person)) for person in REPS[:3]] == [3, 3, 3]
    assert seconds.rested == [1, 1], "not twice for each of them"


def test_the_local_slack_refuses_what_is_too_quick(make_rig: MakeRig, seconds: Seconds) -> None:
    """So that the tests above prove something."""
    rig = make_rig(rate_limits=True, monotonic=seconds.monotonic)
    dm = rig.ana.dm
    for number in range(3):
        rig.client.chat_postMessage(channel=dm, text=str(number))
    with pytest.raises(SlackApiError, match="ratelimited"):
        rig.client.chat_postMessage(channel=dm, text="one more")
