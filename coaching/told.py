"""What was told of a deal and when: corrections put in the place of what they correct."""

import re
from datetime import datetime

from coaching.deal import Debriefed, LostDeal, Reply, Source


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
    """When the words that hold were said."""
    return words_of_set_told_at(deal.debriefs[-1], deal.debriefs)


def words_of_set_told_at(told: Debriefed, debriefs: tuple[Debriefed, ...]) -> datetime:
    """When the words in a set of answers were said: with their no, or when others took the place of those.

    An edit that corrects them leaves them said when they were; what they told late is told then.
    """
    by_id = {d.id: d for d in debriefs}
    while before := by_id.get(told.corrects or 0):
        words, stood = told.answers.words or "", before.answers.words or ""
        if words != stood and (told.source is not Source.EDIT or are_other_words(words, stood)):
            break
        told = before
    return told.said_at or told.at


def are_other_words(words: str, before: str) -> bool:
    """Whether less than half of them stood there before: then they were put in the place of those, not corrected."""
    had, has = _one_by_one(before), _one_by_one(words)
    return 2 * sum(word in set(had) for word in has) < len(has)


def hold_theirs(words: str, theirs: str) -> bool:
    """Whether half of another's words or more still stand in these, or these are nothing but a part of theirs."""
    had, has = _one_by_one(theirs), _one_by_one(words)
    if not had or not has:
        return bool(words.split()) and words.split() == theirs.split()
    return 2 * sum(word in set(has) for word in had) >= len(had) or set(has) <= set(had)


def _one_by_one(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
