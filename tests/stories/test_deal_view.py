"""*Show* opens the whole deal as a modal, and what is done in it shows in it."""

import pytest

from coaching.deal import Reply, Status
from prompts.deal_card import (
    CHANGE_DATE,
    DELETE,
    EDIT,
    HAPPENED,
    HISTORY,
    LET_GO,
    REOPEN,
    SHARE,
    SHOW,
    WON_BECAUSE,
)
from prompts.notes import ADD_NOTE
from prompts.own_words_form import OWN_WORDS
from storage.deals import delete_deal
from storage.owner import EVERYBODY, Owner
from tests.rig import ANA, TEAM, Rig
from tests.stories.homes import standing
from tests.stories.scenes import actions_on, lost, nudged, told, words_on
from tests.stories.shown import find, show, top


def test_it_has_the_verdict_their_words_what_was_noted_and_the_history(some_rig: Rig) -> None:
    rig = some_rig
    lost(rig, words="Call me *later* <!channel>", condition="A new boss", lesson="Ask who signs")
    said = words_on(show(rig))
    words, deal = rig.playbook.words, rig.deals()[0]
    title = words.say(f"verdict.{deal.plan.verdict}_line", prospect=deal.prospect)
    for part in (
        title,
        "Call me *later* <!channel>",
        "A new boss",
        "Ask who signs",
        words.say("history.title"),
    ):
        assert part in said
    assert "mrkdwn" not in str(top(rig.ana))


def test_nothing_is_posted_by_looking(rig: Rig) -> None:
    lost(rig)
    before = rig.ana.messages()
    show(rig)
    assert rig.ana.messages() == before


@pytest.mark.parametrize("status", Status, ids=str)
def test_it_opens_wherever_the_deal_stands_with_what_fits_there(rig: Rig, status: Status) -> None:
    standing(rig, status)
    offered = actions_on(show(rig))
    assert {HISTORY, DELETE} <= offered
    assert ({SHARE, ADD_NOTE} <= offered) is (status is not Status.HANDED_OVER)
    assert (REOPEN in offered) is (status is Status.LET_GO)
    assert (WON_BECAUSE in offered) is (status is Status.WON_BACK)
    assert ({HAPPENED, EDIT} <= offered) is (status in (Status.OPEN, Status.WAITING))


def test_another_day_is_chosen_on_top_of_it_and_shows_in_it(some_rig: Rig) -> None:
    rig = some_rig
    lost(rig)
    before = words_on(show(rig))
    rig.ana.press(CHANGE_DATE)
    assert len(rig.ana.views) == 2
    rig.ana.fill({"on": "2026-12-10"})
    rig.ana.submit()
    assert len(rig.ana.views) == 1
    moment = rig.playbook.words.short_date(rig.deals()[0].plan.due.on)  # type: ignore[union-attr]
    assert words_on(top(rig.ana)) != before
    assert moment.split()[0] in words_on(top(rig.ana))


def test_what_happened_is_told_in_it_and_shows_in_it(rig: Rig) -> None:
    nudged(rig)
    show(rig)
    rig.ana.press(HAPPENED)
    rig.ana.fill({"reply": Reply.WON_BACK})
    rig.ana.submit()
    assert rig.playbook.words.say("card.won_back_title", prospect="Dana Reyes, Acme") in words_on(
        top(rig.ana)
    )
    rig.ana.press(WON_BECAUSE)
    rig.ana.fill({"what": "Patience"})
    rig.ana.submit()
    assert "Patience" in words_on(top(rig.ana))


def test_letting_go_in_it_shows_in_it_and_so_does_reopening(rig: Rig) -> None:
    for _ in range(2):
        lost(rig, callback_on="2027-02-10")
    rig.jump()
    show(rig)
    rig.ana.press(HAPPENED)
    rig.ana.fill({"reply": Reply.STILL_NO})
    rig.ana.submit()
    rig.ana.fill({"kind-buying": "not_now", "door": "ajar"})
    rig.ana.submit()
    assert LET_GO in actions_on(top(rig.ana))
    rig.ana.press(LET_GO)
    assert rig.deals()[0].status is Status.LET_GO
    assert REOPEN in actions_on(top(rig.ana))
    rig.ana.press(REOPEN)
    rig.ana.fill({"on": "2027-06-10"})
    rig.ana.submit()
    assert HAPPENED in actions_on(top(rig.ana))


def test_editing_takes_its_place(rig: Rig) -> None:
    lost(rig)
    show(rig)
    rig.ana.press(EDIT)
    assert len(rig.ana.views) == 1
    for _ in range(3):
        assert rig.ana.submit().action == "updated"
    assert len(rig.deals()[0].debriefs) == 2


def test_history_and_sharing_open_on_top_and_lead_back(rig: Rig) -> None:
    lost(rig)
    rig.slack.invite("C0LESSONS")
    show(rig)
    rig.ana.press(HISTORY)
    rig.ana.close()
    rig.ana.press(SHARE)
    rig.ana.fill({"lesson": "Ask sooner", "channel": "C0LESSONS"})
    rig.ana.submit()
    assert len(rig.ana.views) == 3
    rig.ana.submit()
    rig.ana.close()
    assert any("Ask sooner" in str(message) for message in rig.sam.messages("C0LESSONS"))


@pytest.mark.parametrize("action", [ADD_NOTE, OWN_WORDS])
def test_what_is_written_on_top_of_it_shows_in_it(rig: Rig, action: str) -> None:
    lost(rig)
    show(rig)
    rig.ana.press(action)
    (name,) = (b["block_id"] for b in top(rig.ana)["blocks"] if b["type"] == "input")
    rig.ana.fill({name: "Call the new boss"})
    rig.ana.submit()
    assert len(rig.ana.views) == 1
    assert "Call the new boss" in words_on(top(rig.ana))


def test_deleting_in_it_says_that_nothing_is_left(rig: Rig) -> None:
    lost(rig, "Copperline")
    show(rig)
    rig.ana.press(DELETE)
    assert rig.deals() == []
    assert rig.playbook.words.say("card.deleted") in words_on(top(rig.ana))
    assert "Copperline" not in words_on(top(rig.ana))
    assert "Copperline" not in str(rig.ana.home)


def test_a_deal_deleted_meanwhile_is_said_to_be_gone(rig: Rig) -> None:
    lost(rig)
    rig.ana.open_home()
    with rig.db.write(EVERYBODY) as session:
        delete_deal(session, Owner(TEAM, ANA.id), rig.deals()[0].id)
    rig.ana.press(SHOW, "home")
    assert rig.playbook.words.say("card.no_longer_there") in words_on(rig.ana.view)


def test_the_list_shows_it_too(rig: Rig) -> None:
    lost(rig)
    rig.ana.command("/gotano", "list")
    rig.ana.press(SHOW, rig.ana.messages()[-1])
    assert "Dana Reyes, Acme" in words_on(rig.ana.view)
    assert len(told(rig.ana)) == 1


def test_nobody_else_s_deal_is_shown(rig: Rig) -> None:
    lost(rig, words="Secret")
    lost(rig, "Birch", who=rig.sam)
    rig.sam.open_home()
    rig.sam.press(SHOW, "home")
    pressed = rig.heard[-1]
    pressed["trigger_id"] = rig.sam.trigger()
    pressed["actions"][0]["value"] = str(rig.deals()[0].id)
    rig.sam.close()
    rig.sam.send_raw(pressed)
    assert "Secret" not in words_on(rig.sam.view)
    assert "Acme" not in words_on(rig.sam.view)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("dana", ["Dana Reyes, Acme"]),
        ("ACME reyes", ["Dana Reyes, Acme"]),
        ("muller", ["Jörg Müller"]),
        ("田中", ["田中商事"]),
        ("Иван", ["Иван Петров"]),
        ("petrov", ["Иван Петров"]),
        ("Danna Reyes", ["Dana Reyes, Acme"]),
        ("zzz", []),
    ],
)
def test_a_deal_is_found_by_its_name_in_any_script(rig: Rig, typed: str, found: list[str]) -> None:
    for name in ("Dana Reyes, Acme", "Jörg Müller", "田中商事", "Иван Петров"):
        lost(rig, name)
    lost(rig, "Dana Elsewhere", who=rig.sam)
    assert find(rig.ana, typed) == found
    nothing = rig.playbook.words.say("home.find_nothing")
    assert (nothing in words_on(rig.ana.view)) is not bool(found)


def test_what_was_found_is_shown_in_the_place_of_the_search(rig: Rig) -> None:
    lost(rig)
    find(rig.ana, "acme")
    rig.ana.press(SHOW)
    assert len(rig.ana.views) == 1
    rig.ana.press(SHARE)
    rig.ana.fill({"lesson": "Ask sooner", "channel": "C0LESSONS"})
    assert rig.ana.submit().action == "pushed"
