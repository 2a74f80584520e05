"""The verdict screen: accepted by closing it, changed by a date or by another verdict."""

from typing import Any

import pytest

from coaching.deal import Status
from coaching.plan import Verdict
from tests.rig import Rig
from tests.stories.scenes import card, due_on, fields_on, nudge, values_on, words_on


def date_field(rig: Rig) -> str:
    assert rig.ana.view is not None
    return next(str(b["block_id"]) for b in rig.ana.view["blocks"] if b["block_id"].startswith("on-"))


@pytest.mark.parametrize("everything", [False, True])
def test_closing_the_screen_accepts_the_verdict(rig: Rig, everything: bool) -> None:
    rig.debrief(rig.ana)
    rig.ana.close(all=everything)
    (deal,) = rig.deals()
    assert deal.plan.accepted
    assert (deal.plan.verdict, due_on(rig)) == (Verdict.FOLLOW_UP, "2027-02-01")
    rig.jump()
    assert len(rig.deals()[0].nudges) == 1


def test_done_without_a_change_changes_nothing(rig: Rig) -> None:
    rig.debrief(rig.ana)
    before = rig.deals()
    assert rig.ana.submit().action == "closed"
    assert rig.deals() == before


@pytest.mark.parametrize(
    ("chosen", "kept"),
    [("2026-12-10", "2026-12-10"), ("2026-12-12", "2026-12-14"), ("2026-11-02", "2026-11-03")],
)
def test_the_rep_changes_the_date(rig: Rig, chosen: str, kept: str) -> None:
    rig.debrief(rig.ana)
    rig.ana.fill({date_field(rig): chosen})
    assert rig.ana.submit().action == "closed"
    assert due_on(rig) == kept
    assert len(rig.deals()) == 1
    assert rig.local(rig.jump()).date().isoformat() == kept


@pytest.mark.parametrize("bad", ["2026-11-01", "2032-11-03"])
def test_a_date_in_the_past_or_too_far_is_refused_on_the_verdict_screen(rig: Rig, bad: str) -> None:
    rig.debrief(rig.ana)
    field = date_field(rig)
    rig.ana.fill({field: bad})
    assert set(rig.ana.submit().errors) == {field}
    assert due_on(rig) == "2027-02-01"


@pytest.mark.parametrize(
    ("kind", "verdict", "due"),
    [
        ("not_now", "nurture", "2027-02-01"),
        ("not_now", "go_back", "2026-11-09"),
        ("not_now", "ask_why", "2026-11-03"),
        ("not_now", "let_go", None),
        ("no_fit", "follow_up", "2027-02-01"),
    ],
)
def test_the_rep_chooses_another_verdict(rig: Rig, kind: str, verdict: str, due: str | None) -> None:
    recommended = rig.debrief(rig.ana, kind=kind).plan.verdict
    before = words_on(rig.ana.view)
    rig.ana.fill({"verdict": verdict})
    assert words_on(rig.ana.view) != before
    assert rig.deals()[0].plan.verdict is recommended, "looking is not choosing"
    assert rig.ana.submit().action == "closed"
    (exported,) = rig.export()
    assert (exported["verdict"], exported["recommended"], exported["plan_date"]) == (
        verdict,
        recommended,
        due,
    )
    assert card(rig.ana, rig.deals()[0])["text"]


def test_looking_at_another_verdict_and_closing_keeps_the_coachs(rig: Rig) -> None:
    rig.debrief(rig.ana)
    rig.ana.fill({"verdict": "let_go"})
    rig.ana.close()
    assert rig.deals()[0].plan.verdict is Verdict.FOLLOW_UP


def test_another_verdict_takes_a_date_of_the_reps_own(rig: Rig) -> None:
    rig.debrief(rig.ana)
    rig.ana.fill({"verdict": "nurture"})
    rig.ana.fill({date_field(rig): "2026-12-02"})
    rig.ana.submit()
    assert (rig.deals()[0].plan.verdict, due_on(rig)) == (Verdict.NURTURE, "2026-12-02")


def test_another_verdict_sent_before_the_screen_followed_holds(rig: Rig) -> None:
    rig.debrief(rig.ana)
    rig.ana.type_in({"verdict": "nurture"})
    assert rig.ana.submit().action == "closed"
    assert rig.deals()[0].plan.verdict is Verdict.NURTURE


def test_letting_go_may_keep_one_last_look(rig: Rig) -> None:
    rig.debrief(rig.ana, kind="no_real_need")
    rig.ana.fill({date_field(rig): "2027-05-03"})
    rig.ana.submit()
    (deal,) = rig.deals()
    assert deal.status is Status.LET_GO
    rig.jump()
    assert "Dana Reyes" in nudge(rig.ana)["text"]


def test_letting_go_schedules_nothing(rig: Rig) -> None:
    deal = rig.debrief(rig.ana, kind="no_fit")
    assert deal.next_nudge_at is None
    rig.clock.move(days=1000)
    rig.sweep()
    assert len(rig.ana.messages()) == 1


def test_a_closed_door_offers_no_date(rig: Rig) -> None:
    deal = rig.debrief(rig.ana, door="closed")
    assert (deal.status, deal.next_nudge_at) == (Status.LET_GO, None)
    assert "on" not in fields_on(rig.ana.view)


@pytest.mark.parametrize("verdict", ["follow_up", "nurture", "go_back", "ask_why"])
def test_a_closed_door_takes_no_nudge_whatever_is_chosen(rig: Rig, verdict: str) -> None:
    """No nudge ever for this contact unless the rep reopens it with "they contacted me"."""
    rig.debrief(rig.ana, door="closed")
    assert rig.ana.view is not None
    choices = (b["element"]["options"] for b in rig.ana.view["blocks"] if b["block_id"] == "verdict")
    offered = {option["value"] for options in choices for option in options}
    if verdict in offered:
        rig.ana.fill({"verdict": verdict})
        rig.ana.submit()
    assert rig.deals()[0].next_nudge_at is None


@pytest.mark.parametrize(
    ("look", "verdict"),
    [
        ({"worth": "costs_more"}, "let_go"),
        ({"worth": "even"}, "follow_up"),
        ({"worth": "costs_more", "door": "open", "callback_on": "2027-01-20", "condition": "moved"}, "follow_up"),
        ({"worth": "costs_more", "door": "open", "callback_on": "2027-01-20"}, "let_go"),
        ({"worth": "costs_more", "door": "open", "condition": "moved"}, "let_go"),
        ({"worth": "costs_more", "door": "ajar", "callback_on": "2027-01-20", "condition": "moved"}, "let_go"),
        ({"asked_why": "not_yet"}, "ask_why"),
        ({"asked_why": "not_yet", "kind": "never_asked"}, "go_back"),
        ({"asked_why": "not_yet", "kind": "no_fit"}, "let_go"),
        ({"asked_why": "not_yet", "callback_on": "2027-01-20"}, "ask_why"),
        ({"asked_why": "dodged"}, "follow_up"),
        ({"door": "closed", "callback_on": "2027-01-20", "condition": "moved"}, "let_go"),
    ],
)  # fmt: skip
def test_an_override_sets_the_verdict(rig: Rig, look: dict[str, Any], verdict: str) -> None:
    assert rig.debrief(rig.ana, **look).plan.verdict == verdict


def test_the_screen_says_it_all(rig: Rig) -> None:
    rig.debrief(rig.ana, callback_on="2027-01-20")
    shown = words_on(rig.ana.view)
    assert "20 January 2027" in str(rig.ana.view)
    assert "Dana Reyes" in shown
    assert values_on(rig.ana.view) == {"on": "2027-01-20", "verdict": "follow_up"}


def test_a_verdict_screen_that_was_overtaken_changes_nothing(rig: Rig) -> None:
    rig.debrief(rig.ana)
    stale = rig.ana.view
    assert stale is not None
    rig.ana.fill({date_field(rig): "2026-12-10"})
    rig.ana.submit()
    first = next(b for b in reversed(rig.heard) if b["type"] == "view_submission")
    assert rig.ana.send_raw(first).json is None, "delivered twice, it closes twice"
    answered = rig.ana.send_raw(first | {"trigger_id": rig.ana.trigger()})
    assert answered.json["errors"]
    assert due_on(rig) == "2026-12-10"
    assert len(rig.deals()[0].plans) == 2


def test_a_choice_sent_before_the_screen_followed_keeps_its_own_day(rig: Rig) -> None:
    """The day still on screen was the earlier verdict's: letting go must not become a last look on it."""
    rig.debrief(rig.ana, kind="no_need", stage="first")
    rig.ana.type_in({"verdict": "let_go"})
    rig.ana.submit()
    assert rig.deals()[0].status is Status.LET_GO
    assert rig.deals()[0].next_nudge_at is None
