"""The pages of documentation as text: their blocks of commands, their code and their links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).parents[2]
DOCS = sorted((ROOT / "docs").rglob("*.md"))
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + DOCS

_FENCED = re.compile(r"^( *)```([^`\n]*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """What stands between two fences; `kind` is what stands beside the first."""

    kind: str
    text: str


def blocks(page: Path) -> Iterator[Block]:
    for _, kind, text in _FENCED.findall(page.read_text()):
        yield Block(kind.strip(), dedent(text))


def to_run(page: Path) -> list[Block]:
    """The blocks that are marked to be run, in their order."""
    return [block for block in blocks(page) if block.kind.startswith("sh run")]


def code(page: Path) -> list[str]:
    """Everything that is set as code, a line each."""
    text = page.read_text()
    inline = [" ".join(found.split()) for _, found in _INLINE.findall(_FENCED.sub("", text))]
    return inline + [line.strip() for block in blocks(page) for line in block.text.splitlines()]


def links(page: Path) -> list[str]:
    """Where it links to inside the repository."""
    return [link for link in _LINK.findall(_FENCED.sub("", page.read_text())) if "://" not in link]


def headings(page: Path) -> list[str]:
    return _HEADING.findall(_FENCED.sub("", page.read_text()))


def anchors(page: Path) -> set[str]:
    """The names of its headings in a link, as the usual hosts of repositories make them."""
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings(page)}
