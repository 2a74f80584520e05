"""The part of the journey in which a list of lost deals comes in, is stopped, and goes on."""

from collections.abc import Iterator

from prompts.import_line import GO_ON, STOP
from tests.rig import Rig
from tests.stories.every_step import Step
from tests.stories.lists import handed_in


def list_steps(mark: str) -> Iterator[tuple[str, Step]]:
    """Nothing is open before and after; what came in waits for nothing."""
    yield "import", lambda rig: rig.ana.command("/gotano", "import")
    yield "list handed in", lambda rig: _hand_in(rig, mark)
    yield "list taken in", lambda rig: rig.ana.submit()
    yield "import closed", lambda rig: rig.ana.close()
    yield "home with an import", lambda rig: rig.ana.open_home()
    yield "import stopped", lambda rig: rig.ana.press(STOP, "home")
    yield "import gone on with", lambda rig: rig.ana.press(GO_ON, "home")
    yield "import stopped again", lambda rig: rig.ana.press(STOP, "home")


def _hand_in(rig: Rig, mark: str) -> None:
    rows = "".join(f"{mark}ana Listed {number},{mark}ana heard\n" for number in range(3))
    handed_in(rig.ana, f"prospect,reason\n{rows}")
