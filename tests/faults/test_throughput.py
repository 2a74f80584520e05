"""One process more sends more, and takes nothing along when it dies."""

import time
from pathlib import Path

from tests.faults.conftest import MakeScene, fresh_database
from tests.faults.scene import Scene
from tests.size import sized

DELAY = 0.4
A_DAY = 24 * 3600


def owe_many(scene: Scene, count: int) -> None:
    """All due at the same moment, once they are written down."""
    scene.owe_each(count, A_DAY)
    scene.slack.delay = DELAY
    scene.make_due()


def seconds_to_send(scene: Scene, processes: int, count: int) -> float:
    for _ in range(processes):
        scene.bot(TEST_REPS="20")
    owe_many(scene, count)
    begun = time.monotonic()
    scene.wait_for_settled(120)
    return time.monotonic() - begun


def test_two_processes_send_in_clearly_less_time_than_one(tmp_path: Path, postgres: str) -> None:
    """Slack takes its time for each call: that is what a sender waits for, whatever else the machine has to do.

    There are more claims than processes.
    """
    count, taken = sized(120, 240), list[float]()
    for processes in (1, 2):
        with fresh_database(postgres) as url, Scene(tmp_path, url, reps=count) as scene:
            taken.append(seconds_to_send(scene, processes, count))
            scene.assert_kept()
    alone, together = taken
    assert together < 0.8 * alone, f"{together:.1f} s after {alone:.1f} s"


def test_one_of_two_killed_in_the_middle_takes_nothing_along(
    make_scene: MakeScene, postgres_url: str
) -> None:
    count = 80
    scene = make_scene(postgres_url, reps=count)
    doomed, other = scene.bot(), scene.bot()
    owe_many(scene, count)
    scene.wait(lambda: len(scene.came()) > count // 4)
    doomed.kill()
    scene.bury(doomed)
    scene.wait_for_settled()
    assert other.alive
    scene.assert_kept()
