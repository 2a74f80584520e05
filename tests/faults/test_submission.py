"""A debrief submitted while the database is away: it says that it is not saved, and keeps what was typed."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import select

from playground import Gestures
from prompts.debrief_modal import Screen
from prompts.quick_screen import FULL
from storage.owner import EVERYBODY, Owner
from storage.tables import DealRow, DebriefRow
from tests.faults.conftest import MakeScene
from tests.faults.debts import TEAM
from tests.faults.own_postgres import OwnPostgres
from tests.faults.scene import Scene
from tests.faults.test_database import frozen, locked, no_byte_left, no_page_left, shut_down
from tests.storage.made import lose
from tests.stories.scenes import values_on
from tests.words import shipped_playbook

LESSON = "Ask sooner. " * 200
"""Long enough to need another page."""


def to_look(scene: Scene) -> Gestures:
    """A rep on the last screen, with everything filled in."""
    rep = scene.rep()
    with scene.db.write(EVERYBODY) as session:
        lose(session, "Acme", Owner(TEAM, rep.person.id), lesson=LESSON)
    scene.owe(rep, 0)
    assert rep.command("/gotano", "Dana Reyes, Acme").ok
    rep.wait(lambda: rep.view)
    rep.press(FULL)
    rep.wait(lambda: (rep.view or {}).get("callback_id") == Screen.WHO)
    rep.fill({"stage": "buying", "asked_why": "told"})
    assert rep.submit().action == "updated"
    rep.fill({"kind-buying": "not_now", "door": "ajar"})
    assert rep.submit().action == "updated"
    rep.fill({"lesson": LESSON})
    return rep


def saved(scene: Scene) -> list[str | None]:
    """The lessons of all debriefs since then, of one deal each."""
    with scene.db.read(EVERYBODY) as session:
        lessons = list(session.scalars(select(DebriefRow.lesson).order_by(DebriefRow.id)))
        assert len(session.scalars(select(DealRow.id)).all()) == len(lessons)
    return lessons[1:]


def refused_then_saved(scene: Scene, trouble: AbstractContextManager[None]) -> None:
    rep = to_look(scene)
    with trouble:
        refused = rep.submit()
    assert shipped_playbook().words.say("wrong.not_saved") in refused.errors.values(), (refused, scene.told())
    assert values_on(rep.view)["lesson"] == LESSON
    assert saved(scene) == []
    assert rep.submit().action == "updated"
    assert saved(scene) == [LESSON.strip()]


@pytest.mark.parametrize("trouble", [locked, no_page_left, no_byte_left])
def test_a_file_that_cannot_be_written_is_said_and_what_was_typed_stays(
    make_scene: MakeScene, trouble: Callable[[Scene], AbstractContextManager[None]]
) -> None:
    scene = make_scene()
    scene.bot()
    refused_then_saved(scene, trouble(scene))


def test_a_server_that_is_away_is_said_and_what_was_typed_stays(
    make_scene: MakeScene, own_url: str, own_server: OwnPostgres
) -> None:
    scene = make_scene(own_url)
    scene.bot()
    refused_then_saved(scene, shut_down(scene, own_server))


def test_a_server_that_is_frozen_is_said_in_time_and_what_was_typed_stays(
    make_scene: MakeScene, own_url: str, own_server: OwnPostgres
) -> None:
    """It takes the connection and says nothing: our own limit ends the waiting, not Slack's."""
    scene = make_scene(own_url)
    bot = scene.bot()
    refused_then_saved(scene, frozen(scene, own_server))
    scene.wait(lambda: bot.get("/readyz")[0] == 200)
