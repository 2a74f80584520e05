"""Notes: added at any time, back with the next nudge, all in history and export, deleted again."""

import json

import pytest
from sqlalchemy import delete

from coaching.deal import Reply
from prompts.deal_card import DELETE, HISTORY
from prompts.notes import ADD_NOTE, DELETE_NOTE, NOTE_PAGE, NOTES_ON_A_PAGE
from prompts.nudge_message import UNDO
from storage.owner import EVERYBODY
from storage.tables import NoteRow
from tests.rig import Rig
from tests.stories.cards import press, whole
from tests.stories.scenes import (
    JSON,
    card,
    choices_on,
    choose,
    delete_everything,
    lost,
    nudge,
    nudged,
    reply,
    rows,
    words_on,
)
from tests.words import shipped_playbook

SAY = shipped_playbook().words.say
IN_TEN_LINES = "\n".join(f"Line {number}: they count stock by hand" for number in range(10))


def add(rig: Rig, text: str, on: JSON | None = None) -> None:
    shown = on or card(rig.ana, rig.deals()[0])
    if ADD_NOTE in choices_on(shown):
        choose(rig.ana, ADD_NOTE, shown)
    else:
        rig.ana.press(ADD_NOTE, shown)
    rig.ana.fill({"note": text})
    assert rig.ana.submit().action == "closed"


def in_history(rig: Rig) -> str:
    press(rig, HISTORY)
    shown = words_on(rig.ana.view)
    rig.ana.close(all=True)
    return shown


def test_a_note_from_the_card_comes_back_with_the_next_nudge_under_its_day(some_rig: Rig) -> None:
    rig = some_rig
    lost(rig)
    add(rig, "Their new plant opens in March")
    assert "Their new plant opens in March" in words_on(whole(rig))
    noted_on = shipped_playbook().words.short_date(rig.local(rig.clock.now()).date())
    rig.jump()
    assert f"{noted_on}: Their new plant opens in March" in words_on(nudge(rig.ana))
    assert "Their new plant opens in March" in nudge(rig.ana)["text"], "it can be heard"


def test_a_note_of_ten_lines_is_kept_as_it_was_written(rig: Rig) -> None:
    lost(rig)
    add(rig, IN_TEN_LINES)
    assert rig.deals()[0].notes[0].text == IN_TEN_LINES
    assert IN_TEN_LINES in in_history(rig)


def test_a_nudge_shows_the_newest_three_the_newest_first(rig: Rig) -> None:
    lost(rig)
    for text in ("oldest", "older", "newer", "newest"):
        add(rig, text)
    rig.jump()
    shown = words_on(nudge(rig.ana))
    assert "oldest" not in shown
    assert shown.index("newest") < shown.index("newer") < shown.index("older")


def test_a_nurture_nudge_starts_from_the_notes_gives_one_tip_and_stops(rig: Rig) -> None:
    lost(rig, kind="no_need", stage="first")
    rig.jump()
    assert SAY("notes.opens_nurture") not in words_on(nudge(rig.ana)), "nothing is noted yet"
    add(rig, "They count by hand", nudge(rig.ana))
    reply(rig.ana, Reply.REACHED_OUT)
    rig.jump()
    shown = words_on(nudge(rig.ana))
    assert SAY("notes.opens_nurture") in shown
    assert shown.index("They count by hand") < shown.index(SAY("notes.opens_nurture"))


def test_a_nudge_takes_a_note_before_and_after_the_answer_and_the_answer_stands(rig: Rig) -> None:
    nudged(rig)
    add(rig, "before", nudge(rig.ana))
    assert rig.deals()[0].replies == (), "a note answers nothing"
    reply(rig.ana, Reply.NO_ANSWER)
    answered = nudge(rig.ana)
    add(rig, "after", answered)
    assert [note.text for note in rig.deals()[0].notes] == ["before", "after"]
    assert words_on(nudge(rig.ana)) == words_on(answered), "an answered message is history"
    rig.ana.press(UNDO, nudge(rig.ana))
    assert [note.text for note in rig.deals()[0].notes] == ["before", "after"], (
        "undo takes back the reply alone"
    )


@pytest.mark.parametrize("ended", [Reply.LET_GO, Reply.WON_BACK])
def test_a_deal_that_is_over_still_takes_a_note(rig: Rig, ended: Reply) -> None:
    nudged(rig)
    reply(rig.ana, ended)
    add(rig, "They wrote on their own", nudge(rig.ana))
    assert "They wrote on their own" in in_history(rig)


def test_a_note_of_blanks_is_refused_at_its_field(rig: Rig) -> None:
    lost(rig)
    press(rig, ADD_NOTE)
    rig.ana.fill({"note": "\u200b"})
    answer = rig.ana.submit()
    assert answer.action == "errors"
    assert answer.errors == {"note": SAY("wrong.blank_text")}
    assert rig.deals()[0].notes == ()


def test_a_note_delivered_twice_is_one(each_rig: Rig) -> None:
    rig = each_rig
    lost(rig)
    add(rig, "once")
    sent = next(one for one in reversed(rig.heard) if one.get("type") == "view_submission")
    rig.ana.send_raw(sent)
    assert [note.text for note in rig.deals()[0].notes] == ["once"]


def test_a_note_is_deleted_from_the_history_and_gone_everywhere(each_rig: Rig) -> None:
    rig = each_rig
    lost(rig)
    add(rig, "stays")
    add(rig, "a goner")
    press(rig, HISTORY)
    rig.ana.press(DELETE_NOTE, value=f"{rig.deals()[0].id}:{rig.deals()[0].notes[1].id}")
    assert "a goner" not in words_on(rig.ana.view)
    assert "stays" in words_on(rig.ana.view)
    assert [note.text for note in rig.deals()[0].notes] == ["stays"]
    assert "a goner" not in words_on(card(rig.ana, rig.deals()[0]))


def test_deleting_a_note_that_is_gone_says_so(rig: Rig) -> None:
    lost(rig)
    add(rig, "a goner")
    press(rig, HISTORY)
    with rig.db.write(EVERYBODY) as session:
        session.execute(delete(NoteRow))
    rig.ana.press(DELETE_NOTE)
    assert SAY("notes.gone") in words_on(rig.ana.view)


def test_more_notes_than_fit_a_page_are_leafed_through(rig: Rig) -> None:
    lost(rig)
    for number in range(NOTES_ON_A_PAGE + 2):
        add(rig, f"note {number:02}")
    press(rig, HISTORY)
    assert "note 02" in words_on(rig.ana.view)
    assert "note 01" not in words_on(rig.ana.view)
    rig.ana.press(f"{NOTE_PAGE}_0")
    assert "note 01" in words_on(rig.ana.view)
    assert "note 02" not in words_on(rig.ana.view)
    rig.ana.press(f"{NOTE_PAGE}_0")
    assert "note 21" in words_on(rig.ana.view)


def test_notes_are_in_the_rep_s_export_and_not_in_the_server_s(rig: Rig) -> None:
    lost(rig)
    add(rig, "Mine alone")
    rig.ana.command("/gotano", "export")
    files = {file.name.rsplit(".")[-1]: (file.content or b"").decode() for file in rig.slack.files}
    assert all("Mine alone" in content for content in files.values())
    assert "Mine alone" not in json.dumps(rig.export())


@pytest.mark.parametrize("everything", [True, False])
def test_notes_go_with_their_deal(some_rig: Rig, everything: bool) -> None:
    rig = some_rig
    lost(rig)
    add(rig, "Mine alone")
    if everything:
        delete_everything(rig.ana)
        rig.sweep()
    else:
        press(rig, DELETE)
    assert rows(rig)["notes"] == 0
    assert all("Mine alone" not in words_on(message) for message in rig.ana.messages())


def test_nothing_in_a_note_acts(rig: Rig) -> None:
    lost(rig)
    add(rig, "<!channel> *bold* <https://example.com|here>")
    rig.jump()
    assert "<!channel>" not in nudge(rig.ana)["text"]
    assert "<!channel> *bold*" in words_on(nudge(rig.ana))
    assert all(
        "mrkdwn" not in str(message["blocks"]) for message in (nudge(rig.ana), card(rig.ana, rig.deals()[0]))
    )
