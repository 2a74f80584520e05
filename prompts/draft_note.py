"""The note in the DM about a debrief left half-way."""

from prompts import blocks
from prompts.home import RESUME, THROW_AWAY
from prompts.playbook import Playbook


def draft_note(draft_id: int, prospect: str, playbook: Playbook) -> blocks.Message:
    say = playbook.words.say
    text = say("draft.kept", prospect=prospect)
    buttons = [
        blocks.button(say("draft.resume"), RESUME, str(draft_id), style="primary"),
        blocks.button(say("draft.throw_away"), THROW_AWAY, str(draft_id)),
    ]
    return blocks.message([text], [blocks.paragraph(text), blocks.actions("draft", buttons)])


def finished_note(playbook: Playbook) -> blocks.Message:
    return _said(playbook.words.say("draft.finished"))


def thrown_note(playbook: Playbook) -> blocks.Message:
    """Without the prospect: once the draft is gone nobody knows where this stands, to take it back later.

    A copy of the words of before may name them.
    """
    say = playbook.words.say
    return _said(say("draft.thrown_away", prospect=say("forward.nameless")))


def _said(text: str) -> blocks.Message:
    return blocks.message([text], [blocks.context(text)])
