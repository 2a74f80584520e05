"""The part of the journey in which a rep counts in with a team, and reads its numbers."""

from collections.abc import Iterator

from handlers.delivery.team_weeks import make_team_weeks
from prompts.counting_in import COUNT_IN, LEAVE, NO_THANKS
from prompts.team_note import CHOOSE, STOP
from prompts.team_page import BACK as BACK_HOME
from prompts.team_page import CHART, CSV, PERIOD, TEAM
from prompts.team_timing import HAND_ON, LOOK_AFTER, TAKE, UNDO
from storage.owner import Owner
from storage.team_notes import choose_note
from tests.rig import TEAM as TEAM_ID
from tests.rig import Rig
from tests.stories.every_step import Step
from tests.stories.teams import they_ask


def team_steps(mark: str) -> Iterator[tuple[str, Step]]:
    """After some deals; nothing is open."""
    yield "asked to count in", lambda rig: rig.ana.open_home()
    yield "not counted in", lambda rig: rig.ana.press(NO_THANKS, "home")
    yield "team", lambda rig: rig.ana.command("/gotano", "team")
    yield "team chosen", lambda rig: rig.ana.press(COUNT_IN)
    yield "team begun", lambda rig: _begin_group(rig, mark)
    yield "left", lambda rig: rig.ana.press(LEAVE, "home")
    yield "team chosen again", lambda rig: rig.ana.press(COUNT_IN, "home")
    yield "counted in", lambda rig: rig.ana.submit()
    yield "back to home", lambda rig: rig.ana.press(BACK_HOME, "home")
    yield "team's numbers", _numbers
    yield "team's playbook looked after", lambda rig: rig.ana.press(LOOK_AFTER, "home")
    yield "team's number taken", lambda rig: rig.ana.press(TAKE, "home")
    yield "team's number undone", lambda rig: rig.ana.press(UNDO, "home")
    yield "team's playbook handed on", lambda rig: rig.ana.press(HAND_ON, "home")
    yield "team's year", lambda rig: rig.ana.press(f"{PERIOD}year", "home")
    yield "team's table", lambda rig: rig.ana.press(CSV, "home")
    yield "team's table closed", lambda rig: rig.ana.close()
    yield "team's chart", lambda rig: rig.ana.press(CHART, "home")
    yield "team's chart closed", lambda rig: rig.ana.close()
    yield "team's note", lambda rig: rig.ana.press(CHOOSE, "home")
    yield "team's note sent", _chooses
    yield "team's note closed", lambda rig: rig.ana.close()
    yield "team's note stopped", _stops


def _begin_group(rig: Rig, mark: str) -> None:
    rig.ana.fill({"new": f"{mark}ana Group"})
    rig.ana.submit()


def _chooses(rig: Rig) -> None:
    """Without the scope to look who is in the channel it is refused, at its field."""
    rig.ana.fill({"channel": "C0LESSONS"})
    rig.ana.submit()


def _stops(rig: Rig) -> None:
    """One that was chosen while the bot might look."""
    owner = Owner(TEAM_ID, "U0ANA")
    with rig.db.write(owner) as session:
        choose_note(session, owner, None, "C0LESSONS", rig.clock.now())
    rig.ana.press(f"{PERIOD}last", "home")
    rig.ana.press(STOP, "home")


def _numbers(rig: Rig) -> None:
    """Five more who count in and have asked again, and the week's numbers."""
    they_ask(rig, [f"U0TEAM{number}" for number in range(5)])
    make_team_weeks(rig.services, lambda: False, lambda: None)
    rig.ana.open_home()
    rig.ana.press(TEAM, "home")
