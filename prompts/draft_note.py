"""The note in the DM about a debrief left half-way."""

from prompts import blocks as b
from prompts.home import RESUME, THROW_AWAY
from prompts.playbook import Playbook


def draft_note(draft_id: int, prospect: str, playbook: Playbook) -> b.Message:
    say = playbook.words.say
    text = say("draft.kept", prospect=prospect)
    buttons = [
        b.button(say("draft.resume"), RESUME, str(draft_id), style="primary"),
        b.button(say("draft.throw_away"), THROW_AWAY, str(draft_id)),
    ]
    return b.message([text], [b.paragraph(text), b.actions("draft", buttons)])


def finished_note(playbook: Playbook) -> b.Message:
    return _said(playbook.words.say("draft.finished"))


def thrown_note(prospect: str, playbook: Playbook) -> b.Message:
    return _said(playbook.words.say("draft.thrown_away", prospect=prospect))


def _said(text: str) -> b.Message:
    return b.message([text], [b.context(text)])
