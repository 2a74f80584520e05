"""The debrief without a mouse."""

import pytest
from playwright.sync_api import expect

from prompts.deal_card import CHANGE_DATE
from prompts.quick_screen import FULL
from tests.browser.keyboard import MOST_STOPS, choose, go_to, submit
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser


def test_a_debrief_goes_from_the_message_box_to_the_card_by_keyboard_alone(visit: Visit) -> None:
    # In one piece: it is one way through, key by key, and where the focus is follows from the keys before.
    keyboard = visit.page.keyboard
    expect(visit.box).to_be_focused()
    keyboard.type("/gotano Dana Reyes, Acme")
    keyboard.press("Enter")

    expect(visit.input("words")).to_be_focused()
    go_to(visit, visit.button(FULL))
    keyboard.press("Enter")
    choose(visit, "stage", "buying")
    choose(visit, "asked_why", "told")
    submit(visit)

    expect(visit.select("kind")).to_be_focused()
    keyboard.press("ArrowDown")
    keyboard.type("not now")
    keyboard.press("Enter")
    choose(visit, "door", "ajar")
    submit(visit)

    expect(visit.input("condition")).to_be_focused()
    keyboard.type("the new office is open")
    go_to(visit, visit.input("callback_on"))
    # The same in the order of every language.
    keyboard.type("04042035")
    expect(visit.input("callback_on")).to_have_value("2035-04-04")
    submit(visit)

    expect(visit.block("verdict")).to_be_visible()
    submit(visit)
    expect(visit.modal).to_have_count(0)
    expect(visit.box).to_be_focused()
    expect(visit.button(CHANGE_DATE)).to_have_count(1)


def test_the_script_is_reached_with_the_keyboard_and_can_be_selected(visit: Visit) -> None:
    visit.to_verdict()
    script = visit.modal.locator("pre")
    visit.modal.locator("#modal-title").focus()
    go_to(visit, script)
    assert "Dana" in script.inner_text()
    script.evaluate("block => getSelection().selectAllChildren(block)")
    assert visit.page.evaluate("getSelection().toString()") == script.inner_text()


def test_escape_closes_a_screen_and_gives_the_focus_back(visit: Visit) -> None:
    visit.command("/gotano Dana Reyes, Acme")
    expect(visit.input("words")).to_be_focused()
    visit.page.keyboard.press("Escape")
    expect(visit.modal).to_have_count(0)
    expect(visit.box).to_be_focused()


def test_tab_stays_inside_a_screen(visit: Visit) -> None:
    visit.command("/gotano Dana Reyes, Acme")
    expect(visit.input("words")).to_be_focused()
    for _ in range(MOST_STOPS):
        visit.page.keyboard.press("Tab")
        assert visit.modal.evaluate("modal => modal.contains(document.activeElement)")
