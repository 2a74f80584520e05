"""The ways that are not the three screens: one screen, a pasted rejection, and what a rep writes and looks up."""

from collections.abc import Iterator
from datetime import timedelta

from prompts.deal_card import SHOW
from prompts.find_modal import FIND
from prompts.forwarded import KIND
from prompts.notes import ADD_NOTE
from prompts.one_answer import OPEN
from prompts.own_words_form import OWN_WORDS
from prompts.quick_screen import DOOR_NOW
from tests.rig import Rig
from tests.stories.scenes import card, choose, nudge

_MAIL = "From: Lee Chan\n\nThere is simply no budget left this year, so it is a no from us."


def quick_way(rig: Rig) -> Iterator[str]:
    ana = rig.ana
    ana.command("/gotano", "settings")
    ana.fill({"debrief": "1"})
    ana.submit()
    yield "(debriefs begin on one screen)"
    ana.command("/gotano", "Omid Rahimi, Quarry")
    yield "/gotano NAME: the one screen"
    ana.fill({"kind-any": "no_value"})
    yield "its kind chosen"
    ana.fill({"door": "ajar"})
    yield "its door chosen"
    ana.submit()
    yield "the one screen sent: the verdict and the card"
    ana.press(f"{OPEN}_callback_on")
    yield "one answer opened"
    ana.fill({"callback_on": (rig.clock.now().date() + timedelta(days=30)).isoformat()})
    ana.submit()
    yield "one answer sent: the verdict again"
    ana.close(all=True)


def pasted(rig: Rig) -> Iterator[str]:
    rig.ana.say("hello")
    yield "hello said to the bot"
    rig.ana.say(_MAIL)
    yield "a rejection pasted"
    rig.ana.press(f"{KIND}_0", nudge(rig.ana))
    yield "its kind pressed"
    rig.ana.press(f"{DOOR_NOW}_ajar")
    yield "its door pressed: the verdict and the card"
    rig.ana.close(all=True)


def written_and_looked_up(rig: Rig) -> Iterator[str]:
    ana, deal = rig.ana, rig.deals()[0]
    ana.press(ADD_NOTE, card(ana, deal))
    yield "a note opened"
    ana.fill({"note": "They move in May"})
    ana.submit()
    yield "a note sent"
    choose(ana, OWN_WORDS, card(ana, deal))
    yield "own words opened"
    ana.fill({"text": "Call me when you've moved"})
    ana.submit()
    yield "own words sent"
    ana.command("/gotano", f"prep {deal.prospect}")
    yield "/gotano prep NAME"
    ana.close(all=True)
    ana.press(SHOW, "home", value=str(deal.id))
    yield "a deal shown from Home"
    ana.close(all=True)
    ana.press(FIND, "home")
    ana.fill({"name": deal.prospect})
    ana.submit()
    yield "a name found"
    ana.close(all=True)
