"""Many nudges in one morning: one message with a row each, and the modal behind a row's Answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from coaching.deal import LostDeal, Reply
from coaching.follow_up import replies_to
from coaching.plan import Opening, Plan
from prompts import blocks
from prompts.deal_modals import DealMetadata, Form
from prompts.nudge_message import headline, nudge, recommended, undo_button
from prompts.playbook import Playbook
from prompts.view_state import chosen

ANSWER = "digest_answer"
_SHORT = 200


@dataclass(frozen=True)
class DigestRow:
    """One nudge of a digest. `outcome` is what was answered, None while it waits; `undo` is that reply's id."""

    deal: LostDeal
    plan: Plan
    nudge_id: int
    opening: Opening
    outcome: str | None = None
    undo: int | None = None


def digest(rows: Sequence[DigestRow], left: int, playbook: Playbook) -> blocks.Message:
    """The message; `left` is how many more wait for the next working day."""
    say = playbook.words.say
    title = say("digest.title", count=len(rows))
    shown = [
        blocks.header(title),
        blocks.paragraph(say("digest.intro")),
        *(_row(row, playbook) for row in rows),
    ]
    lines = [title, *(_line(row, playbook) for row in rows)]
    if left:
        more = say("digest.more_one" if left == 1 else "digest.more", count=left)
        shown.append(blocks.context(more))
        lines.append(more)
    return blocks.message(lines, shown)


def answer_form(row: DigestRow, playbook: Playbook, zone: ZoneInfo) -> blocks.View:
    """The nudge as its own message would show it, with the replies to choose from."""
    words = playbook.words
    if row.opening is Opening.RECOMMENDED:
        asked = recommended(row.deal, row.plan, [], playbook, zone)["blocks"]
    else:
        asked = nudge(row.deal, row.plan, row.nudge_id, row.opening, playbook, zone)["blocks"][:-1]
    tried = row.deal.tried_once_more
    offered = [r for r in replies_to(row.opening) if not (tried and r is Reply.ONE_MORE_TRY)]
    options = [blocks.option(reply, words.say(f"replies.{reply}")) for reply in offered]
    reply = blocks.field("reply", words.say("digest.form_reply"), blocks.radio(options, None))
    return blocks.modal(
        Form.ANSWER,
        words.say("digest.form_title"),
        [*asked, reply],
        close=words.say("screens.cancel"),
        submit=words.say("screens.next"),
        metadata=DealMetadata(row.deal.id, row.nudge_id).packed(),
    )


def read_answer(view: Mapping[str, Any]) -> Reply:
    return chosen(view, "reply", Reply)


def _row(row: DigestRow, playbook: Playbook) -> blocks.Block:
    title = headline(row.deal, row.plan, row.opening, playbook)
    if row.outcome is not None:
        undo = undo_button(row.undo, playbook) if row.undo else None
        return blocks.row(f"nudge-{row.nudge_id}", title, row.outcome, undo)
    answer = blocks.button(playbook.words.say("digest.answer"), ANSWER, str(row.nudge_id))
    return blocks.row(f"nudge-{row.nudge_id}", title, _said(row, playbook), answer)


def _line(row: DigestRow, playbook: Playbook) -> str:
    title = headline(row.deal, row.plan, row.opening, playbook)
    return f"{title} {row.outcome or _said(row, playbook)}".strip()


def _said(row: DigestRow, playbook: Playbook) -> str:
    said = row.deal.answers.words
    return playbook.words.say("digest.said", words=blocks.cut(said, _SHORT)) if said else ""
