"""An admin's first installation in a real browser: every page can be used by everybody, and none loads anything."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.settings import read_settings
from tests.browser.accessible import AXE, FITS, RULES
from tests.browser.chromium import chromium, chromium_or_skip
from tests.oauth.rig import OTHER, OAuthRig
from tests.rig import TEAM

pytestmark = pytest.mark.browser
_SHOTS = os.environ.get("GOTANO_TEST_OAUTH_SHOTS")
"""A folder for pictures of each page, for whoever wants to look."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Ends with the tests here: Playwright's event loop would stand in the way of other tests' own."""
    with chromium(chromium_or_skip()) as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Of an admin who has never been here; the test fails when a page logs an error or asks for something else."""
    context = browser.new_context(viewport={"width": 1000, "height": 760}, reduced_motion="reduce")
    page = context.new_page()
    trouble: list[str] = []
    page.on("console", lambda said: trouble.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    yield page
    # A page with an error's status is what some tests are about.
    seen = [one for one in trouble if "favicon" not in one and "with a status of 40" not in one]
    context.close()
    assert seen == []


def looked_at(page: Page, name: str) -> None:
    """Nothing that axe finds, nothing beyond the edge of a narrow window."""
    if _SHOTS:
        page.screenshot(path=f"{_SHOTS}/oauth-{name}.png", full_page=True)
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run({runOnly: rules}).then(done => done.violations)", RULES)
    assert [(one["id"], node["html"]) for one in found for node in one["nodes"]] == [], name
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate(FITS), f"{name} needs sideways scrolling"
    if _SHOTS:
        page.screenshot(path=f"{_SHOTS}/oauth-{name}-narrow.png", full_page=True)
    page.set_viewport_size({"width": 1000, "height": 760})


def test_an_admin_s_first_installation(rig: OAuthRig, page: Page) -> None:
    rig.add(OTHER)
    page.goto(f"{rig.url}/slack/install")
    looked_at(page, "install")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    page.keyboard.press("Tab")
    expect(page.locator("a.go")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/oauth/v2/authorize**")
    page.locator(f'input[name=where][value="{TEAM}"]').check()
    looked_at(page, "consent")
    page.locator('button[value="allow"]').click()
    page.wait_for_url("**/slack/oauth_redirect**")
    expect(page.locator("main")).to_contain_text("Test & Sons")
    looked_at(page, "done")
    assert page.context.cookies() == []
    assert rig.ana.command("/gotano", "help").ok


def test_an_admin_who_says_no_and_begins_again(rig: OAuthRig, page: Page) -> None:
    page.goto(f"{rig.url}/slack/install")
    page.locator("a.go").click()
    page.locator('button[value="cancel"]').click()
    page.wait_for_url("**/slack/oauth_redirect**")
    expect(page.locator("main")).to_contain_text("nothing was installed")
    looked_at(page, "cancelled")
    assert rig.counts(TEAM)["slack_bots"] == 0
    page.locator("a.go").click()
    page.wait_for_url("**/slack/install")
    page.locator("a.go").click()
    page.locator('button[value="allow"]').click()
    page.wait_for_url("**/slack/oauth_redirect**")
    assert rig.counts(TEAM)["slack_bots"] == 1


def test_going_back_and_reloading_the_last_page_says_what_to_do(rig: OAuthRig, page: Page) -> None:
    page.goto(f"{rig.url}/slack/install")
    page.locator("a.go").click()
    page.locator('button[value="allow"]').click()
    page.wait_for_url("**/slack/oauth_redirect**")
    with page.expect_response("**/slack/oauth_redirect**") as got:
        page.reload()
    assert got.value.status in (400, 401)
    expect(page.locator("main")).to_contain_text("start again")
    assert rig.counts(TEAM)["slack_bots"] == 1, "what was installed stays"
    assert read_settings(rig.environ).many_workspaces
