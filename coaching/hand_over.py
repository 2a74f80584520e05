"""What of a lost deal goes to a colleague: what the plan rests on, and what was typed only if its rep says so."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from coaching.dates import WorkWeek
from coaching.deal import Debriefed, LostDeal, Replied
from coaching.debrief import Answers
from coaching.kinds import Kind
from coaching.plan import Plan, Reason, Verdict, Why, settle
from coaching.told import first_told, standing, words_of_set_told_at


class Answer(StrEnum):
    """What became of a deal that was offered."""

    TAKEN = "taken"
    REFUSED = "refused"
    LAPSED = "lapsed"
    OVERTAKEN = "overtaken"
    """It ended meanwhile: there was nothing left to take."""


class Told(StrEnum):
    """A hand-over's messages: to the colleague what is offered; to whoever leaves that it is, and how it ended."""

    OFFER = "offer"
    GIVEN = "given"
    ENDED = "ended"


@dataclass(frozen=True)
class HandedDeal:
    """One deal of a hand-over, as much of it as the colleague may see."""

    id: int
    prospect: str
    kind: Kind
    verdict: Verdict
    due_on: date | None
    value: Decimal | None
    currency: str | None
    answer: Answer | None
    answered_at: datetime | None


@dataclass(frozen=True)
class HandOver:
    """What the rep `by` offers to the rep `to`; whether their words go along, None while that was not answered."""

    id: int
    to: str
    by: str
    lapses_at: datetime
    words_go: bool | None
    deals: Sequence[HandedDeal]

    @property
    def waiting(self) -> Sequence[HandedDeal]:
        return [deal for deal in self.deals if deal.answer is None]

    @property
    def kept(self) -> Sequence[HandedDeal]:
        """What stays with whoever hands over, though it was offered."""
        return [deal for deal in self.deals if deal.answer in (Answer.REFUSED, Answer.LAPSED)]


_THE_REP_S_OWN = frozenset({Why.REP_CHOSE, Why.SNOOZED})


@dataclass(frozen=True)
class HandedNo:
    """A no as a colleague takes it on: when it was told of, and when the words in it were said, None where none go."""

    at: datetime
    answers: Answers
    said_at: datetime | None


@dataclass(frozen=True)
class Outline:
    """A lost deal as a colleague takes it on: who, each no that was not corrected since, what was answered to nudges.

    For whatever told of it, and is told of it, it stays the same one: its record's address and its public id go along.

    Never a lesson, a note or a message in the rep's own words. What the prospect said, and what was typed about them,
    only where the rep handed it along.
    """

    prospect: str
    made_at: datetime
    noes: Sequence[HandedNo]
    replies: Sequence[Replied]
    plan: Plan
    value: Decimal | None
    currency: str | None
    url: str | None
    public_id: str | None
    lot: int
    """What was drawn for it once: whether it counts in a team's numbers does not change by handing it over."""


def outline(deal: LostDeal, with_words: bool, lot: int) -> Outline:
    noes = [_handed(told, deal.debriefs, with_words) for told in standing(deal.debriefs)]
    known_as = (deal.url, deal.public_id)
    return Outline(
        deal.prospect, deal.made_at, noes, deal.replies, deal.plan, deal.value, deal.currency, *known_as, lot
    )


def taken_on(plan: Plan, today: date, week: WorkWeek) -> Plan:
    """The plan on the day that it names, or the colleague's next working day from there on."""
    if plan.due is None:
        return plan
    rule = plan.due.rule
    kept = Reason(Why.REP_CHOSE) if rule.why in _THE_REP_S_OWN else rule
    return replace(plan, due=settle(plan.due.on, kept, today, week))


def _handed(told: Debriefed, debriefs: tuple[Debriefed, ...], with_words: bool) -> HandedNo:
    answers = _shared(told.answers, with_words)
    said_at = words_of_set_told_at(told, debriefs) if answers.words else None
    return HandedNo(first_told(told, debriefs), answers, said_at)


def _shared(answers: Answers, with_words: bool) -> Answers:
    if with_words:
        return replace(answers, lesson=None)
    return replace(answers, words=None, condition=None, notes={}, lesson=None)
