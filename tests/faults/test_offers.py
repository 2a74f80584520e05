"""Killed with -9 around an offer, or while a lost deal comes in: asked once, taken once, and none is lost."""

import http.client
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.manifest import NEEDED_SCOPES
from playground import Fault, Gestures
from storage.offer_tables import OfferRow, OfferStatus
from storage.owner import EVERYBODY
from tests.crm import WITH_KEY, Crm, crm
from tests.faults import traps
from tests.faults.bots import Bot
from tests.faults.conftest import MakeScene
from tests.faults.debts import TEAM
from tests.faults.scene import Scene

STEPS = [
    traps.OFFER_CLAIMED,
    traps.POSTING,
    traps.ANSWERED,
    traps.OFFER_SETTLING,
    traps.OFFER_SETTLED,
]


def offers(scene: Scene, rep: Gestures) -> Sequence[OfferRow]:
    with scene.db.read(EVERYBODY) as session:
        return session.scalars(select(OfferRow).where(OfferRow.rep == rep.person.id)).all()


def wait_until_asked(scene: Scene, rep: Gestures) -> None:
    scene.wait(lambda: all(row.status is OfferStatus.OFFERED for row in offers(scene, rep)))


def assert_asked(scene: Scene, rep: Gestures, count: int) -> None:
    """Each once, in the message that the row says; none is claimed any more, and each is due once more."""
    rows = offers(scene, rep)
    assert len(rows) == count
    said = sorted(str(message["ts"]) for message in rep.messages())
    assert said == sorted({str(row.message_ts) for row in rows}), scene.told()
    assert [row.id for row in rows if row.claimed_by or row.unknown_since or row.reminded_at] == []
    assert all(row.due_at and row.sent_at and row.due_at > row.sent_at for row in rows)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("step", STEPS)
def test_a_bot_killed_at_any_step_of_an_offer_asks_once_and_loses_none(
    stage: Scene, step: str, count: int
) -> None:
    rep, bot = stage.rep(), stage.running()
    stage.lay(step)
    stage.offer(rep, count)
    assert bot.ended() == -9, "it came to that step"
    stage.bury(bot)
    stage.bot()
    wait_until_asked(stage, rep)
    assert_asked(stage, rep, count)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_bot_killed_while_slack_has_the_offer_asks_once(stage: Scene, moment: str) -> None:
    """`before` it was carried out, or `after` that and before the answer could be read."""
    rep, bot = stage.rep(), stage.running()
    fault = Fault(before=bot.kill) if moment == "before" else Fault(after=bot.kill)
    stage.slack.faults.add("chat.postMessage", fault)
    stage.offer(rep)
    bot.ended()
    stage.bury(bot)
    stage.bot()
    wait_until_asked(stage, rep)
    assert_asked(stage, rep, 1)


def test_without_leave_to_look_an_offer_nobody_heard_the_answer_to_is_asked_again(
    make_scene: MakeScene,
) -> None:
    """It cannot know that the message came: at least once, then."""
    scene = make_scene(scopes=NEEDED_SCOPES)
    rep, bot = scene.rep(), scene.bot()
    scene.lay(traps.ANSWERED)
    scene.offer(rep)
    assert bot.ended() == -9
    scene.bury(bot)
    scene.bot()
    wait_until_asked(scene, rep)
    assert len(rep.messages()) == 2


def at_the_door(scene: Scene, bot: Bot) -> Crm:
    return crm(scene.db, port_of(bot), TEAM, datetime.now(UTC))


def port_of(bot: Bot) -> int:
    return int(bot.address.rpartition(":")[2])


@pytest.mark.parametrize(
    ("step", "then"), [(traps.TAKING_IN, "new"), (traps.TAKEN_IN, "unchanged")], ids=["before", "after"]
)
@pytest.mark.parametrize("each_url", ["sqlite", "postgresql"], indirect=True)
def test_a_lost_deal_whose_bot_is_killed_before_it_answers_is_taken_once_when_it_is_sent_again(
    make_scene: MakeScene, each_url: str, step: str, then: str
) -> None:
    scene = make_scene(each_url, environ=WITH_KEY)
    rep, bot = scene.rep(), scene.bot()
    system = at_the_door(scene, bot)
    scene.lay(step)
    with pytest.raises((http.client.HTTPException, OSError)):
        system.tell({"rep": rep.person.id}, message="msg_1")
    assert bot.ended() == -9, "it came to that step"
    again = Crm(port_of(scene.bot()), system.hook_id, system.secret)
    assert again.tell({"rep": rep.person.id}, message="msg_1").state == then
    assert again.tell({"rep": rep.person.id}, message="msg_1").state == "unchanged"
    wait_until_asked(scene, rep)
    assert_asked(scene, rep, 1)
