"""The note at the end of a rep's week: counts, for who asked for it, once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import update

from coaching.deal import Reply
from coaching.kinds import Kind
from playground import Fault
from prompts.deal_card import EDIT
from prompts.week_note import STOP
from storage.owner import EVERYBODY, Owner
from storage.tables import WeekNoteRow
from storage.week_notes import find_week_note
from tests.rig import TEAM, Rig
from tests.stories.cards import happened
from tests.stories.own_settings import settings
from tests.stories.scenes import JSON, actions_on, card, choose, delete_everything, profile_changes

FRIDAY = datetime(2026, 11, 6, 15, tzinfo=UTC)


def on_friday(rig: Rig, **later: float) -> None:
    rig.clock.move_to(FRIDAY)
    if later:
        rig.clock.move(**later)
    rig.sweep()


def notes(rig: Rig) -> list[JSON]:
    return [message for message in rig.ana.messages() if STOP in actions_on(message)]


def wanted(rig: Rig) -> bool:
    with rig.db.read(EVERYBODY) as session:
        return find_week_note(session, Owner(TEAM, "U0ANA")) is not None


def a_week(rig: Rig) -> None:
    """Three noes, one of them let go, one won back; one deal comes up on Monday."""
    settings(rig, week_note=["yes"])
    rig.debrief(rig.ana, "Acme", kind=Kind.NOT_NOW, callback_on="2026-11-09")
    rig.ana.close()
    rig.debrief(rig.ana, "Birch", kind=Kind.NOT_NOW, callback_on="2027-03-01")
    rig.ana.close()
    happened(rig, Reply.LET_GO)
    rig.debrief(rig.ana, "Cope", kind=Kind.NO_BUDGET)
    rig.ana.close()
    happened(rig, Reply.WON_BACK)


def test_nobody_gets_one_who_did_not_ask(rig: Rig) -> None:
    rig.debrief(rig.ana, "Acme")
    rig.ana.close()
    on_friday(rig)
    assert notes(rig) == []


def test_the_week_in_at_most_six_lines(each_rig: Rig) -> None:
    rig = each_rig
    a_week(rig)
    on_friday(rig)
    (note,) = notes(rig)
    assert note["text"].splitlines() == [
        "Your week",
        "3 noes: Not now (2), No budget (1).",
        "1 lost deal let go.",
        "1 lost deal won back. You were right to wait.",
        "Monday brings 1 nudge.",
    ]
    assert "Acme" not in str(note), "what names nobody need not be taken back when a deal is deleted"
    rig.sweep()
    on_friday(rig, minutes=30)
    assert len(notes(rig)) == 1


def test_it_comes_by_a_clock_that_goes_on_between_two_looks(rig: Rig) -> None:
    a_week(rig)
    rig.clock.move_to(FRIDAY)
    ticks = count()
    rig.sweep(services=replace(rig.services, now=lambda: FRIDAY + timedelta(milliseconds=next(ticks))))
    assert len(notes(rig)) == 1


def test_a_question_that_waits_is_counted_and_a_quiet_week_says_nothing(rig: Rig) -> None:
    settings(rig, week_note=["yes"])
    on_friday(rig)
    assert notes(rig) == []
    rig.debrief(rig.ana, "Acme", callback_on="2026-11-12")
    rig.ana.close()
    rig.clock.move_to(datetime(2026, 11, 12, 9, 30, tzinfo=UTC))
    rig.sweep()
    on_friday(rig, days=7)
    (note,) = notes(rig)
    assert "Waiting for your answer on Home: 1 question." in note["text"]


def test_what_was_corrected_counts_as_it_was_corrected(rig: Rig) -> None:
    settings(rig, week_note=["yes"])
    rig.debrief(rig.ana, "Acme", kind=Kind.NOT_NOW, callback_on="2027-03-01")
    rig.ana.close()
    choose(rig.ana, EDIT, card(rig.ana, rig.deals()[0]))
    rig.ana.fill({"prospect": "Acme"})
    rig.ana.submit()
    rig.ana.fill({"kind-buying": "no_budget"})
    rig.ana.submit()
    rig.ana.submit()
    rig.ana.close(all=True)
    on_friday(rig)
    assert "1 no: No budget (1)." in notes(rig)[-1]["text"]


def test_one_press_stops_it_and_settings_ask_for_it_again(rig: Rig) -> None:
    a_week(rig)
    on_friday(rig)
    rig.ana.press(STOP, notes(rig)[-1])
    assert not wanted(rig)
    assert notes(rig) == []
    assert rig.playbook.words.say("week_note.stopped") in [message["text"] for message in rig.ana.messages()]
    settings(rig, week_note=["yes"])
    assert wanted(rig)
    settings(rig, week_note=[])
    assert not wanted(rig)


@pytest.mark.parametrize(
    ("late", "comes"), [({"hours": 2, "minutes": 59}, 1), ({"hours": 3, "minutes": 1}, 0)]
)
def test_after_an_outage_it_comes_within_its_window_or_waits_for_the_next_week(
    rig: Rig, late: dict[str, float], comes: int
) -> None:
    a_week(rig)
    on_friday(rig, **late)
    assert len(notes(rig)) == comes
    on_friday(rig, days=7)
    assert len(notes(rig)) == comes + 1, "Acme comes up, or waits"


def test_it_comes_by_the_clock_that_the_rep_lives_by_now(rig: Rig) -> None:
    a_week(rig)
    profile_changes(rig, "America/New_York")
    on_friday(rig)
    assert notes(rig) == []
    on_friday(rig, hours=5)
    assert len(notes(rig)) == 1


@pytest.mark.trouble
def test_one_whose_answer_was_lost_is_not_sent_again(rig: Rig) -> None:
    a_week(rig)
    rig.slack.faults.add("chat.postMessage", Fault(accepted_but_dropped=True))
    on_friday(rig)
    rig.clock.move(minutes=5)
    rig.sweep()
    assert len(notes(rig)) == 1


@pytest.mark.trouble
def test_one_that_slack_refused_comes_a_little_later(rig: Rig) -> None:
    a_week(rig)
    rig.slack.faults.add("chat.postMessage", Fault(error="internal_error"))
    on_friday(rig)
    assert notes(rig) == []
    rig.clock.move(minutes=5)
    rig.sweep()
    assert len(notes(rig)) == 1


def test_deleting_everything_ends_it(rig: Rig) -> None:
    a_week(rig)
    delete_everything(rig.ana)
    assert not wanted(rig)
    on_friday(rig)
    assert notes(rig) == []


def test_a_week_is_told_of_once_however_the_times_change(rig: Rig) -> None:
    """A later nudge time, or a zone further west, brings the end of the same week once more."""
    a_week(rig)
    on_friday(rig)
    settings(rig, time="17:00")
    profile_changes(rig, "America/New_York")
    on_friday(rig, hours=8)
    assert len(notes(rig)) == 1


def test_settings_saved_between_the_moment_and_the_sweep_lose_no_week(rig: Rig) -> None:
    a_week(rig)
    rig.clock.move_to(FRIDAY)
    rig.clock.move(minutes=5)
    settings(rig, time="08:00")
    rig.sweep()
    assert len(notes(rig)) == 1


def test_what_happens_between_two_notes_is_in_the_next_whatever_the_days_off(rig: Rig) -> None:
    """After a Friday's note Ana works on Tuesdays alone."""
    a_week(rig)
    on_friday(rig)
    rig.clock.move(hours=2)
    rig.debrief(rig.ana, "Dune", kind=Kind.NO_BUDGET)
    rig.ana.close()
    settings(rig, days=["2"])
    rig.clock.move_to(datetime(2026, 11, 10, 15, tzinfo=UTC))
    rig.sweep()
    assert "1 no: No budget (1)." in notes(rig)[-1]["text"], "Friday's three are not told of again"


@pytest.mark.trouble
def test_a_workspace_that_wants_a_rest_gets_it(rig: Rig) -> None:
    a_week(rig)
    rig.sam.command("/gotano", "settings")
    rig.sam.fill({"week_note": ["yes"]})
    rig.sam.submit()
    rig.debrief(rig.sam, "Elm")
    rig.sam.close()
    rig.clock.move_to(FRIDAY)
    rig.clock.move(hours=5)
    with rig.db.write(EVERYBODY) as session:
        session.execute(update(WeekNoteRow).values(due_at=rig.clock.now(), told_until=None))
    profile_changes(rig, "America/New_York")
    rig.slack.clear_calls()
    rig.slack.faults.add("chat.postMessage", Fault(status=429, retry_after=30))
    rig.sweep()
    assert [call.method for call in rig.slack.calls].count("chat.postMessage") == 1
    rig.clock.move(minutes=3)
    rig.sweep()
    assert len(notes(rig)) == 1
