"""A morning at Slack's own limits, in small and in simulated time."""

from pathlib import Path

from bench.morning.course import morning
from bench.morning.scene import Load


def test_a_large_workspace_is_done_about_as_soon_as_slack_allows_and_holds_up_no_small_one(
    tmp_path: Path,
) -> None:
    seen = morning(Load(large=110, small=5, reps=12, each=3), tmp_path)
    assert seen.messages == (110 + 5 * 12) * 3
    assert seen.least == 60
    assert seen.large <= 1.1 * seen.least
    assert seen.small < 6
    assert (seen.outside, sum(seen.limited.values())) == (0, 0)
    assert set(seen.calls) == {"chat.postMessage"}
    assert seen.longest < 70, "no claim runs out"
