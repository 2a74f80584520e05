"""Walks past everything the bot shows; each stops at every screen, and says where it is."""

from collections.abc import Callable, Iterator

from playwright.sync_api import expect

from prompts.deal_card import CHANGE_DATE, HAPPENED, SHOW
from prompts.home import DEBRIEF
from prompts.more import MORE
from prompts.nudge_message import UNDO
from prompts.quick_screen import SOUNDS
from prompts.verdict_screen import WHY
from tests.browser.visit import Visit


def debrief(visit: Visit) -> Iterator[str]:
    # In one piece: a walk is read screen by screen.
    expect(visit.messages).to_have_count(0)
    yield "empty conversation"
    visit.box.press_sequentially("/")
    visit.page.locator(".suggestions").get_by_role("option").first.wait_for()
    yield "commands"
    visit.command("/gotano Dana Reyes, Acme")
    yield "quick debrief"
    visit.pick("kind", "not_now")
    visit.block("asked_why").wait_for()
    visit.write("words", "No budget left. Ask me again in May.")
    visit.click(visit.button(SOUNDS))
    visit.block("named").wait_for()
    yield "quick debrief, all of it"
    visit.submit()
    visit.errors.first.wait_for()
    yield "quick debrief, refused"
    visit.click(visit.page.get_by_test_id("modal-x"))
    expect(visit.modal).to_have_count(0)
    visit.in_full()
    yield "screen 1"
    visit.submit()
    visit.errors.first.wait_for()
    yield "screen 1, refused"
    visit.choose("stage", "buying")
    visit.choose("asked_why", "told")
    visit.submit()
    visit.block("kind").wait_for()
    yield "screen 2"
    visit.click(visit.select("kind"))
    visit.option("not_now").wait_for()
    yield "screen 2, list open"
    visit.click(visit.option("not_now"))
    visit.choose("door", "open")
    visit.submit()
    visit.block("callback_on").wait_for()
    yield "screen 3"
    visit.submit()
    visit.block("verdict").wait_for()
    yield "verdict"
    visit.click(visit.button(WHY))
    expect(visit.button(WHY)).to_have_count(0)
    yield "verdict, and why"


def nobody_answered(visit: Visit) -> Iterator[str]:
    visit.to_why(stage="first")
    yield "screen 2 by radio buttons"
    visit.choose("kind", "no_response")
    expect(visit.block("door")).to_have_count(0)
    yield "screen 2 without a door"
    visit.submit()
    visit.block("tries").wait_for()
    yield "screen 3 with a number"
    visit.write("tries", "7")
    visit.submit()
    visit.block("verdict").wait_for()
    yield "verdict to let go"


def card(visit: Visit) -> Iterator[str]:
    visit.to_verdict("We move offices first.", named_in_days=14)
    visit.finish()
    visit.button(CHANGE_DATE).wait_for()
    yield "card"
    for action_id in (CHANGE_DATE, HAPPENED, SHOW):
        visit.click(visit.button(action_id))
        visit.modal.wait_for()
        yield action_id
        visit.click(visit.page.get_by_test_id("modal-x"))
        expect(visit.modal).to_have_count(0)
    visit.click(visit.button(MORE))
    visit.page.get_by_role("menuitem").first.wait_for()
    yield "more"
    visit.click(visit.page.get_by_role("menuitem").last)
    visit.modal.wait_for()
    yield "deletion confirmed"


def nudge(visit: Visit) -> Iterator[str]:
    visit.to_nudge("We move offices first.")
    yield "nudge"
    visit.click(visit.reply_button("reached_out"))
    expect(visit.reply_button("reached_out")).to_have_count(0)
    yield "answered nudge"
    visit.click(visit.button(UNDO))
    visit.click(visit.reply_button("still_no"))
    visit.block("door").wait_for()
    yield "still no"


def home(visit: Visit) -> Iterator[str]:
    visit.tab("home")
    visit.button(DEBRIEF).wait_for()
    yield "first home"
    visit.control("examples")
    visit.tab("home")
    visit.home.get_by_role("button").nth(4).wait_for()
    yield "home"
    visit.tab("messages")
    visit.messages.nth(3).wait_for()
    yield "full conversation"


WALKS: tuple[Callable[[Visit], Iterator[str]], ...] = (debrief, nobody_answered, card, nudge, home)
