"""What of a rep's lost deals counts in their team's numbers, and the numbers of a week as they are kept and shown."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from coaching.debrief import AskedWhy, FirstNo
from coaching.kinds import Kind, Stage

ASK_FROM = 3
"""Lost deals from which on a rep is asked, once, whether they want to count in."""
ASK_DAYS = 7
"""How long that question stands on Home when nobody answers it."""
LEFT_OUT_IN_100 = 20
"""Of a hundred lots so many leave their deal out of every team's numbers, for good."""

Blocks = tuple[int, int, int]
"""A count of the last 90 days, of the 90 before, and of the rest of the year."""
_BLOCK_ENDS = (90, 180, 365)
WIN_RANGES = {"month": 30, "two_months": 60, "quarter": 90, "half_year": 180}
"""Ranges that wins are counted in, by their upper ends in days from the no to the win; the last has none."""
LATER = "later"
ASK_RANGES = {"month": 30, "quarter": 90, "half_year": 180}
"""Ranges that asks are counted in, by their upper ends in days from the no to the ask; the last has none."""
UNSAID = "unsaid"


class Period(StrEnum):
    """A stretch of days that ends with the Sunday before the week."""

    LAST = "last"
    BEFORE = "before"
    YEAR = "year"


BLOCKS_OF = {Period.LAST: (0,), Period.BEFORE: (1,), Period.YEAR: (0, 1, 2)}
"""The blocks that each period is made of."""


class Outcome(StrEnum):
    """What became of a lost deal."""

    WON = "won"
    LET_GO = "let_go"
    OPEN = "open"


class Fared(StrEnum):
    """Whether the coach's verdict was taken, and whether the deal came back."""

    TAKEN_WON = "taken_won"
    TAKEN_NOT = "taken_not"
    OVERRULED_WON = "overruled_won"
    OVERRULED_NOT = "overruled_not"


class Table(StrEnum):
    """The tables that a team's numbers stand in; each counts every lost deal once, if not said otherwise."""

    KIND = "kind"
    STAGE = "stage"
    FIRST_NO = "first_no"
    ASKED_WHY = "asked_why"
    OUTCOME = "outcome"
    CAME = "came"
    """Deals that were won back, by the kind of their no."""
    DAYS = "days"
    """The same, by how long it took."""
    VERDICT = "verdict"
    VERDICT_OF = "verdict_of"
    """The same by kind: a leaf is the kind, a colon and how it fared."""
    LESSONS = "lessons"
    """Lessons that were shared with a channel."""
    ASKED = "asked"
    """Asks after a no, of the year alone: a leaf is the kind, a colon and days, in one range or several."""
    YES = "yes"
    """Those that brought a yes, in the same leaves."""


@dataclass(frozen=True)
class TeamDeal:
    """All that counts of one lost deal: no prospect, no words. `on` is the day of the no, in UTC.

    `days` are those from the no to the win. `taken` is whether the coach's verdict was taken, None where there is none.
    """

    on: date
    kind: Kind
    stage: Stage | None = None
    first_no: FirstNo | None = None
    asked_why: AskedWhy | None = None
    outcome: Outcome = Outcome.OPEN
    days: int | None = None
    taken: bool | None = None
    lot: int = 99
    asks: tuple[tuple[int, bool], ...] = ()
    """Days from the no to each ask whose outcome is known, and whether it brought a yes."""
    number: int = 0
    """By which it is told from others: what was stored later has a higher one, however old its no is."""


Cell = tuple[Table, str]
Parts = Mapping[Cell, Blocks]
"""What one rep adds to each cell; cells to which they add nothing are not among them."""


def counts(deal: TeamDeal) -> bool:
    """Whether the lot drew it for the numbers."""
    return deal.lot >= LEFT_OUT_IN_100


def parts_of(deals: Iterable[TeamDeal], shared_on: Iterable[date], week: date) -> Parts:
    """What a rep adds to the numbers of the week that begins on the Monday `week`: whole weeks before it alone."""
    found: dict[Cell, list[int]] = {}
    for deal in deals:
        if counts(deal) and (block := _block(deal.on, week)) is not None:
            for cell in _cells(deal):
                found.setdefault(cell, [0, 0, 0])[block] += 1
    for on in shared_on:
        if (block := _block(on, week)) is not None:
            found.setdefault((Table.LESSONS, "shared"), [0, 0, 0])[block] += 1
    return {cell: (one, two, three) for cell, (one, two, three) in found.items()}


def how_many(
    deals: Iterable[TeamDeal], shared_on: Iterable[date], week: date, newest: int | None = None
) -> int:
    """Lost deals and shared lessons that the numbers of that week count: fewer of them later, and some were deleted.

    Deals up to the `newest` that there was then: one taken over since has an old no, and would stand in for a deleted.
    """
    there = (deal for deal in deals if newest is None or deal.number <= newest)
    counted = sum(counts(deal) and _block(deal.on, week) is not None for deal in there)
    return counted + sum(_block(on, week) is not None for on in shared_on)


def mark_of(parts: Parts) -> str | None:
    """A mark by which the same parts are known again, without keeping them; None for none."""
    if not parts:
        return None
    told = ";".join(f"{table}/{leaf}={blocks}" for (table, leaf), blocks in sorted(parts.items()))
    return hashlib.sha256(told.encode()).hexdigest()


def short_mark(mark: str) -> str:
    """Enough of a mark to suspect the same parts, and too little to tell them: one in 65,536 is the same by chance.

    It is kept of people who left, too, and without their name.
    """
    return mark[:4]


def _block(on: date, week: date) -> int | None:
    age = (week - on).days
    if age < 1:
        return None
    return next((block for block, end in enumerate(_BLOCK_ENDS) if age <= end), None)


def _cells(deal: TeamDeal) -> Iterable[Cell]:
    yield Table.KIND, deal.kind
    yield Table.STAGE, deal.stage or UNSAID
    yield Table.FIRST_NO, deal.first_no or UNSAID
    yield Table.ASKED_WHY, deal.asked_why or UNSAID
    yield Table.OUTCOME, deal.outcome
    if deal.outcome is Outcome.WON:
        yield Table.CAME, deal.kind
        yield Table.DAYS, range_of(deal.days or 0)
    if deal.taken is not None:
        fared = _fared(deal.taken, deal.outcome is Outcome.WON)
        yield Table.VERDICT, fared
        yield Table.VERDICT_OF, f"{deal.kind}:{fared}"
    for days, is_yes in deal.asks:
        leaf = f"{deal.kind}:{range_of(days, ASK_RANGES)}"
        yield Table.ASKED, leaf
        if is_yes:
            yield Table.YES, leaf


def range_of(days: int, ranges: Mapping[str, int] = WIN_RANGES) -> str:
    """The name of the range that so many days fall into."""
    return next((name for name, end in ranges.items() if days <= end), LATER)


def _fared(taken: bool, won: bool) -> Fared:
    if taken:
        return Fared.TAKEN_WON if won else Fared.TAKEN_NOT
    return Fared.OVERRULED_WON if won else Fared.OVERRULED_NOT


class State(StrEnum):
    """How a week's numbers came about."""

    NEW = "new"
    HELD = "held"
    """Those of an earlier week, since fewer than three people's have changed."""
    TOO_FEW = "too_few"
    """None: too few people, or somebody left or deleted and too few others changed."""


Numbers = Mapping[Period, Mapping[Table, Mapping[str, int]]]
"""What is shown. A leaf that is not there cannot be told, `REST` is all of those together."""
REST = "rest"


@dataclass(frozen=True)
class Released:
    """What a team sees in the week of the Monday `week`: numbers made on the Monday `as_of`, of `people` reps.

    `as_of`, `people`, `marks` and `newest` stay when the numbers are taken away: they tell what was shown last.
    """

    week: date
    state: State
    as_of: date | None = None
    people: int = 0
    numbers: Numbers = field(default_factory=dict)
    marks: tuple[str, ...] | None = None
    """Of each of the people the short mark, in the marks' own order; None in what was kept before there were any."""
    newest: int | None = None
    """The newest deal's number when they were made; None in what was kept before it was."""
