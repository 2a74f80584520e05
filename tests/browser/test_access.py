"""Everybody can use every screen: WCAG 2 A and AA, as far as axe and a narrow window can tell."""

from collections.abc import Callable, Iterator

import pytest

from tests.browser.accessible import AXE, FITS, RULES
from tests.browser.visit import Visit
from tests.browser.walks import WALKS

pytestmark = pytest.mark.browser

Walk = Callable[[Visit], Iterator[str]]


def violations(visit: Visit) -> list[str]:
    """What axe finds on the page as it is now: rule, help, and the element."""
    visit.page.evaluate(AXE)
    found = visit.page.evaluate(
        "rules => axe.run({runOnly: rules, resultTypes: ['violations']}).then(done => done.violations)", RULES
    )
    return [f"{one['id']}: {one['help']}: {node['html']}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("walk", WALKS)
def test_no_screen_violates_wcag(visit: Visit, walk: Walk) -> None:
    found = {scene: violations(visit) for scene in walk(visit)}
    assert {scene: wrong for scene, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("walk", WALKS)
def test_no_screen_needs_sideways_scrolling_in_a_narrow_window(visit: Visit, walk: Walk) -> None:
    visit.page.set_viewport_size({"width": 390, "height": 800})
    assert [scene for scene in walk(visit) if not visit.page.evaluate(FITS)] == []
