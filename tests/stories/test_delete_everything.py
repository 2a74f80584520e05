"""Everything of a rep is deleted: no row, no name and no word is left, and nobody else's goes."""

from coaching.deal import Reply
from playground import Gestures
from prompts.deal_card import HAPPENED
from prompts.home import DEBRIEF
from prompts.settings_modal import DELETE_ALL
from tests.rig import Rig
from tests.stories.scenes import actions_on, card, delete_everything, lost, reply, rows, told


def busy(rig: Rig, who: Gestures) -> None:
    """A deal asked about and answered, one with a draft's note, settings and a pause."""
    lost(rig, "Dana Reyes, Acme", who, words="Secret", callback_on="2026-12-10", lesson="Private")
    rig.jump()
    reply(who, Reply.REACHED_OUT)
    who.command("/gotano", "Birch")
    who.fill({"stage": "buying", "asked_why": "told", "words": "Secret"})
    who.submit()
    who.close()
    who.command("/gotano", "settings")
    who.fill({"time": "16:00", "pause": "2027-02-01"})
    who.submit()


def taken_back(rig: Rig) -> None:
    """The clock takes the messages back, some at a time."""
    while rows(rig)["leftover_messages"]:
        rig.clock.move(seconds=30)
        rig.sweep()


def test_delete_everything_empties_the_database(rig: Rig) -> None:
    busy(rig, rig.ana)
    rig.ana.open_home()
    delete_everything(rig.ana)
    taken_back(rig)
    left = rows(rig)
    settings = {name: left.pop(name) for name in ("reps", "pauses", "workspaces")}
    assert left.pop("audit") == 1, "that it was done, without a word of what was deleted"
    assert not any(left.values()), left
    assert settings["pauses"] == 0
    assert actions_on(rig.ana.home or {}) == {DEBRIEF}, "Home is as on the first visit"


def test_delete_everything_takes_names_and_words_out_of_the_messages(rig: Rig) -> None:
    busy(rig, rig.ana)
    rig.ana.open_home()
    delete_everything(rig.ana)
    taken_back(rig)
    left = str(rig.ana.messages())
    assert not [word for word in ("Dana", "Acme", "Birch", "Secret", "Private") if word in left]


def test_delete_everything_leaves_everybody_else_s(rig: Rig) -> None:
    busy(rig, rig.sam)
    theirs, messages = rig.deals(rig.sam.person), rig.sam.messages()
    before = rows(rig)
    lost(rig)
    rig.ana.open_home()
    delete_everything(rig.ana)
    taken_back(rig)
    after = rows(rig)
    assert rig.deals(rig.sam.person) == theirs
    assert rig.sam.messages() == messages
    assert {name: count for name, count in after.items() if name not in ("reps", "audit")} == {
        name: count for name, count in before.items() if name not in ("reps", "audit")
    }


def test_nothing_comes_after_everything_was_deleted(rig: Rig) -> None:
    lost(rig, callback_on="2026-12-10")
    rig.ana.open_home()
    delete_everything(rig.ana)
    taken_back(rig)
    before = len(rig.ana.messages())
    rig.clock.move(days=120)
    rig.sweep()
    assert len(rig.ana.messages()) == before


def test_delete_everything_asks_first_and_names_how_many(rig: Rig) -> None:
    for name in ("Acme", "Birch", "Copperline"):
        lost(rig, name)
    rig.ana.command("/gotano", "settings")
    (button,) = (
        element
        for block in (rig.ana.view or {})["blocks"]
        for element in block.get("elements", [])
        if element.get("action_id") == DELETE_ALL
    )
    said = button["confirm"]["text"]["text"]
    words = rig.playbook.words
    assert said == words.say("home.delete_text", lost_deals=words.count("lost_deals", 3))
    assert "3" in said
    assert "all my messages" in said, "every message is taken back, not the newest"
    assert "Files I've sent you stay." in said, "nothing keeps track of exports and calendar files"


def test_a_rep_begins_anew_after_deleting_everything(rig: Rig) -> None:
    busy(rig, rig.ana)
    rig.ana.open_home()
    delete_everything(rig.ana)
    lost(rig, "Dana Reyes, Acme")
    (deal,) = rig.deals()
    assert len(deal.debriefs) == 1
    assert deal.next_nudge_at is not None
    assert rig.local(deal.next_nudge_at).strftime("%H:%M") == "09:30", "the settings of before are gone"


def test_an_old_button_of_a_deleted_deal_says_so(rig: Rig) -> None:
    lost(rig)
    old = card(rig.ana, rig.deals()[0])
    rig.ana.open_home()
    delete_everything(rig.ana)
    rig.ana.press(HAPPENED, old)
    assert told(rig.ana) == [rig.playbook.words.say("card.no_longer_there")]
