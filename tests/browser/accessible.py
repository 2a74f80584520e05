"""What axe and a narrow window are asked about a page."""

from importlib.resources import files

RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# Only the script is taken from the package: its own runner has no types.
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
# Nothing in the window, and nothing in an open dialog, reaches beyond its right edge.
FITS = """() => [document.scrollingElement, ...document.querySelectorAll('dialog, .modal-body, .scroller')]
    .every(node => node.scrollWidth <= node.clientWidth)"""
