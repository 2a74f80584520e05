"""The database restarts, freezes, is locked or full: nothing is lost, nothing comes twice, nobody helps."""

import resource
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from sqlalchemy import NullPool, create_engine, make_url, text

from playground import Fault
from tests.faults.conftest import MakeScene
from tests.faults.own_postgres import OwnPostgres
from tests.faults.scene import Scene
from tests.size import sized

LEASE_TIME = "5 3"
"""Seconds of lease and margin: what was claimed when the database went away is free again soon after."""
AWAY_SECONDS = 2.5
HANG_UP = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")

Trouble = Callable[[Scene, OwnPostgres], AbstractContextManager[None]]


@contextmanager
def restart(server: OwnPostgres, how: str) -> Iterator[None]:
    server.stop(how)
    yield
    server.start()


def shut_down(_scene: Scene, server: OwnPostgres) -> AbstractContextManager[None]:
    return restart(server, "fast")


def crashed(_scene: Scene, server: OwnPostgres) -> AbstractContextManager[None]:
    return restart(server, "immediate")


@contextmanager
def frozen(_scene: Scene, server: OwnPostgres) -> Iterator[None]:
    server.freeze()
    try:
        yield
    finally:
        server.thaw()


@contextmanager
def hung_up(scene: Scene, server: OwnPostgres) -> Iterator[None]:
    """All connections are ended, again and again."""
    admin = create_engine(server.url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with admin.connect() as connection:
        for _ in range(20):
            connection.execute(HANG_UP, {"name": make_url(scene.url).database})
            time.sleep(0.05)
        yield


@contextmanager
def locked(scene: Scene, _server: object = None) -> Iterator[None]:
    """Another process, this one, holds the file."""
    other = sqlite3.connect(str(make_url(scene.url).database), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    yield
    other.execute("ROLLBACK")
    other.close()


@contextmanager
def no_page_left(scene: Scene, _server: object = None) -> Iterator[None]:
    with sqlite3.connect(str(make_url(scene.url).database), isolation_level=None) as other:
        other.execute("VACUUM")
    other.close()
    scene.disk_full.touch()
    yield
    scene.disk_full.unlink()


@contextmanager
def no_byte_left(scene: Scene, _server: object = None) -> Iterator[None]:
    """No process of the bot's may write to any file."""
    for bot in scene.bots:
        resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    yield
    for bot in scene.bots:
        resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def two_at_work(scene: Scene) -> None:
    """36 nudges of 12 reps, some seconds of work for two bots."""
    for _ in range(2):
        scene.bot(TEST_LEASE=LEASE_TIME)
    for number in range(12):
        scene.owe(scene.rep(), 3, seconds=[number / 4] * 3)
    scene.slack.delay = 0.05
    scene.wait(lambda: len(scene.came()) >= 6)


def stays_away() -> None:
    """No assertion hangs on how long this is."""
    time.sleep(AWAY_SECONDS)


@pytest.mark.parametrize("trouble", sized([crashed, hung_up, frozen], [shut_down, crashed, hung_up, frozen]))
def test_a_server_that_goes_away_in_the_middle_costs_no_nudge(
    make_scene: MakeScene, own_url: str, own_server: OwnPostgres, trouble: Trouble
) -> None:
    scene = make_scene(own_url, speed=60)
    two_at_work(scene)
    with trouble(scene, own_server):
        stays_away()
    scene.wait_for_settled(90)
    assert [bot.alive for bot in scene.bots] == [True, True]
    scene.assert_kept()


@pytest.mark.parametrize("trouble", sized([locked, no_byte_left], [locked, no_page_left, no_byte_left]))
def test_a_file_that_cannot_be_written_in_the_middle_costs_no_nudge(
    make_scene: MakeScene, trouble: Callable[[Scene], AbstractContextManager[None]]
) -> None:
    scene = make_scene(speed=60)
    two_at_work(scene)
    with trouble(scene):
        stays_away()
    scene.wait_for_settled(90)
    assert [bot.alive for bot in scene.bots] == [True, True]
    scene.assert_kept()


@pytest.mark.parametrize("size", [1, 3, 5])
def test_a_disk_that_fills_up_while_slack_has_the_post_costs_no_nudge_and_doubles_none(
    make_scene: MakeScene, size: int
) -> None:
    """What was sent cannot be settled, nor put off; it is looked for when its claim has run out."""
    scene = make_scene()
    bot = scene.bot()
    full = no_byte_left(scene)
    scene.owe(scene.rep(), size, fault=Fault(after=full.__enter__))
    bot.wait_for("claims are left to run out")
    full.__exit__(None, None, None)
    scene.run_out(bot)
    scene.wait_for_settled()
    scene.assert_kept()
