"""Whoever opens the demo for the first time: the guide's steps, and examples of all that a rep meets."""

from playwright.sync_api import expect

from coaching.deal import Status
from prompts.deal_card import SHOW
from prompts.digest import ANSWER
from prompts.home import DEBRIEF
from storage.deals import list_deals
from storage.owner import Owner
from tests.browser.accessible import FITS
from tests.browser.visit import Visit

GOES_ON_MOVING = """() => document.getAnimations()
    .filter((one) => one.effect.getComputedTiming().endTime === Infinity)
    .map((one) => one.animationName)"""


def test_the_guide_follows_what_is_done(visit: Visit) -> None:
    steps = visit.page.locator("#guide li")
    current = visit.page.locator("#guide [aria-current=step]")
    expect(steps).to_have_count(3)
    expect(current).to_contain_text("/gotano Dana Reyes, Acme")
    visit.to_verdict()
    visit.finish()
    expect(current).to_contain_text("Jump to the next nudge")
    visit.control("next_nudge")
    expect(current).to_contain_text("Answer it")
    visit.click(visit.page.locator("button[data-action-id^=nudge_reply_]").first)
    expect(visit.page.locator("#guide .is-done")).to_have_count(3)
    visit.page.set_viewport_size({"width": 390, "height": 844})
    expect(visit.page.locator("#guide")).to_be_hidden()


def test_the_guide_is_put_away_for_good(visit: Visit) -> None:
    visit.click(visit.page.get_by_test_id("guide-close"))
    expect(visit.page.locator("#guide")).to_be_hidden()
    expect(visit.page.locator("#main")).to_be_focused()
    visit.control("examples")
    expect(visit.page.locator("#guide")).to_be_hidden()


def test_in_a_narrow_window_one_step_stands_at_a_time(visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 390, "height": 844})
    expect(visit.page.locator("#guide li:visible")).to_have_count(1)
    assert visit.page.evaluate(FITS)


def test_the_examples_show_a_win_lessons_and_a_digest(visit: Visit) -> None:
    visit.control("examples")
    owner = Owner(visit.demo.slack.identity.team_id, "U0ANA")
    with visit.demo.db.read(owner) as session:
        deals = list_deals(session, owner, 20)
    assert {deal.status for deal in deals} >= {Status.OPEN, Status.WON_BACK}
    assert sum(bool(deal.answers.lesson) for deal in deals) >= 3
    visit.control("next_nudge")
    expect(visit.messages.last.locator(f"[data-action-id^={ANSWER}]")).not_to_have_count(0)


def test_who_wants_no_motion_sees_none_while_a_button_is_busy(visit: Visit) -> None:
    visit.click(visit.page.get_by_test_id("control-examples"))
    expect(visit.page.get_by_test_id("control-examples")).to_have_attribute("aria-busy", "true")
    assert visit.page.evaluate(GOES_ON_MOVING) == []
    expect(visit.notice).to_have_count(1, timeout=30_000)


def test_examples_that_come_while_home_is_open_stand_on_it(visit: Visit) -> None:
    visit.tab("home")
    expect(visit.home.locator(visit.button(DEBRIEF))).to_be_visible()
    expect(visit.home.locator(visit.button(SHOW))).to_have_count(0)
    visit.control("examples")
    expect(visit.home.locator(visit.button(SHOW))).not_to_have_count(0)
