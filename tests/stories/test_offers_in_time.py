"""Offers end in their turn of a sweep, and wait for the workspace's pace no longer than it is of any use."""

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import pytest

import handlers.delivery.one_by_one
import handlers.slack.throttle
import storage.lease
from bot.jobs import never, nothing
from handlers.delivery.offers import send_offers
from handlers.slack.throttle import Throttle
from storage.offer_tables import OfferSource
from storage.offers import ReportedDeal
from storage.offers_in import take_in
from storage.owner import Owner
from tests.conftest import MakeRig
from tests.rig import ANA, SAM, TEAM, Rig
from tests.stories.test_offers_apart import BEA
from tests.stories.told import offers, statuses


@pytest.fixture
def rig(make_rig: MakeRig, each_url: str) -> Rig:
    return make_rig(database_url=each_url, people=(ANA, SAM, BEA))


def due(rig: Rig, *reps: str) -> None:
    for number, rep in enumerate(reps):
        owner = Owner(TEAM, rep)
        with rig.db.write(owner) as session:
            deal = ReportedDeal(str(number), f"Prospect {number}")
            take_in(session, owner, OfferSource.HOOK, deal, rig.clock.now())
        rig.clock.move(seconds=1)


def send(rig: Rig, stopped: Callable[[], bool] = never, beat: Callable[[], None] = nothing) -> None:
    send_offers(rig.services, lambda _team: rig.client, stopped, beat)


def test_a_slow_slack_holds_up_the_nudges_of_all_for_one_turn(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = [0.0]
    slow = SimpleNamespace(monotonic=lambda: moments[0])
    monkeypatch.setattr(handlers.delivery.one_by_one, "time", slow)
    due(rig, ANA.id, BEA.id)
    send(rig, beat=lambda: moments.append(moments.pop() + 21))
    assert statuses(rig) == ["offered", "waiting"]
    send(rig)
    assert statuses(rig) == ["offered", "offered"], "the others are the next sweep's"


@pytest.mark.parametrize("why", ["the bot is told to stop", "the claim may run out"])
def test_whoever_waits_for_the_workspace_s_turn_hears_that_it_is_of_no_use(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    """One message in half a minute is the workspace's pace here."""
    monkeypatch.setattr(handlers.slack.throttle, "_POSTS", 1)
    rested: list[float] = []
    rig.services = replace(rig.services, throttle=Throttle(rested.append, lambda: sum(rested)))
    monkeypatch.setattr(storage.lease, "_elapsed", lambda: 80.0 * (len(rested) > 3 and "claim" in why))
    due(rig, ANA.id, ANA.id)
    send(rig, lambda: len(rested) > 3 and "stop" in why)
    assert sum(rested) < 6, "not the half minute"
    assert statuses(rig) == ["offered", "waiting"]
    waiting = offers(rig)[1]
    assert (waiting.claimed_until, waiting.unknown_since) == (None, None), "given back"
