"""The debrief's three screens: within Slack's limits whatever was typed, and read back as they were filled."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.checks import Refusal, Wrong, check_dates
from coaching.debrief import AskedWhy, Door, Draft, FirstNo, Worth
from coaching.kinds import KINDS, Kind, Question, Shape, Stage, kinds_at, shape_of
from coaching.plain_text import is_seen, name_of
from playground import check_view
from prompts.debrief_modal import THREE, DebriefMetadata, Screen, errors, read, render
from tests.prompts.examples import DAY, PLAIN, WORST_PROSPECT, WORST_WORDS, draft, filled, inputs, playbook

EVERYWHERE = [(stage, kind) for stage in Stage for kind in kinds_at(stage)]
TICKET = DebriefMetadata(2**53)


def drawn(screen: Screen, given: Draft) -> dict[str, Any]:
    return render(screen, given, playbook(), TICKET)


@pytest.mark.parametrize("screen", THREE, ids=str)
@pytest.mark.parametrize(("stage", "kind"), EVERYWHERE)
def test_every_screen_keeps_slack_s_limits_for_the_worst_a_rep_can_type(
    screen: Screen, stage: Stage, kind: Kind
) -> None:
    worst = draft(kind, stage=stage, text=WORST_WORDS, prospect=WORST_PROSPECT)
    closed = replace(worst, worth=Worth.COSTS_MORE, door=Door.CLOSED)
    for one in (worst, closed, draft(kind, stage=stage)):
        assert check_view(drawn(screen, one)) == []


@pytest.mark.parametrize("screen", [Screen.WHO, Screen.WHY], ids=str)
@pytest.mark.parametrize("stage", [None, *Stage], ids=str)
def test_a_screen_with_nothing_filled_in_yet_keeps_them_too(screen: Screen, stage: Stage | None) -> None:
    assert check_view(drawn(screen, Draft(stage=stage))) == []
    assert check_view(drawn(screen, Draft(prospect=WORST_PROSPECT * 20, stage=stage))) == []


@pytest.mark.parametrize("stage", Stage, ids=str)
def test_the_kinds_are_radio_buttons_up_to_ten_and_a_select_beyond(stage: Stage) -> None:
    element = inputs(drawn(Screen.WHY, Draft(stage=stage)))[f"kind-{stage}"]["element"]
    assert element["type"] == ("radio_buttons" if len(kinds_at(stage)) <= 10 else "static_select")
    assert [option["value"] for option in element["options"]] == list(kinds_at(stage))
    for option in element["options"]:
        explained = playbook().kinds[Kind(option["value"])].explains
        assert option["description"]["text"] == explained, (
            "each kind carries the line that explains it, whole"
        )


@pytest.mark.parametrize(("stage", "kind"), EVERYWHERE)
def test_the_third_screen_asks_what_this_kind_needs_and_no_other_kind_s_questions(
    stage: Stage, kind: Kind
) -> None:
    asked = set(inputs(drawn(Screen.LOOK, draft(kind, stage=stage))))
    common = {"callback_on", "condition", "worth", "first_no", "value", "lesson"}
    assert asked == common | set(KINDS[kind].questions)


@pytest.mark.parametrize(("stage", "kind"), EVERYWHERE)
def test_only_the_tries_of_a_silent_prospect_are_required_on_the_third_screen(
    stage: Stage, kind: Kind
) -> None:
    asked = inputs(drawn(Screen.LOOK, draft(kind, stage=stage)))
    required = {block_id for block_id, block in asked.items() if not block["optional"]}
    assert required == ({"tries"} if kind is Kind.NO_RESPONSE else set())


def test_where_nobody_answered_there_is_no_door_to_describe() -> None:
    assert "door" in inputs(drawn(Screen.WHY, Draft(stage=Stage.FIRST)))
    assert "door" not in inputs(drawn(Screen.WHY, draft(Kind.NO_RESPONSE)))


def through_all_screens(given: Draft, start: Draft | None = None) -> tuple[Draft, list[Refusal]]:
    """What the three screens give when each opens with `given` and is sent as it stands."""
    found, refused = start or Draft(), []
    for screen in THREE:
        found, wrong = read(filled(drawn(screen, given)), found)
        refused += wrong
    return found, refused


@pytest.mark.parametrize("text", [None, "Not yet.", WORST_WORDS.strip()], ids=["none", "plain", "worst"])
@pytest.mark.parametrize(("stage", "kind"), EVERYWHERE)
def test_what_is_filled_in_is_read_back_as_it_was(stage: Stage, kind: Kind, text: str | None) -> None:
    given = draft(kind, stage=stage, text=text, prospect=WORST_PROSPECT.strip())
    assert through_all_screens(given) == (given, [])


TYPED = st.none() | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40).map(
    str.strip
).filter(is_seen)
SOME_DAY = st.none() | st.dates(date(2026, 1, 1), date(2034, 1, 1))


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    kind = draw(st.sampled_from(Kind))
    questions = KINDS[kind].questions
    texts = [q for q in questions if shape_of(q) is Shape.TEXT and q is not Question.CONDITION]
    notes = {question: draw(TYPED) for question in texts}
    silent = kind is Kind.NO_RESPONSE
    return Draft(
        prospect=name_of(draw(TYPED) or "") or PLAIN,
        stage=draw(st.sampled_from(sorted(KINDS[kind].stages))),
        kind=kind,
        asked_why=draw(st.sampled_from(AskedWhy)),
        door=None if silent else draw(st.sampled_from(Door)),
        words=draw(TYPED),
        tries=draw(st.integers(1, 999)) if silent else None,
        callback_on=draw(SOME_DAY),
        condition=draw(TYPED),
        contract_end=draw(SOME_DAY) if Question.CONTRACT_END in questions else None,
        budget_on=draw(SOME_DAY) if Question.BUDGET_ON in questions else None,
        better_terms=draw(st.none() | st.booleans()) if Question.BETTER_TERMS in questions else None,
        worth=draw(st.sampled_from(Worth)),
        first_no=draw(st.none() | st.sampled_from(FirstNo)),
        lesson=draw(TYPED),
        notes={question: note for question, note in notes.items() if note},
    )


@given(drafts())
def test_any_debrief_survives_being_drawn_and_read(given: Draft) -> None:
    assert through_all_screens(given) == (given, [])


@given(drafts(), drafts())
def test_a_screen_sent_again_replaces_what_it_said_before(given: Draft, before: Draft) -> None:
    asked = set(KINDS[given.kind].questions if given.kind else ())
    found, _ = through_all_screens(given, before)
    assert {q: note for q, note in found.notes.items() if q in asked} == given.notes
    assert (found.prospect, found.stage, found.kind, found.words) == (
        given.prospect,
        given.stage,
        given.kind,
        given.words,
    )
    assert (found.callback_on, found.condition, found.lesson) == (
        given.callback_on,
        given.condition,
        given.lesson,
    )


@pytest.mark.parametrize("blank", [None, "", "   ", "\n\t"])
def test_a_prospect_without_a_name_is_refused_at_its_field(blank: str | None) -> None:
    view = filled(drawn(Screen.WHO, Draft()), prospect={"value": blank})
    found, refused = read(view, Draft())
    assert refused == [Refusal("prospect", Wrong.BLANK)]
    assert set(errors(refused, playbook().words, view)) == {"prospect"}
    assert found.prospect == ""


@pytest.mark.parametrize("typed", ["0", "-1", "1.5", "1000", "many", "1e3", "٣٫٥"])
def test_tries_are_a_whole_number_from_one(typed: str) -> None:
    view = filled(drawn(Screen.LOOK, draft(Kind.NO_RESPONSE)), tries={"value": typed})
    found, refused = read(view, Draft(kind=Kind.NO_RESPONSE))
    assert (found.tries, refused) == (None, [Refusal("tries", Wrong.NOT_A_NUMBER)])
    assert set(errors(refused, playbook().words, view)) == {"tries"}


def test_an_optional_answer_taken_back_is_gone() -> None:
    given = draft(Kind.NO_VALUE, text="something")
    view = drawn(Screen.LOOK, given)
    emptied = filled(
        view, would_take={"value": None}, lesson={"value": None}, callback_on={"selected_date": None}
    )
    found, refused = read(emptied, given)
    assert (found.notes, found.lesson, found.callback_on, refused) == ({}, None, None, [])


@pytest.mark.parametrize("wrong", Wrong, ids=str)
def test_every_refusal_says_something_next_to_its_field(wrong: Wrong) -> None:
    view = filled(drawn(Screen.LOOK, draft(Kind.CONTENT)))
    shown = errors([Refusal("contract_end", wrong, DAY)], playbook().words, view)
    assert set(shown) == {"contract_end"}
    assert "{" not in shown["contract_end"]


def test_a_date_beyond_its_limit_names_the_limit() -> None:
    view = filled(drawn(Screen.LOOK, draft(Kind.CONTENT)))
    shown = errors([Refusal("contract_end", Wrong.TOO_FAR, DAY)], playbook().words, view)
    assert "2027" in shown["contract_end"]


@pytest.mark.parametrize(("stage", "kind"), EVERYWHERE)
def test_no_date_is_refused_that_is_not_on_the_screen(stage: Stage, kind: Kind) -> None:
    """A deal edited years later, and told as another kind: the old kind's date must not lock the screen."""
    past = date(2020, 1, 1)
    old = replace(draft(kind, stage=stage), callback_on=past, contract_end=past, budget_on=past)
    refused = check_dates(old, playbook().policy.numbers, DAY)
    shown = errors(refused, playbook().words, filled(drawn(Screen.LOOK, old)))
    assert {refusal.field for refusal in refused} == set(shown)
    assert "callback_on" in shown


def test_a_screen_carries_its_draft_along() -> None:
    said_at = datetime(2026, 11, 2, 10, 4, tzinfo=UTC)
    for ticket in (DebriefMetadata(), DebriefMetadata(41), DebriefMetadata(41, 3, said_at)):
        assert DebriefMetadata.of(render(Screen.WHO, Draft(), playbook(), ticket)) == ticket
