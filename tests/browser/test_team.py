"""An example team by one button, and its page in the browser: on a desk and on a phone."""

import pytest
from playwright.sync_api import expect

from prompts.team_page import PERIOD, TEAM
from tests.browser.accessible import FITS
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 390])
def test_the_example_team_shows_a_year_of_noes(visit: Visit, width: int) -> None:
    visit.control("team")
    visit.page.set_viewport_size({"width": width, "height": 860})
    visit.command("/gotano team")
    visit.click(visit.modal.locator(visit.button(f"{PERIOD}year")))
    for words in ("Noes: ", "came back", "Was the verdict right?", "Can't be told yet"):
        expect(visit.modal).to_contain_text(words)
    assert visit.page.evaluate(FITS)


def test_home_leads_to_the_team_and_back(visit: Visit) -> None:
    visit.control("team")
    visit.control("examples")
    visit.tab("home")
    visit.click(visit.home.locator(visit.button(TEAM)))
    expect(visit.home).to_contain_text("Your team")
    visit.click(visit.button("team_back"))
    expect(visit.home).to_contain_text("Today")
