"""A hand-over's messages: to a colleague what is offered, to whoever leaves what becomes of it."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from coaching.dates import local_date
from coaching.hand_over import Answer, HandedDeal, HandOver, Told
from prompts import blocks
from prompts.playbook import Playbook
from prompts.view_state import Unreadable
from prompts.words import Words

TAKE = "hand_over_take"
REFUSE = "hand_over_refuse"
TAKE_ALL = "hand_over_take_all"
PAGE = "hand_over_page"
HAND_ALONG = "hand_over_words"
KEEP = "hand_over_keep"
ON_A_PAGE = 10
"""Deals: two blocks each, of the 50 that a message may have."""
_LISTED = 20
_NAME = 100
"""Characters of a prospect's name, so that a page of them is read out whole."""
_BLOCK = "handover-"
"""Begins the block id by which a message that came is known again; what it tells and the hand-over's id follow."""


def hand_over_message(
    told: Told,
    shown: HandOver,
    page: int,
    playbook: Playbook,
    zone: ZoneInfo,
    has_one: int | None,
) -> blocks.Message:
    """As the hand-over stands; `has_one` is the offer that cannot be taken beside a deal with the same prospect."""
    match told:
        case Told.OFFER:
            return _offer(shown, page, playbook, zone, has_one)
        case Told.GIVEN:
            return _given(shown, page, playbook, zone)
        case Told.ENDED:
            return _ended(shown, playbook)


def is_message_of(message: Mapping[str, Any], told: Told, hand_over_id: int) -> bool:
    """Whether a message in the DM is this one."""
    return any(block.get("block_id") == _block(told, hand_over_id) for block in message.get("blocks", ()))


def read_page(value: object) -> tuple[int, Told, int]:
    """The hand-over, which of its messages, and the page that is wanted."""
    try:
        hand_over_id, told, page = str(value).split(":")
        return int(hand_over_id), Told(told), max(0, int(page))
    except ValueError:
        raise Unreadable("actions.0.value") from None


def last_page(shown: HandOver) -> int:
    return (len(shown.deals) - 1) // ON_A_PAGE


def _offer(
    shown: HandOver, page: int, playbook: Playbook, zone: ZoneInfo, has_one: int | None
) -> blocks.Message:
    words, waiting = playbook.words, shown.waiting
    key = "hand_over.offer" if waiting else "hand_over.offer_over"
    told = _about(key, shown.deals, words, date=words.day(local_date(shown.lapses_at, zone)))
    rows = [
        block for deal in _on(shown, page) for block in _offered(deal, playbook, zone, deal.id == has_one)
    ]
    take_all = [blocks.button(words.say("hand_over.take_all"), TAKE_ALL, str(shown.id), style="primary")]
    below = [*(take_all if len(waiting) > 1 else []), *_pages(shown, Told.OFFER, page, words)]
    title = words.say("hand_over.offer_title")
    return _message(title, told, shown.by, rows, below, _block(Told.OFFER, shown.id))


def _given(shown: HandOver, page: int, playbook: Playbook, zone: ZoneInfo) -> blocks.Message:
    words = playbook.words
    say, go = words.say, shown.words_go
    said = say(f"hand_over.words_{'asked' if go is None else 'go' if go else 'stay'}")
    along = [blocks.button(say("hand_over.hand_along"), HAND_ALONG, str(shown.id))] if not go else []
    keep = [blocks.button(say("hand_over.keep"), KEEP, str(shown.id))] if go is not False else []
    rows = [blocks.row(f"given-{deal.id}", *_standing(deal, words, zone)) for deal in _on(shown, page)]
    below = [*along, *keep, *_pages(shown, Told.GIVEN, page, words)]
    told = _about("hand_over.given", shown.deals, words)
    title, block_id = say("hand_over.given_title"), _block(Told.GIVEN, shown.id)
    return _message(title, told, shown.to, [*rows, blocks.paragraph(said)], below, block_id, said)


def _ended(shown: HandOver, playbook: Playbook) -> blocks.Message:
    words, kept = playbook.words, shown.kept
    title, told = words.say("hand_over.ended_title"), _about("hand_over.ended", kept, words)
    names = [blocks.cut(deal.prospect, _NAME) for deal in kept[:_LISTED]]
    names += ["…"] if len(kept) > _LISTED else []
    listed = blocks.paragraph("\n".join(names)) | {"block_id": _block(Told.ENDED, shown.id)}
    parts = [blocks.header(title), blocks.about_person(told, shown.to), listed]
    return _naming(shown.to, blocks.message([title, told, *names], parts))


def _message(
    title: str,
    told: str,
    person: str,
    rows: Sequence[blocks.Block],
    below: Sequence[blocks.Block],
    block_id: str,
    said: str = "",
) -> blocks.Message:
    marked = blocks.about_person(told, person) | {"block_id": block_id}
    lines = [title, told, *(row["text"]["text"] for row in rows if row["type"] == "section"), said]
    ended = [blocks.actions("below", below)] if below else []
    return _naming(person, blocks.message(lines, [blocks.header(title), marked, *rows, *ended]))


def _offered(deal: HandedDeal, playbook: Playbook, zone: ZoneInfo, has_one: bool) -> list[blocks.Block]:
    words, value = playbook.words, str(deal.id)
    facts = {"kind": playbook.kinds[deal.kind].label, "verdict": words.say(f"verdict.{deal.verdict}")}
    if deal.due_on:
        line = words.say("hand_over.row", **facts, date=words.day(deal.due_on))
    else:
        line = words.say("hand_over.row_undated", **facts)
    if deal.value is not None:
        line += f" {words.say('hand_over.value', value=words.amount(deal.value, deal.currency))}"
    if deal.answer:
        line += f"\n{_answered('to', deal, words, zone)}"
    elif has_one:
        line += f"\n{words.say('hand_over.to_has_one')}"
    row = blocks.row(f"offered-{deal.id}", blocks.cut(deal.prospect, _NAME), line)
    if deal.answer:
        return [row]
    take = blocks.button(words.say("hand_over.take"), TAKE, value)
    refuse = blocks.button(words.say("hand_over.refuse"), REFUSE, value)
    return [row, blocks.actions(f"answers-{deal.id}", [take, refuse])]


def _standing(deal: HandedDeal, words: Words, zone: ZoneInfo) -> tuple[str, str]:
    said = _answered("by", deal, words, zone) if deal.answer else words.say("hand_over.by_waits")
    return blocks.cut(deal.prospect, _NAME), said


def _answered(side: str, deal: HandedDeal, words: Words, zone: ZoneInfo) -> str:
    if deal.answer is Answer.OVERTAKEN or deal.answered_at is None:
        return words.say("hand_over.overtaken")
    on = words.day(local_date(deal.answered_at, zone))
    return words.say(f"hand_over.{side}_{deal.answer}", date=on)


def _about(key: str, deals: Sequence[HandedDeal], words: Words, **facts: str) -> str:
    """With {person} still in it: only Slack knows what they are called."""
    return words.say(key, person="{person}", lost_deals=words.count("lost_deals", len(deals)), **facts)


def _naming(person: str, message: blocks.Message) -> blocks.Message:
    return message | {"text": str(message["text"]).replace("{person}", f"<@{person}>", 1)}


def _on(shown: HandOver, page: int) -> Sequence[HandedDeal]:
    return shown.deals[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]


def _pages(shown: HandOver, told: Told, page: int, words: Words) -> list[blocks.Block]:
    wanted = [("earlier", page - 1)] if page > 0 else []
    wanted += [("later", page + 1)] if page < last_page(shown) else []
    return [
        blocks.button(words.say(f"hand_over.{name}"), f"{PAGE}_{name}", f"{shown.id}:{told}:{to}")
        for name, to in wanted
    ]


def _block(told: Told, hand_over_id: int) -> str:
    return f"{_BLOCK}{told}-{hand_over_id}"
