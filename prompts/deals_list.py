"""`/gotano list`: a rep's lost deals in a few rows, each with the way to its card."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from coaching.plain_text import isolated
from prompts import blocks
from prompts.deal_card import SHOW
from prompts.home import Row, told
from prompts.playbook import Playbook


def deals_list(rows: Sequence[Row], total: int, zone: ZoneInfo, playbook: Playbook) -> blocks.Message:
    """The message; `total` counts all lost deals, those that are not shown too."""
    words = playbook.words
    if not total:
        return blocks.message([words.say("list.empty")], [blocks.paragraph(words.say("list.empty"))])
    shown, lines = [blocks.header(words.say("list.title"))], [words.say("list.title")]
    for row in rows:
        line = told(row, zone, playbook)
        button = blocks.button(words.say("home.open_card"), SHOW, str(row.deal_id))
        shown.append(blocks.row(f"deal-{row.deal_id}", row.prospect, line, button))
        lines.append(f"{isolated(row.prospect)}: {line}")
    if total > len(rows):
        more = words.say("list.more", count=len(rows), all=total)
        shown.append(blocks.context(more))
        lines.append(more)
    return blocks.message(lines, shown)
