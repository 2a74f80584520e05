"""A whole deal in a modal: the verdict, where it stands, what can be done, what was said, and its history."""

from zoneinfo import ZoneInfo

from coaching.deal import LostDeal, Status
from prompts import advice, blocks, deal_card
from prompts.history_modal import history_lines
from prompts.noted import noted, noted_block, quoted
from prompts.notes import note_button
from prompts.own_words import Moment
from prompts.own_words_form import own_words_button
from prompts.playbook import Playbook

VIEW = "deal_view"
_NEWEST = 5
"""Entries of the history; its own modal has the others."""


def deal_view(deal: LostDeal, playbook: Playbook, zone: ZoneInfo) -> blocks.View:
    """All that is known of the deal; what can be done stands before what was said, so that it is near the top."""
    words = playbook.words
    said, known = quoted(deal, playbook, zone), noted(deal, playbook, zone, everything=True)
    comes = deal.asks_at and not deal.is_over
    rule = advice.rule(deal.plan.due, playbook) if deal.plan.due and comes else ""
    history = history_lines(deal, playbook, zone, _NEWEST)
    shown = [
        *_told(deal, playbook, zone),
        blocks.paragraph(_standing(deal, playbook, zone)),
        *([blocks.context(rule)] if rule else []),
        blocks.actions("deal", _buttons(deal, playbook)),
        *([blocks.quote(*said)] if said else []),
        *noted_block(known, playbook),
        *blocks.record_link(words.say("offer.record"), deal.url),
        blocks.titled_list(words.say("history.title"), history),
    ]
    return blocks.modal(VIEW, words.say("home.deal_title"), shown, close=words.say("screens.close"))


def _told(deal: LostDeal, playbook: Playbook, zone: ZoneInfo) -> list[blocks.Block]:
    """What to do next, which of a deal that is over is nothing."""
    if deal.is_over:
        return [blocks.header(deal_card.title_of(deal, playbook))]
    advised = advice.parts(deal.plan, deal, playbook, zone)
    return [*advised, *advice.why_parts(deal.plan, deal, playbook, zone)]


def _standing(deal: LostDeal, playbook: Playbook, zone: ZoneInfo) -> str:
    """As the card says, which nothing changes when a nudge is sent; here it is known that one waits for its answer."""
    sent = deal.nudges[-1] if deal.nudges else None
    waits = sent and sent.plan_id == deal.plans[-1].id and deal.plan.accepted
    if not sent or not waits or deal.waiting_since or deal.is_over or deal.let_go_at:
        return deal_card.standing(deal, playbook, zone)
    words = playbook.words
    return words.say("card.asked", date=words.day(sent.sent_at.astimezone(zone).date()))


def _buttons(deal: LostDeal, playbook: Playbook) -> list[blocks.Block]:
    """Of a deal that a colleague has taken only what its card has."""
    say, value, status = playbook.words.say, str(deal.id), deal.status
    sure = deal_card.confirm_delete(deal, playbook)
    history = blocks.button(say("history.button"), deal_card.HISTORY, value)
    delete = blocks.button(say("card.delete"), deal_card.DELETE, value, style="danger", confirm=sure)
    if status is Status.HANDED_OVER:
        return [history, delete]
    row = [] if deal.plan.accepted or deal.is_over else deal_card.recommendation_buttons(deal, playbook)
    if deal.won_back_at and not deal.won_because:
        row.append(blocks.button(say("won.ask"), deal_card.WON_BECAUSE, value, style="primary"))
    if status is Status.LET_GO:
        row.append(blocks.button(say("card.reopen"), deal_card.REOPEN, value))
    elif not deal.is_over:
        if deal.plan.accepted:
            row.append(blocks.button(say("card.change_date"), deal_card.CHANGE_DATE, value))
        row.append(blocks.button(say("card.happened"), deal_card.HAPPENED, value))
    if not deal.is_over:
        row.append(blocks.button(say("card.edit"), deal_card.EDIT, value))
    return [
        *row,
        note_button(deal, playbook),
        *([] if deal.is_over else [own_words_button(deal, deal.plan, Moment.NOW, playbook)]),
        history,
        blocks.button(say("card.share"), deal_card.SHARE, value),
        delete,
    ]
