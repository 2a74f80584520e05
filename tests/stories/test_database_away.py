"""A database that is locked or away: it is said, the form stays open, and nothing is lost."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import create_engine, make_url, text

import storage.database
from coaching.deal import Reply
from tests.conftest import MakeRig
from tests.oauth.rig import OAuthRig
from tests.rig import Rig
from tests.stories.half_done import to_look
from tests.stories.scenes import nudged, reply, told, values_on
from tests.stories.workflows import kept_runs, run_step

pytestmark = pytest.mark.trouble


HANG_UP = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")


@pytest.fixture
def hasty_rig(make_rig: MakeRig, monkeypatch: pytest.MonkeyPatch) -> Rig:
    """A bot that waits for its database a moment only, so that the tests are quick."""
    monkeypatch.setattr(storage.database, "_BUSY_SECONDS", 0.05)
    return make_rig()


@contextmanager
def locked(rig: Rig | OAuthRig) -> Iterator[None]:
    """Somebody else holds the database."""
    other = sqlite3.connect(str(make_url(rig.db.url).database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


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


def test_a_workflow_s_run_is_told_again_until_it_is_stored(hasty_rig: Rig) -> None:
    with locked(hasty_rig):
        run = run_step(hasty_rig.slack, event_id="Ev1")
        assert hasty_rig.slack.attempts[0].delivery.status == 503
    assert hasty_rig.slack.send_run_again(run, event_id="Ev1").ok
    assert [kept.execution_id for kept in kept_runs(hasty_rig)] == [run.id]


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
