"""One person in front of the demo's page: what they see, by its hooks, and each thing they do, counted."""

import re
from datetime import UTC, date, datetime, timedelta

from playwright.sync_api import Locator, Page, expect

from bot.demo import PEOPLE, Demo
from prompts.more import MORE
from prompts.nudge_buttons import REPLY
from prompts.quick_screen import FULL

START = datetime(2035, 3, 5, 9, 0, tzinfo=UTC)
"""A Monday morning in Lisbon, ahead of any real clock, so that the demo always begins on it."""

_MANY_MESSAGES_MS = 30_000
"""The examples are eight cards, each posted and drawn, on a machine that may have other work."""


class Visit:
    """`gestures` counts what a person would: a text typed, a key pressed, a click."""

    def __init__(self, page: Page, demo: Demo) -> None:
        self.page = page
        self.demo = demo
        self.gestures = 0
        self.box = page.get_by_test_id("message-box")
        self.modal = page.get_by_test_id("modal")
        self.home = page.get_by_test_id("home")
        self.messages = page.get_by_test_id("message")
        self.errors = page.get_by_test_id("field-error")
        self.notice = page.get_by_test_id("notice")

    def open(self) -> "Visit":
        self.page.goto(self.demo.slack.url)
        self.box.wait_for()
        return self

    def today(self) -> date:
        return self.demo.clock.now().date()

    def in_days(self, days: int) -> str:
        """A date that many days from now, as a date field takes it."""
        return (self.today() + timedelta(days=days)).isoformat()

    def block(self, field: str) -> Locator:
        """The block of a field; its id may go on after a hyphen, as in `kind-first`."""
        exact = f'[data-testid=block][data-block-id="{field}"]'
        return self.modal.locator(f'{exact}, [data-testid=block][data-block-id^="{field}-"]')

    def input(self, field: str) -> Locator:
        return self.block(field).locator("input, textarea")

    def radio(self, field: str, value: str) -> Locator:
        return self.block(field).locator(f'input[value="{value}"]')

    def select(self, field: str) -> Locator:
        return self.block(field).get_by_role("combobox")

    def option(self, value: str) -> Locator:
        return self.page.locator(f'[role=option][data-value="{value}"]')

    def button(self, action_id: str) -> Locator:
        return self.page.locator(f'button[data-action-id="{action_id}"]')

    def more(self, message: Locator, step: str) -> None:
        """Opens the menu behind a message's three dots, and chooses a step."""
        self.click(message.locator(self.button(MORE)))
        self.click(self.page.locator(f'[role=menuitem][data-value^="{step}:"]'))

    def reply_button(self, reply: str) -> Locator:
        return self.button(f"{REPLY}{reply}")

    def click(self, what: Locator) -> None:
        self.gestures += 1
        what.click()

    def hit(self, key: str) -> None:
        self.gestures += 1
        self.page.keyboard.press(key)

    def write(self, field: str, text: str) -> None:
        self.gestures += 1
        self.input(field).fill(text)

    def choose(self, field: str, value: str) -> None:
        self.gestures += 1
        self.radio(field, value).check()

    def pick(self, field: str, value: str) -> None:
        """Opens the list, and clicks the option."""
        self.click(self.select(field))
        self.click(self.option(value))

    def command(self, text: str) -> None:
        self.gestures += 2
        self.box.fill(text)
        self.box.press("Enter")
        self.modal.wait_for()

    def submit(self) -> None:
        self.click(self.page.get_by_test_id("modal-submit"))

    def finish(self) -> None:
        """Submits the last screen of a modal, which then closes."""
        self.submit()
        expect(self.modal).to_have_count(0)

    def control(self, name: str) -> None:
        """Presses a button of the demo, which says what it did."""
        said = self.notice.count()
        self.click(self.page.get_by_test_id(f"control-{name}"))
        expect(self.notice).to_have_count(said + 1, timeout=_MANY_MESSAGES_MS)
        self.click(self.notice.last.get_by_role("button"))
        expect(self.notice).to_have_count(said)

    def tab(self, name: str) -> None:
        self.click(self.page.get_by_test_id(f"{name}-tab"))

    def become(self, name: str) -> None:
        self.page.get_by_test_id("user-switch").select_option(label=name)
        expect(self.page.get_by_test_id("user-switch").locator("option:checked")).to_have_text(name)
        # The list shows the choice at once, the rest of the page when it has fetched what that person sees.
        zone = next(person.tz for person in PEOPLE if person.name == name)
        expect(self.page.get_by_test_id("clock")).to_contain_text(zone)

    def in_full(self) -> None:
        """From the message box to the first of three screens."""
        self.command("/gotano Dana Reyes, Acme")
        self.click(self.button(FULL))
        expect(self.button(FULL)).to_have_count(0)
        self.block("asked_why").wait_for()

    def to_why(self, stage: str = "buying", asked_why: str = "told", words: str = "") -> None:
        """From the message box to the second screen."""
        self.in_full()
        self.choose("stage", stage)
        self.choose("asked_why", asked_why)
        if words:
            self.write("words", words)
        self.submit()
        self.block("kind").wait_for()

    def to_look(self, words: str = "") -> None:
        """From the message box to the third screen: not now, and the door is open."""
        self.to_why(words=words)
        self.pick("kind", "not_now")
        self.choose("door", "open")
        self.submit()
        self.block("callback_on").wait_for()

    def to_verdict(self, words: str = "", named_in_days: int | None = None) -> None:
        """From the message box to the verdict screen."""
        self.to_look(words)
        if named_in_days is not None:
            self.write("callback_on", self.in_days(named_in_days))
        self.submit()
        self.block("verdict").wait_for()

    def to_nudge(self, words: str = "") -> None:
        """From the message box to the first nudge, asking for an answer."""
        self.to_verdict(words, named_in_days=14)
        self.finish()
        self.control("next_nudge")
        self.reply_button("reached_out").wait_for()


def describes(field: Locator, error: Locator) -> None:
    """A screen reader says this error with this field."""
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(error).to_have_count(1)
    expect(field).to_have_attribute("aria-describedby", re.compile(rf"\b{error.get_attribute('id')}\b"))
