"""Everybody can use every screen: WCAG 2 A and AA, as far as axe and a narrow window can tell."""

from collections.abc import Callable, Iterator
from importlib.resources import files

import pytest

from tests.browser.visit import Visit
from tests.browser.walks import WALKS

pytestmark = pytest.mark.browser

RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# Only the script is taken from the package: its own runner has no types.
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
# Nothing in the window, and nothing in an open dialog, reaches beyond its right edge.
FITS = """() => [document.scrollingElement, ...document.querySelectorAll('dialog, .modal-body, .scroller')]
    .every(node => node.scrollWidth <= node.clientWidth)"""

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
    visit.page.set_viewport_size({"width": 400, "height": 800})
    assert [scene for scene in walk(visit) if not visit.page.evaluate(FITS)] == []
