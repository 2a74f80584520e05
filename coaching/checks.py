"""What a debrief's answers may not say, each named with the field it stands in."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from coaching.dates import add_months
from coaching.debrief import Answers, AskedWhy, Draft
from coaching.kinds import KINDS, Kind
from coaching.policy import Numbers


class Wrong(StrEnum):
    """What is wrong with an answer."""

    BLANK = "blank"
    MISSING = "missing"
    NOT_A_NUMBER = "not_a_number"
    NOT_AN_AMOUNT = "not_an_amount"
    IN_THE_PAST = "in_the_past"
    TOO_FAR = "too_far"
    UNKNOWN_BUT_TOLD = "unknown_but_told"
    NOT_AT_THIS_STAGE = "not_at_this_stage"
    TOLD_BUT_UNKNOWN = "told_but_unknown"
    NOT_OF_THIS_KIND = "not_of_this_kind"
    TAKEN = "taken"
    ONE_DAY = "one_day"


@dataclass(frozen=True)
class Refusal:
    """One answer that cannot stand: its field's name in the debrief, and for dates the last day allowed."""

    field: str
    wrong: Wrong
    limit: date | None = None


def check_kind(draft: Draft) -> list[Refusal]:
    """The kind of no against the stage and against whether they said why."""
    if draft.kind is None:
        return [Refusal("kind", Wrong.MISSING)]
    if draft.stage and draft.stage not in KINDS[draft.kind].stages:
        return [Refusal("kind", Wrong.NOT_AT_THIS_STAGE)]
    if draft.kind is Kind.UNKNOWN and draft.asked_why is AskedWhy.TOLD:
        return [Refusal("kind", Wrong.UNKNOWN_BUT_TOLD)]
    return []


def check_kind_alone(draft: Draft) -> list[Refusal]:
    """The same where one answer is given by itself: named with either of the two that do not go together."""
    refused = check_kind(draft)
    return refused + [_OTHER_SIDE[refusal.wrong] for refusal in refused if refusal.wrong in _OTHER_SIDE]


_OTHER_SIDE = {
    Wrong.UNKNOWN_BUT_TOLD: Refusal("asked_why", Wrong.TOLD_BUT_UNKNOWN),
    Wrong.NOT_AT_THIS_STAGE: Refusal("stage", Wrong.NOT_OF_THIS_KIND),
}


def check_dates(draft: Draft, numbers: Numbers, today: date, held: Answers | None = None) -> list[Refusal]:
    """Each date that is asked for by its own limit, on the rep's local day `today`.

    A day of the answers `held`, which are corrected, may have passed: nobody has chosen it just now.
    """
    limits = {
        "callback_on": numbers.callback_years,
        "contract_end": numbers.far_date_years,
        "budget_on": numbers.far_date_years,
    }
    asked = {"callback_on", *(KINDS[draft.kind].questions if draft.kind else ())}
    found = (
        check_date(name, getattr(draft, name), years, today)
        for name, years in limits.items()
        if name in asked
    )
    return [refusal for refusal in found if refusal and not _stood(refusal, draft, held)]


def check_date(field: str, on: date | None, years: int, today: date) -> Refusal | None:
    """Refuses a day before `today`, or one more than `years` years off."""
    last = add_months(today, 12 * years)
    if on is None or today <= on <= last:
        return None
    return Refusal(field, Wrong.IN_THE_PAST if on < today else Wrong.TOO_FAR, last)


def _stood(refusal: Refusal, draft: Draft, held: Answers | None) -> bool:
    """Whether it is of a day that was right when it was given, and is left as it stands."""
    if held is None or refusal.wrong is not Wrong.IN_THE_PAST:
        return False
    return bool(getattr(draft, refusal.field) == getattr(held, refusal.field))
