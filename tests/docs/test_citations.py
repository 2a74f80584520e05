"""A page that the code cites is there, with the heading that is cited."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.docs.pages import ROOT, headings

ROOMS = ("bench", "bot", "coaching", "handlers", "playground", "prompts", "scripts", "storage", "tests")
SOURCES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
CITED = re.compile(r'(?<![\w/<*-])((?:[\w-]+/)*[\w-]+\.md)\b(?:, "([^"\n]+)")?')
HERE = Path(__file__).parent


def cited() -> Iterator[tuple[Path, str, str]]:
    """The source file, the page it names and the heading, empty where only the page is named."""
    for source in SOURCES:
        if source.parent != HERE:
            for page, heading in CITED.findall(source.read_text(encoding="utf-8")):
                yield source, page, heading


def test_a_page_that_the_code_cites_is_there() -> None:
    found = list(cited())
    assert len(found) > 10
    missing = [(source.name, page) for source, page, _ in found if not _is_there(source, page)]
    assert missing == []


def test_a_heading_that_the_code_cites_is_on_its_page() -> None:
    found = [(source.name, page, heading) for source, page, heading in cited() if heading]
    assert len(found) > 5
    assert [one for one in found if one[2] not in headings(ROOT / one[1])] == []


def _is_there(source: Path, page: str) -> bool:
    """From the top of the repository, or beside the file that names it."""
    return (ROOT / page).exists() or (source.parent / page).exists()
