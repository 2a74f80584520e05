"""Four or more in one morning come as one digest: its rows, its Answer modal, and what stays for the next day."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from coaching.deal import LostDeal, Reply, Status
from coaching.plan import Opening, Verdict
from handlers.slack.context import Services
from playground import Fault
from prompts.deal_card import DELETE, HAPPENED, LET_GO, ONE_MORE_TRY, WON_BECAUSE
from prompts.digest import ANSWER
from prompts.home import SETTINGS
from prompts.nudge_message import REPLY, UNDO
from storage.database import Database
from storage.nudges import claim_due
from storage.owner import EVERYBODY
from tests.conftest import MakeRig
from tests.rig import Rig
from tests.storage.made import let_claims_run_out, lose
from tests.stories.scenes import (
    JSON,
    actions_on,
    card,
    fields_on,
    nudge,
    reply,
    told,
    values_on,
    words_on,
)

NAMES = [
    f"{first}{last}" for first in ("Acme", "Birch", "Cope", "Dune", "Elm") for last in ("", "line", "well")
]
DAY, NEXT = date(2027, 2, 10), date(2027, 2, 11)
"""A Wednesday and a Thursday, far from the year's end and from a change of the clocks."""
MORNING = datetime(2027, 2, 10, 9, 30, tzinfo=UTC)


def planned(rig: Rig, names: Iterable[str] = NAMES[:4], on: date = DAY, **given: Any) -> None:
    """Deals with a nudge for that day, as a debrief stores them."""
    with rig.db.write(EVERYBODY) as session:
        for name in names:
            lose(session, name, **{"callback_on": on} | given)


def morning(rig: Rig, day: date = DAY) -> None:
    rig.clock.move_to(datetime(day.year, day.month, day.day, 9, 30, tzinfo=UTC))
    rig.sweep()


def digests(rig: Rig) -> list[JSON]:
    return [m for m in rig.ana.messages() if not m["ephemeral"] and rows_on(m)]


def rows_on(message: JSON) -> list[JSON]:
    return [block for block in message.get("blocks", []) if block["type"] == "section"]


def names_on(message: JSON) -> list[str]:
    """The prospects of a digest, in its order."""
    return [max((n for n in NAMES if n in r["text"]["text"]), key=len) for r in rows_on(message)]


def row(rig: Rig, name: str) -> JSON:
    newest = digests(rig)[-1]
    return rows_on(newest)[names_on(newest).index(name)]


def button(rig: Rig, name: str) -> str | None:
    """The action id of the row's button."""
    accessory = row(rig, name).get("accessory")
    return str(accessory["action_id"]) if accessory else None


def open_answer(rig: Rig, name: str = "Acme") -> None:
    rig.ana.press(ANSWER, digests(rig)[-1], row(rig, name)["accessory"]["value"])


def answer(rig: Rig, given: Reply, name: str = "Acme") -> str:
    """What became of the Answer modal."""
    open_answer(rig, name)
    rig.ana.fill({"reply": given})
    return rig.ana.submit().action


def deal(rig: Rig, name: str = "Acme") -> LostDeal:
    return next(one for one in rig.deals() if one.prospect == name)


def asked(rig: Rig) -> list[int]:
    """How often each deal was asked about."""
    return [len(one.nudges) for one in rig.deals()]


def message_about(rig: Rig, name: str) -> JSON:
    """The newest message of its own about a deal, its card left out."""
    of_cards = {one.card_ts for one in rig.deals()}
    own = [m for m in rig.ana.messages() if m["ts"] not in of_cards and not m["ephemeral"]]
    return next(m for m in reversed(own) if name in m["text"])


@pytest.mark.parametrize(("due", "messages", "rows"), [(3, 3, 0), (4, 1, 4), (10, 1, 10), (12, 1, 10)])
def test_four_or_more_in_one_morning_come_in_one_digest_of_ten_rows_at_most(
    rig: Rig, due: int, messages: int, rows: int
) -> None:
    planned(rig, NAMES[:due])
    morning(rig)
    assert sum(asked(rig)) == min(due, 10)
    assert [len(rows_on(m)) for m in digests(rig)] == ([rows] if rows else [])
    posts = [call for call in rig.slack.calls if call.method == "chat.postMessage"]
    assert len(posts) - sum(one.card_ts is not None for one in rig.deals()) == messages


def test_the_rest_come_the_next_working_day_in_order_of_their_days(rig: Rig) -> None:
    planned(rig, NAMES[6:12], on=DAY)
    planned(rig, NAMES[:6], on=DAY - timedelta(days=1))
    planned(rig, NAMES[12:14], on=NEXT)
    morning(rig)
    morning(rig, NEXT)
    assert names_on(digests(rig)[0]) == NAMES[:10]
    assert names_on(digests(rig)[1]) == NAMES[10:14]
    assert asked(rig) == [1] * 14


def test_a_digest_says_how_many_wait_and_that_stays_when_a_row_is_answered(rig: Rig) -> None:
    planned(rig, NAMES[:12])
    morning(rig)
    more = rig.playbook.words.say("digest.more", count=2)
    assert more in digests(rig)[-1]["text"]
    answer(rig, Reply.TALKING_AGAIN)
    assert more in digests(rig)[-1]["text"]


def test_rows_keep_their_places_when_one_is_answered(rig: Rig) -> None:
    planned(rig, NAMES[3:6], on=DAY)
    planned(rig, NAMES[:3], on=DAY - timedelta(days=1))
    morning(rig)
    assert names_on(digests(rig)[-1]) == NAMES[:6]
    answer(rig, Reply.TALKING_AGAIN, NAMES[4])
    assert names_on(digests(rig)[-1]) == NAMES[:6]


def test_reminders_and_recommendations_count_towards_the_four(rig: Rig) -> None:
    for _ in range(2):
        rig.debrief(rig.ana, "Cope", callback_on=DAY.isoformat())
        rig.ana.close()
    planned(rig, ["Acme", "Birch"])
    planned(rig, ["Dune"], on=DAY + timedelta(days=7))
    morning(rig)
    assert digests(rig) == []
    rig.ana.press(f"{REPLY}{Reply.STILL_NO}", message_about(rig, "Cope"))
    rig.ana.fill({"kind-buying": "not_now", "door": "ajar"})
    assert rig.ana.submit().action == "closed"
    assert not deal(rig, "Cope").plan.accepted
    morning(rig, DAY + timedelta(days=7))
    (found,) = digests(rig)
    assert set(names_on(found)) == {"Acme", "Birch", "Cope", "Dune"}


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


@pytest.mark.parametrize(
    ("given", "due", "opening", "status"),
    [
        (Reply.REACHED_OUT, "2027-02-17", Opening.DID_THEY_ANSWER, Status.OPEN),
        (Reply.NO_ANSWER, "2027-02-24", Opening.GO_BACK, Status.OPEN),
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


def quiet_for_270_days(rig: Rig) -> None:
    """Acme was first asked about on 9 November and put off since, to a morning with three others."""
    rig.debrief(rig.ana, "Acme", kind="no_value")
    rig.ana.close()
    rig.jump()
    reply(rig.ana, Reply.SNOOZE_UNTIL)
    rig.ana.fill({"on": "2027-09-01"})
    rig.ana.submit()
    planned(rig, NAMES[1:4], on=date(2027, 9, 1))
    rig.clock.move_to(datetime(2027, 9, 1, 8, 30, tzinfo=UTC))
    rig.sweep()


def test_a_recommendation_to_let_go_in_a_digest_says_so_and_gives_its_ways_on(rig: Rig) -> None:
    quiet_for_270_days(rig)
    assert not deal(rig).plan.accepted
    assert rig.playbook.words.say("nudges.recommends", prospect="Acme") in row(rig, "Acme")["text"]["text"]
    open_answer(rig)
    assert rig.playbook.words.say("nudges.goodbye") in words_on(rig.ana.view)
    assert rig.playbook.words.say("verdict.why") in words_on(rig.ana.view)
    rig.ana.fill({"reply": Reply.LET_GO})
    assert rig.ana.submit().action == "closed"
    assert deal(rig).status is Status.LET_GO
    assert button(rig, "Acme") == UNDO


def test_one_more_try_from_a_digest_asks_for_its_day(rig: Rig) -> None:
    quiet_for_270_days(rig)
    assert answer(rig, Reply.ONE_MORE_TRY) == "updated"
    rig.ana.fill({"on": "2027-10-04"})
    assert rig.ana.submit().action == "closed"
    assert deal(rig).plan.opening is Opening.ONE_MORE_TRY
    assert button(rig, "Acme") == UNDO


def test_one_more_try_is_offered_once_a_deal_in_a_digest_too(rig: Rig) -> None:
    """The try was used and stayed quiet; the reminder of what is then recommended comes in a digest."""
    rig.debrief(rig.ana, "Acme", kind="no_budget")
    rig.ana.close()
    rig.jump()
    reply(rig.ana, Reply.NO_ANSWER)
    rig.ana.press(ONE_MORE_TRY, nudge(rig.ana))
    rig.ana.fill({"on": "2027-02-03"})
    rig.ana.submit()
    rig.jump()
    reply(rig.ana, Reply.NO_ANSWER)
    assert not deal(rig).plan.accepted
    planned(rig, NAMES[1:4])
    morning(rig)
    open_answer(rig)
    (choice,) = (b["element"] for b in (rig.ana.view or {})["blocks"] if b["type"] == "input")
    assert [option["value"] for option in choice["options"]] == [Reply.LET_GO]


def test_won_back_from_a_digest_is_celebrated_and_asks_its_one_question(rig: Rig) -> None:
    planned(rig)
    morning(rig)
    answer(rig, Reply.WON_BACK)
    assert deal(rig).status is Status.WON_BACK
    assert rig.playbook.words.say("nudges.celebrate", prospect="Acme") in row(rig, "Acme")["text"]["text"]
    asks = [m for m in rig.ana.messages() if WON_BECAUSE in str(m)]
    if asks:
        rig.ana.press(WON_BECAUSE, asks[-1])
    assert fields_on(rig.ana.view) == {"what"}


def test_letting_go_from_a_digest_gives_the_goodbye(rig: Rig) -> None:
    planned(rig)
    morning(rig)
    answer(rig, Reply.LET_GO)
    goodbye = rig.playbook.kinds[deal(rig).answers.kind].of(Verdict.LET_GO).say.split("{name}")[0]
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


def test_undo_in_a_digest_brings_its_row_back_and_goes_after_a_day(rig: Rig) -> None:
    planned(rig)
    morning(rig)
    before = deal(rig).plan
    answer(rig, Reply.TALKING_AGAIN)
    rig.ana.press(UNDO, digests(rig)[-1])
    assert (deal(rig).replies, deal(rig).plan) == ((), before)
    assert [button(rig, name) for name in NAMES[:4]] == [ANSWER] * 4
    answer(rig, Reply.REACHED_OUT)
    rig.clock.move(hours=25)
    rig.sweep()
    assert button(rig, "Acme") is None
    assert rig.playbook.words.say("replies.reached_out") in row(rig, "Acme")["text"]["text"]


def test_a_row_answered_already_is_not_answered_again(rig: Rig) -> None:
    planned(rig)
    morning(rig)
    stale, value = digests(rig)[-1], row(rig, "Acme")["accessory"]["value"]
    answer(rig, Reply.TALKING_AGAIN)
    submitted = rig.heard[-1]
    before = rig.deals()
    rig.ana.press(ANSWER, stale, value)
    assert rig.ana.view is None
    assert len(told(rig.ana)) == 1
    assert rig.playbook.words.say("card.already_answered") in str(
        rig.ana.send_raw(submitted | {"trigger_id": rig.ana.trigger()}).json
    )
    assert rig.deals() == before


def test_an_answer_modal_left_open_while_the_card_took_the_answer_changes_nothing(rig: Rig) -> None:
    for name in NAMES[:4]:
        rig.debrief(rig.ana, name, callback_on=DAY.isoformat())
        rig.ana.close()
    morning(rig)
    open_answer(rig)
    rig.ana.press(HAPPENED, card(rig.ana, deal(rig)))
    rig.ana.fill({"reply": Reply.TALKING_AGAIN})
    rig.ana.submit()
    before = rig.deals()
    rig.ana.fill({"reply": Reply.WON_BACK})
    rig.ana.submit()
    assert rig.deals() == before
    assert button(rig, "Acme") == UNDO, "the card's answer is the row's, too"


def test_the_row_of_a_deleted_deal_goes_and_its_old_button_says_so(rig: Rig) -> None:
    for name in NAMES[:4]:
        rig.debrief(rig.ana, name, callback_on=DAY.isoformat())
        rig.ana.close()
    morning(rig)
    stale, value = digests(rig)[-1], row(rig, "Birch")["accessory"]["value"]
    rig.ana.press(DELETE, card(rig.ana, deal(rig, "Birch")))
    kept = [name for name in NAMES[:4] if name != "Birch"]
    assert names_on(digests(rig)[-1]) == kept
    rig.ana.press(ANSWER, stale, value)
    assert len(told(rig.ana)) == 1
    assert rig.ana.view is None
    for name in kept:
        rig.ana.press(DELETE, card(rig.ana, deal(rig, name)))
    assert digests(rig) == []


def test_after_a_month_away_the_mornings_hold_ten_at_most_in_order(rig: Rig) -> None:
    names = [f"{name}{part}" for part in ("", "holm", "stead") for name in NAMES[:9]]
    for number, name in enumerate(names):
        planned(rig, [name], on=date(2027, 1, 11) + timedelta(days=number))
    rig.clock.move_to(datetime(2027, 2, 10, 3, tzinfo=UTC))
    counts: dict[str, int] = {}
    for _ in range(5 * 24):
        before = sum(asked(rig))
        rig.sweep()
        day = rig.local(rig.clock.now()).date().isoformat()
        counts[day] = counts.get(day, 0) + sum(asked(rig)) - before
        rig.clock.move(hours=1)
    assert {day: count for day, count in counts.items() if count} == {
        "2027-02-10": 10,
        "2027-02-11": 10,
        "2027-02-12": 7,
    }
    assert asked(rig) == [1] * 27
    sent = sorted((one.nudges[0].sent_at, one.id) for one in rig.deals())
    assert [deal_id for _, deal_id in sent] == sorted(one.id for one in rig.deals())


@pytest.mark.parametrize("moved_by", ["settings", "home", "zone"])
def test_what_a_digest_left_does_not_come_the_same_day(make_rig: MakeRig, moved_by: str) -> None:
    rig = make_rig(now=datetime(2027, 2, 9, 10, 30, tzinfo=UTC))
    rig.debrief(rig.ana, "Acme", callback_on=DAY.isoformat())
    rig.ana.close()
    planned(rig, NAMES[1:14])
    morning(rig)
    assert sum(asked(rig)) == 10
    rig.clock.move(hours=1, minutes=15)
    if moved_by == "zone":
        rig.ana.change_zone("Europe/Madrid")
    rig.ana.open_home()
    if moved_by == "settings":
        rig.ana.press(SETTINGS, "home")
        rig.ana.fill({"time": "11:00"})
        assert rig.ana.submit().action == "closed"
    for _ in range(4):
        rig.sweep()
        assert sum(asked(rig)) == 10
        rig.clock.move(hours=1)
    while sum(asked(rig)) == 10:
        rig.jump()
    assert rig.local(rig.clock.now()).date() == NEXT
    assert asked(rig) == [1] * 14


@pytest.mark.trouble
@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=429, retry_after=30),
        Fault(status=500),
        Fault(status=503, times=5),
        Fault(error="internal_error"),
        Fault(error="fatal_error", times=5),
    ],
    ids=lambda fault: str(fault.status or fault.error),
)
def test_a_digest_that_slack_did_not_take_is_put_off_whole(each_rig: Rig, fault: Fault) -> None:
    rig = each_rig
    planned(rig, NAMES[:12])
    rig.slack.faults.add("chat.postMessage", fault)
    morning(rig)
    assert (sum(asked(rig)), digests(rig)) == (0, [])
    for _ in range(20):
        rig.clock.move(minutes=5)
        rig.sweep()
    assert [names_on(m) for m in digests(rig)] == [NAMES[:10]]
    morning(rig, NEXT)
    assert sorted(asked(rig)) == [1] * 12


@pytest.mark.trouble
def test_a_morning_on_which_slack_took_nothing_comes_the_next_working_day(rig: Rig) -> None:
    planned(rig, NAMES[:12])
    rig.slack.faults.add("chat.postMessage", Fault(error="internal_error", times=None))
    for _ in range(5):
        morning(rig) if rig.clock.now() < MORNING else rig.sweep()
        rig.clock.move(hours=1)
    rig.slack.faults.clear()
    rig.sweep()
    assert sum(asked(rig)) == 0
    morning(rig, NEXT)
    assert [names_on(m) for m in digests(rig)] == [NAMES[:10]]
    morning(rig, NEXT + timedelta(days=1))
    assert asked(rig) == [1] * 12


def test_a_process_that_died_over_a_digest_is_relieved_by_the_next_one(each_rig: Rig) -> None:
    rig = each_rig
    planned(rig, NAMES[:12])
    rig.clock.move_to(MORNING)
    with rig.db.write(EVERYBODY) as session:
        claim_due(session, MORNING, 20)
    rig.sweep()
    assert sum(asked(rig)) == 0, "nobody else sends what is claimed"
    with rig.db.write(EVERYBODY) as session:
        let_claims_run_out(session)
    started = Database(rig.db.engine.url.render_as_string(hide_password=False))
    rig.sweep(services=Services(started, rig.playbook, rig.clock.now))
    started.close()
    assert [names_on(m) for m in digests(rig)] == [NAMES[:10]]
    rig.sweep()
    assert sum(asked(rig)) == 10
    morning(rig, NEXT)
    assert asked(rig) == [1] * 12


def test_several_replicas_send_one_digest(each_rig: Rig) -> None:
    rig = each_rig
    rig.ana.open_home()
    planned(rig, [f"{name}{part}" for part in ("", "holm") for name in NAMES[:14]])
    rig.clock.move_to(MORNING)
    with ThreadPoolExecutor(6) as replicas:
        for _ in range(6):
            replicas.submit(rig.sweep)
    assert [len(rows_on(m)) for m in digests(rig)] == [10]
    assert sum(asked(rig)) == 10
