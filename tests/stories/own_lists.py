"""The part of a rep's journey in which dates go out to a calendar and lists come in."""

from prompts.calendar_file import CALENDAR
from tests.rig import Rig
from tests.stories.cards import press


def in_and_out(rig: Rig) -> None:
    """With a deal that has a date to come."""
    press(rig, CALENDAR)
