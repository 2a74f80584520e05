"""Slack loses answers, is too busy, fails or is slow: nothing is lost, and nothing comes twice."""

import time

import pytest

from playground import Fault
from tests.faults.conftest import MakeScene
from tests.faults.scene import Scene
from tests.size import sized

LOST = Fault(accepted_but_dropped=True)
AFTER_ALL = Fault(accepted_but_dropped=True, status=500)
AWAY = Fault(status=500)
SENDERS = 8
REST = 2


def spread(scene: Scene, reps: int, each: int, seconds: float = 0) -> None:
    for number in range(reps):
        scene.owe(scene.rep(), each, seconds=[seconds * (number + 1) / reps] * each)


@pytest.mark.parametrize("size", sized([1, 5], [1, 3, 5]))
@pytest.mark.parametrize("fault", [LOST, AFTER_ALL, AWAY], ids=["lost", "accepted, then 500", "500"])
def test_a_post_that_fails_in_the_dark_is_not_repeated(
    make_scene: MakeScene, fault: Fault, size: int
) -> None:
    scene = make_scene(speed=120)
    bot = scene.bot()
    scene.owe(scene.rep(), size, fault=fault)
    scene.wait_for_settled()
    scene.assert_kept()
    failed = size if size == 5 else 1
    assert bot.counted("gotano_nudges_put_off_total") == failed, scene.told()
    scene.wait(lambda: bot.counted("gotano_nudges_found_sent_total") == (0 if fault is AWAY else failed), 5)


@pytest.mark.parametrize("fault", sized([AFTER_ALL], [LOST, AFTER_ALL, AWAY]))
def test_a_third_of_all_posts_and_looks_failing_loses_and_repeats_nothing(
    make_scene: MakeScene, each_url: str, fault: Fault
) -> None:
    scene = make_scene(each_url, speed=240)
    scene.bot()
    spread(scene, sized(5, 10), 3, 1)
    often = {**vars(fault), "probability": 0.35, "times": None}
    for method in ("chat.postMessage", "conversations.history", "chat.update"):
        scene.slack.faults.add(method, Fault(**often))
    scene.wait_for_settled(90)
    scene.assert_kept()


def test_a_429_storm_loses_and_repeats_nothing(make_scene: MakeScene, each_url: str) -> None:
    """60 of 100 posts are refused until the storm is over."""
    scene = make_scene(each_url, speed=60)
    scene.bot()
    scene.bot()
    storm = Fault(status=429, retry_after=6, probability=0.6, times=sized(40, 300))
    spread(scene, sized(12, 40), 3, sized(1, 5))
    scene.slack.faults.add("chat.postMessage", storm)
    scene.wait_for_settled(120)
    scene.assert_kept()


@pytest.mark.parametrize(("reps", "in_flight"), [(1, 0), (20, 2 * SENDERS)])
def test_after_a_429_nothing_is_posted_until_slack_wants_it_again(
    make_scene: MakeScene, reps: int, in_flight: int
) -> None:
    """Those posts alone that senders beside were at before the bot had taken in the refusal."""
    scene, refused = make_scene(), list[float]()
    scene.bot()
    scene.slack.clear_calls()
    at = [1.0] * 3
    owed = [scene.rep() for _ in range(reps)]
    for rep in owed:
        scene.owe(rep, 3, seconds=at)
    told = Fault(status=429, retry_after=REST, before=lambda: refused.append(time.monotonic()))
    scene.slack.faults.add("chat.postMessage", told)
    scene.wait_for_settled()
    scene.assert_kept()
    (said,) = refused
    posts = [
        call.at for call in scene.slack.calls if "metadata" in call.args and call.method == "chat.postMessage"
    ]
    assert len([post for post in posts if said < post < said + REST]) <= in_flight
    assert max(posts) > said + REST


def test_an_answer_that_takes_long_is_waited_for_and_one_that_never_comes_is_looked_for(
    make_scene: MakeScene,
) -> None:
    """Near the 10 s after which the bot waits no more, and beyond them."""
    scene = make_scene(speed=30)
    bot = scene.bot()
    for seconds in (8.5, 11.5):
        scene.owe(scene.rep(), 1, fault=Fault(delay=seconds))
    scene.wait_for_settled()
    scene.assert_kept()
    scene.wait(lambda: bot.counted("gotano_nudges_found_sent_total") == 1, 5)
    assert bot.counted("gotano_nudges_sent_total") == 1
