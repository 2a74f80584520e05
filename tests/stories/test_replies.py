"""What each reply to a nudge leads to, as the table under Nudges has it."""

from typing import Any

import pytest

from coaching.deal import Reply, Status
from coaching.plan import Opening, Verdict
from prompts.deal_card import LET_GO, ONE_MORE_TRY, WON_BECAUSE
from prompts.nudge_message import REPLY, SNOOZE, UNDO
from tests.rig import Rig
from tests.stories.scenes import actions_on, nudge, reply, told, values_on, words_on

ANY = {
    *(f"{REPLY}{r}" for r in ("reached_out", "no_answer", "talking_again", "won_back", "still_no", "let_go")),
    SNOOZE,
}
ASK_WHY = {f"{REPLY}{r}" for r in ("told_me", "dodged", "no_answer", "skip")}


def nudged(rig: Rig, **given: Any) -> None:
    """A deal whose first nudge has come; without more said, on Monday 1 February 2027."""
    rig.debrief(rig.ana, **given)
    rig.ana.close()
    rig.jump()


def due_on(rig: Rig) -> str | None:
    due = rig.deals()[0].plan.due
    return due.on.isoformat() if due else None


def still_no(rig: Rig, kind: str = "not_now", door: str = "ajar", **more: str) -> None:
    reply(rig.ana, Reply.STILL_NO)
    rig.ana.fill({"kind-buying": kind, "door": door} | more)
    assert rig.ana.submit().action == "closed"


@pytest.mark.parametrize(
    ("given", "buttons"),
    [
        ({}, ANY),
        ({"kind": "no_rapport"}, ANY),
        ({"kind": "no_value"}, ANY),
        ({"kind": "no_response", "asked_why": "not_yet", "tries": "1"}, ANY),
        ({"asked_why": "not_yet"}, ASK_WHY),
        ({"kind": "unknown", "asked_why": "dodged"}, ASK_WHY),
    ],
)
def test_a_nudge_offers_the_replies_of_what_it_asks(
    rig: Rig, given: dict[str, Any], buttons: set[str]
) -> None:
    nudged(rig, **given)
    assert actions_on(nudge(rig.ana)) == buttons


@pytest.mark.parametrize(
    ("answer", "due", "opening", "status"),
    [
        (Reply.REACHED_OUT, "2027-02-08", Opening.DID_THEY_ANSWER, Status.OPEN),
        (Reply.NO_ANSWER, "2027-02-15", Opening.GO_BACK, Status.OPEN),
        (Reply.TALKING_AGAIN, "2027-02-15", Opening.STILL_TALKING, Status.OPEN),
        (Reply.SNOOZE_WEEK, "2027-02-08", Opening.FOLLOW_UP, Status.OPEN),
        (Reply.SNOOZE_MONTH, "2027-03-01", Opening.FOLLOW_UP, Status.OPEN),
        (Reply.SNOOZE_QUARTER, "2027-05-03", Opening.FOLLOW_UP, Status.OPEN),
        (Reply.LET_GO, None, None, Status.LET_GO),
    ],
)
def test_a_reply_leads_to_its_next_nudge(
    each_rig: Rig, answer: Reply, due: str | None, opening: Opening | None, status: Status
) -> None:
    rig = each_rig
    nudged(rig)
    reply(rig.ana, answer)
    (deal,) = rig.deals()
    assert (due_on(rig), deal.plan.opening, deal.status) == (due, opening, status)
    assert actions_on(nudge(rig.ana)) == {UNDO}
    if due:
        assert rig.local(rig.jump()).date().isoformat() == due
        assert len(rig.ana.messages()) == 3
    else:
        assert deal.next_nudge_at is None


@pytest.mark.parametrize(
    ("kind", "days"), [("no_rapport", "2027-01-04"), ("doubts_us", "2027-02-01"), ("content", "2027-05-03")]
)
def test_reaching_out_while_keeping_warm_waits_for_the_kinds_interval(rig: Rig, kind: str, days: str) -> None:
    nudged(rig, kind=kind)
    reply(rig.ana, Reply.REACHED_OUT)
    assert (due_on(rig), rig.deals()[0].plan.opening) == (days, Opening.NURTURE)


def test_reaching_out_is_asked_after_and_then_the_silence_counts(rig: Rig) -> None:
    nudged(rig)
    reply(rig.ana, Reply.REACHED_OUT)
    rig.jump()
    assert f"{REPLY}reached_out" not in actions_on(nudge(rig.ana))
    reply(rig.ana, Reply.NO_ANSWER)
    assert rig.deals()[0].plan.opening is Opening.GO_BACK


def test_won_back_ends_is_celebrated_and_asks_one_question(rig: Rig) -> None:
    nudged(rig)
    reply(rig.ana, Reply.WON_BACK)
    assert rig.deals()[0].status is Status.WON_BACK
    assert actions_on(nudge(rig.ana)) == {WON_BECAUSE, UNDO}
    rig.ana.press(WON_BECAUSE, nudge(rig.ana))
    rig.ana.fill({"what": "They came to the new office."})
    assert rig.ana.submit().action == "closed"
    assert rig.ana.view is None
    rig.clock.move(days=400)
    rig.sweep()
    assert len(rig.ana.messages()) == 2


def test_a_no_after_won_back_is_a_new_deal(rig: Rig) -> None:
    nudged(rig)
    reply(rig.ana, Reply.WON_BACK)
    rig.debrief(rig.ana)
    assert [deal.status for deal in rig.deals()] == [Status.OPEN, Status.WON_BACK]
    assert [row["outcome"] for row in rig.export()] == ["won_back", "open"]


@pytest.mark.parametrize("answer", [Reply.DODGED, Reply.SKIP, Reply.NO_ANSWER])
def test_without_an_answer_to_why_the_kinds_own_verdict_starts_that_day(rig: Rig, answer: Reply) -> None:
    nudged(rig, asked_why="not_yet")
    rig.clock.move(days=1)
    reply(rig.ana, answer)
    assert (rig.deals()[0].plan.verdict, due_on(rig)) == (Verdict.FOLLOW_UP, "2027-02-02")
    assert rig.deals()[0].plan.opening is Opening.FOLLOW_UP


def test_they_told_me_opens_two_screens_prefilled_and_judges_anew(rig: Rig) -> None:
    nudged(rig, asked_why="not_yet", door="open", lesson="Ask")
    reply(rig.ana, Reply.TOLD_ME)
    assert values_on(rig.ana.view) == {"kind": "not_now", "door": "open"}
    rig.ana.fill({"kind-buying": "no_value"})
    rig.ana.submit()
    assert values_on(rig.ana.view)["lesson"] == "Ask"
    assert rig.ana.submit().action == "updated"
    (deal,) = rig.deals()
    assert (deal.plan.verdict, deal.answers.asked_why) == (Verdict.GO_BACK, "told")
    assert [r.reply for r in deal.replies] == [Reply.TOLD_ME]
    assert not actions_on(nudge(rig.ana)) & ASK_WHY


def test_they_told_me_and_still_unknown_is_refused(rig: Rig) -> None:
    nudged(rig, kind="unknown", asked_why="not_yet")
    reply(rig.ana, Reply.TOLD_ME)
    assert set(rig.ana.submit().errors) == {"kind-buying"}


def test_asking_why_is_asked_at_most_twice(rig: Rig) -> None:
    nudged(rig, kind="unknown", asked_why="dodged")
    reply(rig.ana, Reply.DODGED)
    assert rig.deals()[0].plan.verdict is Verdict.ASK_WHY
    rig.jump()
    reply(rig.ana, Reply.DODGED)
    assert rig.deals()[0].plan.verdict is Verdict.NURTURE


def test_still_no_asks_kind_door_and_date_and_judges_anew(rig: Rig) -> None:
    nudged(rig)
    reply(rig.ana, Reply.STILL_NO)
    assert set(values_on(rig.ana.view)) == {"kind", "door", "callback_on", "condition"}
    rig.ana.fill({"kind-buying": "not_now", "door": "ajar", "callback_on": "2027-04-14"})
    assert rig.ana.submit().action == "closed"
    (deal,) = rig.deals()
    assert (deal.plan.verdict, due_on(rig)) == (Verdict.FOLLOW_UP, "2027-04-14")
    assert actions_on(nudge(rig.ana)) == {UNDO}


@pytest.mark.parametrize("bad", ["2027-01-31", "2029-02-02"])
def test_still_no_refuses_a_bad_date_at_its_field(rig: Rig, bad: str) -> None:
    nudged(rig)
    reply(rig.ana, Reply.STILL_NO)
    rig.ana.fill({"kind-buying": "not_now", "door": "ajar", "callback_on": bad})
    assert set(rig.ana.submit().errors) == {"callback_on"}
    assert rig.deals()[0].replies == ()


def test_still_no_for_an_unknown_reason_asks_why_whatever_they_told_before(rig: Rig) -> None:
    nudged(rig)
    reply(rig.ana, Reply.STILL_NO)
    rig.ana.fill({"kind-buying": "unknown", "door": "ajar"})
    assert rig.ana.submit().action == "closed"
    assert rig.deals()[0].plan.verdict is Verdict.ASK_WHY


def test_still_no_with_a_closed_door_ends_at_once(rig: Rig) -> None:
    nudged(rig)
    still_no(rig, door="closed")
    (deal,) = rig.deals()
    assert (deal.status, deal.next_nudge_at) == (Status.LET_GO, None)


def test_the_third_no_recommends_letting_go_and_the_rep_may_try_once_more(rig: Rig) -> None:
    nudged(rig)
    still_no(rig)
    assert rig.deals()[0].plan.accepted
    rig.jump()
    still_no(rig)
    (deal,) = rig.deals()
    assert (deal.plan.verdict, deal.plan.accepted, deal.status) == (Verdict.LET_GO, False, Status.OPEN)
    assert actions_on(nudge(rig.ana)) == {LET_GO, ONE_MORE_TRY, UNDO}

    rig.ana.press(ONE_MORE_TRY, nudge(rig.ana))
    rig.ana.fill({"on": "2027-09-01"})
    assert rig.ana.submit().action == "closed"
    assert (due_on(rig), rig.deals()[0].plan.opening) == ("2027-09-01", Opening.ONE_MORE_TRY)
    rig.jump()
    reply(rig.ana, Reply.NO_ANSWER)
    assert not rig.deals()[0].plan.accepted
    assert actions_on(nudge(rig.ana)) == {LET_GO, UNDO}, "one more try is offered once a deal"
    rig.ana.press(LET_GO, nudge(rig.ana))
    assert rig.deals()[0].status is Status.LET_GO


def test_a_third_no_counts_debriefs_and_still_noes_alike(rig: Rig) -> None:
    rig.debrief(rig.ana)
    rig.ana.close()
    nudged(rig)
    still_no(rig)
    assert rig.deals()[0].plan.verdict is Verdict.LET_GO


def test_an_open_door_with_date_and_reason_outweighs_the_third_no(rig: Rig) -> None:
    nudged(rig)
    still_no(rig)
    rig.jump()
    still_no(rig, door="open", callback_on="2027-09-01", condition="The office is open")
    assert (rig.deals()[0].plan.verdict, due_on(rig)) == (Verdict.FOLLOW_UP, "2027-09-01")


def test_a_date_that_slipped_outweighs_nothing_any_more(rig: Rig) -> None:
    nudged(rig, callback_on="2027-01-13")
    still_no(rig, callback_on="2027-02-10", door="open", condition="The office is open")
    rig.jump()
    still_no(rig, door="open", callback_on="2027-09-01", condition="The office is open")
    assert (rig.deals()[0].plan.verdict, rig.deals()[0].plan.accepted) == (Verdict.LET_GO, False)


def test_silence_is_no_no_but_has_its_limit(rig: Rig) -> None:
    nudged(rig)
    seen = []
    for _ in range(6):
        reply(rig.ana, Reply.NO_ANSWER)
        plan = rig.deals()[0].plan
        seen.append((str(plan.verdict), due_on(rig)))
        if not plan.accepted:
            break
        rig.jump()
    assert seen == [
        ("go_back", "2027-02-15"),
        ("go_back", "2027-03-01"),
        ("go_back", "2027-03-31"),
        ("go_back", "2027-04-30"),
        ("let_go", None),
    ], "five follow-ups in all"
    assert {LET_GO, ONE_MORE_TRY} <= actions_on(nudge(rig.ana))


def test_270_days_without_a_change_recommend_letting_go(rig: Rig) -> None:
    nudged(rig, kind="no_value")
    for _ in range(20):
        if not rig.deals()[0].plan.accepted:
            break
        reply(rig.ana, Reply.SNOOZE_MONTH)
        rig.jump()
    assert not rig.deals()[0].plan.accepted
    quiet = rig.local(rig.clock.now()).date() - rig.local(rig.deals()[0].nudges[0].sent_at).date()
    assert 270 <= quiet.days <= 301
    assert actions_on(nudge(rig.ana)) == {LET_GO, ONE_MORE_TRY}


def test_waiting_for_a_date_of_theirs_is_no_quiet_time(rig: Rig) -> None:
    nudged(rig, kind="no_value")
    still_no(rig, kind="not_now", callback_on="2028-03-01")
    rig.jump()
    assert rig.deals()[0].plan.accepted
    assert actions_on(nudge(rig.ana)) == ANY


def test_one_light_check_and_then_it_is_let_go(rig: Rig) -> None:
    nudged(rig, kind="no_budget")
    reply(rig.ana, Reply.REACHED_OUT)
    rig.jump()
    reply(rig.ana, Reply.NO_ANSWER)
    assert (rig.deals()[0].plan.verdict, rig.deals()[0].plan.accepted) == (Verdict.LET_GO, False)


def test_the_third_snooze_in_a_row_also_offers_to_let_go(rig: Rig) -> None:
    nudged(rig)
    for _ in range(2):
        reply(rig.ana, Reply.SNOOZE_WEEK)
        assert "let_go" not in "".join(actions_on(nudge(rig.ana)))
        rig.jump()
    reply(rig.ana, Reply.SNOOZE_WEEK)
    assert due_on(rig) == "2027-02-22"
    assert "let_go" in "".join(actions_on(nudge(rig.ana)))


def test_snooze_until_a_day(rig: Rig) -> None:
    nudged(rig)
    reply(rig.ana, Reply.SNOOZE_UNTIL)
    assert values_on(rig.ana.view)["on"] == "2027-02-02", "the next working day is offered"
    for bad in ("2027-01-31", "2033-02-02", None):
        rig.ana.fill({"on": bad})
        assert set(rig.ana.submit().errors) == {"on"}
    rig.ana.fill({"on": "2027-02-20"})
    assert rig.ana.submit().action == "closed"
    assert due_on(rig) == "2027-02-22"


def test_letting_go_gives_the_goodbye(rig: Rig) -> None:
    nudged(rig)
    reply(rig.ana, Reply.LET_GO)
    goodbye = rig.playbook.kinds[rig.deals()[0].answers.kind].of(Verdict.LET_GO).say
    for part in goodbye.split("{name}"):
        assert part in words_on(nudge(rig.ana))


@pytest.mark.parametrize("second", [Reply.REACHED_OUT, Reply.WON_BACK, Reply.STILL_NO, Reply.LET_GO])
def test_a_stale_button_of_an_answered_nudge_says_so(rig: Rig, second: Reply) -> None:
    nudged(rig)
    stale = nudge(rig.ana)
    reply(rig.ana, Reply.TALKING_AGAIN)
    before = rig.deals()
    rig.ana.press(f"{REPLY}{second}", stale)
    assert len(told(rig.ana)) == 1
    assert rig.ana.view is None
    assert rig.deals() == before


def test_a_nudge_overtaken_by_the_card_has_no_buttons_and_takes_no_reply(rig: Rig) -> None:
    nudged(rig)
    stale = nudge(rig.ana)
    (deal,) = rig.deals()
    card = next(m for m in rig.ana.messages() if m["ts"] == deal.card_ts)
    rig.ana.press("card_change_date", card)
    rig.ana.fill({"on": "2027-03-03"})
    rig.ana.submit()
    assert actions_on(nudge(rig.ana)) == set()
    rig.ana.press(f"{REPLY}{Reply.WON_BACK}", stale)
    assert len(told(rig.ana)) == 1
    assert rig.deals()[0].status is Status.OPEN


def sure_of(surface: dict[str, Any]) -> list[bool]:
    """Of each button that lets go, whether it asks first."""
    return [
        "confirm" in element
        for block in surface["blocks"]
        for element in block.get("elements", [])
        if element.get("action_id") in (LET_GO, f"{REPLY}{Reply.LET_GO}")
    ]


@pytest.mark.parametrize(("door", "asks"), [("open", True), ("ajar", False)])
def test_whoever_lets_go_of_an_open_door_is_asked_once_whether_they_are_sure(
    rig: Rig, door: str, asks: bool
) -> None:
    nudged(rig, door=door)
    assert sure_of(nudge(rig.ana)) == [asks]
    still_no(rig, door=door)
    rig.jump()
    still_no(rig, door=door)
    assert not rig.deals()[0].plan.accepted
    assert sure_of(nudge(rig.ana)) == [asks]
    rig.ana.press(LET_GO, nudge(rig.ana))
    assert rig.deals()[0].status is Status.LET_GO


def test_after_letting_go_nothing_speaks_for_the_plan_that_was(rig: Rig) -> None:
    nudged(rig)
    assert rig.deals()[0].plan.reasons
    reply(rig.ana, Reply.LET_GO)
    assert rig.deals()[0].plan.reasons == ()
    assert rig.playbook.words.say("verdict.why") not in words_on(nudge(rig.ana))
