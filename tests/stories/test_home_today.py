"""Home answers first what to do today: what waits for an answer, what is to be decided, what falls due."""

import pytest

from coaching.deal import Reply
from prompts.deal_card import LET_GO, SHOW
from prompts.digest import ANSWER
from prompts.home import SHELF
from storage.overview import Shelf
from tests.rig import Rig
from tests.size import sized
from tests.stories.homes import counts, go_to, shown, waiting_on
from tests.stories.scenes import actions_on, lost, nudged, reply, undo, words_on
from tests.stories.test_home_paging import insert


def test_a_nudge_that_waits_stands_first_with_one_primary_button(some_rig: Rig) -> None:
    rig = some_rig
    nudged(rig)
    rig.ana.open_home()
    (row,) = waiting_on(rig.ana)
    words, deal = rig.playbook.words, rig.deals()[0]
    assert row.startswith("Dana Reyes, Acme\n")
    assert words.say("asks.follow_up") in row or words.say("asks.go_back") in row
    assert words.short_date(rig.local(deal.nudges[0].sent_at).date()) in row
    (buttons,) = (b for b in (rig.ana.home or {})["blocks"] if b["block_id"].startswith("do-"))
    assert [(e["action_id"], e.get("style")) for e in buttons["elements"]] == [
        (ANSWER, "primary"),
        (SHOW, None),
    ]


def test_an_answer_given_on_home_leaves_it(some_rig: Rig) -> None:
    rig = some_rig
    nudged(rig)
    rig.ana.open_home()
    rig.ana.press(ANSWER, "home")
    rig.ana.fill({"reply": Reply.REACHED_OUT})
    rig.ana.submit()
    assert rig.deals()[0].replies[-1].reply is Reply.REACHED_OUT
    assert waiting_on(rig.ana) == []
    undo(rig.ana)
    assert len(waiting_on(rig.ana)) == 1, "undone, it waits again"


def test_a_question_that_waits_does_not_come_up_on_the_day_of_its_reminder(rig: Rig) -> None:
    nudged(rig)
    rig.ana.open_home()
    assert Shelf.COMING_UP not in counts(rig.ana)
    rig.jump()
    rig.ana.open_home()
    assert len(waiting_on(rig.ana)) == 1, "one row, though it was reminded of"
    assert rig.deals()[0].nudges[0].sent_at < rig.deals()[0].nudges[1].sent_at
    first = rig.playbook.words.short_date(rig.local(rig.deals()[0].nudges[0].sent_at).date())
    assert first in waiting_on(rig.ana)[0]


def test_the_longest_waiting_comes_first(rig: Rig) -> None:
    lost(rig, "Later", callback_on="2026-12-11")
    lost(rig, "First", callback_on="2026-12-10")
    rig.jump()
    rig.jump()
    rig.ana.open_home()
    assert [row.split("\n")[0] for row in waiting_on(rig.ana)] == ["First", "Later"]


def test_of_what_is_due_at_one_moment_the_bigger_deal_comes_first(rig: Rig) -> None:
    lost(rig, "Small", callback_on="2026-12-10", value="5k")
    lost(rig, "None", callback_on="2026-12-10")
    lost(rig, "Big", callback_on="2026-12-10", value="12k")
    acme = rig.deals()[0].next_nudge_at
    assert acme is not None
    rig.clock.move_to(acme.replace(hour=3))
    rig.ana.open_home()
    said = words_on(rig.ana.home).split(rig.playbook.words.say("home.start"))[0]
    assert said.index("Big") < said.index("Small") < said.index("None")


def test_a_recommendation_waits_for_a_decision_before_any_message_of_it(rig: Rig) -> None:
    for _ in range(2):
        lost(rig, "Acme", callback_on="2027-02-10")
    rig.jump()
    reply(rig.ana, Reply.STILL_NO)
    rig.ana.fill({"kind-buying": "not_now", "door": "ajar"})
    rig.ana.submit()
    assert not rig.deals()[0].plan.accepted
    rig.ana.open_home()
    (row,) = waiting_on(rig.ana)
    assert rig.playbook.words.say("asks.recommended") in row
    rig.ana.press(SHOW, "home", block_id=f"do-{row_id(rig)}")
    assert LET_GO in actions_on(rig.ana.view or {})


def row_id(rig: Rig) -> str:
    (row,) = (b for b in (rig.ana.home or {})["blocks"] if b["block_id"].startswith("today-"))
    return str(row["block_id"]).removeprefix("today-")


def test_home_with_nothing_to_do_says_so_in_one_line(rig: Rig) -> None:
    lost(rig)
    rig.ana.open_home()
    assert rig.playbook.words.say("today.nothing") in words_on(rig.ana.home)


def test_what_falls_due_today_and_in_the_next_days_is_named_by_day(rig: Rig) -> None:
    lost(rig, "Acme", callback_on="2026-12-10")
    lost(rig, "Birch", callback_on="2026-12-11")
    lost(rig, "Cork", callback_on="2027-03-11")
    acme, words = rig.deals()[2].next_nudge_at, rig.playbook.words
    assert acme is not None
    rig.clock.move_to(acme.replace(hour=3))
    rig.ana.open_home()
    said = words_on(rig.ana.home).split(words.say("home.settings"))[0]
    today, soon = said.split(words.say("today.soon"))
    assert "Acme" in today
    assert "Birch" in soon.split(words.say("home.shelf_coming_up"))[0]
    assert "Cork" not in soon.split(words.say("home.shelf_coming_up"))[0]
    assert waiting_on(rig.ana) == []


def test_what_falls_due_today_can_be_looked_at_before_it_comes(some_rig: Rig) -> None:
    rig = some_rig
    for name in ("Acme", "Birch", "Cork", "Dune", "Elm"):
        lost(rig, name, callback_on="2026-12-10")
    at = rig.deals()[0].next_nudge_at
    assert at is not None
    rig.clock.move_to(at.replace(hour=3))
    rig.ana.open_home()
    due = [b for b in (rig.ana.home or {})["blocks"] if b["block_id"].startswith("due-")]
    assert [b["text"]["text"] for b in due] == ["Acme", "Birch", "Cork", "Dune"]
    said = words_on(rig.ana.home).split(rig.playbook.words.say("home.start"))[0]
    assert said.endswith(rig.playbook.words.say("today.more", count=1) + "\nElm\n")
    rig.ana.press(SHOW, "home", block_id=due[1]["block_id"])
    assert "Birch" in words_on(rig.ana.view)


def test_empty_shelves_are_hidden_and_the_open_one_is_marked(rig: Rig) -> None:
    lost(rig)
    rig.ana.open_home()
    assert set(counts(rig.ana)) == {Shelf.COMING_UP, Shelf.OPEN}
    go_to(rig.ana, Shelf.OPEN)
    labels = counts(rig.ana)
    assert labels[Shelf.OPEN].startswith("Now shown")
    assert not labels[Shelf.COMING_UP].startswith("Now shown")


@pytest.mark.parametrize("size", sized([40, 400], [40, 2000]))
def test_however_much_waits_home_keeps_slack_s_limits(rig: Rig, size: int) -> None:
    insert(rig.db, size, lesson="Ask sooner")
    for _ in range(3):
        rig.jump()
    rig.ana.open_home()
    assert len((rig.ana.home or {})["blocks"]) <= 100
    assert 0 < len(waiting_on(rig.ana)) <= 10
    assert f"{SHELF}{Shelf.OPEN}" in actions_on(rig.ana.home or {})
    assert shown(rig.ana)


def test_nobody_else_s_day_is_seen(rig: Rig) -> None:
    nudged(rig)
    lost(rig, "Birch", who=rig.sam)
    rig.sam.open_home()
    assert waiting_on(rig.sam) == []
