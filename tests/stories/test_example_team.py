"""The demo's example team: whoever shows it to others knows what stands on its page."""

from collections.abc import Callable
from pathlib import Path

from bot.demo_team import add_example_team
from prompts.team_page import PERIOD
from tests.rig import TEAM, Rig
from tests.stories.scenes import words_on
from tests.stories.teams import page


def test_its_year_is_the_same_in_every_demo(make_rig: Callable[..., Rig], tmp_path: Path) -> None:
    """With lots drawn each time, what may be shown of eight people differed: now and then a whole part was missing."""
    first, second = (_year(make_rig(database_url=f"sqlite:///{tmp_path}/{name}.db")) for name in ("a", "b"))
    assert first == second
    assert "Was the verdict right?" in first


def _year(rig: Rig) -> str:
    add_example_team(rig.bot.services, TEAM, rig.ana.person.id)
    page(rig.ana)
    rig.ana.press(f"{PERIOD}year")
    return words_on(rig.ana.view)
