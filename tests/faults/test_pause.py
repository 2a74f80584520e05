"""A process that stands still for longer than its claim holds, while another takes over."""

import signal
import time

import pytest

from handlers.delivery.envelope import read_metadata
from playground import Gestures
from tests.faults import traps
from tests.faults.bots import Bot
from tests.faults.conftest import MakeScene
from tests.faults.scene import Scene
from tests.size import sized

LEASE_TIME, MARGIN = 5, 4
_READS = 'gotano_transaction_seconds_count{kind="read"}'
SURE = LEASE_TIME - MARGIN
"""Seconds for which a claimer relies on its claim: more than a busy machine takes from the claim to the post."""


def stopped_at(scene: Scene, step: str, rep: Gestures, count: int) -> Bot:
    """A bot that stands still at that step, with a short lease."""
    bot = scene.bot(TEST_LEASE=f"{LEASE_TIME} {MARGIN}")
    scene.lay(step, number=signal.SIGSTOP)
    scene.owe(rep, count)
    scene.wait(bot.is_stopped)
    return bot


def taken_over(scene: Scene, paused: Bot) -> None:
    """Its claims have run out, also as far as it can tell by itself, and another has sent what they held."""
    begun = time.monotonic()
    scene.run_out(paused)
    scene.bot()
    scene.wait_for_settled()
    scene.wait(lambda: time.monotonic() > begun + SURE)


def swept_again(scene: Scene, bot: Bot) -> None:
    """It has finished what it was at: it reads a few times for that, and then four times at every sweep."""
    done = bot.counted(_READS)
    scene.wait(lambda: bot.counted(_READS) > done + 20)


STEPS = [traps.CLAIMED, traps.LOOKED, traps.READY, traps.ANSWERED, traps.SETTLED]
PAUSES = [(step, count, url) for step in STEPS for count in (1, 3, 5) for url in ("sqlite", "postgresql")]
QUICK = [(step, 3, "postgresql") for step in STEPS] + [(step, 5, "sqlite") for step in STEPS[2:4]]


@pytest.mark.parametrize(("step", "count", "each_url"), sized(QUICK, PAUSES), indirect=["each_url"])
def test_a_bot_paused_past_its_lease_repeats_nothing(
    make_scene: MakeScene, each_url: str, step: str, count: int
) -> None:
    scene = make_scene(each_url)
    paused = stopped_at(scene, step, scene.rep(), count)
    taken_over(scene, paused)
    paused.go_on()
    swept_again(scene, paused)
    scene.assert_kept()


def test_a_bot_paused_between_its_last_check_and_the_post_may_repeat_one_message_and_settles_once(
    make_scene: MakeScene, each_url: str
) -> None:
    """The window that remains: nobody but Slack could close it."""
    scene, count = make_scene(each_url), 3
    rep = scene.rep()
    paused = stopped_at(scene, traps.POSTING, rep, count)
    taken_over(scene, paused)
    paused.go_on()
    swept_again(scene, paused)
    scene.assert_kept(most=2)
    nudges = [message for message in rep.messages() if read_metadata(message)[0]]
    assert len(nudges) == count + 1, "only the one that was on its way"
