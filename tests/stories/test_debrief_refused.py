"""What a screen of the debrief requires, what it refuses at which field, and that nothing is lost by it."""

import copy
from typing import Any

import pytest

from tests.rig import Rig
from tests.stories.scenes import JSON, values_on
from tests.stories.screens import start, to_look


def without(submission: JSON, block: str) -> JSON:
    """The same submission from a client that lets a required field go by empty."""
    changed = copy.deepcopy(submission)
    entry: dict[str, Any] = changed["view"]["state"]["values"][block]["value"]
    entry.update({key: None for key in entry if key != "type"})
    return changed


@pytest.mark.parametrize("field", ["prospect", "stage", "asked_why"])
def test_the_first_screen_is_refused_without(rig: Rig, field: str) -> None:
    given = {"prospect": "Acme", "stage": "buying", "asked_why": "told"}
    rig.ana.command("/gotano")
    rig.ana.fill({name: value for name, value in given.items() if name != field})
    assert set(rig.ana.submit().errors) == {field}

    rig.ana.fill({field: given[field]})
    rig.ana.submit()
    answer = rig.ana.send_raw(without(rig.heard[-1], field)).json
    assert set(answer["errors"]) == {field}


@pytest.mark.parametrize("field", ["kind-buying", "door"])
def test_the_second_screen_is_refused_without(rig: Rig, field: str) -> None:
    given = {"kind-buying": "not_now", "door": "ajar"}
    start(rig)
    rig.ana.fill({name: value for name, value in given.items() if name != field})
    assert set(rig.ana.submit().errors) == {field}

    rig.ana.fill({field: given[field]})
    rig.ana.submit()
    answer = rig.ana.send_raw(without(rig.heard[-1], field)).json
    assert set(answer["errors"]) == {field}


@pytest.mark.parametrize(
    ("kind", "field", "bad", "good"),
    [
        ("not_now", "callback_on", "2026-11-01", "2026-11-02"),
        ("not_now", "callback_on", "2028-11-03", "2028-11-02"),
        ("content", "contract_end", "2026-11-01", "2026-11-02"),
        ("content", "contract_end", "2032-11-03", "2032-11-02"),
        ("chose_competitor", "contract_end", "2032-11-03", "2032-11-02"),
        ("no_budget", "budget_on", "2026-11-01", "2026-11-02"),
        ("no_budget", "budget_on", "2032-11-03", "2032-11-02"),
    ],
)
def test_a_bad_date_is_refused_at_its_own_field_and_nothing_is_lost(
    rig: Rig, kind: str, field: str, bad: str, good: str
) -> None:
    to_look(rig, kind)
    rig.ana.fill({"lesson": "Ask sooner", field: bad})
    refused = rig.ana.submit()
    assert set(refused.errors) == {field}
    assert rig.deals() == []
    assert values_on(rig.ana.view)["lesson"] == "Ask sooner"
    rig.ana.fill({field: good})
    assert rig.ana.submit().action == "updated"
    assert rig.deals()[0].answers.lesson == "Ask sooner"


def test_two_bad_dates_are_refused_at_both_fields(rig: Rig) -> None:
    to_look(rig, "no_budget")
    rig.ana.fill({"budget_on": "2020-01-01", "callback_on": "2040-01-01"})
    assert set(rig.ana.submit().errors) == {"budget_on", "callback_on"}


def test_today_is_the_reps_own_day(make_rig: Any) -> None:
    """Ten in the evening in New York on the 1st is the 2nd in Lisbon."""
    from datetime import UTC, datetime

    rig = make_rig(now=datetime(2026, 11, 2, 3, 0, tzinfo=UTC))
    rig.debrief(rig.sam, callback_on="2026-11-01")
    to_look(rig)
    rig.ana.fill({"callback_on": "2026-11-01"})
    assert set(rig.ana.submit().errors) == {"callback_on"}


def test_unknown_is_refused_at_its_field_when_they_told_why(rig: Rig) -> None:
    start(rig)
    rig.ana.fill({"kind-buying": "unknown", "door": "ajar"})
    assert set(rig.ana.submit().errors) == {"kind-buying"}
    rig.ana.fill({"kind-buying": "no_value"})
    assert rig.ana.submit().action == "updated"


@pytest.mark.parametrize("asked", ["dodged", "not_yet"])
def test_unknown_stands_when_they_did_not_say_why(rig: Rig, asked: str) -> None:
    assert rig.debrief(rig.ana, kind="unknown", asked_why=asked).plan.verdict == "ask_why"
