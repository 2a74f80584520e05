"""Several processes on one database, one of them killed again and again, Slack failing now and then."""

import random
import threading

import pytest

from playground import Fault
from tests.faults.bots import Bot
from tests.faults.conftest import MakeScene
from tests.faults.scene import Scene
from tests.size import sized

LEASE_TIME = "12 9"
"""Seconds of lease and margin: what a living one could not settle, the database being busy, is free again soon."""
FAULTS = {
    "a lost answer": Fault(accepted_but_dropped=True, probability=0.03, times=None),
    "a 429": Fault(status=429, retry_after=5, probability=0.03, times=None),
    "a 500 after acceptance": Fault(accepted_but_dropped=True, status=500, probability=0.03, times=None),
}


def trouble(scene: Scene) -> None:
    for fault in FAULTS.values():
        for method in ("chat.postMessage", "chat.update", "conversations.history"):
            scene.slack.faults.add(method, fault)


class Doomed:
    """A bot that is killed half a second after it began to serve, and is there again, until it is told to end."""

    def __init__(self, scene: Scene, seconds: float = 0.5) -> None:
        self.deaths = 0
        self._scene, self._seconds = scene, seconds
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def end(self) -> None:
        self._ending.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ending.is_set():
            bot: Bot = self._scene.bot(TEST_LEASE=LEASE_TIME)
            self._ending.wait(self._seconds)
            bot.kill()
            self._scene.bury(bot)
            self.deaths += 1


REPLICAS = sized([("sqlite", 2), ("postgresql", 3)], [("sqlite", 2), ("postgresql", 2), ("postgresql", 3)])


@pytest.mark.parametrize(("each_url", "replicas"), REPLICAS, indirect=["each_url"])
def test_replicas_share_the_work_while_one_more_is_killed_and_slack_fails(
    make_scene: MakeScene, each_url: str, replicas: int
) -> None:
    """60 nudges of 20 reps, in the time of some deaths; some fall due together and come as a digest."""
    reps, seconds = sized((20, 8.0), (60, 30.0))
    scene = make_scene(each_url, speed=60)
    chance = random.Random(replicas)  # noqa: S311
    for _ in range(reps):
        together = chance.random() < 0.2
        at = chance.uniform(2, seconds)
        times = [at] * 5 if together else [chance.uniform(2, seconds) for _ in range(3)]
        scene.owe(scene.rep(), len(times), seconds=times)
    trouble(scene)
    for _ in range(replicas):
        scene.bot(TEST_LEASE=LEASE_TIME)
    doomed = Doomed(scene)
    scene.wait_for_settled(120)
    doomed.end()
    # Some six on a quiet machine; on a busy one a bot takes seconds to start.
    assert doomed.deaths >= 1
    scene.assert_kept()
