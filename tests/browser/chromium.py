"""The browser that is installed here, and how it is started."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first is the same engine without the windows that nobody sees here: a quarter less of the processor's time."""
NONE_FOUND = (
    "NO BROWSER: install Chromium (Debian and Ubuntu: apt-get install chromium-headless-shell), "
    "or set GOTANO_CHROMIUM to the path of a Chromium or Chrome."
)
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=en-US",
    # Text is drawn alike on every machine, as far as the fonts are the same.
    "--font-render-hinting=none",
)


def find_chromium() -> str | None:
    """The path of GOTANO_CHROMIUM, or of the first known name in PATH."""
    told = os.environ.get("GOTANO_CHROMIUM")
    return shutil.which(told) if told else next(filter(None, map(shutil.which, NAMES)), None)


def chromium_or_skip() -> str:
    """For a fixture: its path, or the reason why the test is skipped; a failure where nothing may be skipped."""
    path = find_chromium()
    if path is None:
        if os.environ.get("GOTANO_TEST_NOTHING_SKIPPED") == "1":
            pytest.fail(NONE_FOUND)
        pytest.skip(NONE_FOUND)
    return path


@contextmanager
def chromium(path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
        yield browser
        browser.close()
