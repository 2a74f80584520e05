"""A rep chooses to count in with a team: asked once, with one team, until they stop or are no member any more."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from playground import Fault, Person
from prompts.counting_in import COUNT_IN, LEAVE, NO_THANKS
from prompts.team_page import BACK
from prompts.team_page import TEAM as TEAM_BUTTON
from storage.export import export_own
from storage.owner import EVERYBODY, Owner
from storage.team_tables import WORKSPACE, TeamGroupRow, TeamWeekRow
from storage.teams import Belongs, belongs
from tests.conftest import MakeRig
from tests.rig import ANA, SAM, TEAM, Rig
from tests.stories.scenes import actions_on, delete_everything, lost, words_on
from tests.stories.teams import counts_in, page

_GUEST = Person("U0GUS", "Gus Guest", guest="multi_channel")
_STRANGER = Person("U0STR", "Stella Stranger", team_id="T0ELSEWHERE")


def of(rig: Rig, rep: str = "U0ANA") -> Belongs | None:
    owner = Owner(TEAM, rep)
    with rig.db.read(owner) as session:
        return belongs(session, owner)


def group_of(rig: Rig, rep: str = "U0ANA") -> str | None:
    mine = of(rig, rep)
    return mine.group.name if mine and mine.group else None


def groups(rig: Rig) -> list[str]:
    with rig.db.read(EVERYBODY) as session:
        return list(session.scalars(select(TeamGroupRow.name)))


def three_noes(rig: Rig) -> None:
    for name in ("Acme", "Borealis", "Cobalt"):
        lost(rig, name)
    rig.ana.open_home()


def asks(rig: Rig) -> bool:
    return NO_THANKS in actions_on(rig.ana.home or {})


def test_nobody_counts_in_unless_they_choose_to(rig: Rig) -> None:
    three_noes(rig)
    assert of(rig) is None


def test_home_asks_after_the_third_debrief_and_says_who_would_see_what(rig: Rig) -> None:
    for name in ("Acme", "Borealis"):
        lost(rig, name)
    rig.ana.open_home()
    assert not asks(rig)
    lost(rig, "Cobalt")
    rig.ana.open_home()
    assert asks(rig)
    assert rig.playbook.words.say("counting_in.who_sees") in words_on(rig.ana.home)


def test_who_says_no_is_never_asked_again(rig: Rig) -> None:
    three_noes(rig)
    rig.ana.press(NO_THANKS, "home")
    assert not asks(rig)
    lost(rig, "Dune")
    rig.ana.open_home()
    assert not asks(rig)
    assert of(rig) is None


def test_a_question_that_nobody_answers_goes_after_a_week_for_good(rig: Rig) -> None:
    three_noes(rig)
    rig.clock.move(days=6)
    rig.ana.open_home()
    assert asks(rig)
    rig.clock.move(days=2)
    rig.ana.open_home()
    assert not asks(rig)
    rig.clock.move(days=400)
    rig.ana.open_home()
    assert not asks(rig)


def test_who_says_yes_counts_in_with_the_workspace(some_rig: Rig) -> None:
    rig = some_rig
    three_noes(rig)
    rig.ana.press(COUNT_IN, "home")
    rig.ana.submit()
    mine = of(rig)
    assert mine is not None
    assert (mine.group, mine.since) == (None, rig.clock.now())
    rig.ana.open_home()
    assert not asks(rig)


def test_a_group_begun_by_one_is_found_by_the_others(some_rig: Rig) -> None:
    rig = some_rig
    counts_in(rig.ana, new="Inside sales")
    page(rig.sam)
    rig.sam.press(COUNT_IN)
    assert "Inside sales" in words_on(rig.sam.view)
    mine = of(rig)
    assert mine is not None
    assert mine.group is not None
    rig.sam.fill({"team": str(mine.group.id)})
    rig.sam.submit()
    assert group_of(rig, "U0SAM") == group_of(rig) == "Inside sales"


def test_a_group_of_the_same_name_is_the_same_group(some_rig: Rig) -> None:
    rig = some_rig
    counts_in(rig.ana, new="Inside sales")
    counts_in(rig.sam, new="  INSIDE Sales ")
    assert groups(rig) == ["Inside sales"]


def test_one_team_at_a_time_and_an_empty_group_is_gone(some_rig: Rig) -> None:
    rig = some_rig
    counts_in(rig.ana, new="North")
    counts_in(rig.ana, new="South")
    assert (group_of(rig), groups(rig)) == ("South", ["South"])
    counts_in(rig.ana)
    assert (group_of(rig), groups(rig)) == (None, [])


def test_a_name_of_which_nothing_is_seen_is_no_group(rig: Rig) -> None:
    counts_in(rig.ana, new="\u200b")
    assert of(rig) is not None
    assert groups(rig) == []


@pytest.mark.trouble
def test_nobody_counts_in_while_slack_does_not_say_who_they_are(rig: Rig) -> None:
    page(rig.ana)
    rig.ana.press(COUNT_IN)
    rig.slack.faults.add("users.info", Fault(error="internal_error"))
    assert rig.ana.submit().action == "errors"
    assert of(rig) is None


@pytest.mark.parametrize("person", [_GUEST, _STRANGER])
def test_guests_and_people_of_other_companies_are_no_members(make_rig: MakeRig, person: Person) -> None:
    rig = make_rig(people=(ANA, SAM, person))
    counts_in(rig.slack.person(person.id))
    assert of(rig, person.id) is None


def test_who_leaves_the_team_is_out_and_not_asked(some_rig: Rig) -> None:
    rig = some_rig
    counts_in(rig.ana, new="North")
    rig.ana.press(LEAVE, "home")
    assert of(rig) is None
    assert groups(rig) == []
    rig.clock.move(days=1)
    three_noes(rig)
    assert not asks(rig)


def test_deleting_everything_leaves_the_team(some_rig: Rig) -> None:
    rig = some_rig
    counts_in(rig.ana, new="North")
    lost(rig)
    rig.ana.open_home()
    delete_everything(rig.ana)
    assert of(rig) is None


def test_a_group_and_its_numbers_go_with_the_last_who_deletes_everything(each_rig: Rig) -> None:
    rig = each_rig
    three_noes(rig)
    counts_in(rig.ana, new="Inside sales")
    with rig.db.write(EVERYBODY) as session:
        (group,) = session.scalars(select(TeamGroupRow.id))
        session.add(TeamWeekRow(team=TEAM, group=group, week=rig.clock.now().date()))
        session.add(TeamWeekRow(team=TEAM, group=WORKSPACE, week=rig.clock.now().date()))
    delete_everything(rig.ana)
    assert groups(rig) == []
    with rig.db.read(EVERYBODY) as session:
        assert session.scalars(select(TeamWeekRow.id)).all() == [], (
            "nor of the workspace, where nobody counts in"
        )


def test_a_rep_s_own_export_says_with_which_team_they_count_in(each_rig: Rig) -> None:
    rig = each_rig
    counts_in(rig.ana, new="North")
    lost(rig)
    with rig.db.read(Owner(TEAM, "U0ANA")) as session:
        (row,) = export_own(session, Owner(TEAM, "U0ANA"))
    assert (row["counts_in_since"], row["counts_in_with"]) == ("2026-11-02T10:00:00Z", "North")


@pytest.mark.parametrize("sign", ["is_restricted", "deleted"])
def test_who_becomes_a_guest_or_leaves_slack_is_out(rig: Rig, sign: str) -> None:
    counts_in(rig.ana)
    rig.ana.change_profile((), **{sign: True})
    rig.ana.tell_profile()
    assert of(rig) is None


def test_who_changes_anything_else_stays_in(rig: Rig) -> None:
    counts_in(rig.ana)
    since = of(rig)
    rig.clock.move_to(rig.clock.now() + timedelta(days=1))
    rig.ana.change_zone("Europe/Berlin")
    rig.ana.tell_profile()
    assert of(rig) == since


def test_home_has_a_way_to_the_team_before_the_first_lost_deal(rig: Rig) -> None:
    rig.ana.open_home()
    assert TEAM_BUTTON not in actions_on(rig.ana.home or {})
    counts_in(rig.ana)
    rig.ana.press(BACK, "home")
    assert TEAM_BUTTON in actions_on(rig.ana.home or {})
