"""The kinds of no: at which stage each is heard, what it asks, and which numbers its rule needs."""

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """Where the rep was when the no came."""

    FIRST = "first"
    BUYING = "buying"


class Kind(StrEnum):
    """Why they said no."""

    NO_NEED = "no_need"
    CONTENT = "content"
    NOT_NOW = "not_now"
    NO_BUDGET = "no_budget"
    NO_AUTHORITY = "no_authority"
    NO_RESPONSE = "no_response"
    NO_RAPPORT = "no_rapport"
    NEED_NOT_FELT = "need_not_felt"
    NO_REAL_NEED = "no_real_need"
    NO_FIT = "no_fit"
    DOUBTS_US = "doubts_us"
    NO_VALUE = "no_value"
    CHOSE_COMPETITOR = "chose_competitor"
    NEVER_ASKED = "never_asked"
    UNKNOWN = "unknown"


class Question(StrEnum):
    """One thing a kind of no asks on the third screen."""

    TODAY = "today"
    WITH_WHOM = "with_whom"
    CONTRACT_END = "contract_end"
    CONDITION = "condition"
    BUDGET_ON = "budget_on"
    WHO_CAN = "who_can"
    TRIES = "tries"
    CHANNELS = "channels"
    WHO_ELSE = "who_else"
    COST_TODAY = "cost_today"
    MAKE_REAL = "make_real"
    WHO_IS = "who_is"
    WORRY = "worry"
    WOULD_TAKE = "would_take"
    BETTER_TERMS = "better_terms"
    COMPETITOR = "competitor"


class Shape(StrEnum):
    """What an answer to a question looks like."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    YES_NO = "yes_no"


_SHAPES = {
    Question.CONTRACT_END: Shape.DATE,
    Question.BUDGET_ON: Shape.DATE,
    Question.TRIES: Shape.NUMBER,
    Question.BETTER_TERMS: Shape.YES_NO,
}


def shape_of(question: Question) -> Shape:
    return _SHAPES.get(question, Shape.TEXT)


@dataclass(frozen=True)
class KindOfNo:
    """One row of the table of kinds.

    `numbers` names what the playbook has to give for this kind; all are whole days except
    `few_tries` and `many_tries`, which count attempts to reach a silent prospect.
    """

    stages: frozenset[Stage]
    questions: tuple[Question, ...] = ()
    numbers: frozenset[str] = frozenset()
    why_matters: bool = True
    """Whether "we never asked why" sends the rep back to ask before anything else."""


_FIRST = frozenset({Stage.FIRST})
_BUYING = frozenset({Stage.BUYING})
_BOTH = _FIRST | _BUYING

_Q = Question

KINDS: dict[Kind, KindOfNo] = {
    Kind.NO_NEED: KindOfNo(_FIRST, (_Q.TODAY,), frozenset({"nurture_days"})),
    Kind.CONTENT: KindOfNo(
        _BOTH, (_Q.WITH_WHOM, _Q.CONTRACT_END), frozenset({"days_before", "nurture_days"})
    ),
    Kind.NOT_NOW: KindOfNo(_BOTH, (_Q.CONDITION,), frozenset({"follow_up_days"})),
    Kind.NO_BUDGET: KindOfNo(_BOTH, (_Q.BUDGET_ON,), frozenset({"days_before", "quarter_days"})),
    Kind.NO_AUTHORITY: KindOfNo(_BOTH, (_Q.WHO_CAN,), frozenset({"go_back_working_days"})),
    Kind.NO_RESPONSE: KindOfNo(
        _BOTH,
        (_Q.TRIES, _Q.CHANNELS),
        frozenset({"few_tries", "many_tries", "another_channel_days", "last_message_days"}),
        why_matters=False,
    ),
    Kind.NO_RAPPORT: KindOfNo(_BUYING, (_Q.WHO_ELSE,), frozenset({"nurture_days"})),
    Kind.NEED_NOT_FELT: KindOfNo(_BUYING, (_Q.COST_TODAY,), frozenset({"go_back_working_days"})),
    Kind.NO_REAL_NEED: KindOfNo(_BUYING, (_Q.MAKE_REAL,), frozenset({"look_days"}), why_matters=False),
    Kind.NO_FIT: KindOfNo(_BOTH, (_Q.WHO_IS,), why_matters=False),
    Kind.DOUBTS_US: KindOfNo(_BUYING, (_Q.WORRY,), frozenset({"nurture_days"})),
    Kind.NO_VALUE: KindOfNo(_BUYING, (_Q.WOULD_TAKE, _Q.BETTER_TERMS), frozenset({"go_back_working_days"})),
    Kind.CHOSE_COMPETITOR: KindOfNo(
        _BOTH, (_Q.COMPETITOR, _Q.CONTRACT_END), frozenset({"days_before", "follow_up_days"})
    ),
    Kind.NEVER_ASKED: KindOfNo(_BUYING, (), frozenset({"go_back_working_days"}), why_matters=False),
    Kind.UNKNOWN: KindOfNo(_BOTH, (), frozenset({"nurture_days"})),
}


def stage_told(kind: Kind) -> Stage | None:
    """The stage, where a kind of no is heard at one only."""
    stages = KINDS[kind].stages
    return next(iter(stages)) if len(stages) == 1 else None


def kinds_at(stage: Stage | None) -> tuple[Kind, ...]:
    """The kinds of no heard at `stage`, in the order they are offered; all of them while nobody has said which."""
    return tuple(kind for kind, row in KINDS.items() if stage is None or stage in row.stages)
