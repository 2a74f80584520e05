"""Finding a lost deal by its name: one field, and below it what was found."""

from collections.abc import Mapping, Sequence
from typing import Any

from prompts import blocks
from prompts.deal_card import SHOW
from prompts.playbook import Playbook
from prompts.view_state import values

FIND = "home_find"
_NAME = "name"
_LIMIT = 120
MOST = 20
"""Results that are listed; whoever has more of them types more of the name."""


def find_form(
    playbook: Playbook, wanted: str | None = None, found: Sequence[tuple[int, str]] = ()
) -> blocks.View:
    """Nothing was looked for yet where `wanted` is None; `found` are ids and names."""
    say = playbook.words.say
    name = blocks.text_input(wanted, _LIMIT, say("home.find_placeholder"))
    shown = [blocks.field(_NAME, say("home.find_name"), name)]
    if wanted is not None:
        shown += [_row(deal_id, prospect, playbook) for deal_id, prospect in found[:MOST]]
        if not found:
            shown.append(blocks.paragraph(say("home.find_nothing")))
        if len(found) > MOST:
            shown.append(blocks.context(say("home.find_more", count=len(found) - MOST)))
    title, submit = say("home.find_title"), say("home.find")
    return blocks.modal(FIND, title, shown, close=say("screens.close"), submit=submit)


def read_wanted(view: Mapping[str, Any]) -> str:
    return (values(view).get(_NAME) or "").strip()


def _row(deal_id: int, prospect: str, playbook: Playbook) -> blocks.Block:
    show = blocks.button(playbook.words.say("home.open_card"), SHOW, str(deal_id))
    return blocks.row(f"found-{deal_id}", prospect, "", show)
