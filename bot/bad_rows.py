"""Why a row of a list is left out, on the command line: in the English words that Slack has for it."""

from functools import lru_cache

from handlers.lists.cells import FIRST_YEAR
from prompts.playbook import shipped_messages
from prompts.playbook_files import Folders
from prompts.words import Words

_HELP = {
    "too_early": f" (before {FIRST_YEAR})",
    "unreadable_date": " (2024-03-31, 31.03.2024, 31/03/2024, 03/31/2024)",
}
"""What whoever mends the file may need to know besides."""


def why_bad(what: str, text: str) -> str:
    """`what` names why, `text` is what stands there."""
    return _words().say(f"import.bad_{what}", text=text) + _HELP.get(what, "")


@lru_cache(maxsize=1)
def _words() -> Words:
    return Words(shipped_messages(Folders(None), []))
