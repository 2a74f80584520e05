"""A press counts though what was pressed is drawn anew before the finger is lifted."""

import pytest
from playwright.sync_api import expect
from slack_sdk import WebClient

from prompts.deal_card import SHOW
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser


def test_a_press_counts_though_its_message_is_updated_before_it_ends(visit: Visit) -> None:
    press_half(visit)
    update_card(visit)
    visit.page.mouse.up()
    visit.modal.wait_for()


def test_what_is_held_down_for_long_does_not_hold_up_the_page(visit: Visit) -> None:
    press_half(visit)
    update_card(visit)
    expect(visit.messages.filter(has=visit.button(SHOW))).to_contain_text("Later")
    visit.page.mouse.up()


def press_half(visit: Visit) -> None:
    """The pointer is down on the card's button."""
    visit.to_verdict()
    visit.finish()
    place = visit.button(SHOW).bounding_box()
    assert place is not None
    visit.page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    visit.page.mouse.down()


def update_card(visit: Visit) -> None:
    """The page has fetched the change when this returns."""
    slack = visit.demo.slack
    person = slack.person("U0ANA")
    card = next(message for message in person.messages() if SHOW in str(message))
    client = WebClient(token=slack.bot_token, base_url=slack.api_url)
    blocks = [*card["blocks"], {"type": "context", "elements": [{"type": "plain_text", "text": "Later"}]}]
    with visit.page.expect_response("**/ui/state*"):
        client.chat_update(channel=card["channel"], ts=card["ts"], text="Later", blocks=blocks)
