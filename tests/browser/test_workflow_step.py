"""A workflow with the step is run on the page, the rep debriefs, and the run's end stands where it was begun."""

from datetime import timedelta

import pytest
from playwright.sync_api import Locator, expect

from prompts.offer import DEBRIEF_IT, NOT_MINE
from prompts.workflow_step import CALLBACK_ID
from tests.browser.visit import Visit

pytestmark = [
    pytest.mark.browser,
    # With the step, at an hour at which the rep is asked.
    pytest.mark.parametrize("demo", [timedelta(hours=1)], ids=["with the step"], indirect=True),
]


def run_workflow(visit: Visit, prospect: str) -> Locator:
    """From the sidebar to the run, which stays where it is shown when the dialog is closed."""
    visit.click(visit.page.get_by_test_id(f"step-{CALLBACK_ID}"))
    visit.page.get_by_test_id("step-prospect").fill(prospect)
    visit.page.get_by_test_id("step-reason").fill("No budget is left.")
    visit.click(visit.page.get_by_test_id("step-run"))
    run = visit.page.get_by_test_id("run").first
    expect(run).to_contain_text(prospect)
    expect(run).to_have_attribute("data-state", "running")
    visit.page.keyboard.press("Escape")
    expect(visit.page.get_by_test_id("step")).to_have_count(0)
    return run


def test_a_run_stands_completed_on_the_page_once_its_rep_has_debriefed(visit: Visit) -> None:
    run = run_workflow(visit, "Dana Reyes")
    visit.click(visit.button(DEBRIEF_IT))
    expect(visit.input("words")).to_have_value("No budget is left.")
    visit.click(visit.block("kind").get_by_role("combobox"))
    visit.click(visit.option("no_budget"))
    visit.choose("door", "ajar")
    visit.block("stage").wait_for()
    visit.choose("stage", "buying")
    visit.submit()
    visit.block("verdict").wait_for()
    visit.page.keyboard.press("Escape")
    visit.click(visit.page.get_by_test_id(f"step-{CALLBACK_ID}"))
    expect(run).to_have_attribute("data-state", "completed")
    expect(run).to_contain_text("no_budget")


def test_a_run_stands_failed_with_its_sentence_when_the_deal_is_not_the_rep_s(visit: Visit) -> None:
    run = run_workflow(visit, "Kim Lee")
    visit.click(visit.button(NOT_MINE))
    expect(visit.button(NOT_MINE)).to_have_count(0)
    visit.click(visit.page.get_by_test_id(f"step-{CALLBACK_ID}"))
    expect(run).to_have_attribute("data-state", "failed")
    expect(run).to_contain_text("isn't theirs")
