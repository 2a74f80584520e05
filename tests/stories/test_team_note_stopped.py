"""Stopping a team's weekly note: by anybody of the team, on the note and on the page; and when its chooser goes."""

import pytest
from sqlalchemy import select

from playground import Fault
from prompts.counting_in import LEAVE
from prompts.deal_card import SHARE
from prompts.share_modal import WITHDRAW
from prompts.team_note import STOP
from storage.deals import delete_all
from storage.leftovers import leave_for_taking_back
from storage.owner import EVERYBODY, Owner
from storage.team_note_tables import TeamNoteRow
from tests.conftest import MakeRig
from tests.rig import TEAM, Rig
from tests.stories.scenes import card, choose, delete_everything, lost, words_on
from tests.stories.team_notes import (
    CHANNEL,
    chooses,
    kept,
    live,
    morning_comes,
    noted,
    notes,
    shares,
    sweep,
)
from tests.stories.teams import counts_in, page

LESSON = "Ask for the no in the first meeting."


def ephemerals(rig: Rig) -> list[str]:
    return [words_on(one) + one["text"] for one in rig.sam.messages(CHANNEL) if one["ephemeral"]]


def test_anybody_of_the_team_stops_it_on_the_note_itself(make_rig: MakeRig, each_url: str) -> None:
    rig = noted(make_rig, database_url=each_url)
    counts_in(rig.sam)
    morning_comes(rig)
    rig.sam.press(STOP, notes(rig)[0])
    assert kept(rig) is None
    (note,) = notes(rig)
    assert live(rig) == []
    assert rig.playbook.words.say("team_note.stopped") in words_on(note)
    assert rig.playbook.words.say("team_note.stopped") in note["text"]
    assert "Not now: 15 of 20" in words_on(note), "what was told stays"


def test_whoever_does_not_count_in_is_told_why_not(make_rig: MakeRig) -> None:
    rig = noted(make_rig)
    morning_comes(rig)
    rig.sam.press(STOP, notes(rig)[0])
    assert kept(rig) is not None
    assert rig.playbook.words.say("team_note.not_yours") in "".join(ephemerals(rig))
    assert len(live(rig)) == 1


def test_another_team_of_the_workspace_does_not_stop_it(make_rig: MakeRig) -> None:
    rig = noted(make_rig)
    counts_in(rig.sam, new="North")
    morning_comes(rig)
    rig.sam.press(STOP, notes(rig)[0])
    assert kept(rig) is not None


def test_an_old_note_says_that_it_was_stopped_before(make_rig: MakeRig) -> None:
    rig = noted(make_rig)
    counts_in(rig.sam)
    morning_comes(rig)
    page(rig.ana)
    rig.ana.press(STOP)
    rig.sam.press(STOP, notes(rig)[0])
    assert rig.playbook.words.say("team_note.stopped_already") in "".join(ephemerals(rig))


def test_it_is_stopped_on_the_page_and_started_again_without_a_second_one(make_rig: MakeRig) -> None:
    rig = noted(make_rig)
    counts_in(rig.sam)
    morning_comes(rig)
    page(rig.sam)
    rig.sam.press(STOP)
    assert kept(rig) is None
    assert rig.playbook.words.say("team_note.none") in words_on(rig.sam.view)
    chooses(rig.sam)
    assert kept(rig) is not None
    for hours in (1, 5, 24):
        rig.clock.move(hours=hours)
        sweep(rig)
    assert len(notes(rig)) == 1


def test_it_stops_when_its_chooser_leaves_the_team(make_rig: MakeRig, each_url: str) -> None:
    rig = noted(make_rig, database_url=each_url)
    page(rig.ana)
    rig.ana.press(LEAVE)
    assert kept(rig) is None
    morning_comes(rig)
    assert notes(rig) == []


def test_it_stops_when_its_chooser_joins_another_team(make_rig: MakeRig) -> None:
    rig = noted(make_rig)
    counts_in(rig.ana, new="North")
    assert kept(rig) is None


def test_it_stops_when_its_chooser_deletes_everything(make_rig: MakeRig, each_url: str) -> None:
    rig = noted(make_rig, database_url=each_url)
    lost(rig)
    rig.ana.open_home()
    delete_everything(rig.ana)
    assert kept(rig) is None
    with rig.db.read(EVERYBODY) as session:
        rows = session.scalars(select(TeamNoteRow)).all()
    assert not any("U0ANA" in str(vars(row)) for row in rows)


def quoted(make_rig: MakeRig) -> Rig:
    """Ana shared a lesson, and the morning's note tells it once more."""
    rig = noted(make_rig)
    shares(rig, LESSON)
    morning_comes(rig)
    assert LESSON in words_on(notes(rig)[-1])
    assert len([one for one in rig.sam.messages(CHANNEL) if LESSON in words_on(one)]) == 2
    return rig


def test_a_lesson_taken_back_goes_with_the_note_that_quotes_it(make_rig: MakeRig) -> None:
    rig = quoted(make_rig)
    choose(rig.ana, SHARE, card(rig.ana, rig.deals()[0]))
    rig.ana.press(WITHDRAW)
    assert LESSON not in str(rig.sam.messages(CHANNEL))


def test_deleting_everything_takes_back_the_note_that_quotes_a_lesson(make_rig: MakeRig) -> None:
    rig = quoted(make_rig)
    rig.ana.open_home()
    delete_everything(rig.ana)
    rig.sweep()
    assert LESSON not in str(rig.sam.messages(CHANNEL))


@pytest.mark.trouble
def test_a_note_whose_lesson_is_deleted_while_it_is_posted_goes_in_the_end(make_rig: MakeRig) -> None:
    rig = noted(make_rig)
    shares(rig, LESSON)
    owner = Owner(TEAM, "U0ANA")

    def deletes() -> None:
        with rig.db.write(owner) as session:
            leave_for_taking_back(session, owner, rig.clock.now())
            delete_all(session, owner)

    rig.slack.faults.add("chat.postMessage", Fault(before=deletes, channel=CHANNEL))
    rig.slack.faults.add("chat.delete", Fault(error="ratelimited"))
    morning_comes(rig)
    assert rig.deals() == []
    for _ in range(2):
        rig.clock.move(minutes=2)
        rig.sweep()
    assert LESSON not in str(rig.sam.messages(CHANNEL))
