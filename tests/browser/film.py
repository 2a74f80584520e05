"""The README's moving picture: from a no to the nudge that comes weeks later, a frame for each thing that happens."""

import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, expect

from bot.demo import Demo
from prompts.one_answer import OPEN
from tests.browser.visit import START, Visit

WIDTH, HEIGHT = 1040, 680
COLOURS = 96
"""Few enough that the picture stays under a megabyte, enough for text with smooth edges."""
WORDS = "We like it, but the office move comes first. Ask me again in May."

Frame = tuple[int, Image.Image]
"""How long it is shown, in milliseconds, and what."""


def film(browser: Browser, to: Path) -> None:
    """Writes the whole story as a GIF that begins anew at its end."""
    with tempfile.TemporaryDirectory() as folder:
        demo = Demo(Path(folder))
        demo.clock.move_to(START)
        demo.start()
        context = browser.new_context(
            viewport={"width": WIDTH, "height": HEIGHT}, reduced_motion="reduce", bypass_csp=True
        )
        visit = Visit(context.new_page(), demo).open()
        frames = list(_frames(visit))
        context.close()
        demo.stop()
    _write(frames, to)


def _frames(visit: Visit) -> Iterator[Frame]:
    # In one piece: it is one way through, picture by picture.
    visit.page.locator(".guide button").last.click()
    visit.box.fill("/gotano Dana Reyes, Acme")
    yield _shot(visit, 1600)
    visit.box.press("Enter")
    visit.modal.wait_for()
    visit.write("words", WORDS)
    yield _shot(visit, 2200)
    visit.pick("kind", "not_now")
    visit.block("stage").wait_for()
    visit.choose("door", "open")
    visit.choose("stage", "buying")
    visit.block("kind").evaluate("field => field.scrollIntoView()")
    yield _shot(visit, 2200)
    visit.submit()
    visit.block("verdict").wait_for()
    yield _shot(visit, 3600)
    visit.click(visit.button(f"{OPEN}_callback_on"))
    visit.block("callback_on").wait_for()
    yield _shot(visit, 1800)
    visit.submit()
    visit.block("verdict").wait_for()
    yield _shot(visit, 3000)
    visit.finish()
    yield _shot(visit, 2200)
    visit.control("next_nudge")
    expect(visit.reply_button("reached_out")).to_be_visible()
    yield _shot(visit, 4500)
    visit.click(visit.reply_button("reached_out"))
    expect(visit.reply_button("reached_out")).to_have_count(0)
    yield _shot(visit, 2600)


def _shot(visit: Visit, milliseconds: int) -> Frame:
    visit.page.wait_for_timeout(300)
    return milliseconds, Image.open(BytesIO(visit.page.screenshot())).convert("RGB")


def _write(frames: list[Frame], to: Path) -> None:
    """All in the colours of all, so that nothing flickers from one frame to the next."""
    images = [image for _, image in frames]
    together = Image.new("RGB", (WIDTH, HEIGHT * len(images)))
    for place, image in enumerate(images):
        together.paste(image, (0, HEIGHT * place))
    palette = together.quantize(COLOURS)
    first, *rest = [image.quantize(palette=palette, dither=Image.Dither.NONE) for image in images]
    first.save(
        to, save_all=True, append_images=rest, duration=[shown for shown, _ in frames], loop=0, optimize=True
    )
