"""What somebody does on the page without a mouse; each key that is no typing is counted."""

from playwright.sync_api import Locator, expect

from tests.browser.visit import Visit

MOST_STOPS = 30


def go_to(visit: Visit, what: Locator, key: str = "Tab") -> None:
    """Presses Tab, or another key, until `what` has the focus."""
    what.wait_for()
    for _ in range(MOST_STOPS):
        if what.evaluate("node => node === document.activeElement"):
            return
        visit.hit(key)
    raise AssertionError(f"{key} never comes to {what}")


def choose(visit: Visit, field: str, value: str) -> None:
    """Tab to the group, then down to the answer."""
    group = visit.block(field).get_by_role("radio")
    go_to(visit, group.first)
    visit.hit("Space")
    for _ in range(group.count()):
        if visit.radio(field, value).is_checked():
            return
        visit.hit("ArrowDown")
    raise AssertionError(f"the arrow keys never come to {value}")


def submit(visit: Visit) -> None:
    go_to(visit, visit.page.get_by_test_id("modal-submit"))
    visit.hit("Enter")


def press(visit: Visit, what: Locator) -> None:
    go_to(visit, what)
    visit.hit("Enter")


def quick_debrief(visit: Visit) -> None:
    """From the open quick screen, whose words have the focus, to the verdict."""
    keyboard = visit.page.keyboard
    expect(visit.input("words")).to_be_focused()
    keyboard.type("Not the right time for us")
    go_to(visit, visit.select("kind"))
    visit.hit("ArrowDown")
    keyboard.type("not now")
    visit.hit("Enter")
    visit.block("asked_why").wait_for()
    choose(visit, "door", "open")
    choose(visit, "stage", "first")
    submit(visit)
    visit.block("verdict").wait_for()
