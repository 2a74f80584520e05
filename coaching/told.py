"""What was told of a deal and when: corrections put in the place of what they correct."""

import re
from datetime import datetime

from coaching.deal import Debriefed, LostDeal, Reply


class Told:
    """What was told of a deal and when. A correction tells of what it changes, and of nothing else.

    `standing` are the sets of answers that no later one has corrected, `since` is when it was reopened.
    """

    def __init__(self, deal: LostDeal) -> None:
        self.since = reopened_at(deal)
        self.standing = standing(deal.debriefs)
        self.debriefs = deal.debriefs
        self._by_id = {d.id: d for d in deal.debriefs}

    def counts(self, at: datetime) -> bool:
        """Whether it was after the deal began or was reopened."""
        return self.since is None or at > self.since

    def at(self, debriefed: Debriefed, name: str) -> datetime:
        """When that answer was told which holds in this set."""
        value = getattr(debriefed.answers, name)
        while (before := self._by_id.get(debriefed.corrects or 0)) and getattr(before.answers, name) == value:
            debriefed = before
        return debriefed.at


def reopened_at(deal: LostDeal) -> datetime | None:
    """When they came back last; None when the deal was never let go, or not taken up since."""
    return max((r.at for r in deal.replies if r.reply is Reply.THEY_CONTACTED_ME), default=None)


def standing(debriefs: tuple[Debriefed, ...]) -> list[Debriefed]:
    """The sets of answers no later set has corrected."""
    corrected = {d.corrects for d in debriefs}
    return [d for d in debriefs if d.id not in corrected]


def first_told(debriefed: Debriefed, debriefs: tuple[Debriefed, ...]) -> datetime:
    """When the no was first told of that this set of answers corrects."""
    by_id = {d.id: d for d in debriefs}
    while debriefed.corrects in by_id:
        debriefed = by_id[debriefed.corrects]
    return debriefed.at


def words_told_at(deal: LostDeal) -> datetime:
    """When the words that hold were told: with their no, or when other words took the place of those."""
    return Told(deal).at(deal.debriefs[-1], "words")


def are_other_words(words: str, before: str) -> bool:
    """Whether less than half of them stood there before: then they were put in the place of those, not corrected."""
    had, has = (re.findall(r"\w+", text.casefold()) for text in (before, words))
    return 2 * sum(word in set(had) for word in has) < len(has)
