"""What the demo says at the edge of the window lies over nothing that is to be pressed."""

import pytest
from playwright.sync_api import FloatRect, Locator, expect

from prompts.digest import ANSWER
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser


def rectangle(what: Locator) -> FloatRect:
    found = what.bounding_box()
    assert found is not None, "it is not drawn"
    return found


def overlap(one: FloatRect, other: FloatRect) -> bool:
    beside = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
    below = one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
    return not (beside or below)


def covered(visit: Visit) -> list[str]:
    """What of the newest message, the tabs, the demo's buttons and the message box a notice lies over."""
    over = [rectangle(notice) for notice in visit.notice.all()]
    pressed = (
        visit.messages.last.locator("button").or_(visit.page.locator(".topbar button, .tab")).or_(visit.box)
    )
    seen = [what for what in pressed.all() if what.is_visible()]
    assert len(seen) > 5
    return [what.inner_text() for what in seen if any(overlap(one, rectangle(what)) for one in over)]


@pytest.mark.parametrize("width", [390, 1280])
def test_no_notice_lies_over_a_button_of_the_newest_nudge(visit: Visit, width: int) -> None:
    visit.to_verdict(named_in_days=14)
    visit.finish()
    visit.page.set_viewport_size({"width": width, "height": 844})
    visit.click(visit.page.get_by_test_id("control-next_nudge"))
    expect(visit.notice).to_have_count(1)
    expect(visit.reply_button("reached_out")).to_be_in_viewport(ratio=1)
    assert covered(visit) == []


@pytest.mark.parametrize("width", [390, 1280])
def test_nor_do_two_of_them_over_the_answers_of_a_digest(visit: Visit, width: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": 844})
    for control in ("examples", "next_nudge"):
        visit.click(visit.page.get_by_test_id(f"control-{control}"))
        visit.notice.last.wait_for()
    answer = visit.messages.last.locator(visit.button(ANSWER)).last
    answer.wait_for()
    expect(visit.notice).to_have_count(2)
    expect(answer).to_be_in_viewport(ratio=1)
    over = [rectangle(notice) for notice in visit.notice.all()]
    assert not any(overlap(one, rectangle(answer)) for one in over)
