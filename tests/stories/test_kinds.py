"""Every kind of no, walked through the modal at each of its stages, as the table of docs/policy.md has it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.rig import ANA, TEAM, Rig
from tests.stories.scenes import fields_on, words_on

ON_EVERY_LOOK = {"callback_on", "condition", "worth", "first_no", "lesson", "value"}


@dataclass(frozen=True)
class Row:
    """A kind's line of the table: what it asks, and what comes of it on Monday 2 November 2026, unanswered."""

    kind: str
    stages: str
    asks: frozenset[str]
    verdict: str
    due: str | None
    asked_why: str = "told"


def row(kind: str, stages: str, asks: str, verdict: str, due: str | None, **more: Any) -> Row:
    return Row(kind, stages, frozenset(asks.split()), verdict, due, **more)


TABLE = [
    row("no_need", "first", "today", "nurture", "2027-02-01"),
    row("content", "first buying", "with_whom contract_end", "nurture", "2027-02-01"),
    row("not_now", "first buying", "condition", "follow_up", "2027-02-01"),
    row("no_budget", "first buying", "budget_on", "follow_up", "2027-01-04"),
    row("no_authority", "first buying", "who_can", "go_back", "2026-11-05"),
    row("no_response", "first buying", "tries channels", "go_back", "2026-11-16"),
    row("no_rapport", "buying", "who_else", "nurture", "2026-12-02"),
    row("need_not_felt", "buying", "cost_today", "go_back", "2026-11-09"),
    row("no_real_need", "buying", "make_real", "let_go", None),
    row("no_fit", "first buying", "who_is", "let_go", None),
    row("doubts_us", "buying", "worry", "nurture", "2026-12-17"),
    row("no_value", "buying", "would_take better_terms", "go_back", "2026-11-09"),
    row("chose_competitor", "first buying", "competitor contract_end", "follow_up", "2027-05-03"),
    row("never_asked", "buying", "", "go_back", "2026-11-03"),
    row("unknown", "first buying", "", "ask_why", "2026-11-03", asked_why="dodged"),
]
WALKS = [pytest.param(one, stage, id=f"{one.kind}-{stage}") for one in TABLE for stage in one.stages.split()]

ANSWERS: dict[str, str] = {
    "today": "They do it by hand.",
    "with_whom": "A tool their founder picked",
    "contract_end": "2027-11-30",
    "condition": "The new office is open",
    "budget_on": "2027-03-15",
    "who_can": "Her manager",
    "tries": "2",
    "channels": "Two emails",
    "who_else": "Sam",
    "cost_today": "A day a week",
    "make_real": "A second site",
    "who_is": "Somebody smaller",
    "worry": "That we are young",
    "would_take": "A quarter less",
    "better_terms": "yes",
    "competitor": "The big one",
}


def half_past_nine(day: str) -> str:
    """In Lisbon, told in UTC."""
    at = datetime.fromisoformat(f"{day}T09:30").replace(tzinfo=ZoneInfo(ANA.tz)).astimezone(UTC)
    return at.isoformat().replace("+00:00", "Z")


def to_look(rig: Rig, one: Row, stage: str) -> None:
    """Up to the third screen."""
    rig.ana.command("/gotano", "Dana Reyes, Acme")
    rig.ana.fill({"stage": stage, "asked_why": one.asked_why, "words": "No, thank you."})
    rig.ana.submit()
    rig.ana.fill({f"kind-{stage}": one.kind})
    assert ("door" in fields_on(rig.ana.view)) == (one.kind != "no_response")
    if one.kind != "no_response":
        rig.ana.fill({"door": "ajar"})
    assert rig.ana.submit().action == "updated"


def expected_export(one: Row, stage: str) -> dict[str, Any]:
    status = "let_go" if one.verdict == "let_go" else "open"
    return {
        "workspace": TEAM,
        "rep": ANA.id,
        "prospect": "Dana Reyes, Acme",
        "kind": one.kind,
        "stage": stage,
        "words": "No, thank you.",
        "verdict": one.verdict,
        "recommended": one.verdict,
        "plan_date": one.due,
        "next_nudge_at": half_past_nine(one.due) if one.due else None,
        "status": status,
        "outcome": status,
        "nudges_sent": 0,
    }


@pytest.mark.parametrize(("one", "stage"), WALKS)
def test_a_kind_asks_its_own_questions_and_leads_to_its_verdict(rig: Rig, one: Row, stage: str) -> None:
    to_look(rig, one, stage)
    assert fields_on(rig.ana.view) == ON_EVERY_LOOK | one.asks
    if "tries" in one.asks:
        rig.ana.fill({"tries": "1"})
    assert rig.ana.submit().action == "updated"
    assert "Dana Reyes" in words_on(rig.ana.view)

    rig.ana.submit()
    (exported,) = rig.export()
    wanted = expected_export(one, stage)
    assert {key: exported[key] for key in wanted} == wanted


@pytest.mark.parametrize(("one", "stage"), WALKS)
def test_every_answer_is_kept(rig: Rig, one: Row, stage: str) -> None:
    to_look(rig, one, stage)
    given = {name: ANSWERS[name] for name in one.asks}
    rig.ana.fill(given | {"lesson": "Ask sooner.", "first_no": "early", "worth": "even"})
    assert rig.ana.submit().action == "updated"
    answers = rig.deals()[0].answers
    kept = {str(question): text for question, text in answers.notes.items()}
    for name, text in given.items():
        value = kept[name] if name in kept else getattr(answers, name)
        assert ("yes" if value is True else str(value)) == text
    assert (answers.lesson, answers.first_no, answers.worth) == ("Ask sooner.", "early", "even")


@pytest.mark.parametrize(("stage", "not_there"), [("first", "never_asked"), ("buying", "no_need")])
def test_a_kind_of_the_other_stage_is_not_offered(rig: Rig, stage: str, not_there: str) -> None:
    rig.ana.command("/gotano", "Acme")
    rig.ana.fill({"stage": stage, "asked_why": "told"})
    rig.ana.submit()
    assert rig.ana.view is not None
    (kind,) = (b for b in rig.ana.view["blocks"] if b["block_id"].startswith("kind-"))
    offered = {option["value"] for option in kind["element"]["options"]}
    assert offered == {one.kind for one in TABLE if stage in one.stages.split()}
    assert not_there not in offered


@pytest.mark.parametrize(
    ("kind", "answer", "due"),
    [
        ("content", {"contract_end": "2027-11-30"}, "2027-09-01"),
        ("chose_competitor", {"contract_end": "2027-11-30"}, "2027-09-01"),
        ("no_budget", {"budget_on": "2027-03-15"}, "2027-02-15"),
        ("not_now", {"callback_on": "2027-03-15"}, "2027-03-15"),
        ("no_value", {"callback_on": "2027-03-13"}, "2027-03-15"),
        ("not_now", {"callback_on": "2026-12-24"}, "2027-01-04"),
        ("content", {"contract_end": "2026-11-30"}, "2026-11-03"),
        ("content", {"contract_end": "2027-11-30", "callback_on": "2027-03-15"}, "2027-03-15"),
    ],
)
def test_their_own_date_sets_the_day(rig: Rig, kind: str, answer: dict[str, str], due: str) -> None:
    deal = rig.debrief(rig.ana, kind=kind, **answer)
    assert deal.plan.due is not None
    assert deal.plan.due.on.isoformat() == due
    assert rig.export()[0]["plan_date"] == due
