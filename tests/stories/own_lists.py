"""The part of a rep's journey in which dates go out to a calendar and lists come in."""

from playground import Fault
from prompts.calendar_file import CALENDAR
from prompts.import_line import GO_ON, STOP
from tests.rig import Rig
from tests.stories.cards import press
from tests.stories.lists import handed_in
from tests.stories.other_words import Reader

LISTED = "prospect company lost_on amount link id owner Elm Fig soon lost.csv https"
"""What stands in the lists."""
_HEAD = "prospect,company,lost_on,amount,link,id,owner\n"
_BAD = (
    ",,,,,,1",
    f"{'7' * 121},,,,,,",
    "Elm,,2026-02-30,,,,",
    "Elm,,1969-01-01,,,,",
    "Elm,,soon,,,,",
    "Elm,,2026-12-31,,,,",
    "Elm,,,soon,,,",
    "Elm,,,,soon,,",
    "Fig,,,,,7,",
    "Fig,,,,,7,",
)
_NO_LISTS = (
    "",
    "PK\x03\x04",
    "\x00\x01\x02\x03" * 9,
    "owner\nElm\n",
    "prospect\n",
    'prospect\n"Elm',
    "prospect\n" + "7" * 1024**2,
    "prospect\n" + "Elm\n" * 1001,
    "prospect,lost_on\nElm,01/02/2026\n",
    "prospect,lost_on\nElm,13/02/2026\nElm,02/13/2026\n",
)


def in_and_out(rig: Rig, reader: Reader) -> None:
    """With a deal that has a date to come."""
    press(rig, CALENDAR)
    for content in _NO_LISTS:
        reader.heard(handed_in(rig.ana, content).errors.values())
    rig.slack.faults.add("files.info", Fault(error="file_not_found"))
    reader.heard(handed_in(rig.ana).errors.values())
    handed_in(rig.ana, _HEAD + "\n".join([*_BAD, "Elm,Fig"]))
    rig.ana.close()
    listed = _HEAD + "".join(
        f"{name},,,,,,\n" for name in ("Dana Reyes, Acme".replace(",", ""), *["Elm"] * 7)
    )
    handed_in(rig.ana, listed)
    rig.ana.submit()
    rig.ana.close()
    reader.heard(handed_in(rig.ana, listed).errors.values())
    handed_in(rig.ana, listed + "\n")
    rig.ana.close()
    rig.ana.open_home()
    for button in (STOP, GO_ON, STOP):
        rig.ana.press(button, "home")
