"""Answers on their way through the screens: what is still missing, and what the whole of them keeps."""

from dataclasses import fields, replace

import pytest

from coaching.debrief import Answers, AskedWhy, Door, Draft, Worth
from coaching.kinds import Kind, Question, Stage
from tests.coaching.cases import NAMED_DAY

WHOLE = Draft(
    prospect="Dana Reyes, Acme",
    stage=Stage.BUYING,
    kind=Kind.NOT_NOW,
    asked_why=AskedWhy.TOLD,
    door=Door.AJAR,
)
SILENT = Draft(prospect="Dana Reyes, Acme", stage=Stage.FIRST, kind=Kind.NO_RESPONSE, tries=3)


def test_nothing_is_judged_without_a_kind_and_a_door() -> None:
    assert Draft().missing() == ("kind", "door")
    assert WHOLE.missing() == ()


@pytest.mark.parametrize("name", ["kind", "door"])
def test_each_required_answer_is_named_and_refused_while_missing(name: str) -> None:
    draft = replace(WHOLE, **{name: None})  # type: ignore[arg-type]
    assert draft.missing() == (name,)
    with pytest.raises(ValueError, match=name):
        draft.answers()


def test_for_a_silent_prospect_the_tries_take_the_place_of_asked_why_and_door() -> None:
    assert SILENT.missing() == ()
    assert replace(SILENT, tries=None).missing() == ("tries",)


def test_a_silent_prospect_left_no_door_and_no_reason_even_if_they_were_filled_in_before() -> None:
    given = replace(SILENT, asked_why=AskedWhy.TOLD, door=Door.CLOSED).answers()
    assert (given.asked_why, given.door, given.tries) == (None, None, 3)
    assert not given.is_a_no


def test_tries_belong_to_silence_only() -> None:
    assert replace(WHOLE, tries=4).answers().tries is None
    assert WHOLE.answers().is_a_no


def test_a_blank_worth_means_yes() -> None:
    assert WHOLE.answers().worth is Worth.YES


def test_an_edit_starts_from_every_answer_there_is() -> None:
    draft = replace(
        WHOLE,
        words="not this year",
        callback_on=NAMED_DAY,
        condition="a budget",
        contract_end=NAMED_DAY,
        budget_on=NAMED_DAY,
        better_terms=False,
        worth=Worth.EVEN,
        lesson="ask earlier",
        notes={Question.CONDITION: "a budget"},
    )
    assert Draft.of(draft.prospect, draft.answers()) == draft
    assert {f.name for f in fields(Draft)} == {f.name for f in fields(Answers)} | {
        "prospect",
        "joins",
        "said_at",
    }
