"""A look into a conversation goes on where Slack's limit ended it, and begins anew for what is sought since."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_sdk import WebClient

from handlers.slack.reading import Reading

SINCE = datetime(2026, 11, 2, tzinfo=UTC)


class OneCallAMinute(WebClient):
    """Gives a page, and refuses the next call; `asked` is up to which message each call wanted to read."""

    def __init__(self, newest: int) -> None:
        super().__init__()
        self.newest = newest
        self.asked: list[str | None] = []

    def conversations_history(self, **args: Any) -> Any:
        self.asked.append(args["latest"])
        if len(self.asked) % 2 == 0:
            raise TimeoutError
        before = float(args["latest"]) if args["latest"] else SINCE.timestamp() + self.newest + 1
        ts = before - 1
        return {"messages": [{"ts": f"{ts}", "metadata": {"at": ts - SINCE.timestamp()}}], "has_more": True}


def look(reading: Reading, slack: OneCallAMinute, sought: set[str]) -> list[Any]:
    """What was found, or nothing where Slack let it end too early."""
    try:
        found = reading.with_metadata(slack, "D1", SINCE, sought)
    except TimeoutError:
        return []
    return [message["metadata"]["at"] for message in found]


@pytest.mark.parametrize("still", [{"a", "b"}, {"a"}])
def test_it_goes_on_where_it_was_for_what_it_began_with(still: set[str]) -> None:
    reading, slack = Reading(), OneCallAMinute(newest=1)
    assert look(reading, slack, {"a", "b"}) == []
    slack.newest = 5
    assert look(reading, slack, still) == []
    assert look(reading, slack, still) == [1, 0, -1]
    assert slack.asked[0] is None
    assert None not in slack.asked[1:]


def test_what_is_sought_since_may_be_newer_than_where_it_was() -> None:
    reading, slack = Reading(), OneCallAMinute(newest=0)
    look(reading, slack, {"a"})
    slack.newest = 1
    look(reading, slack, {"a", "b"})
    assert slack.asked[2] is None
    look(reading, slack, {"a", "b"})
    assert look(reading, slack, {"a", "b"}) == [1, 0, -1]


def test_an_earlier_moment_is_looked_for_anew() -> None:
    reading, slack = Reading(), OneCallAMinute(newest=1)
    look(reading, slack, {"a"})
    with pytest.raises(TimeoutError):
        reading.with_metadata(slack, "D1", SINCE - timedelta(days=1), {"a"})
    assert slack.asked[2] is None


def to_the_end(reading: Reading, slack: OneCallAMinute, sought: set[str]) -> list[Any]:
    while not (found := look(reading, slack, sought)):
        pass
    return found


def test_a_look_that_a_wider_one_overtook_begins_anew() -> None:
    reading, slack = Reading(), OneCallAMinute(newest=2)
    look(reading, slack, {"a"})
    to_the_end(reading, slack, {"a", "b"})
    slack.newest = 3
    assert to_the_end(reading, slack, {"a"}) == [3, 2, 1, 0, -1]


def test_looks_for_different_things_keep_their_places() -> None:
    reading, slack = Reading(), OneCallAMinute(newest=1)
    found: dict[str, list[Any]] = {"a": [], "b": []}
    for _ in range(6):
        found = {one: found[one] or look(reading, slack, {one}) for one in found}
    assert found == {"a": [1, 0, -1], "b": [1, 0, -1]}
    assert slack.asked.count(None) == 2
