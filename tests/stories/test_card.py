"""The card and all its buttons, at every state of the deal."""

import pytest

from coaching.deal import Reply, Status
from coaching.plan import Verdict
from prompts.deal_card import CHANGE_DATE, DELETE, EDIT, HAPPENED, HISTORY, REOPEN, SHARE
from tests.rig import Rig
from tests.stories.scenes import actions_on, card, nudge, rows, told, values_on, words_on


def accepted(rig: Rig, **given: str) -> None:
    rig.debrief(rig.ana, **given)
    rig.ana.close()


def press(rig: Rig, action: str) -> None:
    rig.ana.press(action, card(rig.ana, rig.deals()[0]))


def happened(rig: Rig, reply: Reply) -> str:
    press(rig, HAPPENED)
    rig.ana.fill({"reply": reply})
    return rig.ana.submit().action


def due_on(rig: Rig) -> str | None:
    due = rig.deals()[0].plan.due
    return due.on.isoformat() if due else None


@pytest.mark.parametrize(
    ("given", "buttons"),
    [
        ({}, {CHANGE_DATE, HAPPENED}),
        ({"kind": "no_fit"}, {REOPEN}),
        ({"door": "closed"}, {REOPEN}),
    ],
)
def test_the_card_has_the_buttons_that_fit(rig: Rig, given: dict[str, str], buttons: set[str]) -> None:
    accepted(rig, **given)
    assert actions_on(card(rig.ana, rig.deals()[0])) == buttons | {EDIT, SHARE, HISTORY, DELETE}


@pytest.mark.parametrize(("chosen", "kept"), [("2026-12-10", "2026-12-10"), ("2026-12-26", "2027-01-04")])
def test_change_the_date(rig: Rig, chosen: str, kept: str) -> None:
    accepted(rig)
    press(rig, CHANGE_DATE)
    assert values_on(rig.ana.view) == {"on": "2027-02-01"}
    rig.ana.fill({"on": chosen})
    assert rig.ana.submit().action == "closed"
    assert due_on(rig) == kept
    assert rig.local(rig.jump()).date().isoformat() == kept
    assert rig.export()[0]["nudges_sent"] == 1


@pytest.mark.parametrize("bad", ["2026-11-01", "2032-11-03"])
def test_a_bad_date_is_refused_at_its_field(rig: Rig, bad: str) -> None:
    accepted(rig)
    press(rig, CHANGE_DATE)
    rig.ana.fill({"on": bad})
    assert set(rig.ana.submit().errors) == {"on"}
    assert due_on(rig) == "2027-02-01"


def walk(rig: Rig, **changes: str) -> str:
    """Through the three prefilled screens, changing what is given where it stands."""
    for _ in range(3):
        here = set(values_on(rig.ana.view))
        rig.ana.fill({name: value for name, value in changes.items() if name.split("-")[0] in here})
        done = rig.ana.submit()
        assert not done.errors, done
    return done.action


def test_edited_answers_are_judged_anew(rig: Rig) -> None:
    accepted(rig, words="Not now.", lesson="Ask")
    press(rig, EDIT)
    assert values_on(rig.ana.view)["words"] == "Not now."
    assert walk(rig, **{"kind-buying": "no_value", "lesson": "Ask sooner"}) == "updated"
    (deal,) = rig.deals()
    assert (deal.answers.kind, deal.answers.lesson) == ("no_value", "Ask sooner")
    assert (deal.plan.verdict, due_on(rig)) == (Verdict.GO_BACK, "2026-11-09")
    assert rig.export()[0]["kind"] == "no_value"
    assert len(rig.ana.messages()) == 1, "the card is changed in place"


def test_an_edit_is_not_another_no(rig: Rig) -> None:
    accepted(rig)
    for _ in range(3):
        press(rig, EDIT)
        walk(rig)
        rig.ana.close()
    assert rig.deals()[0].plan.verdict is Verdict.FOLLOW_UP


def test_an_edit_renames_the_prospect_everywhere(rig: Rig) -> None:
    accepted(rig)
    press(rig, EDIT)
    walk(rig, prospect="Dan Rey, Apex")
    (deal,) = rig.deals()
    assert deal.prospect == "Dan Rey, Apex"
    assert "Dana" not in words_on(card(rig.ana, deal))
    rig.ana.close()
    accepted(rig, prospect="dan rey, APEX")
    assert len(rig.deals()) == 1, "the new name joins it"


def test_an_edit_cannot_take_the_name_of_another_open_deal(rig: Rig) -> None:
    accepted(rig, prospect="Birch")
    accepted(rig, prospect="Acme")
    press(rig, EDIT)
    rig.ana.fill({"prospect": " BIRCH "})
    assert set(rig.ana.submit().errors) == {"prospect"}
    assert [deal.prospect for deal in rig.deals()] == ["Acme", "Birch"]


def test_an_edit_may_change_the_case_of_its_own_name(rig: Rig) -> None:
    accepted(rig, prospect="acme")
    press(rig, EDIT)
    walk(rig, prospect="ACME")
    assert [deal.prospect for deal in rig.deals()] == ["ACME"]


@pytest.mark.parametrize(
    ("reply", "status", "due"),
    [
        (Reply.REACHED_OUT, Status.OPEN, "2026-11-09"),
        (Reply.NO_ANSWER, Status.OPEN, "2026-11-16"),
        (Reply.TALKING_AGAIN, Status.OPEN, "2026-11-16"),
        (Reply.SNOOZE_WEEK, Status.OPEN, "2026-11-09"),
        (Reply.SNOOZE_MONTH, Status.OPEN, "2026-12-02"),
        (Reply.SNOOZE_QUARTER, Status.OPEN, "2027-02-02"),
        (Reply.LET_GO, Status.LET_GO, None),
        (Reply.WON_BACK, Status.WON_BACK, "2027-02-01"),
    ],
)
def test_something_happened(rig: Rig, reply: Reply, status: Status, due: str | None) -> None:
    accepted(rig)
    assert happened(rig, reply) == "closed"
    (deal,) = rig.deals()
    assert (deal.status, due_on(rig)) == (status, due)
    assert [r.reply for r in deal.replies] == [reply]
    assert (deal.next_nudge_at is None) == (status is not Status.OPEN)


def test_something_happened_snooze_until_asks_for_the_day(rig: Rig) -> None:
    accepted(rig)
    assert happened(rig, Reply.SNOOZE_UNTIL) == "updated"
    rig.ana.fill({"on": "2026-12-15"})
    assert rig.ana.submit().action == "closed"
    assert due_on(rig) == "2026-12-15"


def test_something_happened_still_no_asks_what_kind(rig: Rig) -> None:
    accepted(rig)
    assert happened(rig, Reply.STILL_NO) == "updated"
    rig.ana.fill({"kind-buying": "no_value", "door": "ajar"})
    assert rig.ana.submit().action == "closed"
    assert rig.export()[0]["kind"] == "no_value"


@pytest.mark.parametrize(
    ("reply", "due"),
    [(Reply.DODGED, "2027-02-01"), (Reply.NO_ANSWER, "2027-02-01"), (Reply.SKIP, "2027-02-01")],
)
def test_something_happened_while_asking_why(rig: Rig, reply: Reply, due: str) -> None:
    accepted(rig, asked_why="not_yet")
    assert happened(rig, reply) == "closed"
    assert (rig.deals()[0].plan.verdict, due_on(rig)) == (Verdict.FOLLOW_UP, due)


def test_something_happened_they_told_me_goes_through_two_screens(rig: Rig) -> None:
    accepted(rig, asked_why="not_yet")
    assert happened(rig, Reply.TOLD_ME) == "updated"
    rig.ana.fill({"kind-buying": "no_value"})
    rig.ana.submit()
    assert rig.ana.submit().action == "updated"
    assert rig.export()[0]["verdict"] == "go_back"


def test_they_contacted_me_reopens_on_a_day_and_counts_from_zero(rig: Rig) -> None:
    for _ in range(3):
        accepted(rig)
    assert rig.deals()[0].plan.verdict is Verdict.LET_GO
    press(rig, REOPEN)
    rig.ana.fill({"on": None})
    assert set(rig.ana.submit().errors) == {"on"}
    rig.ana.fill({"on": "2026-11-20"})
    assert rig.ana.submit().action == "closed"
    (deal,) = rig.deals()
    assert (deal.status, due_on(rig)) == (Status.OPEN, "2026-11-20")
    rig.jump()
    accepted(rig)
    assert rig.deals()[0].plan.verdict is Verdict.FOLLOW_UP, "the first no since they came back"


def test_a_closed_door_opens_again_when_they_contact_the_rep(rig: Rig) -> None:
    accepted(rig, door="closed")
    press(rig, REOPEN)
    rig.ana.fill({"on": "2026-11-20"})
    rig.ana.submit()
    rig.jump()
    assert rig.export()[0]["nudges_sent"] == 1


def test_a_closed_door_stays_closed_for_a_further_debrief(rig: Rig) -> None:
    accepted(rig, door="closed")
    accepted(rig, door="open")
    assert rig.deals()[0].status is Status.LET_GO


def test_delete_asks_first(rig: Rig) -> None:
    accepted(rig)
    (row,) = (b for b in card(rig.ana, rig.deals()[0])["blocks"] if b["type"] == "actions")
    (button,) = (e for e in row["elements"] if e["action_id"] == DELETE)
    assert button["confirm"]["confirm"]["text"]


def test_delete_empties_the_database_and_the_messages(rig: Rig) -> None:
    accepted(rig, asked_why="not_yet", words="Call me never", lesson="secret")
    rig.jump()
    press(rig, HAPPENED)
    rig.ana.fill({"reply": Reply.SKIP})
    rig.ana.submit()
    rig.jump()
    press(rig, DELETE)
    assert {name for name, count in rows(rig).items() if count} == {"reps", "workspaces"}
    assert rig.export() == []
    left = "".join(words_on(message) + message["text"] for message in rig.ana.messages())
    assert "Dana" not in left
    assert "Call me never" not in left
    assert not any(actions_on(message) for message in rig.ana.messages())


@pytest.mark.parametrize("button", [CHANGE_DATE, EDIT, HAPPENED, SHARE, DELETE])
def test_a_button_on_a_deleted_deal_says_so(rig: Rig, button: str) -> None:
    accepted(rig)
    stale = card(rig.ana, rig.deals()[0])
    press(rig, DELETE)
    accepted(rig, prospect="Another")
    before = rig.deals()
    rig.ana.press(button, stale)
    assert len(told(rig.ana)) == 1
    assert rig.ana.view is None
    assert rig.deals() == before


def test_a_nudge_of_a_deleted_deal_says_so(rig: Rig) -> None:
    accepted(rig)
    rig.jump()
    stale = nudge(rig.ana)
    press(rig, DELETE)
    for action in ("nudge_reply_reached_out", "nudge_reply_still_no", "nudge_reply_won_back"):
        rig.ana.press(action, stale)
    assert len(told(rig.ana)) == 3
    assert rig.ana.view is None


def test_a_form_open_while_the_deal_goes_says_so(rig: Rig) -> None:
    accepted(rig)
    stale = card(rig.ana, rig.deals()[0])
    press(rig, CHANGE_DATE)
    rig.ana.fill({"on": "2026-12-10"})
    rig.ana.press(DELETE, stale)
    assert rig.ana.submit().errors
    assert rig.deals() == []


def test_an_edit_open_while_the_deal_is_won_changes_nothing(rig: Rig) -> None:
    accepted(rig)
    press(rig, EDIT)
    view = rig.ana.view
    press(rig, HAPPENED)
    rig.ana.fill({"reply": Reply.WON_BACK})
    rig.ana.submit()
    assert rig.ana.view is not None
    assert rig.ana.view["id"] == (view or {})["id"]
    for _ in range(3):
        done = rig.ana.submit()
    assert done.errors
    assert rig.deals()[0].status is Status.WON_BACK


def test_the_card_can_be_brought_back_from_home(rig: Rig) -> None:
    accepted(rig)
    rig.ana.open_home()
    rig.ana.press("home_open_card", "home")
    (deal,) = rig.deals()
    assert rig.ana.messages()[-1]["ts"] == deal.card_ts
    assert actions_on(card(rig.ana, deal))
    assert [bool(actions_on(message)) for message in rig.ana.messages()] == [False, True]


def test_an_edit_left_half_way_goes_on_where_it_was(rig: Rig) -> None:
    deal = rig.debrief(rig.ana, prospect="Acme")
    rig.ana.close()
    rig.ana.press(EDIT, card(rig.ana, deal))
    rig.ana.fill({"words": "Not before we have moved."})
    rig.ana.submit()
    rig.ana.close(all=True)

    rig.ana.press(EDIT, card(rig.ana, deal))
    assert rig.ana.view is not None
    [words] = [block for block in rig.ana.view["blocks"] if block["block_id"] == "words"]
    assert words["element"]["initial_value"] == "Not before we have moved."
    for _ in range(3):
        rig.ana.submit()
    assert rig.deals()[0].answers.words == "Not before we have moved."
