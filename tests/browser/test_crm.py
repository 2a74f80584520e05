"""The CRM beside Slack: a deal lost in it is offered in the DM, and what was learned stands in it."""

import pytest
from playwright.sync_api import Locator, expect

from prompts.offer import DEBRIEF_IT
from storage.deals import list_deals
from storage.owner import Owner
from tests.browser.accessible import AXE, FITS, RULES
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser


def opened(visit: Visit) -> Locator:
    visit.click(visit.page.get_by_test_id("crm-toggle"))
    panel = visit.page.locator("#crm")
    expect(panel).to_be_visible()
    return panel


def lose(visit: Visit, panel: Locator) -> Locator:
    deal = panel.get_by_test_id("crm-D-1")
    visit.click(deal.get_by_role("button", name="Mark as lost"))
    expect(deal.locator("textarea")).to_be_focused()
    deal.locator("textarea").fill("They wait for the new budget")
    visit.click(deal.get_by_role("button", name="Lost", exact=True))
    expect(deal).to_contain_text("The bot asks about it in Slack.")
    return deal


def test_a_deal_lost_in_the_crm_is_offered_debriefed_and_stands_in_the_crm(visit: Visit) -> None:
    deal = lose(visit, opened(visit))
    visit.control("next_nudge")
    offer = visit.messages.last
    expect(offer).to_contain_text("Maya Lindqvist")
    visit.click(offer.locator(f"[data-action-id^={DEBRIEF_IT}]"))
    expect(visit.input("prospect")).to_have_value("Maya Lindqvist, Fjord Logistics")
    expect(visit.input("words")).to_have_value("They wait for the new budget")
    visit.pick("kind", "not_now")
    visit.choose("door", "open")
    visit.choose("stage", "buying")
    visit.submit()
    expect(visit.messages.last).to_contain_text("Maya Lindqvist")
    told = deal.get_by_test_id("crm-told")
    expect(told).to_contain_text("not now")
    expect(told).to_contain_text("open")
    owner = Owner(visit.demo.slack.identity.team_id, "U0ANA")
    with visit.demo.db.read(owner) as session:
        (lost,) = list_deals(session, owner, 5)
    assert lost.plan.due
    expect(told).to_contain_text(lost.plan.due.on.isoformat())


def test_the_record_of_a_deal_is_opened_from_its_offer(visit: Visit) -> None:
    lose(visit, opened(visit))
    visit.control("next_nudge")
    with visit.page.context.expect_page() as tab:
        visit.click(visit.messages.last.get_by_role("link", name="Open its record"))
    expect(tab.value.get_by_test_id("crm-D-1")).to_be_in_viewport()
    expect(tab.value.get_by_test_id("crm-D-1")).to_contain_text("Lost")


def test_it_is_closed_until_asked_for_and_by_the_keyboard(visit: Visit) -> None:
    panel = visit.page.locator("#crm")
    expect(panel).to_be_hidden()
    visit.page.get_by_test_id("crm-toggle").focus()
    visit.page.keyboard.press("Enter")
    expect(panel.locator(".crm-title")).to_be_focused()
    visit.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_it_is_accessible_and_fits_a_narrow_window(visit: Visit) -> None:
    panel = opened(visit)
    lose(visit, panel)
    visit.click(panel.get_by_test_id("crm-D-2").get_by_role("button", name="Mark as lost"))
    visit.page.evaluate(AXE)
    for size in ({"width": 1280, "height": 860}, {"width": 390, "height": 844}):
        visit.page.set_viewport_size(size)  # type: ignore[arg-type]
        assert visit.page.evaluate(FITS)
        found = visit.page.evaluate("rules => axe.run({runOnly: rules})", RULES)
        assert [one["id"] for one in found["violations"]] == []
