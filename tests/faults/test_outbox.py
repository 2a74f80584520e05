"""Bots killed while they tell a hook: each event is told, under one id, and none before an earlier one of its deal."""

from collections import defaultdict
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from storage.hooks import Direction, add_hook
from storage.outbox import Happened, put_events
from storage.outbox_tables import EventName, OutboxRow
from storage.owner import EVERYBODY, Owner
from storage.records import SENT
from storage.secrets import Vault
from tests.faults import traps
from tests.faults.conftest import MakeScene
from tests.faults.debts import TEAM
from tests.faults.scene import Scene
from tests.faults.test_replicas import LEASE_TIME, Doomed
from tests.size import sized
from tests.storage.made import MONDAY, lose
from tests.stories.receivers import ENVIRON, Receiver, receiving

ANA = Owner(TEAM, "U0REP0")
STEPS = [traps.TELLING, traps.TAKEN, traps.NOTING]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


def telling(scene: Scene, receiver: Receiver, deals: int) -> None:
    """A hook, and of each deal three things that happened."""
    vault, now = Vault([ENVIRON["GOTANO_ENCRYPTION_KEY"]]), MONDAY
    events = list(EventName)
    with scene.db.write(EVERYBODY) as session:
        add_hook(session, vault, TEAM, Direction.OUT, now, url=receiver.address, events=events)
    with scene.db.write(ANA) as session:
        for number in range(deals):
            deal = lose(session, f"Acme {number}", ANA, now)
            told = {"deal": str(deal.id), "rep": ANA.rep, "stage": "buying", "kind": "not_now"}
            told |= {"verdict": "follow_up", "outcome": "open"}
            empty = dict.fromkeys(("plan_date", "reply", "prospect", "words", "lesson"))
            put_events(session, ANA, [Happened(deal.id, one, told | empty) for one in events], now)


def rows(scene: Scene) -> list[OutboxRow]:
    with scene.db.read(EVERYBODY) as session:
        return list(session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


def wait_until_told(scene: Scene, seconds: float = 60) -> None:
    scene.wait(lambda: all(row.status == SENT for row in rows(scene)), seconds)


def assert_told_in_order(scene: Scene, receiver: Receiver) -> None:
    """None is lost, and none came before the receiver had taken the one before it of the same deal."""
    taken: dict[int, set[str]] = defaultdict(set)
    known = {row.public_id: row for row in rows(scene)}
    of_deal = defaultdict(list)
    for row in known.values():
        of_deal[row.deal_id].append(row.public_id)
    for (public_id, _), (status, _) in zip(receiver.took, receiver.statuses, strict=True):
        deal = known[public_id].deal_id or 0
        earlier = of_deal[deal][: of_deal[deal].index(public_id)]
        assert set(earlier) <= taken[deal], scene.told()
        if status == 200:
            taken[deal].add(public_id)
    assert {one for some in taken.values() for one in some} == set(known)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("each_url", ["sqlite", "postgresql"], indirect=True)
def test_a_bot_killed_while_it_tells_loses_nothing_and_repeats_under_the_same_id(
    make_scene: MakeScene, each_url: str, receiver: Receiver, step: str
) -> None:
    scene = make_scene(each_url, environ=ENVIRON)
    scene.lay(step, 3)
    bot = scene.bot()
    telling(scene, receiver, deals=2)
    assert bot.ended() == -9, "it came to that step"
    scene.bury(bot)
    scene.bot()
    wait_until_told(scene)
    assert_told_in_order(scene, receiver)
    repeated = len(receiver.took) - len(rows(scene))
    assert repeated == (0 if step == traps.TELLING else 1)


@pytest.mark.parametrize("each_url", ["sqlite", "postgresql"], indirect=True)
def test_replicas_tell_each_event_while_one_is_killed_and_the_receiver_fails(
    make_scene: MakeScene, each_url: str, receiver: Receiver
) -> None:
    scene = make_scene(each_url, speed=240, environ=ENVIRON)
    for number in range(sized(40, 200)):
        receiver.answer((200, 200, 500, 200, 429, 200, 503)[number % 7])
    for _ in range(2):
        scene.bot(TEST_LEASE=LEASE_TIME)
    doomed = Doomed(scene)
    telling(scene, receiver, deals=sized(12, 60))
    wait_until_told(scene, 120)
    doomed.end()
    assert_told_in_order(scene, receiver)
