"""Killed with -9 at every step between claim and settle: nothing is lost, and nothing comes twice."""

import pytest

from bot.manifest import NEEDED_SCOPES
from playground import Fault
from tests.faults import traps
from tests.faults.conftest import MakeScene
from tests.faults.scene import Scene
from tests.size import sized

STEPS = [
    traps.CLAIMING,
    traps.CLAIMED,
    traps.LOOKED,
    traps.READY,
    traps.POSTING,
    traps.ANSWERED,
    traps.SETTLING,
    traps.SETTLED,
]
SIZES = {"one": 1, "three": 3, "a digest of five": 5}
KILLS = [(url, step, size) for url in ("sqlite", "postgresql") for step in STEPS for size in SIZES]
QUICK = [kill for kill in KILLS if kill[0] == "sqlite" or kill[2] == "three"]
OF_EACH_MESSAGE = (traps.POSTING, traps.ANSWERED, traps.SETTLED)


@pytest.mark.parametrize(("stage", "step", "size"), sized(QUICK, KILLS), indirect=["stage"])
def test_a_bot_killed_at_any_step_loses_nothing_and_repeats_nothing(
    stage: Scene, step: str, size: str
) -> None:
    rep, bot = stage.rep(), stage.running()
    stage.lay(step, 2 if size == "three" and step in OF_EACH_MESSAGE else 1)
    stage.owe(rep, SIZES[size], known=size != "one")
    assert bot.ended() == -9, "it came to that step"
    stage.bury(bot)
    stage.bot()
    stage.wait_for_settled()
    stage.assert_kept()


@pytest.mark.parametrize("size", sized(["one", "a digest of five"], list(SIZES)))
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_bot_killed_while_slack_has_its_post_loses_nothing_and_repeats_nothing(
    stage: Scene, moment: str, size: str
) -> None:
    """`before` it was carried out, or `after` that and before the answer could be read."""
    rep, bot = stage.rep(), stage.running()
    fault = Fault(before=bot.kill) if moment == "before" else Fault(after=bot.kill)
    stage.owe(rep, SIZES[size], known=size != "one", fault=fault)
    bot.ended()
    stage.bury(bot)
    stage.bot()
    stage.wait_for_settled()
    stage.assert_kept()


@pytest.mark.parametrize("step", [traps.FINDING, traps.FOUND])
def test_a_bot_killed_again_while_it_looks_loses_nothing_and_repeats_nothing(stage: Scene, step: str) -> None:
    rep = stage.rep()
    stage.running()
    stage.lay(traps.SETTLING)
    stage.owe(rep, 3)
    for then in (step, traps.SETTLING, None):
        bot = stage.bots[-1]
        assert bot.ended() == -9
        stage.bury(bot)
        if then:
            stage.lay(then)
        if then == traps.SETTLING:
            stage.owe(rep, 1)  # the three may all have come before: then nothing else is to be sent
        stage.bot()
    stage.wait_for_settled()
    stage.assert_kept()


@pytest.mark.parametrize("size", sized(["a digest of five"], list(SIZES)))
def test_without_leave_to_look_a_kill_loses_nothing(make_scene: MakeScene, size: str) -> None:
    """It cannot know that the message came: at least once, then."""
    scene = make_scene(scopes=NEEDED_SCOPES)
    bot = scene.bot()
    scene.lay(traps.ANSWERED)
    scene.owe(scene.rep(), SIZES[size])
    assert bot.ended() == -9
    scene.bury(bot)
    scene.bot()
    scene.wait_for_settled()
    scene.assert_kept(most=2)
