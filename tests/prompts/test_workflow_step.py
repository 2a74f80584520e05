"""What a workflow tells of a lost deal, as the step reads it."""

from typing import Any

import pytest

from coaching.debrief import TEXT_LIMIT
from prompts.debrief_modal import PROSPECT_LIMIT
from prompts.workflow_step import MissingInputs, StepInputs, outputs, read_inputs

TOLD = {"rep": "U0ANA", "prospect": " Dana Reyes "}


def read(**more: Any) -> StepInputs:
    return read_inputs({**TOLD, **more})


def test_the_two_that_must_be_there_are_enough() -> None:
    assert read() == StepInputs("U0ANA", "Dana Reyes")


def test_everything_that_is_told_is_read() -> None:
    link = "https://crm.example.com/006x"
    told = {"company": "Acme", "reason": "Too dear.", "amount": "12k", "record_id": "006x", "link": link}
    assert read(**told) == StepInputs("U0ANA", "Dana Reyes", **told)


@pytest.mark.parametrize(
    ("inputs", "titles"),
    [
        ({}, ["Rep", "Prospect"]),
        ({"rep": "U0ANA"}, ["Prospect"]),
        ({"rep": "", "prospect": "Acme"}, ["Rep"]),
        ({"rep": None, "prospect": "   "}, ["Rep", "Prospect"]),
        ({"rep": ["U0ANA"], "prospect": {"text": "Acme"}}, ["Rep", "Prospect"]),
    ],
)
def test_what_is_missing_is_named_as_workflow_builder_shows_it(inputs: Any, titles: list[str]) -> None:
    with pytest.raises(MissingInputs) as caught:
        read_inputs(inputs)
    assert caught.value.titles == titles


@pytest.mark.parametrize("amount", ["a lot", "", None, "-5", "1" * 40, True])
def test_an_amount_that_is_none_is_left_out(amount: Any) -> None:
    assert read(amount=amount).amount is None


def test_an_amount_may_come_as_a_number() -> None:
    assert read(amount=12500).amount == "12500"


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "crm.example.com",
        "https://",
        "https://a b",
        "https://a/" + "x" * 3000,
    ],
)
def test_an_address_that_is_none_is_left_out(link: str) -> None:
    assert read(link=link).link is None


def test_what_is_too_long_is_cut() -> None:
    assert read(reason="x" * (TEXT_LIMIT + 1)).reason == "x" * TEXT_LIMIT
    assert read(prospect="x" * 500).prospect == "x" * PROSPECT_LIMIT
    assert read(company="x" * 500).company == "x" * PROSPECT_LIMIT


def test_a_name_is_one_line_and_what_cannot_be_seen_is_no_name() -> None:
    assert read(prospect="Dana\nReyes\t(Acme)").prospect == "Dana Reyes (Acme)"
    with pytest.raises(MissingInputs):
        read(prospect="\u200b\u2060")


def test_a_date_that_is_not_there_is_not_given_back() -> None:
    assert outputs("no_fit", "let_go", None, "let_go") == {
        "kind": "no_fit",
        "verdict": "let_go",
        "outcome": "let_go",
    }
    assert outputs("not_now", "follow_up", "2027-01-04", "open")["plan_date"] == "2027-01-04"
