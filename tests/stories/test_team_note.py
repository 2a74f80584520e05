"""A team's weekly note: what it says, from the page's numbers alone, and that it says nothing in a thin week."""

from datetime import UTC, datetime

from coaching.kinds import Kind
from prompts.team_note import CHOOSE, STOP
from storage.owner import Owner
from storage.teams import leave_team
from tests.conftest import MakeRig
from tests.rig import TEAM
from tests.stories.scenes import actions_on, words_on
from tests.stories.team_notes import (
    CHANNEL,
    SCOPES,
    WEEK,
    chooses,
    morning_comes,
    noted,
    notes,
    shares,
    with_scopes,
)
from tests.stories.teams import counts_in, loses, page

ANA = Owner(TEAM, "U0ANA")
SAMS_MORNING = datetime(2026, 11, 9, 14, 30, tzinfo=UTC)


def test_it_says_what_was_heard_most_and_asks_one_question(make_rig: MakeRig) -> None:
    rig = noted(make_rig)
    morning_comes(rig)
    (note,) = notes(rig)
    told = words_on(note)
    for line in ("20 noes in the last 90 days", "Not now: 15 of 20 (75%)", "No budget: 5 of 20 (25%)"):
        assert line in told
        assert line in note["text"], "who hears it read aloud hears the same"
    questions = [rig.playbook.words.say(f"team_note.question_not_now_{turn}") for turn in ("one", "two")]
    assert sum(question in told for question in questions) == 1
    assert STOP in actions_on(note)


def test_the_question_takes_turns(make_rig: MakeRig) -> None:
    rig = noted(make_rig)
    morning_comes(rig)
    for rep in ("U1BEA", "U1CID", "U1DAN"):
        loses(rig, rep, Kind.NOT_NOW)
    first = rig.clock.now()
    morning_comes(rig, first + WEEK)
    asked = {
        turn
        for note in notes(rig)
        for turn in ("one", "two")
        if rig.playbook.words.say(f"team_note.question_not_now_{turn}") in words_on(note)
    }
    assert asked == {"one", "two"}


def test_a_week_without_new_numbers_is_silent_and_the_page_says_so(make_rig: MakeRig) -> None:
    rig = noted(make_rig)
    morning_comes(rig)
    morning_comes(rig, rig.clock.now() + WEEK)
    assert len(notes(rig)) == 1, "the same numbers are no news"
    loses(rig, "U1BEA", Kind.NOT_NOW)
    morning_comes(rig, rig.clock.now() + WEEK)
    assert len(notes(rig)) == 1, "they are held: one person's would be seen"
    assert "In a week without new numbers, none comes" in page(rig.ana)


def test_a_team_of_too_few_is_silent(make_rig: MakeRig) -> None:
    rig = make_rig(scopes=SCOPES)
    rig.slack.invite(CHANNEL)
    counts_in(rig.ana)
    loses(rig, "U0ANA", *[Kind.NOT_NOW] * 5)
    assert chooses(rig.ana) == "cleared"
    morning_comes(rig)
    assert notes(rig) == []


def test_a_shared_lesson_stands_in_one_note_and_no_other_does(make_rig: MakeRig) -> None:
    rig = noted(make_rig)
    shares(rig, "Ask for the no in the first meeting.")
    loses(rig, "U1BEA", Kind.NOT_NOW, lesson="Never told")
    morning_comes(rig)
    told = words_on(notes(rig)[0])
    assert "Ask for the no in the first meeting." in told
    assert "Never told" not in told
    assert not {"Dana", "Acme", "Ana"} & set(told.replace(",", " ").split())
    for rep in ("U1BEA", "U1CID", "U1DAN"):
        loses(rig, rep, Kind.NOT_NOW)
    morning_comes(rig, rig.clock.now() + WEEK)
    assert "Ask for the no" not in words_on(notes(rig)[1])


def test_a_lesson_of_somebody_who_no_longer_counts_in_is_not_quoted(make_rig: MakeRig) -> None:
    rig = noted(make_rig)
    shares(rig, "Ask for the no in the first meeting.")
    counts_in(rig.sam)
    chooses(rig.sam)
    with rig.db.write(ANA) as session:
        leave_team(session, ANA, rig.clock.now())
    morning_comes(rig, SAMS_MORNING)
    assert "Ask for the no" not in words_on(notes(rig)[0])


def test_it_comes_in_its_chooser_s_language(make_rig: MakeRig) -> None:
    rig = with_scopes(make_rig)
    rig.ana.change_profile(locale="de-DE")
    counts_in(rig.ana)
    chooses(rig.ana)
    morning_comes(rig)
    told = [message["text"] for message in rig.sam.messages(CHANNEL)]
    assert any(text.startswith("Was euer Team gehört hat") for text in told)


def test_a_group_s_note_is_the_group_s_own(make_rig: MakeRig) -> None:
    rig = with_scopes(make_rig)
    counts_in(rig.ana, new="North")
    chooses(rig.ana)
    counts_in(rig.sam)
    page(rig.sam)
    assert CHOOSE in actions_on(rig.sam.view or {})
    assert STOP not in actions_on(rig.sam.view or {})
    morning_comes(rig)
    assert notes(rig) == [], "one rep is too few"
