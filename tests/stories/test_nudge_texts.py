"""One deal, nudge after nudge: what it suggests is another text each time, whatever the rep answered."""

from collections.abc import Sequence

import pytest

from coaching.deal import Reply
from tests.prompts.examples import scripts
from tests.rig import Rig
from tests.stories.scenes import nudge, nudged, reply

R = Reply
STORIES: list[tuple[str, Sequence[Reply]]] = [
    ("doubts_us", (R.REACHED_OUT, R.REACHED_OUT, R.SNOOZE_WEEK, R.REACHED_OUT)),
    ("content", (R.SNOOZE_MONTH, R.SNOOZE_WEEK, R.REACHED_OUT, R.REACHED_OUT)),
    ("chose_competitor", (R.SNOOZE_WEEK, R.SNOOZE_MONTH, R.REACHED_OUT, R.NO_ANSWER)),
    ("no_value", (R.SNOOZE_WEEK, R.SNOOZE_WEEK, R.REACHED_OUT, R.NO_ANSWER)),
    ("never_asked", (R.SNOOZE_WEEK, R.REACHED_OUT, R.NO_ANSWER, R.REACHED_OUT, R.NO_ANSWER)),
]


@pytest.mark.parametrize(("kind", "answers"), STORIES, ids=[kind for kind, _ in STORIES])
def test_no_nudge_of_a_deal_suggests_what_the_last_one_did(
    rig: Rig, kind: str, answers: Sequence[Reply]
) -> None:
    nudged(rig, kind=kind)
    suggested = [*scripts(nudge(rig.ana))]
    for answer in answers:
        reply(rig.ana, answer)
        rig.jump()
        suggested += scripts(nudge(rig.ana))
    assert len(suggested) >= 3
    assert [text for text, before in zip(suggested[1:], suggested, strict=False) if text == before] == []
