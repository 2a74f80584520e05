"""Do Not Disturb on a morning of many: a workspace's reps are asked after together, within Slack's limits."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.manifest import NEEDED_SCOPES
from coaching.plan import Reason, Why
from handlers.delivery.eligibility import LetGoInstead
from handlers.delivery.unsent import store_fate
from playground import Fault, Person
from storage.nudges import claim_of_deal
from storage.owner import EVERYBODY, Owner
from storage.records import PENDING, SENT
from storage.reps import remember_dm, remember_zone
from storage.tables import NudgeRow
from tests.conftest import MakeRig
from tests.rig import ANA, SAM, TEAM, Rig
from tests.storage.made import lose

MORNING = datetime(2026, 12, 10, 9, 30, tzinfo=UTC)
BEGAN, ENDS = MORNING - timedelta(hours=9), MORNING + timedelta(minutes=30)
REPS = [Person(f"U0R{number:02}", f"Rep {number}", "UTC") for number in range(60)]
QUIET = REPS[::3]


def morning(make_rig: MakeRig, people: list[Person]) -> Rig:
    """A nudge each is due; every third rep's Do Not Disturb ends in half an hour."""
    rig = make_rig(people=(ANA, SAM, *people), scopes=sorted([*NEEDED_SCOPES, "dnd:read"]), rate_limits=True)
    rig.services = replace(rig.services, may=lambda _team, scope: scope == "dnd:read")
    with rig.db.write(EVERYBODY) as session:
        for person in people:
            owner = Owner(TEAM, person.id)
            remember_zone(session, owner, "UTC", MORNING)
            remember_dm(session, owner, rig.slack.person(person.id).dm)
            lose(session, "Acme", owner, callback_on=MORNING.date())
            if person in QUIET:
                rig.slack.person(person.id).do_not_disturb(
                    MORNING - timedelta(hours=9), MORNING + timedelta(minutes=30)
                )
    rig.clock.move_to(MORNING)
    return rig


def asked(rig: Rig) -> Counter[str]:
    return Counter(call.method for call in rig.slack.calls if call.method.startswith("dnd."))


def sent_to(rig: Rig) -> set[str]:
    with rig.db.read(EVERYBODY) as session:
        return {row.rep for row in session.query(NudgeRow) if row.status == SENT}


def ids(people: list[Person]) -> set[str]:
    return {person.id for person in people}


def test_sixty_are_asked_after_in_two_calls_and_none_is_disturbed(make_rig: MakeRig) -> None:
    """One by one the limit would be reached after fifty, and the rest be written to all the same."""
    rig = morning(make_rig, REPS)
    with ThreadPoolExecutor(8) as senders:
        rig.sweep(senders=senders)
    assert sent_to(rig) == ids(REPS) - ids(QUIET)
    assert asked(rig) == {"dnd.teamInfo": 2}
    rig.clock.move(minutes=30)
    rig.sweep()
    assert sent_to(rig) == ids(REPS)


def test_whoever_s_morning_comes_alone_is_asked_after_alone(make_rig: MakeRig) -> None:
    rig = morning(make_rig, REPS[:1])
    rig.sweep()
    assert sent_to(rig) == set()
    assert asked(rig) == {"dnd.info": 1}


@pytest.mark.trouble
@pytest.mark.parametrize("hidden", [[7], [3, 9, 31, 51, 55]], ids=["one", "five"])
def test_who_is_not_to_be_seen_keeps_few_hours_from_being_heard(make_rig: MakeRig, hidden: list[int]) -> None:
    """The others are asked after in halves, as far as the limit goes, and then one by one: nobody waits for ever."""
    people = [replace(one, visible=number not in hidden) for number, one in enumerate(REPS)]
    rig = morning(make_rig, people)
    rig.sweep()
    unheard = {REPS[number].id for number in hidden}
    assert (sent_to(rig) ^ (ids(REPS) - ids(QUIET))) <= unheard
    assert asked(rig)["dnd.teamInfo"] <= 2 * 8
    assert asked(rig)["dnd.info"] <= 50


@pytest.mark.trouble
def test_where_slack_does_not_tell_of_several_each_is_asked_after(make_rig: MakeRig) -> None:
    rig = morning(make_rig, REPS[:6])
    rig.slack.faults.add("dnd.teamInfo", Fault(error="unknown_method", times=None))
    rig.sweep()
    assert sent_to(rig) == ids(REPS[:6]) - ids(QUIET)
    assert asked(rig) == {"dnd.teamInfo": 1, "dnd.info": 6}


@pytest.mark.trouble
def test_when_slack_wants_to_be_asked_later_the_nudges_wait_as_long(make_rig: MakeRig) -> None:
    rig = morning(make_rig, REPS[:6])
    rig.slack.faults.add("dnd.teamInfo", Fault(status=429, retry_after=20))
    rig.sweep()
    assert sent_to(rig) == set()
    rig.clock.move(seconds=20)
    rig.sweep()
    assert sent_to(rig) == ids(REPS[:6]) - ids(QUIET)
    assert asked(rig) == {"dnd.teamInfo": 2}


@pytest.mark.trouble
def test_a_slack_that_tells_nothing_at_all_holds_up_no_nudge(make_rig: MakeRig) -> None:
    rig = morning(make_rig, REPS[:6])
    for method in ("dnd.teamInfo", "dnd.info"):
        rig.slack.faults.add(method, Fault(error="internal_error", times=None))
    rig.sweep()
    assert sent_to(rig) == ids(REPS[:6])
    with rig.db.read(EVERYBODY) as session:
        assert not [row for row in session.query(NudgeRow) if row.status == PENDING and row.step == "nudge"]


def test_what_do_not_disturb_held_up_is_held_up_as_a_recommendation_too(make_rig: MakeRig) -> None:
    """It comes at its end, after the window, and is judged once more when it has waited for its turn."""
    rig = morning(make_rig, REPS[:1])
    owner = Owner(TEAM, REPS[0].id)
    with rig.db.write(owner) as session:
        due = claim_of_deal(session, 1, MORNING)
    assert due is not None
    fate = LetGoInstead(replace(due, failure="do_not_disturb"), Reason(Why.QUIET, count=280))
    ready = store_fate(rig.services, rig.client, owner, fate)
    assert ready is not None
    assert ready.due.held
