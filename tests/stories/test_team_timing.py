"""What came of asking again: told on the team's page, quoted to its reps, and a number that a person takes, or not."""

from datetime import timedelta

import pytest

from coaching.deal import LostDeal
from coaching.kinds import Kind
from coaching.team_numbers import Period, Table
from handlers.deals.team_books import read_team_books
from prompts.counting_in import LEAVE
from prompts.team_timing import HAND_ON, LOOK_AFTER, TAKE, UNDO
from prompts.verdict_screen import WHY
from storage.audit import Event, trail
from storage.owner import EVERYBODY, Owner
from storage.team_playbooks import team_playbook
from storage.teams import leave_team
from tests.rig import TEAM, Rig
from tests.stories.scenes import actions_on, nudge, words_on
from tests.stories.teams import counts_in, joins, loses, page, released, they_ask, week_passes, wins

REPS = ("U1BEA", "U1CID", "U1DAN", "U1EVE", "U1FAY")
QUOTE = "This kind of no on your team: 30 of 60 came back, most when asked within 30 days."
TAKEN = {Kind.NOT_NOW: {"follow_up_days": 21}}


def a_team_that_asks(rig: Rig) -> None:
    they_ask(rig, REPS)
    counts_in(rig.ana)
    week_passes(rig)
    read_team_books(rig.services)


def debriefs(rig: Rig) -> LostDeal:
    deal = rig.debrief(rig.ana, "Dana Reyes, Acme", kind="not_now")
    rig.ana.press(WHY)
    return deal


def days_to(rig: Rig, deal: LostDeal) -> int:
    assert deal.plan.due is not None
    return (deal.plan.due.on - rig.clock.now().date()).days


def test_the_page_tells_the_cases_the_chance_and_the_best_day(some_rig: Rig) -> None:
    rig = some_rig
    a_team_that_asks(rig)
    year = released(rig)[0].numbers[Period.YEAR]
    assert year[Table.ASKED] == {"not_now:month": 30, "not_now:half_year": 30}
    assert year[Table.YES] == {"not_now:month": 30, "not_now:half_year": 0}
    told = page(rig.ana)
    assert "Not now: 30 of 60 came back, most when asked within 30 days. Best asked after 21 days:" in told
    assert "Ask after 21 days instead of 90 days: 30 of 60 came back." in told
    assert "sure)" in told


def test_nothing_is_told_where_too_few_asked(rig: Rig) -> None:
    joins(rig, REPS)
    for rep in REPS:
        loses(rig, rep, Kind.NOT_NOW, days_ago=200)
    wins(rig, loses(rig, REPS[0], *[Kind.NOT_NOW] * 9, days_ago=200), days=20)
    counts_in(rig.ana)
    week_passes(rig)
    assert rig.playbook.words.say("timing.title") not in page(rig.ana)


@pytest.mark.trouble
def test_verdict_and_nudge_quote_it_to_whoever_counts_in_and_to_nobody_else(rig: Rig) -> None:
    a_team_that_asks(rig)
    deal = debriefs(rig)
    assert QUOTE in words_on(rig.ana.view)
    rig.ana.close(all=True)
    rig.debrief(rig.sam, "Elm", kind="not_now")
    rig.sam.press(WHY)
    assert "on your team" not in words_on(rig.sam.view)
    rig.sam.close(all=True)
    rig.clock.move_to(rig.clock.now() + timedelta(days=days_to(rig, deal), hours=9))
    rig.sweep()
    assert QUOTE in words_on(nudge(rig.ana))


def test_who_no_longer_counts_in_is_quoted_nothing(rig: Rig) -> None:
    a_team_that_asks(rig)
    page(rig.ana)
    rig.ana.press(LEAVE)
    rig.ana.close(all=True)
    read_team_books(rig.services)
    debriefs(rig)
    assert "on your team" not in words_on(rig.ana.view)


def test_nobody_takes_a_number_who_does_not_look_after_the_playbook(rig: Rig) -> None:
    a_team_that_asks(rig)
    page(rig.ana)
    assert TAKE not in actions_on(rig.ana.view or {})
    assert LOOK_AFTER in actions_on(rig.ana.view or {})
    debriefs(rig)
    assert days_to(rig, rig.deals()[0]) >= 90, "never by itself"


def takes(rig: Rig) -> None:
    page(rig.ana)
    rig.ana.press(LOOK_AFTER)
    assert "Ask after 21 days instead of 90 days" in words_on(rig.ana.view)
    rig.ana.press(TAKE)
    with rig.db.read(EVERYBODY) as session:
        assert team_playbook(session, TEAM, None).numbers == TAKEN


def test_a_number_that_is_taken_holds_from_the_next_verdict_and_the_verdict_says_whose_it_is(
    some_rig: Rig,
) -> None:
    rig = some_rig
    a_team_that_asks(rig)
    takes(rig)
    assert "Not now: your team waits 21 days, its own number." in words_on(rig.ana.view)
    assert TAKE not in actions_on(rig.ana.view or {}), "what was taken is suggested no more"
    rig.ana.close(all=True)
    deal = debriefs(rig)
    assert days_to(rig, deal) == 21
    assert "After 21 days: your team's own number." in words_on(rig.ana.view)


def test_it_holds_for_its_members_alone(rig: Rig) -> None:
    a_team_that_asks(rig)
    takes(rig)
    deal = rig.debrief(rig.sam, "Elm", kind="not_now")
    assert days_to(rig, deal) >= 90


def test_it_is_undone_as_easily(some_rig: Rig) -> None:
    rig = some_rig
    a_team_that_asks(rig)
    takes(rig)
    assert TAKE not in actions_on(rig.ana.view or {})
    rig.ana.press(UNDO)
    assert TAKE in actions_on(rig.ana.view or {})
    rig.ana.close(all=True)
    assert days_to(rig, debriefs(rig)) >= 90


def test_each_change_is_in_the_audit_trail(some_rig: Rig) -> None:
    rig = some_rig
    a_team_that_asks(rig)
    takes(rig)
    rig.ana.press(UNDO)
    with rig.db.read(EVERYBODY) as session:
        told = [one for one in trail(session) if one.what is Event.NUMBER]
    changes = [(one.who, one.team, one.details["before"], one.details["now"]) for one in told]
    assert sorted(changes, key=str) == sorted([("U0ANA", TEAM, None, 21), ("U0ANA", TEAM, 21, None)], key=str)


def test_one_person_at_a_time_looks_after_it_and_hands_it_on(rig: Rig) -> None:
    a_team_that_asks(rig)
    counts_in(rig.sam)
    takes(rig)
    page(rig.sam)
    assert not {LOOK_AFTER, TAKE, UNDO} & actions_on(rig.sam.view or {})
    rig.ana.press(HAND_ON)
    page(rig.sam)
    rig.sam.press(LOOK_AFTER)
    assert UNDO in actions_on(rig.sam.view or {})


def test_who_leaves_looks_after_it_no_longer_and_the_number_stays(each_rig: Rig) -> None:
    rig = each_rig
    a_team_that_asks(rig)
    takes(rig)
    rig.ana.press(LEAVE)
    with rig.db.read(EVERYBODY) as session:
        kept = team_playbook(session, TEAM, None)
    assert (kept.kept_by, kept.numbers) == (None, TAKEN)


@pytest.mark.trouble
def test_an_old_page_takes_nothing_that_is_suggested_no_more(rig: Rig) -> None:
    a_team_that_asks(rig)
    page(rig.ana)
    rig.ana.press(LOOK_AFTER)
    gone = Owner(TEAM, REPS[0])
    with rig.db.write(gone) as session:
        leave_team(session, gone, rig.clock.now())
    week_passes(rig)
    rig.ana.press(TAKE)
    with rig.db.read(EVERYBODY) as session:
        assert team_playbook(session, TEAM, None).numbers == {}
