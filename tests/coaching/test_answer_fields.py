"""An answer field is declared once; whatever cannot follow by itself is looked for here, and named where it is not."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import date
from enum import StrEnum
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from coaching.checks import check_dates
from coaching.deal import Debriefed, LostDeal, Source
from coaching.debrief import Answers, Draft
from coaching.kinds import KINDS, Kind
from prompts.debrief_modal import THREE, DebriefMetadata, reader_of, render
from prompts.one_answer import edit_list
from prompts.view_state import block_ids
from storage.export import FIELDS, OWN_FIELDS
from storage.tables import DebriefRow
from tests.prompts.examples import NOW, draft
from tests.words import shipped_playbook

DECLARED: Mapping[str, Any] = get_type_hints(Answers)
"""Every answer field with its type."""
BY_QUESTION = {"notes"}
"""What the third screen asks question by question, without a field of its own."""
PAST = date(2020, 1, 1)
SCREEN_OF = {"stage": "who", "asked_why": "who", "door": "why"}


def drafts() -> Iterator[Draft]:
    """Every kind of no at each of its stages, with all that it asks filled in."""
    return (draft(kind, stage=stage, text="yes") for kind in Kind for stage in KINDS[kind].stages)


def is_drawn(name: str, _declared: Any) -> bool:
    drawn = (
        render(screen, one, shipped_playbook(), DebriefMetadata()) for one in drafts() for screen in THREE
    )
    return name in BY_QUESTION or any(name in block_ids(view) for view in drawn)


def can_be_changed_alone(name: str, _declared: Any) -> bool:
    """The card's *Edit answers* lists it, for a kind that asks it."""
    lists = (edit_list(deal_of(one), shipped_playbook()) for one in drafts())
    return name in BY_QUESTION or any(f"edit-{name}" in str(view["blocks"]) for view in lists)


def deal_of(one: Draft) -> LostDeal:
    told = Debriefed(1, NOW, Source.DEBRIEF, one.answers())
    return LostDeal(7, "T0TEST", "U0ANA", one.prospect, NOW, (told,))


def is_a_column(name: str, _declared: Any) -> bool:
    return name in DebriefRow.__table__.columns


def is_named(name: str, _declared: Any) -> bool:
    return f"history.field_{name}" in shipped_playbook().words.texts


def are_values_named(name: str, declared: Any) -> bool:
    kind = type_of(declared)
    if kind is Kind or not issubclass(kind, StrEnum | bool):
        return True
    values = list(kind) if issubclass(kind, StrEnum) else ["yes", "no"]
    keys = {f"{SCREEN_OF.get(name, 'look')}.{name}_{value}" for value in values}
    return keys <= shipped_playbook().words.texts.keys()


def is_exported(name: str, _declared: Any) -> bool:
    return name in {*FIELDS, *OWN_FIELDS}


def is_limited(name: str, declared: Any) -> bool:
    """A day is refused where it cannot be: years ago, say."""
    if type_of(declared) is not date:
        return True
    numbers = shipped_playbook().policy.numbers
    days = {one.name: PAST for one in fields(Draft) if type_of(get_type_hints(Draft)[one.name]) is date}
    told: list[Draft] = [replace(one, **days) for one in drafts()]  # type: ignore[arg-type]
    return any(
        refusal.field == name for one in told for refusal in check_dates(one, numbers, date(2026, 11, 3))
    )


def is_in_the_examples(name: str, _declared: Any) -> bool:
    return any(getattr(one, name, None) not in (None, {}) for one in drafts())


PLACES: Mapping[str, Callable[[str, Any], bool]] = {
    "no field on a screen: prompts/debrief_modal.py": is_drawn,
    "not among the answers that are changed one by one: _FIELDS and _answers_of in prompts/one_answer.py": (
        can_be_changed_alone
    ),
    "no column of DebriefRow: storage/tables.py, and a migration": is_a_column,
    "no history.field_NAME: prompts/en/messages.toml": is_named,
    "no words for each of its values: prompts/en/messages.toml": are_values_named,
    "not in a rep's own export: storage/export.py": is_exported,
    "no limit for its day: check_dates in coaching/checks.py": is_limited,
    "no value in the tests' drafts: tests/prompts/examples.py": is_in_the_examples,
}


def type_of(declared: Any) -> type:
    """The type of a field, None aside; of a mapping, the mapping."""
    found: type = get_origin(declared) or declared
    if NoneType in get_args(declared):
        found = next(one for one in get_args(declared) if one is not NoneType)
    return found


def lacking(declared: Mapping[str, Any]) -> list[str]:
    """A line for each place that lacks a field."""
    return [
        f"{name}: {what}"
        for name, kind in declared.items()
        for what, has in PLACES.items()
        if not has(name, kind)
    ]


def test_every_answer_field_is_asked_kept_told_and_given_back() -> None:
    missing = lacking(DECLARED)
    assert not missing, "\n".join(["an answer field is not everywhere:", *missing])


class Choice(StrEnum):
    """What a new field might ask."""

    ONE = "one"


@pytest.mark.parametrize(
    ("declared", "unlike"),
    [
        (str | None, {"are_values_named", "is_limited"}),
        (Choice | None, {"is_limited"}),
        (bool | None, {"is_limited"}),
        (date | None, {"are_values_named"}),
    ],
    ids=["a text", "a choice", "yes or no", "a day"],
)
def test_a_field_that_is_only_declared_is_told_every_place_that_lacks_it(
    declared: Any, unlike: set[str]
) -> None:
    expected = [f"declared_only: {what}" for what, has in PLACES.items() if has.__name__ not in unlike]
    assert lacking({"declared_only": declared}) == expected


def test_a_draft_has_every_answer_field_under_the_same_name() -> None:
    assert set(DECLARED) <= set(get_type_hints(Draft))


def test_a_field_of_a_type_that_nothing_reads_is_refused_where_the_readers_are_made() -> None:
    with pytest.raises(TypeError, match="float"):
        reader_of(float | None)
