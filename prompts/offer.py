"""The offer in the DM: lost deals that another system told of, each with its answers; and what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from prompts import blocks
from prompts.playbook import Playbook

DEBRIEF_IT = "offer_debrief"
NOT_MINE = "offer_not_mine"
LATER = "offer_later"
"""The action ids of an offer's answers; their value is the offer's id."""
_ANSWERS = "offer"
_REASON = 300


class Asked(StrEnum):
    """How an offer stands in a message: asked, asked once more, or what the rep answered."""

    NOW = "now"
    AGAIN = "again"
    LATER = "later"
    NOT_MINE = "not_mine"
    DEBRIEFED = "debriefed"


@dataclass(frozen=True)
class OfferLine:
    """One offer of a message. `came` names its source as the words do; `again_on` is the day of an answer *later*."""

    offer_id: int
    prospect: str
    came: str
    asked: Asked = Asked.NOW
    lost_on: date | None = None
    reason: str | None = None
    amount: str | None = None
    url: str | None = None
    again_on: date | None = None


def offers_message(lines: Sequence[OfferLine], left: int, playbook: Playbook) -> blocks.Message:
    """One message about all of them; `left` is how many more wait for another morning."""
    say = playbook.words.say
    title = say("offer.title") if len(lines) == 1 else say("offer.title_many", count=len(lines))
    shown, told = [blocks.header(title)], [title]
    for line in lines:
        shown += _drawn(line, playbook)
        told.append(_in_words(line, playbook))
    if left:
        more = say("offer.more_one" if left == 1 else "offer.more", count=left)
        shown.append(blocks.context(more))
        told.append(more)
    return blocks.message(told, shown)


def _drawn(line: OfferLine, playbook: Playbook) -> list[blocks.Block]:
    if line.asked not in (Asked.NOW, Asked.AGAIN):
        return [blocks.paragraph(_answered(line, playbook))]
    say, value = playbook.words.say, str(line.offer_id)
    reason = blocks.cut(line.reason, _REASON) if line.reason else ""
    buttons = [
        blocks.button(say("offer.debrief"), DEBRIEF_IT, value, style="primary"),
        blocks.button(say("offer.later"), LATER, value),
        blocks.button(say("offer.not_mine"), NOT_MINE, value),
    ]
    return [
        blocks.titled(line.prospect, _facts(line, playbook)),
        *([blocks.quote(say("offer.reason"), reason)] if reason else []),
        *blocks.record_link(say("offer.record"), line.url),
        blocks.actions(f"{_ANSWERS}-{value}", buttons),
    ]


def _in_words(line: OfferLine, playbook: Playbook) -> str:
    """The same for whoever hears it."""
    if line.asked not in (Asked.NOW, Asked.AGAIN):
        return _answered(line, playbook)
    said = f"{playbook.words.say('offer.reason')}: {blocks.cut(line.reason, _REASON)}" if line.reason else ""
    return f"{line.prospect}. {_facts(line, playbook)} {said}".strip()


def _facts(line: OfferLine, playbook: Playbook) -> str:
    words = playbook.words
    told = [words.say(f"offer.from_{line.came}")]
    told += [words.say("offer.lost_on", date=words.day(line.lost_on))] if line.lost_on else []
    told += [words.say("offer.amount", amount=line.amount)] if line.amount else []
    told += [words.say("offer.last_time")] if line.asked is Asked.AGAIN else []
    return " ".join(told)


def _answered(line: OfferLine, playbook: Playbook) -> str:
    """Of one that is debriefed the card tells the name, which goes with the deal when that is deleted."""
    words = playbook.words
    on = words.day(line.again_on) if line.again_on else ""
    return words.say(f"offer.said_{line.asked}", prospect=line.prospect, date=on)
