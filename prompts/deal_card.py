"""The lasting card of a deal in the DM, its buttons, and what is left of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from coaching.deal import LostDeal, Status
from prompts import advice, blocks
from prompts.let_go import asks_first, sure_text
from prompts.noted import noted, noted_block, noted_text, quoted
from prompts.notes import note_button
from prompts.own_words import Moment
from prompts.own_words_form import own_words_button
from prompts.playbook import Playbook
from prompts.view_state import Unreadable

_BUTTONS = "card"
CHANGE_DATE = "card_change_date"
EDIT = "card_edit"
HAPPENED = "card_happened"
SHARE = "card_share"
HISTORY = "card_history"
SHOW = "card_show"
"""Opens the whole deal as a modal; its value is the deal's id."""
DELETE = "card_delete"
REOPEN = "card_reopen"
LET_GO = "card_let_go"
ONE_MORE_TRY = "card_one_more_try"
WON_BECAUSE = "card_won_because"


def card(deal: LostDeal, playbook: Playbook, zone: ZoneInfo) -> blocks.Message:
    """The lasting card: `text` says it all, `blocks` show it, with the buttons that fit where the deal stands."""
    words = playbook.words
    state = standing(deal, playbook, zone)
    if deal.won_back_at:
        title = words.say("card.won_back_title", prospect=deal.prospect)
        told, told_text = [blocks.header(title)], [title]
    else:
        told = [
            *advice.parts(deal.plan, deal, playbook, zone),
            *advice.why_parts(deal.plan, deal, playbook, zone),
        ]
        told_text = advice.lines(deal.plan, deal, playbook, zone)
    said, known = quoted(deal, playbook, zone), noted(deal, playbook, zone, everything=True)
    rule = advice.rule(deal.plan.due, playbook) if deal.plan.due and deal.asks_at else ""
    shown = [
        *told,
        *([blocks.quote(*said)] if said else []),
        *noted_block(known, playbook),
        *([blocks.context(rule)] if rule else []),
        blocks.paragraph(state),
        *_buttons(deal, playbook),
    ]
    in_words = f"{said[0]}: {blocks.cut(said[1], 500)}" if said else ""
    return blocks.message([*told_text, in_words, noted_text(known, playbook), rule, state], shown)


def is_card_of(message: Mapping[str, Any], deal_id: int) -> bool:
    """Whether a message in the DM is the card of this deal: its buttons say so."""
    rows = [block for block in message.get("blocks", ()) if block.get("block_id") == _BUTTONS]
    return any(button.get("value") == str(deal_id) for row in rows for button in row.get("elements", ()))


def deleted_card(playbook: Playbook) -> blocks.Message:
    text = playbook.words.say("card.deleted")
    return blocks.message([text], [blocks.context(text)])


def standing(deal: LostDeal, playbook: Playbook, zone: ZoneInfo) -> str:
    """Where the deal stands, in a sentence."""
    words = playbook.words

    def date_of(at: datetime) -> str:
        return words.day(at.astimezone(zone).date())

    if deal.won_back_at:
        won = words.say("card.won_back", date=date_of(deal.won_back_at))
        because = words.say("won.noted", text=deal.won_because) if deal.won_because else ""
        return f"{won} {because}".strip()
    if deal.let_go_at and deal.asks_at:
        return words.say("card.look", moment=words.moment(deal.asks_at, zone))
    if deal.let_go_at:
        return words.say("card.let_go", date=date_of(deal.let_go_at))
    if deal.waiting_since:
        return words.say("card.waiting")
    if not deal.plan.accepted:
        return words.say("card.waiting_for_word")
    if deal.asks_at:
        return words.say("card.next", moment=words.moment(deal.asks_at, zone))
    return words.say("card.nothing_next")


def _buttons(deal: LostDeal, playbook: Playbook) -> list[blocks.Block]:
    say = playbook.words.say
    value = str(deal.id)
    ended = deal.status in (Status.LET_GO, Status.WON_BACK)
    row = []
    if not deal.plan.accepted:
        row += recommendation_buttons(deal, playbook)
    if deal.won_back_at and not deal.won_because:
        row.append(blocks.button(say("won.ask"), WON_BECAUSE, value, style="primary"))
    if deal.status is Status.LET_GO:
        row.append(blocks.button(say("card.reopen"), REOPEN, value))
    elif not ended and deal.plan.accepted:
        row.append(blocks.button(say("card.change_date"), CHANGE_DATE, value))
    if not ended:
        row.append(blocks.button(say("card.happened"), HAPPENED, value))
    row += [
        *([] if deal.status is Status.WON_BACK else [blocks.button(say("card.edit"), EDIT, value)]),
        note_button(deal, playbook),
        *([] if deal.won_back_at else [own_words_button(deal, deal.plan, Moment.NOW, playbook)]),
        blocks.button(say("history.button"), HISTORY, value),
        blocks.button(say("card.share"), SHARE, value),
        blocks.button(
            say("card.delete"), DELETE, value, style="danger", confirm=confirm_delete(deal, playbook)
        ),
    ]
    return [blocks.actions(_BUTTONS, row)]


def recommendation_buttons(deal: LostDeal, playbook: Playbook) -> list[blocks.Block]:
    """Letting go is on offer: the rep's ways on; one more try only once a deal, and where it was recommended."""
    say = playbook.words.say
    value = f"{deal.id}:{deal.plans[-1].id}"
    tried = deal.tried_once_more
    again = [blocks.button(say("replies.one_more_try"), ONE_MORE_TRY, value)]
    style = None if deal.plan.accepted else "primary"
    only = tried or deal.plan.accepted
    let_go = let_go_button(deal, LET_GO, value, playbook, style)
    return [let_go, *([] if only else again)]


def let_go_button(
    deal: LostDeal, action_id: str, value: str, playbook: Playbook, style: str | None = None
) -> blocks.Block:
    """Whoever lets go of a door that was left open is asked once whether they are sure."""
    say, sure = playbook.words.say, None
    if asks_first(deal):
        text = sure_text(deal, playbook)
        sure = blocks.confirm(
            say("let_go.sure_title"), text, say("let_go.sure_confirm"), say("let_go.sure_deny")
        )
    return blocks.button(say("replies.let_go"), action_id, value, style=style, confirm=sure)


def read_decision(value: str) -> tuple[int, int]:
    """The deal's id and the plan's of a recommendation's button."""
    try:
        deal_id, plan_id = map(int, value.split(":"))
    except (ValueError, AttributeError):
        raise Unreadable("actions.0.value") from None
    return deal_id, plan_id


def confirm_delete(deal: LostDeal, playbook: Playbook) -> blocks.Block:
    say = playbook.words.say
    text = say("card.delete_text", prospect=blocks.cut(deal.prospect, 60))
    return blocks.confirm(say("card.delete_title"), text, say("card.delete_confirm"), say("card.delete_deny"))
