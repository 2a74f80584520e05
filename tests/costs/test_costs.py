"""No gesture costs more statements, transactions or calls to Slack than the table says, and none costs less unseen.

After a change that is meant, `GOTANO_COSTS_WRITE=1 python -m pytest tests/costs` writes the table anew: the diff then
shows the reviewer what it costs.
"""

import os
from pathlib import Path

import pytest

from handlers.slack.throttle import Throttle
from tests.conftest import MakeRig
from tests.costs.walk import walked

TABLE = Path(__file__).with_name("costs.md")
HEAD = """# What each gesture costs

Counted, not timed, by tests/costs on both databases. Of a gesture and all that it sets off until the bot is idle:
SQL statements (BEGIN and COMMIT not among them), transactions, and calls to Slack. On PostgreSQL a sweep that sends
asks one statement more, by which processes take turns. A card that has to wait for its turn in the DM is read once
more: here none waits.

| gesture | statements | transactions | calls to Slack |
|---|---|---|---|
"""


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A card that waited for its turn is looked at once more: that depends on how quickly a walk goes."""
    monkeypatch.setattr(Throttle, "wait_turn", lambda *_: False)


def test_no_gesture_costs_more_than_the_table_says_and_none_less_unseen(make_rig: MakeRig) -> None:
    counted = {name: cost.row() for name, cost in walked(make_rig()).items()}
    if os.environ.get("GOTANO_COSTS_WRITE") == "1":
        TABLE.write_text(HEAD + "".join(f"| {name} | {row} |\n" for name, row in counted.items()))
    allowed = dict(_rows())
    told = [f"{name}: {row}, the table says {allowed.get(name, 'nothing')}" for name, row in counted.items()]
    assert [
        line for line, name in zip(told, counted, strict=True) if counted[name] != allowed.get(name)
    ] == []
    assert list(allowed) == list(counted)


_TAKE_TURNS = {"a nudge sent": 1, "a digest of ten sent": 1}


def test_postgresql_is_asked_no_more(make_rig: MakeRig, postgres_url: str) -> None:
    allowed = dict(_rows())
    more = {
        name: (cost.row(), allowed[name])
        for name, cost in walked(make_rig(database_url=postgres_url)).items()
        if cost.statements > int(allowed[name].split(" | ")[0]) + _TAKE_TURNS.get(name, 0)
    }
    assert more == {}


def _rows() -> list[tuple[str, str]]:
    lines = [line for line in TABLE.read_text().splitlines() if line.startswith("| ")][1:]
    cut = [line.strip("| ").partition(" | ") for line in lines]
    return [(name, row) for name, _, row in cut]
