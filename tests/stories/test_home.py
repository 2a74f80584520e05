"""App Home: the first visit, a card brought back, and published only when it changed."""

import pytest

from coaching.deal import Reply
from playground import Fault
from prompts.deal_card import SHOW
from prompts.home import DEBRIEF, EXPORT, RESUME, SHELF
from prompts.settings_modal import DELETE_ALL
from storage.overview import Shelf
from tests.rig import Rig
from tests.stories.cards import happened
from tests.stories.homes import counts, go_to
from tests.stories.scenes import actions_on, card, delete, lost, reply, words_on


def published(rig: Rig) -> int:
    """How often Home was published."""
    return sum(call.method == "views.publish" for call in rig.slack.calls)


def test_a_first_visit_shows_what_it_does_and_one_button(rig: Rig) -> None:
    rig.ana.open_home()
    assert rig.ana.home is not None
    assert actions_on(rig.ana.home) == {DEBRIEF}
    assert rig.playbook.words.say("home.about") in words_on(rig.ana.home)
    assert "/gotano Robin Hale, Fernway" in words_on(rig.ana.home)
    assert rig.ana.messages() == []


def test_another_tab_opened_publishes_nothing(rig: Rig) -> None:
    rig.slack.send_event(
        {"type": "app_home_opened", "user": "U0ANA", "channel": rig.ana.dm, "tab": "messages"}
    )
    assert published(rig) == 0


def test_a_draft_is_gone_on_with_from_the_first_visit_s_home(rig: Rig) -> None:
    rig.ana.command("/gotano", "Acme")
    rig.ana.fill({"stage": "buying", "asked_why": "told"})
    rig.ana.submit()
    rig.ana.close()
    rig.ana.open_home()
    rig.ana.press(RESUME, "home")
    assert rig.ana.view is not None


def test_nobody_else_s_deals_and_lessons_are_seen(rig: Rig) -> None:
    lost(rig, "Acme", lesson="Private", words="Secret")
    lost(rig, "Birch", who=rig.sam)
    rig.sam.open_home()
    for shelf in counts(rig.sam):
        go_to(rig.sam, shelf)
        seen = words_on(rig.sam.home)
        assert not [word for word in ("Acme", "Private", "Secret") if word in seen]


def test_home_is_published_once_while_nothing_changes(rig: Rig) -> None:
    lost(rig, "Acme")
    for _ in range(4):
        rig.ana.open_home()
    assert published(rig) == 1
    rig.clock.move(hours=30)
    rig.ana.open_home()
    assert published(rig) == 1


def test_home_is_published_again_when_something_changed(rig: Rig) -> None:
    rig.ana.open_home()
    lost(rig, "Acme")
    rig.ana.open_home()
    assert published(rig) == 2
    go_to(rig.ana, Shelf.OPEN)
    go_to(rig.ana, Shelf.OPEN)
    assert published(rig) == 3
    happened(rig, Reply.LET_GO)
    rig.ana.open_home()
    assert published(rig) == 4
    assert "(1)" in counts(rig.ana)[Shelf.LET_GO]


@pytest.mark.trouble
def test_a_home_that_slack_did_not_take_is_published_the_next_time(rig: Rig) -> None:
    rig.slack.faults.add("views.publish", Fault(error="internal_error"))
    rig.ana.open_home()
    assert rig.ana.home is None
    rig.ana.open_home()
    assert rig.ana.home is not None


def test_home_follows_what_happens_to_a_deal(rig: Rig) -> None:
    lost(rig, "Acme")
    lost(rig, "Birch")
    rig.ana.open_home()
    delete(rig.ana, card(rig.ana, rig.deals()[0]))
    assert "Birch" not in str(rig.ana.home)
    rig.jump()
    reply(rig.ana, Reply.LET_GO)
    rig.ana.press(f"{SHELF}let_go", "home")
    assert "Acme" in str(rig.ana.home)


@pytest.mark.parametrize("action", [SHOW, DELETE_ALL, EXPORT, f"{SHELF}open"])
def test_nobody_reaches_another_s_deals_from_home(rig: Rig, action: str) -> None:
    lost(rig, "Copperline", words="Secret")
    lost(rig, "Birch", who=rig.sam)
    rig.sam.open_home()
    go_to(rig.sam, Shelf.OPEN)
    pressed = rig.heard[-1]
    value = f"{Shelf.LET_GO}:0" if action.startswith(SHELF) else str(rig.deals()[0].id)
    pressed["actions"][0] |= {"action_id": action, "value": value}
    rig.sam.send_raw(pressed)
    assert [deal.prospect for deal in rig.deals()] == ["Copperline"]
    seen = str(rig.sam.messages()) + str([file.content for file in rig.slack.files]) + words_on(rig.sam.home)
    assert "Secret" not in seen
    assert "Copperline" not in seen
