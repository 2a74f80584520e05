"""A row of a digest is answered in its modal, which does what the same button of a message does."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from coaching.deal import Reply, Status
from coaching.history import days_to_win
from coaching.plan import Opening, Verdict
from prompts.deal_card import LET_GO, ONE_MORE_TRY, WON_BECAUSE
from prompts.digest import ANSWER
from prompts.nudge_message import UNDO
from tests.rig import Rig
from tests.stories.digests import (
    DAY,
    NAMES,
    answer,
    answer_in_place,
    button,
    deal,
    digests,
    morning,
    open_answer,
    planned,
    replies_in,
    row,
)
from tests.stories.scenes import (
    actions_on,
    card,
    fields_on,
    values_on,
    words_on,
)


def test_the_answer_modal_shows_the_nudge_and_its_replies(rig: Rig) -> None:
    planned(rig, ["Acme"], words="Ask me when we have moved.", condition="The boxes are gone")
    planned(rig, NAMES[1:4])
    morning(rig)
    open_answer(rig)
    shown = words_on(rig.ana.view)
    assert "Ask me when we have moved." in shown
    assert "The boxes are gone" in shown
    assert rig.playbook.words.say("nudges.you_might_say") in shown
    assert fields_on(rig.ana.view) == {"reply"}


def test_its_replies_are_for_later_from_the_shortest_time_to_a_day_of_one_s_own(rig: Rig) -> None:
    planned(rig)
    morning(rig)
    open_answer(rig)
    assert replies_in(rig.ana.view) == [
        Reply.REACHED_OUT,
        Reply.TALKING_AGAIN,
        Reply.WON_BACK,
        Reply.STILL_NO,
        Reply.SNOOZE_WEEK,
        Reply.SNOOZE_MONTH,
        Reply.SNOOZE_QUARTER,
        Reply.SNOOZE_UNTIL,
        Reply.LET_GO,
    ]


@pytest.mark.parametrize(
    ("given", "due", "opening", "status"),
    [
        (Reply.REACHED_OUT, "2027-02-17", Opening.DID_THEY_ANSWER, Status.OPEN),
        (Reply.TALKING_AGAIN, "2027-02-24", Opening.STILL_TALKING, Status.OPEN),
        (Reply.SNOOZE_WEEK, "2027-02-17", Opening.FOLLOW_UP, Status.OPEN),
        (Reply.SNOOZE_MONTH, "2027-03-10", Opening.FOLLOW_UP, Status.OPEN),
        (Reply.SNOOZE_QUARTER, "2027-05-10", Opening.FOLLOW_UP, Status.OPEN),
        (Reply.LET_GO, None, None, Status.LET_GO),
    ],
)
def test_a_reply_from_the_modal_does_what_the_same_button_does_and_its_row_shows_it(
    rig: Rig, given: Reply, due: str | None, opening: Opening | None, status: Status
) -> None:
    planned(rig)
    morning(rig)
    assert answer(rig, given) == "closed"
    one = deal(rig)
    assert [r.reply for r in one.replies] == [given]
    assert one.plan.opening is opening
    assert (one.plan.due.on.isoformat() if one.plan.due else None) == due
    assert one.status is status
    assert rig.playbook.words.say(f"replies.{given}") in row(rig, "Acme")["text"]["text"]
    assert button(rig, "Acme") == UNDO
    assert [button(rig, name) for name in NAMES[1:4]] == [ANSWER] * 3


@pytest.mark.parametrize("given", [Reply.REACHED_OUT, Reply.SNOOZE_WEEK, Reply.LET_GO])
def test_a_common_reply_is_given_in_its_row_and_taken_back_there(rig: Rig, given: Reply) -> None:
    planned(rig)
    morning(rig)
    answer_in_place(rig, given)
    assert [r.reply for r in deal(rig).replies] == [given]
    assert rig.playbook.words.say(f"replies.{given}") in row(rig, "Acme")["text"]["text"]
    assert button(rig, "Acme") == UNDO
    rig.ana.press(UNDO, digests(rig)[-1])
    assert deal(rig).replies == ()
    assert button(rig, "Acme") == ANSWER


def test_a_row_answered_in_its_place_asks_once_before_it_lets_go_of_an_open_door(rig: Rig) -> None:
    planned(rig, door="open")
    morning(rig)
    answer_in_place(rig, Reply.LET_GO)
    assert deal(rig).status is Status.OPEN
    assert rig.ana.submit().action == "closed"
    assert deal(rig).status is Status.LET_GO


def test_still_no_from_a_digest_leads_to_its_form(rig: Rig) -> None:
    planned(rig)
    morning(rig)
    assert answer(rig, Reply.STILL_NO) == "updated"
    rig.ana.fill({"kind-buying": "no_value", "door": "ajar"})
    assert rig.ana.submit().action == "closed"
    assert deal(rig).plan.verdict is Verdict.GO_BACK
    assert button(rig, "Acme") == UNDO


def test_they_told_me_from_a_digest_leads_to_the_two_screens(rig: Rig) -> None:
    for name in NAMES[:4]:
        rig.debrief(rig.ana, name, asked_why="not_yet")
        rig.ana.close()
    rig.jump()
    assert answer(rig, Reply.TOLD_ME) == "updated"
    assert values_on(rig.ana.view)["kind"] == "not_now"
    rig.ana.fill({"kind-buying": "no_value"})
    assert rig.ana.submit().action == "updated"
    assert rig.ana.submit().action == "updated"
    rig.ana.close()
    assert (deal(rig).plan.verdict, deal(rig).answers.asked_why) == (Verdict.GO_BACK, "told")
    assert [r.reply for r in deal(rig).replies] == [Reply.TOLD_ME]
    assert button(rig, "Acme") == UNDO


def test_snooze_until_from_a_digest_leads_to_its_day(rig: Rig) -> None:
    planned(rig)
    morning(rig)
    assert answer(rig, Reply.SNOOZE_UNTIL) == "updated"
    rig.ana.fill({"on": "2027-02-09"})
    assert set(rig.ana.submit().errors) == {"on"}
    rig.ana.fill({"on": "2027-03-01"})
    assert rig.ana.submit().action == "closed"
    due = deal(rig).plan.due
    assert due
    assert due.on == date(2027, 3, 1)
    assert button(rig, "Acme") == UNDO


def test_won_back_from_a_digest_is_celebrated_and_asks_its_one_question(rig: Rig) -> None:
    planned(rig)
    morning(rig)
    answer(rig, Reply.WON_BACK)
    assert deal(rig).status is Status.WON_BACK
    days = rig.playbook.words.count("days", days_to_win(deal(rig), ZoneInfo("Europe/Lisbon")))
    assert rig.playbook.words.say("won.waited", days=days) in row(rig, "Acme")["text"]["text"]
    asks = [m for m in rig.ana.messages() if WON_BECAUSE in str(m)]
    if asks:
        rig.ana.press(WON_BECAUSE, asks[-1])
    assert fields_on(rig.ana.view) == {"what"}


def test_letting_go_from_a_digest_gives_the_goodbye(rig: Rig) -> None:
    planned(rig)
    morning(rig)
    answer(rig, Reply.LET_GO)
    goodbye = rig.playbook.kinds[deal(rig).answers.kind].of(Verdict.LET_GO).say[-1].text.split("{name}")[0]
    assert any(goodbye in words_on(message) for message in rig.ana.messages())


def test_a_third_no_from_a_digest_is_put_to_the_rep_with_both_ways_on(rig: Rig) -> None:
    for _ in range(2):
        rig.debrief(rig.ana, "Acme", callback_on=DAY.isoformat())
        rig.ana.close()
    planned(rig, NAMES[1:4])
    morning(rig)
    answer(rig, Reply.STILL_NO)
    rig.ana.fill({"kind-buying": "not_now", "door": "ajar"})
    assert rig.ana.submit().action == "closed"
    assert not deal(rig).plan.accepted
    assert {LET_GO, ONE_MORE_TRY} <= actions_on(card(rig.ana, deal(rig)))
