"""Everybody can use every screen: WCAG 2 A and AA, as far as axe and a narrow window can tell."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import ViewportSize

from tests.browser.accessible import AXE, FITS, RULES
from tests.browser.visit import Visit
from tests.browser.walks import WALKS

pytestmark = pytest.mark.browser

Walk = Callable[[Visit], Iterator[str]]


WIDE: ViewportSize = {"width": 1280, "height": 860}
NARROW: ViewportSize = {"width": 390, "height": 800}


def violations(visit: Visit) -> list[str]:
    """What axe finds on the page as it is now: rule, help, and the element."""
    if not visit.page.evaluate("'axe' in window"):
        visit.page.evaluate(AXE)
    found = visit.page.evaluate(
        "rules => axe.run({runOnly: rules, resultTypes: ['violations']}).then(done => done.violations)", RULES
    )
    return [f"{one['id']}: {one['help']}: {node['html']}" for one in found for node in one["nodes"]]


def wrong_at(visit: Visit) -> list[str]:
    """On the screen as it is now, in a narrow window where the walk goes, and for axe in a wide one."""
    fits = [] if visit.page.evaluate(FITS) else ["reaches beyond a narrow window"]
    visit.page.set_viewport_size(WIDE)
    found = violations(visit)
    visit.page.set_viewport_size(NARROW)
    return fits + found


@pytest.mark.parametrize("walk", WALKS)
def test_no_screen_violates_wcag_or_needs_sideways_scrolling(visit: Visit, walk: Walk) -> None:
    visit.page.set_viewport_size(NARROW)
    found = {scene: wrong_at(visit) for scene in walk(visit)}
    assert {scene: wrong for scene, wrong in found.items() if wrong} == {}
