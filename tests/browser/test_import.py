"""A list comes in by the browser: chosen, looked at, taken in, and stopped on Home; on a desk and on a phone."""

import re

import pytest
from playwright.sync_api import FilePayload, expect

from prompts.import_line import GO_ON, STOP
from tests.browser.accessible import FITS
from tests.browser.visit import Visit, describes
from tests.stories.lists import LIST

pytestmark = pytest.mark.browser


def choose(visit: Visit, content: str, name: str = "lost.csv") -> None:
    file: FilePayload = {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
    visit.input("file").set_input_files(files=[file])
    expect(visit.page.get_by_test_id("chosen-files")).to_have_text(name)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_list_is_chosen_looked_at_and_taken_in(visit: Visit, width: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": 860})
    visit.command("/gotano import")
    choose(visit, "owner\nSam\n")
    visit.submit()
    describes(visit.input("file"), visit.errors)
    choose(visit, LIST + "Cope,,,,a lot,,\n")
    visit.submit()
    for words in ("Dana Reyes, Acme", "Line 4, amount"):
        expect(visit.modal).to_contain_text(words)
    assert visit.page.evaluate(FITS)
    visit.submit()
    expect(visit.modal).to_contain_text(re.compile(r"Imported from this list on .+: 2\."))
    visit.click(visit.page.get_by_test_id("modal-close"))
    visit.tab("home")
    expect(visit.home).to_contain_text("2 of 2 imported deals still to debrief")
    visit.click(visit.button(STOP))
    expect(visit.button(GO_ON)).to_be_visible()
    assert visit.page.evaluate(FITS)
