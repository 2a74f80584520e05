"""Which of a team's numbers may be shown, so that none of them, and no difference of them, speaks of one person.

The rules, with their limits, are told in SECURITY.md. This file and `coaching.withheld`, with the files that are
called so, are all there is of them.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from coaching.team_numbers import Parts, Released, State, mark_of, short_mark
from coaching.withheld import PEOPLE_A_CHANGE, PEOPLE_A_VIEW, shown_numbers
from coaching.withheld_asks import with_asks


@dataclass(frozen=True)
class Member:
    """Somebody who counts in: what they add now, and the mark of what they added to what was last shown.

    `kept` is whether everything of theirs that was counted then is there still.
    """

    rep: str
    parts: Parts
    mark: str | None = None
    kept: bool = True


@dataclass(frozen=True)
class Release:
    """The numbers of a week; `marks` are to be kept for the next one, None where those of before hold on."""

    released: Released
    marks: Mapping[str, str | None] | None = None


def release(week: date, before: Released | None, members: Sequence[Member]) -> Release:
    """The numbers that a team sees in that week, after it saw `before`.

    New numbers are shown only where at least three people's differ from what was last shown, or nobody's: whoever
    compares the two finds no change of fewer. Else the old ones stand, unless somebody who is in them left, or deleted
    something: then there are none.
    """
    adding = [member for member in members if member.parts]
    if before is None or before.as_of is None:
        return _renewed(week, members) if len(adding) >= PEOPLE_A_VIEW else _none(week, before)
    stayed = [member for member in members if member.mark is not None]
    gone, came = before.people - len(stayed), sum(member.mark is None for member in adding)
    moved = sum(mark_of(member.parts) != member.mark for member in stayed)
    # Whoever left and came back is one person, so that those who came stand for those who went. With the same parts
    # as before they are no change to hide another's in.
    changed = moved + max(gone, came)
    surely = changed - _came_back(before, members)
    is_taken_out = gone > 0 or not all(member.kept for member in members)
    if changed > 0 and surely < PEOPLE_A_CHANGE:
        return _none(week, before) if is_taken_out else _held(week, before)
    return _renewed(week, members) if len(adding) >= PEOPLE_A_VIEW else _none(week, before)


def _came_back(before: Released, members: Sequence[Member]) -> int:
    """How many of those who came may be people who went, with the very same parts."""
    came = Counter(
        _short(mark_of(member.parts)) for member in members if member.mark is None and member.parts
    )
    stayed = [_short(member.mark) for member in members if member.mark is not None]
    if before.marks is None:
        return min(before.people - len(stayed), came.total())
    return ((Counter(before.marks) - Counter(stayed)) & came).total()


def _short(mark: str | None) -> str:
    return short_mark(mark) if mark else ""


def _renewed(week: date, members: Sequence[Member]) -> Release:
    adding = {member.rep: member.parts for member in members if member.parts}
    numbers = with_asks(adding, shown_numbers(adding))
    marks = {member.rep: mark_of(member.parts) for member in members}
    short = tuple(sorted(short_mark(mark) for mark in marks.values() if mark))
    return Release(Released(week, State.NEW, week, len(adding), numbers, short), marks)


def _held(week: date, before: Released) -> Release:
    """What was taken away once does not come back by waiting."""
    if before.state is State.TOO_FEW:
        return _none(week, before)
    return Release(replace(before, week=week, state=State.HELD))


def _none(week: date, before: Released | None) -> Release:
    if before is None:
        return Release(Released(week, State.TOO_FEW))
    return Release(replace(before, week=week, state=State.TOO_FEW, numbers={}))
