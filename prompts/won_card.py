"""The card of a deal that was won back: how long it took, their words then, and what made the difference."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from coaching.deal import LostDeal
from coaching.history import days_to_win
from prompts import blocks
from prompts.noted import no_line
from prompts.playbook import Playbook

_GLANCE = 9
"""Words of theirs, or of the rep's, on the card: all of them are one press away."""


def won_card(
    deal: LostDeal, playbook: Playbook, zone: ZoneInfo, buttons: Sequence[blocks.Block]
) -> blocks.Message:
    words = playbook.words
    title = words.say("card.won_back_title", prospect=deal.prospect)
    lines = [waited_line(deal, playbook, zone), _then(deal, playbook, zone)]
    if deal.won_because:
        lines.append(words.say("won.made", text=blocks.cut_words(deal.won_because, _GLANCE)))
    shown = [blocks.header(title), *(blocks.paragraph(line) for line in lines)]
    shown += [*blocks.record_link(words.say("offer.record"), deal.url), *buttons]
    return blocks.message([title, *lines], shown)


def waited_line(deal: LostDeal, playbook: Playbook, zone: ZoneInfo) -> str:
    """That waiting was right, and for how long; a win on the day of the no took no waiting."""
    words, days = playbook.words, days_to_win(deal, zone)
    if not days:
        return words.say("nudges.celebrate", prospect=deal.prospect)
    return words.say("won.waited", days=words.count("days", days))


def _then(deal: LostDeal, playbook: Playbook, zone: ZoneInfo) -> str:
    """What they said when they said no, or at least when that was."""
    if not deal.answers.words:
        return no_line(deal, playbook, zone)
    return playbook.words.say("won.said", words=blocks.cut_words(deal.answers.words, _GLANCE))
