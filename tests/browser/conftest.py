"""A browser for all tests here, and for each test a demo of its own, watched for errors on the page."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from bot.demo import Demo
from playground import ANSWER_SECONDS
from tests import patience
from tests.browser.chromium import chromium, chromium_or_skip
from tests.browser.visit import START, Visit
from tests.databases import copy_tables, share_statements
from tests.watch import is_a_worry
from tests.words import shipped_library

TIMEOUT_MS = 10_000


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Ends with the tests here: Playwright's event loop would stand in the way of other tests' own."""
    expect.set_options(timeout=TIMEOUT_MS)
    with chromium(chromium_or_skip()) as browser:
        yield browser


@pytest.fixture
def demo(
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Demo]:
    """On a fixed morning; the test fails when Slack refused anything, or the bot logged a failure.

    As an indirect parameter it takes by how much later than that morning it begins, with the step in its manifest.
    """
    later: timedelta | None = getattr(request, "param", None)
    seconds = ANSWER_SECONDS if "in_time" in request.keywords else patience.SECONDS
    monkeypatch.setattr("bot.demo.migrate", copy_tables)
    monkeypatch.setattr("bot.demo.load_library", shipped_library)
    demo = Demo(tmp_path, answer_within=seconds, workflow_step=later is not None)
    share_statements(demo.db)
    patience.be_patient(demo.bot.app)
    demo.clock.move_to(START + (later or timedelta()))
    demo.start()
    yield demo
    demo.stop()
    assert demo.slack.refusals == []
    worries = [said for said in caplog.get_records("call") if is_a_worry(said)]
    untold = [said for said in worries if not _is_told_again(said)]
    assert [(said.getMessage(), vars(said).get("error")) for said in untold] == []


def _is_told_again(record: logging.LogRecord) -> bool:
    """What the CRM's panel is too busy to hear comes once more, so that it is no worry here.

    Nor is what was signed before the demo's clock was moved on, and heard only after: the panel takes it for old (401).
    """
    busy = vars(record).get("error") in ("timeout", "unreachable", "http_401")
    return busy and record.getMessage() == "not told" and not record.exc_info


@pytest.fixture
def visit(browser: Browser, demo: Demo) -> Iterator[Visit]:
    """The page, open; the test fails when it logged an error or a request failed."""
    context = browser.new_context(viewport={"width": 1280, "height": 860}, reduced_motion="reduce")
    context.set_default_timeout(TIMEOUT_MS)
    page = context.new_page()
    trouble = _watch(page)
    yield Visit(page, demo).open()
    seen = list(trouble)
    context.close()
    assert seen == []


def _watch(page: Page) -> list[str]:
    """What goes wrong on the page from now on."""
    trouble: list[str] = []

    def failed(request: Request) -> None:
        # The page itself ends its event stream when somebody else sits down.
        if urlsplit(request.url).path != "/ui/events":
            trouble.append(f"failed: {request.url} {request.failure}")

    page.on("console", lambda said: trouble.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("requestfailed", failed)
    page.on("response", lambda got: trouble.append(f"{got.status} {got.url}") if got.status >= 400 else None)
    return trouble
