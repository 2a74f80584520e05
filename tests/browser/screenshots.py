"""Takes the README's pictures anew, the moving one too: `python -m tests.browser.screenshots`."""

import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from playwright.sync_api import Browser, FloatRect, Locator, expect

from bot.demo import Demo
from tests.browser.chromium import NONE_FOUND, chromium, find_chromium
from tests.browser.film import film
from tests.browser.visit import Visit

DOCS = Path(__file__).parents[2] / "docs"
TODAY = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
NAMED = date(2027, 5, 5)
MARGIN = 28
"""Pixels of the page around what is shown."""

# The whole of a screen at once, and a message by itself; both on a plain ground, without shadows.
STYLE = """
    .modal { max-height: none; box-shadow: none; }
    .modal::backdrop { background: var(--aubergine); }
    body > .message { width: 640px; margin: 100px; padding: 22px 24px 24px; border-radius: 10px; background: #fff; }
"""


def main() -> None:
    path = find_chromium()
    if path is None:
        sys.exit(NONE_FOUND)
    DOCS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium(path) as browser:
        demo = Demo(Path(folder))
        demo.clock.move_to(TODAY)
        demo.start()
        take(browser, demo)
        demo.stop()
        film(browser, DOCS / "gotano.gif")
        draw_icon(browser)


def take(browser: Browser, demo: Demo) -> None:
    # The page's own policy lets no foreign style in.
    context = browser.new_context(
        viewport={"width": 1000, "height": 1200},
        device_scale_factor=2,
        reduced_motion="reduce",
        bypass_csp=True,
    )
    visit = Visit(context.new_page(), demo).open()
    visit.page.add_style_tag(content=STYLE)
    show_verdict(visit)
    visit.page.locator("#modal-title").focus()
    shoot(visit, visit.modal, "verdict")
    visit.finish()
    visit.control("next_nudge")
    expect(visit.reply_button("reached_out")).to_be_visible()
    visit.messages.last.evaluate("message => document.body.replaceChildren(message)")
    shoot(visit, visit.messages, "nudge")
    context.close()


def draw_icon(browser: Browser) -> None:
    """As Slack takes it: a square of 512 pixels, which Slack rounds itself."""
    page = browser.new_page(viewport={"width": 512, "height": 512})
    page.goto((DOCS / "icon.svg").as_uri())
    page.screenshot(path=DOCS / "icon.png")
    page.close()


def show_verdict(visit: Visit) -> None:
    visit.to_look(words="We like it, but the office move comes first. Ask me again in May.")
    visit.write("condition", "the new office is open")
    visit.write("callback_on", NAMED.isoformat())
    visit.choose("first_no", "end")
    visit.submit()
    visit.block("verdict").wait_for()


def shoot(visit: Visit, what: Locator, name: str) -> None:
    box = what.bounding_box()
    assert box is not None, f"{name} is not on the page"
    clip = FloatRect(
        x=box["x"] - MARGIN,
        y=box["y"] - MARGIN,
        width=box["width"] + 2 * MARGIN,
        height=box["height"] + 2 * MARGIN,
    )
    visit.page.screenshot(path=DOCS / f"{name}.png", clip=clip)


if __name__ == "__main__":
    main()
