"""The lasting card of a deal in the DM, its buttons, and what is left of it."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from coaching.dates import local_date
from coaching.deal import LostDeal, Status
from prompts import advice, blocks
from prompts.calendar_file import CALENDAR, has_date
from prompts.glance import CARD, at_a_glance
from prompts.let_go import asks_first, sure_text
from prompts.more import more_menu, more_of
from prompts.noted import quoted
from prompts.notes import note_button
from prompts.own_words import Moment
from prompts.own_words_form import own_words_button
from prompts.playbook import Playbook
from prompts.view_state import Unreadable
from prompts.won_card import won_card

_BUTTONS = "card"
SHOW = "card_show"
"""Opens the whole deal as a modal; its value is the deal's id."""
CHANGE_DATE = "card_change_date"
HAPPENED = "card_happened"
SHARE = "card_share"
"""A button on the card of a win; on others a step of *More*."""
EDIT = "card_edit"
HISTORY = "card_history"
DELETE = "card_delete"
"""Steps of *More*."""
REOPEN = "card_reopen"
LET_GO = "card_let_go"
ONE_MORE_TRY = "card_one_more_try"
WON_BECAUSE = "card_won_because"
_GLANCE = 16
"""Words of theirs on the card, at most."""


def card(deal: LostDeal, playbook: Playbook, zone: ZoneInfo) -> blocks.Message:
    """The lasting card: who and the verdict, what comes next, their words; everything else is one press away.

    `text` says also what to say, for whoever hears the card read out.
    """
    buttons = _buttons(deal, playbook)
    if deal.won_back_at:
        return won_card(deal, playbook, zone, buttons)
    title = title_of(deal, playbook)
    stands, record = standing(deal, playbook, zone), playbook.words.say("offer.record")
    told = [stands, *_in_short(deal, playbook, zone, [title, stands, record if deal.url else ""])]
    shown = [blocks.header(title), *(blocks.paragraph(line) for line in told)]
    shown += [*blocks.record_link(record, deal.url), *buttons]
    return blocks.message([title, *told, *_to_say(deal, playbook, zone)], shown)


def title_of(deal: LostDeal, playbook: Playbook) -> str:
    """What it comes down to: the verdict, that it was won back, or only who it is where a colleague has taken it."""
    if deal.handed_over_at:
        return deal.prospect
    if deal.won_back_at:
        return playbook.words.say("card.won_back_title", prospect=deal.prospect)
    return advice.line(deal.plan, deal.prospect, playbook)


def _to_say(deal: LostDeal, playbook: Playbook, zone: ZoneInfo) -> list[str]:
    if deal.handed_over_at or advice.in_touch(deal.plan, deal, playbook):
        return []
    text = advice.script(deal.plan, deal, playbook, zone)
    return [f"{advice.when_to_say(deal.plan, playbook)}: {text}"]


def _in_short(deal: LostDeal, playbook: Playbook, zone: ZoneInfo, beside: list[str]) -> list[str]:
    """That nothing is to be sent, their words, or else the beginning of what to say: what fits `beside` the rest.

    Of a deal handed over only their words.
    """
    met = None if deal.handed_over_at else advice.in_touch(deal.plan, deal, playbook)
    if met:
        return [met]
    say, said = playbook.words.say, quoted(deal, playbook, zone)
    if deal.handed_over_at and not said:
        return []
    when, text = said or (
        advice.when_to_say(deal.plan, playbook),
        advice.script(deal.plan, deal, playbook, zone),
    )
    words = at_a_glance(text, _GLANCE, CARD, [when, *beside])
    return [say("card.said" if said else "card.to_say", when=when, words=words)]


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
    if deal.handed_over_at:
        return words.say("card.handed_over", date=words.day(local_date(deal.handed_over_at, zone)))
    if deal.won_back_at:
        won = words.say("card.won_back", date=words.day(local_date(deal.won_back_at, zone)))
        because = words.say("won.noted", text=deal.won_because) if deal.won_because else ""
        return f"{won} {because}".strip()
    if deal.let_go_at and deal.asks_at:
        return words.say("card.look", moment=words.moment(deal.asks_at, zone))
    if deal.let_go_at:
        return words.say("card.let_go", date=words.day(local_date(deal.let_go_at, zone)))
    if deal.waiting_since:
        return words.say("card.waiting")
    if not deal.plan.accepted:
        return words.say("card.waiting_for_word")
    if deal.asks_at:
        return words.say("card.next", moment=words.moment(deal.asks_at, zone))
    return words.say("card.nothing_next")


def _buttons(deal: LostDeal, playbook: Playbook) -> list[blocks.Block]:
    """What fits where the deal stands, *Show all*, and the rest behind three dots.

    Those take five: while there is a date for the calendar, the history stands under *Show all* alone.
    """
    say, value = playbook.words.say, str(deal.id)
    if deal.handed_over_at:
        seen = [blocks.button(say("card.show"), SHOW, value)]
        left = [(HISTORY, say("history.button"), value), (DELETE, say("card.delete"), value)]
        return [blocks.actions(_BUTTONS, [*seen, *more_menu(left)])]
    row = [] if deal.plan.accepted or deal.won_back_at else recommendation_buttons(deal, playbook)
    row += _ways_on(deal, playbook)
    row += [note_button(deal, playbook), blocks.button(say("card.show"), SHOW, value)]
    history, delete = (HISTORY, say("history.button"), value), (DELETE, say("card.delete"), value)
    if deal.won_back_at:
        return [blocks.actions(_BUTTONS, [*row, *more_menu([history, delete])])]
    edit, share = (EDIT, say("card.edit"), value), (SHARE, say("card.share"), value)
    own = more_of(own_words_button(deal, deal.plan, Moment.NOW, playbook))
    dated = (CALENDAR, say("calendar.button"), value) if has_date(deal) else history
    return [blocks.actions(_BUTTONS, [*row, *more_menu([edit, own, dated, share, delete])])]


def _ways_on(deal: LostDeal, playbook: Playbook) -> list[blocks.Block]:
    say, value = playbook.words.say, str(deal.id)
    if deal.won_back_at:
        asks = (
            [] if deal.won_because else [blocks.button(say("won.ask"), WON_BECAUSE, value, style="primary")]
        )
        return [*asks, blocks.button(say("won.share"), SHARE, value)]
    if deal.status is Status.LET_GO:
        return [blocks.button(say("card.reopen"), REOPEN, value)]
    happened = blocks.button(say("card.happened"), HAPPENED, value)
    if not deal.plan.accepted:
        return [happened]
    return [happened, blocks.button(say("card.change_date"), CHANGE_DATE, value)]


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
