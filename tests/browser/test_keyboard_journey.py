"""The whole way without a mouse: the debrief, the card, the day of the nudge, the answer, Home and the deal on it."""

import pytest
from playwright.sync_api import expect

from coaching.deal import Reply
from prompts.deal_card import SHARE, SHOW
from prompts.digest import ANSWER as DIGEST_ANSWER
from prompts.home import DEBRIEF
from prompts.more import MORE
from prompts.nudge_message import UNDO
from prompts.one_answer import OPEN
from tests.browser.keyboard import choose, go_to, press, quick_debrief, submit
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser


def control(visit: Visit, name: str) -> None:
    press(visit, visit.page.get_by_test_id(f"control-{name}"))
    press(visit, visit.notice.last.get_by_role("button"))


def debrief(visit: Visit, name: str) -> None:
    """From the message box, which has the focus, to the card."""
    keyboard = visit.page.keyboard
    expect(visit.box).to_be_focused()
    keyboard.type(f"/gotano {name}")
    keyboard.press("Enter")
    quick_debrief(visit)
    press(visit, visit.button(f"{OPEN}_lesson"))
    go_to(visit, visit.input("lesson"))
    keyboard.type("Ask for the date first")
    submit(visit)
    visit.block("verdict").wait_for()
    submit(visit)
    expect(visit.modal).to_have_count(0)


def test_a_row_of_a_digest_is_answered_by_keyboard_alone(visit: Visit) -> None:
    visit.control("examples")
    visit.control("next_nudge")
    rows = visit.messages.last.locator(visit.button(DIGEST_ANSWER))
    expect(rows).not_to_have_count(0)
    before = rows.count()
    visit.box.focus()
    go_to(visit, rows.last, "Shift+Tab")
    visit.page.keyboard.press("Enter")
    visit.modal.wait_for()
    choose(visit, "reply", Reply.DODGED)
    submit(visit)
    expect(rows).to_have_count(before - 1)


def test_the_whole_journey_goes_by_keyboard_alone(visit: Visit) -> None:
    # In one piece: where the focus is follows from the keys before.
    keyboard = visit.page.keyboard
    debrief(visit, "Dana Reyes, Acme")
    press(visit, visit.button(MORE).last)
    share = visit.page.locator(f'[role=menuitem][data-value^="{SHARE}:"]')
    for _ in range(5):
        if share.evaluate("node => node === document.activeElement"):
            break
        keyboard.press("ArrowDown")
    expect(share).to_be_focused()
    keyboard.press("Enter")
    visit.modal.wait_for()
    keyboard.press("Escape")
    expect(visit.modal).to_have_count(0)

    control(visit, "next_nudge")
    press(visit, visit.reply_button(Reply.REACHED_OUT))
    expect(visit.reply_button(Reply.REACHED_OUT)).to_have_count(0)
    press(visit, visit.button(UNDO))
    go_to(visit, visit.messages.last.get_by_role("combobox"))
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    expect(visit.button(UNDO)).to_be_visible()

    go_to(visit, visit.page.get_by_test_id("messages-tab"))
    keyboard.press("ArrowLeft")
    expect(visit.button(DEBRIEF)).to_be_visible()
    press(visit, visit.home.locator(visit.button(SHOW)).first)
    visit.modal.wait_for()
    keyboard.press("Escape")
    expect(visit.modal).to_have_count(0)
    expect(visit.home.locator(visit.button(SHOW)).first).to_be_focused()
