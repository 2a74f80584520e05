"""Trouble: a database that is away, a Slack that refuses, and the same thing sent twice."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, text

import storage.database
from coaching.deal import Reply, Status
from playground import Fault
from prompts.deal_card import CHANGE_DATE, DELETE
from prompts.nudge_message import REPLY, UNDO
from tests.conftest import MakeRig
from tests.rig import Rig
from tests.stories.scenes import JSON, actions_on, card, nudge, reply, rows, told, values_on

pytestmark = pytest.mark.trouble

HANG_UP = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")
FILLED: dict[str, dict[str, Any]] = {
    "card_happened": {"reply": Reply.TALKING_AGAIN},
    CHANGE_DATE: {"on": "2026-12-10"},
    "card_edit": {},
}


@pytest.fixture
def hasty_rig(make_rig: MakeRig, monkeypatch: pytest.MonkeyPatch) -> Rig:
    """A bot that waits for its database a moment only, so that the tests are quick."""
    monkeypatch.setattr(storage.database, "_BUSY_SECONDS", 0.05)
    return make_rig()


@contextmanager
def locked(rig: Rig) -> Iterator[None]:
    """Somebody else holds the database."""
    other = sqlite3.connect(str(make_url(rig.db.url).database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


def to_look(rig: Rig, opened: bool = False) -> None:
    if not opened:
        rig.ana.command("/gotano", "Dana Reyes, Acme")
    rig.ana.fill({"stage": "buying", "asked_why": "told"})
    rig.ana.submit()
    rig.ana.fill({"kind-buying": "not_now", "door": "ajar"})
    rig.ana.submit()
    rig.ana.fill({"lesson": "Ask sooner"})


def nudged(rig: Rig) -> None:
    rig.debrief(rig.ana)
    rig.ana.close()
    rig.jump()


def submissions(rig: Rig) -> list[JSON]:
    return [body for body in rig.heard if body.get("type") == "view_submission"]


def test_a_locked_database_leaves_the_form_open_and_recovers(hasty_rig: Rig) -> None:
    rig = hasty_rig
    to_look(rig)
    with locked(rig):
        refused = rig.ana.submit()
        assert rig.playbook.words.say("wrong.not_saved") in refused.errors.values()
    assert values_on(rig.ana.view)["lesson"] == "Ask sooner"
    assert rig.deals() == []
    assert rig.ana.submit().action == "updated"
    assert rig.deals()[0].answers.lesson == "Ask sooner"


def test_a_locked_database_is_said_on_every_screen(hasty_rig: Rig) -> None:
    rig = hasty_rig
    rig.ana.command("/gotano", "Acme")
    for given in (
        {"stage": "buying", "asked_why": "told"},
        {"kind-buying": "not_now", "door": "ajar"},
        {},
        {},
    ):
        rig.ana.fill(given)
        with locked(rig):
            assert rig.playbook.words.say("wrong.not_saved") in rig.ana.submit().errors.values()
        assert not rig.ana.submit().errors
    assert len(rig.deals()) == 1


def test_a_locked_database_is_said_to_whoever_presses(hasty_rig: Rig) -> None:
    rig = hasty_rig
    nudged(rig)
    with locked(rig):
        reply(rig.ana, Reply.TALKING_AGAIN)
    assert told(rig.ana) == [rig.playbook.words.say("wrong.not_saved")]
    reply(rig.ana, Reply.TALKING_AGAIN)
    assert len(rig.deals()[0].replies) == 1


def test_a_locked_database_delays_a_nudge_and_loses_none(hasty_rig: Rig) -> None:
    rig = hasty_rig
    rig.debrief(rig.ana)
    rig.ana.close()
    with locked(rig):
        rig.jump()
    assert len(rig.ana.messages()) == 1
    rig.sweep()
    assert len(rig.ana.messages()) == 2


def test_a_database_that_is_away_leaves_the_form_open_and_recovers(
    make_rig: MakeRig, postgres: str, postgres_url: str
) -> None:
    rig = make_rig(database_url=postgres_url)
    to_look(rig)
    name = make_url(postgres_url).database
    admin = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'))
        connection.execute(HANG_UP, {"name": name})
        assert rig.playbook.words.say("wrong.not_saved") in rig.ana.submit().errors.values()
        connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'))
    admin.dispose()
    assert values_on(rig.ana.view)["lesson"] == "Ask sooner"
    assert rig.ana.submit().action == "updated"
    assert rig.deals()[0].answers.lesson == "Ask sooner"


def test_a_database_restarted_between_two_gestures_is_not_noticed(
    make_rig: MakeRig, postgres: str, postgres_url: str
) -> None:
    rig = make_rig(database_url=postgres_url)
    to_look(rig)
    admin = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(
            HANG_UP,
            {"name": make_url(postgres_url).database},
        )
    admin.dispose()
    assert rig.ana.submit().action == "updated"


@pytest.mark.parametrize(
    ("fault", "waits"),
    [
        (Fault(status=429, retry_after=240), 240),
        (Fault(status=500), 60),
        (Fault(status=503), 60),
        (Fault(error="internal_error"), 60),
        (Fault(error="invalid_auth"), 60),
        (Fault(error="missing_scope"), 60),
        (Fault(error="fatal_error", times=3), 420),
        (Fault(error="msg_too_long"), 60),
    ],
)
def test_a_nudge_that_slack_does_not_take_is_put_off(rig: Rig, fault: Fault, waits: int) -> None:
    rig.debrief(rig.ana)
    rig.ana.close()
    rig.slack.faults.add("chat.postMessage", fault)
    rig.jump()
    for _ in range(4):
        rig.clock.move(seconds=(waits - 1) / 4)
        rig.sweep()
    assert len(rig.ana.messages()) == 1, "not before its time"
    for _ in range(5):
        rig.clock.move(seconds=61)
        rig.sweep()
    assert len(rig.ana.messages()) == 2
    assert len(rig.deals()[0].nudges) == 1


@pytest.mark.parametrize("error", ["channel_not_found", "user_disabled", "account_inactive", "is_archived"])
def test_a_nudge_that_can_never_be_sent_is_parked(rig: Rig, error: str) -> None:
    rig.debrief(rig.ana)
    rig.ana.close()
    rig.slack.faults.add("chat.postMessage", Fault(error=error, times=None))
    rig.jump()
    rig.slack.clear_calls()
    for _ in range(5):
        rig.clock.move(days=1)
        rig.sweep()
    assert rig.slack.calls == []
    (deal,) = rig.deals()
    assert (deal.next_nudge_at, deal.nudges, deal.status) == (None, (), Status.OPEN)
    assert len(rig.export()) == 1, "marked, not lost"


def test_a_rep_who_left_gets_no_more(rig: Rig) -> None:
    rig.debrief(rig.ana)
    rig.ana.close()
    rig.ana.deactivate()
    rig.jump()
    rig.clock.move(days=10)
    rig.sweep()
    assert len(rig.ana.messages()) == 1
    assert rig.deals()[0].nudges == ()


def test_one_nudge_that_fails_holds_up_no_other(rig: Rig) -> None:
    for name in ("Acme", "Birch"):
        rig.debrief(rig.ana, name, callback_on="2026-12-10")
        rig.ana.close()
    rig.slack.faults.add("chat.postMessage", Fault(status=500))
    rig.jump()
    assert len(rig.ana.messages()) == 3
    rig.jump()
    assert len(rig.ana.messages()) == 4


def test_a_lost_connection_holds_up_no_other_nudge_and_loses_none(rig: Rig) -> None:
    for name in ("Acme", "Birch", "Copperline"):
        rig.debrief(rig.ana, name, callback_on="2026-12-10")
        rig.ana.close()
    rig.slack.faults.add("chat.postMessage", Fault(accepted_but_dropped=True))
    rig.jump()
    rig.clock.move(minutes=2)
    rig.sweep()
    asked = [m["blocks"][0]["text"]["text"] for m in rig.ana.messages()[3:]]
    assert len(set(asked)) == 3
    assert [len(deal.nudges) for deal in rig.deals()] == [1, 1, 1]


def test_a_nudge_whose_card_cannot_be_redrawn_is_sent_once_and_takes_its_answer(rig: Rig) -> None:
    rig.debrief(rig.ana)
    rig.ana.close()
    rig.slack.faults.add("chat.update", Fault(error="channel_not_found", times=None))
    rig.jump()
    rig.clock.move(minutes=5)
    rig.sweep()
    rig.slack.faults.clear()
    (asked,) = (m for m in rig.ana.messages() if f"{REPLY}talking_again" in actions_on(m))
    rig.ana.press(f"{REPLY}talking_again", asked)
    assert [r.reply for r in rig.deals()[0].replies] == [Reply.TALKING_AGAIN]


@pytest.mark.parametrize("fault", [Fault(status=500), Fault(error="message_not_found"), Fault(status=429)])
def test_a_reply_that_is_stored_is_never_said_to_be_not(rig: Rig, fault: Fault) -> None:
    nudged(rig)
    rig.slack.faults.add("chat.update", fault)
    reply(rig.ana, Reply.TALKING_AGAIN)
    assert len(rig.deals()[0].replies) == 1
    assert rig.playbook.words.say("wrong.failed") not in told(rig.ana)


def test_a_verdict_whose_card_could_not_be_posted_gets_its_card_later(rig: Rig) -> None:
    to_look(rig)
    rig.slack.faults.add("chat.postMessage", Fault(status=500))
    assert rig.ana.submit().action == "updated"
    assert rig.ana.messages() == []
    rig.ana.close()
    rig.jump()
    assert len(rig.ana.messages()) == 2
    assert card(rig.ana, rig.deals()[0])


# The same thing twice.


def test_each_submission_sent_twice_changes_nothing_twice(each_rig: Rig) -> None:
    rig = each_rig
    rig.debrief(rig.ana)
    rig.ana.submit()
    before = rig.deals(), rows(rig)["deals"], rows(rig)["debriefs"], rows(rig)["plans"]
    for body in submissions(rig):
        rig.ana.send_raw(body)
    assert (rig.deals(), rows(rig)["deals"], rows(rig)["debriefs"], rows(rig)["plans"]) == before


@pytest.mark.parametrize("earlier", [False, True])
def test_two_submissions_at_the_same_moment_store_one_debrief(each_rig: Rig, earlier: bool) -> None:
    """Also when the prospect's deal is there already and the second no joins it."""
    rig = each_rig
    if earlier:
        rig.debrief(rig.ana)
        rig.ana.close()
    to_look(rig)
    last = submissions(rig)[-1] | {"view": rig.ana.view}
    with ThreadPoolExecutor(4) as hands:
        answers = list(hands.map(rig.ana.send_raw, [last] * 4))
    assert {answer.json["response_action"] for answer in answers} == {"update"}
    (deal,) = rig.deals()
    assert len(deal.debriefs) == 1 + earlier


def test_two_debriefs_of_one_new_prospect_at_once_make_one_deal(each_rig: Rig) -> None:
    """Two windows, one prospect: the second no joins the first."""
    rig = each_rig
    bodies = []
    for _ in range(2):
        rig.ana.command("/gotano", "Dana Reyes, Acme")
    for _ in range(2):
        to_look(rig, opened=True)
        bodies.append(submissions(rig)[-1] | {"view": rig.ana.view})
        rig.ana.close()
    with ThreadPoolExecutor(2) as hands:
        answers = list(hands.map(rig.ana.send_raw, bodies))
    assert {answer.json["response_action"] for answer in answers} == {"update"}
    (deal,) = rig.deals()
    assert len(deal.debriefs) == 2


def test_a_double_click_on_a_reply_counts_once(each_rig: Rig) -> None:
    rig = each_rig
    nudged(rig)
    message = nudge(rig.ana)
    with ThreadPoolExecutor(4) as hands:
        for _ in range(4):
            hands.submit(rig.ana.press, f"{REPLY}{Reply.NO_ANSWER}", message)
    (deal,) = rig.deals()
    assert [r.reply for r in deal.replies] == [Reply.NO_ANSWER]
    assert len(deal.plans) == 2
    assert len(told(rig.ana)) == 3


def test_a_double_click_on_undo_and_delete_does_it_once(rig: Rig) -> None:
    nudged(rig)
    reply(rig.ana, Reply.NO_ANSWER)
    message = nudge(rig.ana)
    for _ in range(2):
        rig.ana.press(UNDO, message)
    assert rig.deals()[0].replies == ()
    gone = card(rig.ana, rig.deals()[0])
    for _ in range(2):
        rig.ana.press(DELETE, gone)
    assert rig.deals() == []
    assert len(told(rig.ana)) == 2


@pytest.mark.parametrize("button", list(FILLED))
def test_a_form_submitted_twice_counts_once(rig: Rig, button: str) -> None:
    rig.debrief(rig.ana)
    rig.ana.close()
    rig.ana.press(button, card(rig.ana, rig.deals()[0]))
    rig.ana.fill(FILLED[button])
    for _ in range(3 if button == "card_edit" else 1):
        rig.ana.submit()
    before = rig.deals()
    rig.ana.send_raw(submissions(rig)[-1])
    assert rig.deals() == before
