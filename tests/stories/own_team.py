"""The part of the journey on another team's words in which a rep counts in and reads their team's numbers."""

from prompts.counting_in import COUNT_IN
from prompts.team_page import BACK, CHART, CSV, PERIOD
from tests.rig import Rig
from tests.stories.other_words import Reader
from tests.stories.own_playbook import LESSON
from tests.stories.teams import FIVE, a_team, page, page_on_home, week_passes


def the_team(rig: Rig, reader: Reader) -> None:
    """Before there are numbers, with them in each period, and as a picture and a table."""
    page(rig.ana)
    rig.ana.press(COUNT_IN)
    rig.ana.fill({"new": LESSON})
    rig.ana.submit()
    a_team(rig, [f"U1{name}" for name in FIVE], LESSON)
    week_passes(rig)
    page_on_home(rig.ana)
    for period in ("before", "year", "last"):
        rig.ana.press(f"{PERIOD}{period}", "home")
    for action in (CHART, CSV):
        rig.ana.press(action, "home")
        rig.ana.close()
    reader.heard(file.name for file in rig.slack.files)
    reader.look()
    rig.ana.press(BACK, "home")
