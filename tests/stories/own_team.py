"""The part of the journey on another team's words in which a rep counts in and reads their team's numbers."""

from coaching.debrief import AskedWhy, FirstNo
from coaching.kinds import Kind, Stage
from prompts.counting_in import COUNT_IN
from prompts.team_page import BACK, CHART, CSV, PERIOD
from tests.rig import Rig
from tests.stories.other_words import Reader
from tests.stories.own_playbook import LESSON
from tests.stories.teams import FIVE, a_team, loses, page, page_on_home, week_passes

_OTHERS = [f"U1{name}" for name in FIVE]


def the_team(rig: Rig, reader: Reader) -> None:
    """Before there are numbers, with them in each period, as a picture and a table, and while they are held."""
    page(rig.ana)
    rig.ana.press(COUNT_IN)
    rig.ana.fill({"new": LESSON})
    rig.ana.submit()
    week_passes(rig)
    page(rig.ana)
    _others(rig)
    week_passes(rig)
    page_on_home(rig.ana)
    for period in ("before", "year", "last"):
        rig.ana.press(f"{PERIOD}{period}", "home")
    for action in (CHART, CSV):
        rig.ana.press(action, "home")
        rig.ana.close()
    reader.heard(file.name for file in rig.slack.files)
    reader.look()
    loses(rig, _OTHERS[0], Kind.NO_NEED)
    week_passes(rig)
    page_on_home(rig.ana)
    rig.ana.press(BACK, "home")


def _others(rig: Rig) -> None:
    """Five more, with answers of every sort."""
    a_team(rig, _OTHERS, LESSON)
    for rep in _OTHERS:
        loses(rig, rep, Kind.NO_NEED, stage=Stage.FIRST, first_no=FirstNo.MIDDLE, asked_why=AskedWhy.DODGED)
        loses(rig, rep, Kind.CONTENT, first_no=FirstNo.END, asked_why=AskedWhy.NOT_YET)
