"""What an operator sees of trouble: alive, ready, and what became of the nudges."""

import json

import pytest

from playground import Fault
from tests.faults.conftest import MakeScene
from tests.faults.own_postgres import OwnPostgres


@pytest.mark.parametrize("how", ["fast", "immediate"])
def test_a_bot_without_its_database_is_alive_but_not_ready_and_is_ready_again_by_itself(
    make_scene: MakeScene, own_url: str, own_server: OwnPostgres, how: str
) -> None:
    scene = make_scene(own_url)
    bot = scene.bot()
    assert [bot.get(path)[0] for path in ("/healthz", "/readyz")] == [200, 200]
    own_server.stop(how)
    status, said = bot.get("/readyz")
    assert (status, json.loads(said)["status"]) == (503, "the database cannot be reached")
    assert bot.get("/healthz")[0] == 200
    assert bot.get("/metrics")[0] == 200
    own_server.start()
    scene.wait(lambda: bot.get("/readyz")[0] == 200)
    assert bot.alive
    bot.stop()


def test_a_frozen_server_leaves_the_bot_alive(
    make_scene: MakeScene, own_url: str, own_server: OwnPostgres
) -> None:
    scene = make_scene(own_url)
    bot = scene.bot()
    own_server.freeze()
    try:
        assert bot.get("/healthz")[0] == 200
    finally:
        own_server.thaw()
    scene.wait(lambda: bot.get("/readyz")[0] == 200)


def test_the_metrics_count_what_became_of_the_nudges(make_scene: MakeScene, each_url: str) -> None:
    scene = make_scene(each_url, speed=120)
    bot = scene.bot()
    scene.owe(scene.rep(), 2)
    scene.owe(scene.rep(), 1, fault=Fault(accepted_but_dropped=True))
    scene.owe(scene.rep(), 1, fault=Fault(status=500))
    scene.owe(scene.rep(), 3, fault=Fault(error="is_archived", times=None))
    counted = {
        "gotano_nudges_sent_total": 3,
        "gotano_nudges_found_sent_total": 1,
        "gotano_nudges_put_off_total": 2,
        'gotano_nudges_parked_total{error="is_archived"}': 3,
        'gotano_nudges_parked_now{error="is_archived"}': 3,
        "gotano_nudges_due": 0,
    }
    scene.wait(lambda: {name: bot.counted(f"{name} ") or bot.counted(name) for name in counted} == counted)
