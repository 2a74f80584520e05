"""The debrief's data: what the rep answered, and what it takes for the answers to be whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from coaching.kinds import Kind, Question, Stage

TEXT_LIMIT = 3000
"""Characters in one typed answer: the most a Slack text input takes."""


class AskedWhy(StrEnum):
    """Whether the rep asked why, and what came of it."""

    TOLD = "told"
    DODGED = "dodged"
    NOT_YET = "not_yet"


class Door(StrEnum):
    """How they left the door."""

    OPEN = "open"
    AJAR = "ajar"
    CLOSED = "closed"


class Worth(StrEnum):
    """Whether this prospect is worth more of the rep's time."""

    YES = "yes"
    EVEN = "even"
    COSTS_MORE = "costs_more"


class FirstNo(StrEnum):
    """When the first no came."""

    EARLY = "early"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, kw_only=True)
class _Fields:
    """The answer fields beside stage and kind, each declared here and nowhere else.

    `Answers` and `Draft` have them from here; from there they are read, kept, told in the history and exported by
    name and type. What cannot follow by itself is named by `tests/coaching/test_answer_fields.py`.
    """

    asked_why: AskedWhy | None = None
    door: Door | None = None
    words: str | None = None
    tries: int | None = None
    callback_on: date | None = None
    condition: str | None = None
    contract_end: date | None = None
    budget_on: date | None = None
    better_terms: bool | None = None
    worth: Worth = Worth.YES
    first_no: FirstNo | None = None
    value: Decimal | None = None
    lesson: str | None = None
    notes: Mapping[Question, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answers(_Fields):
    """One debrief's answers.

    `door` is None only when nobody answered (`no_response`). `asked_why` is None then too, and where the rep has not
    said; `stage` where neither the kind nor the rep told it.
    """

    stage: Stage | None
    kind: Kind

    @property
    def is_a_no(self) -> bool:
        """Silence is not a no."""
        return self.kind is not Kind.NO_RESPONSE

    def after_another_no(
        self, kind: Kind, door: Door, callback_on: date | None, condition: str | None, words: str | None
    ) -> "Answers":
        """These answers with what another no changes; what belonged to the earlier kind goes.

        So do the words of the earlier no: they were not said on this day.
        """
        same = self if kind is self.kind else replace(self, contract_end=None, budget_on=None, notes={})
        return replace(
            same,
            kind=kind,
            # "Unknown" now, whatever they told about an earlier no.
            asked_why=AskedWhy.NOT_YET if kind is Kind.UNKNOWN else self.asked_why,
            door=door,
            words=words,
            callback_on=callback_on,
            condition=condition,
            tries=None,
        )


@dataclass(frozen=True)
class Draft(_Fields):
    """Answers on their way through the screens: whatever has been given so far.

    `joins` is the id of the lost deal the rep said this no belongs to; 0 when they said it is a new prospect.
    `said_at`: when these words were said: when their message was written, they were typed, or their deal was lost; None
    where that is not known.
    """

    prospect: str = ""
    stage: Stage | None = None
    kind: Kind | None = None
    joins: int | None = None
    said_at: datetime | None = None

    @classmethod
    def of(cls, prospect: str, answers: Answers) -> "Draft":
        return cls(prospect=prospect, **{f.name: getattr(answers, f.name) for f in fields(Answers)})

    def missing(self) -> tuple[str, ...]:
        """The names of the answers without which nothing can be judged, as far as they are not there yet."""
        required = ("kind", "tries") if self.kind is Kind.NO_RESPONSE else ("kind", "door")
        return tuple(name for name in required if getattr(self, name) is None)

    def answers(self) -> Answers:
        """The whole debrief; ValueError while a required answer is missing."""
        if self.missing() or self.kind is None:
            raise ValueError(f"not answered yet: {', '.join(self.missing())}")
        given = {f.name: getattr(self, f.name) for f in fields(Answers)}
        if self.kind is Kind.NO_RESPONSE:
            given |= {"asked_why": None, "door": None}
        else:
            given |= {"tries": None}
        return Answers(**given)
