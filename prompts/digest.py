"""Many nudges in one morning: one message with a row each, and the modal behind a row's Answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from coaching.deal import LostDeal, Reply
from coaching.follow_up import taken_by
from coaching.plan import Opening, Plan
from prompts import blocks
from prompts.deal_modals import DealMetadata, Form
from prompts.more import more_menu
from prompts.nudge_message import headline, nudge, recommended, undo_button
from prompts.playbook import Playbook
from prompts.view_state import chosen

ANSWER = "digest_answer"
_ANSWERS = "answer-"
"""Begins the block id of a row's answers; the nudge's id follows."""
AT_ONCE = (Reply.REACHED_OUT, Reply.TALKING_AGAIN, Reply.NO_ANSWER, Reply.SNOOZE_WEEK, Reply.LET_GO)
"""The replies that a row takes in its place, up to the five choices that Slack allows; *Answer* has the rest."""
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
        *(block for row in rows for block in _row(row, playbook)),
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
    offered = [r for r in taken_by(row.deal, row.opening) if not (tried and r is Reply.ONE_MORE_TRY)]
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


def is_a_row(action: Mapping[str, Any]) -> bool:
    """Whether this was pressed in a digest, and not on a message of its own."""
    return str(action.get("block_id", "")).startswith(_ANSWERS)


def read_answer(view: Mapping[str, Any]) -> Reply:
    return chosen(view, "reply", Reply)


def _row(row: DigestRow, playbook: Playbook) -> list[blocks.Block]:
    """Who and what they said, with the answers below; once answered, what came of it, with *Undo* beside it."""
    title, say = headline(row.deal, row.plan, row.opening, playbook), playbook.words.say
    if row.outcome is not None:
        undo = undo_button(row.undo, playbook) if row.undo else None
        return [blocks.row(f"nudge-{row.nudge_id}", title, row.outcome, undo)]
    taken = taken_by(row.deal, row.opening)
    at_once = [(reply, say(f"replies.{reply}"), row.nudge_id) for reply in AT_ONCE if reply in taken]
    answer = blocks.button(say("digest.answer"), ANSWER, str(row.nudge_id))
    answers = blocks.actions(f"{_ANSWERS}{row.nudge_id}", [answer, *more_menu(at_once)])
    return [blocks.row(f"nudge-{row.nudge_id}", title, _said(row, playbook)), answers]


def _line(row: DigestRow, playbook: Playbook) -> str:
    title = headline(row.deal, row.plan, row.opening, playbook)
    return f"{title} {row.outcome or _said(row, playbook)}".strip()


def _said(row: DigestRow, playbook: Playbook) -> str:
    said = row.deal.answers.words
    return playbook.words.say("digest.said", words=blocks.cut(said, _SHORT)) if said else ""
