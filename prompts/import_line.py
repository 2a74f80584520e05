"""How far an import has come, in a line on Home, and the buttons that stop it and let it go on."""

from dataclasses import dataclass

from prompts import blocks
from prompts.words import Words

STOP = "import_stop"
GO_ON = "import_go_on"
"""Action ids; their value says nothing."""


@dataclass(frozen=True)
class ImportLine:
    """Of `all` imported deals so many are `left` to debrief; `coming` are asked or reminded of, `stopped` are not."""

    left: int
    all: int
    coming: int
    stopped: int


def import_blocks(shown: ImportLine | None, words: Words) -> list[blocks.Block]:
    """Nothing where nothing is left."""
    if shown is None or not shown.left:
        return []
    say, buttons = words.say, []
    if shown.coming:
        buttons.append(blocks.button(say("import.stop"), STOP, "import"))
    if shown.stopped:
        buttons.append(blocks.button(say("import.go_on"), GO_ON, "import"))
    key = "import.left_stopped" if shown.stopped and not shown.coming else "import.left"
    line = blocks.context(say(key, left=shown.left, all=shown.all))
    return [blocks.divider(), line, *([blocks.actions("import", buttons)] if buttons else [])]
