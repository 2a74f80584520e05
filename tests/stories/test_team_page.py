"""The team's page: what it teaches while it is empty, its sentences, its periods, and who is shown which."""

import csv
import io

from coaching.debrief import FirstNo
from coaching.kinds import Kind
from prompts.counting_in import COUNT_IN
from prompts.home import DEBRIEF
from prompts.team_page import BACK, CSV, PERIOD
from storage.owner import Owner
from storage.teams import leave_team
from tests.rig import TEAM, Rig
from tests.stories.scenes import actions_on, lost, words_on
from tests.stories.teams import FIVE, a_team, counts_in, loses, page, page_on_home, week_passes, wins


def test_who_does_not_count_in_is_told_what_will_stand_there_and_sees_no_number(rig: Rig) -> None:
    a_team(rig)
    week_passes(rig)
    told = page(rig.sam)
    assert rig.playbook.words.say("team_page.teaches") in told
    assert "15" not in told
    assert COUNT_IN in actions_on(rig.sam.view or {})


def test_a_team_without_numbers_teaches_what_will_stand_there(rig: Rig) -> None:
    counts_in(rig.ana)
    assert rig.playbook.words.say("team_page.teaches") in words_on(rig.ana.home)
    week_passes(rig)
    assert rig.playbook.words.say("team_page.too_few") in page(rig.ana)


def test_numbers_read_like_sentences(some_rig: Rig) -> None:
    rig = some_rig
    a_team(rig)
    week_passes(rig)
    told = page(rig.ana)
    for line in (
        "Noes: 20",
        "Not now: 15 of 20 (75%)",
        "No budget: 5 of 20 (25%)",
        "Not now: 5 of 15 (33%) came back",
        "Within 30 days: 5 of 5 wins",
        "Early: 20 of 20 (100%)",
        "Taken: 5 of 20 (25%) came back",
    ):
        assert line in told


def test_a_few_cases_are_told_with_the_range_they_speak_for(rig: Rig) -> None:
    a_team(rig)
    week_passes(rig)
    assert "No budget: 0 of 5, which can mean anything from 0% to 35% came back" in page(rig.ana)


def test_what_cannot_be_told_is_named_and_not_shown(rig: Rig) -> None:
    a_team(rig)
    loses(rig, "U0BEA", Kind.NO_FIT, first_no=FirstNo.END)
    week_passes(rig)
    told = page(rig.ana)
    assert rig.playbook.kinds[Kind.NO_FIT].label not in told
    assert "At the very end" not in told


def test_each_period_has_its_own_numbers(rig: Rig) -> None:
    a_team(rig)
    for rep in FIVE:
        loses(rig, rep, Kind.NO_VALUE, days_ago=120)
    week_passes(rig)
    assert "Noes: 20" in page_on_home(rig.ana)
    rig.ana.press(f"{PERIOD}before", "home")
    assert "Noes: 5" in words_on(rig.ana.home)
    rig.ana.press(f"{PERIOD}year", "home")
    assert "Noes: 25" in words_on(rig.ana.home)
    rig.ana.press(BACK, "home")
    assert DEBRIEF in actions_on(rig.ana.home or {})


def test_the_command_shows_the_same_in_a_modal(rig: Rig) -> None:
    a_team(rig)
    week_passes(rig)
    rig.ana.command("/gotano", "team")
    assert "Noes: 20" in words_on(rig.ana.view)
    rig.ana.press(f"{PERIOD}year")
    assert "Now shown: The year" in words_on(rig.ana.view)


def test_who_left_sees_no_number_any_more(rig: Rig) -> None:
    a_team(rig)
    week_passes(rig)
    with rig.db.write(Owner(TEAM, "U0ANA")) as session:
        leave_team(session, Owner(TEAM, "U0ANA"), rig.clock.now())
    assert "Noes" not in page(rig.ana)


def test_a_group_s_numbers_are_shown_to_those_in_it_alone(rig: Rig) -> None:
    a_team(rig, group="North")
    week_passes(rig)
    assert "Noes: 20" in page(rig.ana)
    counts_in(rig.sam)
    assert "Noes" not in page(rig.sam)


def test_a_rep_s_own_verdicts_stand_there_whole_and_for_nobody_else(some_rig: Rig) -> None:
    rig = some_rig
    lost(rig, "Acme")
    lost(rig, "Borealis", kind="no_fit")
    wins(rig, [rig.deals()[1].id])
    assert "Not now. Taken: 1 of 1 came back" in page(rig.ana)
    assert "Not now" not in page(rig.sam)


def test_the_table_comes_as_csv_with_what_is_shown_and_no_more(rig: Rig) -> None:
    a_team(rig)
    loses(rig, "U0BEA", Kind.NO_FIT)
    week_passes(rig)
    page(rig.ana)
    rig.ana.press(CSV)
    (file,) = rig.slack.files
    rows = list(csv.DictReader(io.StringIO((file.content or b"").decode())))
    assert {"last", "year"} == {row["period"] for row in rows}
    (not_now,) = (
        row for row in rows if (row["period"], row["table"], row["row"]) == ("year", "came", "not_now")
    )
    assert (not_now["count"], not_now["of"]) == ("5", "15")
    assert "no_fit" not in {row["row"] for row in rows}
