"""Walks past everything the bot shows; each stops at every screen, and says where it is."""

from collections.abc import Callable, Iterator

from playwright.sync_api import expect

from prompts.deal_card import CHANGE_DATE, EDIT, HAPPENED, SHARE, SHOW
from prompts.digest import ANSWER
from prompts.find_modal import FIND
from prompts.home import DEBRIEF, SETTINGS
from prompts.more import MORE
from prompts.notes import ADD_NOTE
from prompts.nudge_message import UNDO
from prompts.one_answer import OPEN
from prompts.prep import PREP
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


def sharpen(visit: Visit) -> Iterator[str]:
    visit.command("/gotano Dana Reyes, Acme")
    visit.pick("kind", "not_now")
    visit.block("stage").wait_for()
    visit.choose("door", "ajar")
    visit.choose("stage", "buying")
    visit.submit()
    visit.block("verdict").wait_for()
    yield "verdict, and what sharpens it"
    visit.click(visit.button(f"{OPEN}_lesson"))
    visit.block("lesson").wait_for()
    yield "one answer"
    visit.write("lesson", "Ask for the date first.")
    visit.submit()
    visit.block("verdict").wait_for()
    yield "what it changed"


def behind_the_dots(visit: Visit) -> Iterator[str]:
    """What the card's menu opens, and the note beside it."""
    visit.to_verdict("We move offices first.", named_in_days=14)
    visit.finish()
    for step in (EDIT, SHARE):
        visit.more(visit.messages.last, step)
        visit.modal.wait_for()
        yield step
        visit.click(visit.page.get_by_test_id("modal-x"))
        expect(visit.modal).to_have_count(0)
    visit.click(visit.button(ADD_NOTE))
    visit.block("note").wait_for()
    yield "note"
    visit.write("note", "They open in March.")
    visit.finish()
    visit.click(visit.button(ADD_NOTE))
    visit.modal.wait_for()
    yield "note, with one before"


def from_home(visit: Visit) -> Iterator[str]:
    """What Home's own buttons open."""
    visit.control("examples")
    visit.tab("home")
    for action_id in (PREP, SETTINGS, FIND):
        visit.click(visit.button(action_id))
        visit.modal.wait_for()
        yield action_id
        if action_id != FIND:
            visit.click(visit.page.get_by_test_id("modal-x"))
            expect(visit.modal).to_have_count(0)
    visit.write("name", "e")
    visit.submit()
    visit.modal.locator(visit.button(SHOW)).first.wait_for()
    yield "found"


def digest(visit: Visit) -> Iterator[str]:
    visit.control("examples")
    visit.control("next_nudge")
    answer = visit.messages.last.locator(visit.button(ANSWER))
    answer.first.wait_for()
    yield "digest"
    visit.click(answer.first)
    visit.block("reply").wait_for()
    yield "a row's answer"


WALKS: tuple[Callable[[Visit], Iterator[str]], ...] = (
    debrief,
    nobody_answered,
    card,
    nudge,
    home,
    sharpen,
    behind_the_dots,
    from_home,
    digest,
)
