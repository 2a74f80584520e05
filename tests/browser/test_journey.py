"""The whole journey of somebody who sees gotano for the first time, by mouse."""

import pytest
from playwright.sync_api import Locator, expect

from prompts.deal_card import CHANGE_DATE, SHOW
from prompts.home import DEBRIEF
from prompts.nudge_message import UNDO
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser

MOST_GESTURES = 12
MOST_REQUIRED = 4

EXAMPLES = 8
"""Deals that the demo adds: one is won back, one to let go of."""


def required(visit: Visit) -> set[str]:
    """The fields of the open screen that may not stay empty."""
    blocks = visit.modal.locator("[data-testid=block]").filter(
        has=visit.page.locator('[aria-required="true"]')
    )
    return {str(block.get_attribute("data-block-id")).split("-")[0] for block in blocks.all()}


def test_a_newcomer_finds_an_empty_conversation_and_a_home_with_one_button(visit: Visit) -> None:
    expect(visit.messages).to_have_count(0)
    expect(visit.box).to_be_focused()
    visit.tab("home")
    expect(visit.home.get_by_role("button")).to_have_count(1)
    visit.click(visit.button(DEBRIEF))
    expect(visit.block("prospect")).to_be_visible()


def test_the_verdict_comes_after_twelve_gestures_and_four_required_answers_at_most(visit: Visit) -> None:
    asked: set[str] = set()
    visit.in_full()
    expect(visit.input("prospect")).to_have_value("Dana Reyes, Acme")
    asked |= required(visit)
    visit.choose("stage", "buying")
    visit.choose("asked_why", "told")
    visit.submit()
    visit.block("kind").wait_for()
    asked |= required(visit)
    visit.pick("kind", "not_now")
    visit.choose("door", "open")
    visit.submit()
    visit.block("callback_on").wait_for()
    asked |= required(visit)
    visit.submit()
    visit.block("verdict").wait_for()
    assert visit.gestures <= MOST_GESTURES
    assert "prospect" in asked
    assert len(asked - {"prospect"}) <= MOST_REQUIRED


def test_a_no_becomes_a_verdict_a_card_and_a_nudge_that_can_be_answered_and_taken_back(visit: Visit) -> None:
    # In one piece: it is one journey, and each step starts from what the one before left on the page.
    words = "We like it, but we move offices first."
    visit.to_verdict(words, named_in_days=14)
    visit.write("on", visit.in_days(15))
    visit.finish()

    card = visit.messages.filter(has=visit.button(CHANGE_DATE))
    expect(card).to_have_count(1)
    expect(card).to_contain_text(words)
    expect(card).to_contain_text(_day(visit, 15))
    visit.click(card.locator(visit.button(CHANGE_DATE)))
    expect(visit.input("on")).to_have_value(visit.in_days(15))
    visit.write("on", visit.in_days(16))
    day = _day(visit, 16)
    visit.finish()
    expect(card).to_contain_text(day)

    visit.control("next_nudge")
    expect(visit.page.get_by_test_id("clock")).to_contain_text("21 Mar 2035, 09:30")
    nudge = _the_nudge(visit)
    expect(nudge).to_contain_text(words)

    visit.click(visit.reply_button("reached_out"))
    expect(nudge.locator(visit.button(UNDO))).to_have_count(1)
    expect(visit.reply_button("reached_out")).to_have_count(0)
    visit.click(visit.button(UNDO))
    expect(visit.reply_button("reached_out")).to_have_count(1)


def test_an_answer_can_be_taken_back_for_a_day(visit: Visit) -> None:
    visit.to_nudge()
    visit.click(visit.reply_button("reached_out"))
    expect(visit.button(UNDO)).to_have_count(1)
    visit.control("day")
    expect(visit.button(UNDO)).to_have_count(0)


def test_a_second_person_sees_nothing_of_the_firsts_deals(visit: Visit) -> None:
    visit.control("examples")
    expect(visit.messages.filter(has=visit.button(SHOW))).to_have_count(EXAMPLES)
    visit.tab("home")
    expect(visit.button(SHOW)).to_have_count(EXAMPLES - 2)

    visit.become("Sam Reed")
    expect(visit.messages).to_have_count(0)
    visit.tab("home")
    expect(visit.home.get_by_role("button")).to_have_count(1)

    visit.become("Ana Costa")
    expect(visit.messages.filter(has=visit.button(SHOW))).to_have_count(EXAMPLES)


def test_home_shows_a_whole_deal_in_a_modal_and_posts_nothing(visit: Visit) -> None:
    visit.control("examples")
    oldest = visit.messages.first.get_by_test_id("block").nth(0).inner_text()
    shown = visit.messages.count()
    visit.tab("home")
    visit.click(visit.home.locator("[data-testid=block][data-block-id=show-1]").get_by_role("button"))
    expect(visit.modal).to_contain_text(oldest)
    visit.page.keyboard.press("Escape")
    visit.tab("messages")
    expect(visit.messages).to_have_count(shown)


def _the_nudge(visit: Visit) -> Locator:
    """By its time stamp: what marks a nudge goes when it is answered."""
    nudge = visit.messages.filter(has=visit.reply_button("reached_out"))
    expect(nudge).to_have_count(1)
    stamp = nudge.get_attribute("data-ts")
    return visit.page.locator(f'[data-testid=message][data-ts="{stamp}"]')


def _day(visit: Visit, days: int) -> str:
    """A date that many days from now as the rep reads it, without its year."""
    words = visit.demo.bot.services.default_playbook.words
    return words.day(visit.today().fromisoformat(visit.in_days(days))).rsplit(" ", 1)[0]
