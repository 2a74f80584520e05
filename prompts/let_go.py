"""Letting go of a door that was left open: whoever chooses it in a form is asked once whether they are sure."""

from datetime import date

from coaching.deal import LostDeal
from coaching.debrief import Door
from prompts import blocks
from prompts.deal_modals import DealMetadata, Form
from prompts.playbook import Playbook


def asks_first(deal: LostDeal) -> bool:
    """Whether it takes a second word to let this deal go."""
    return deal.answers.door is Door.OPEN


def sure_text(deal: LostDeal, playbook: Playbook, look_on: date | None = None) -> str:
    """With the day of the last look, where one is kept."""
    words, prospect = playbook.words, blocks.cut(deal.prospect, 60)
    if look_on:
        return words.say("let_go.sure_look", prospect=prospect, look_on=words.day(look_on))
    return words.say("let_go.sure_text", prospect=prospect)


def sure_view(
    callback_id: str, deal: LostDeal, metadata: str, playbook: Playbook, look_on: date | None = None
) -> blocks.View:
    """In the place of the form it was chosen in; closing it leaves all as it was."""
    words = playbook.words
    return blocks.modal(
        callback_id,
        words.say("let_go.sure_title"),
        [blocks.paragraph(sure_text(deal, playbook, look_on))],
        close=words.say("let_go.sure_deny"),
        submit=words.say("let_go.sure_confirm"),
        metadata=metadata,
    )


def let_go_form(deal: LostDeal, about: DealMetadata, playbook: Playbook) -> blocks.View:
    """For the reply *Let it go* that was chosen in a form; a button asks by itself."""
    return sure_view(Form.LET_GO, deal, about.packed(), playbook)
