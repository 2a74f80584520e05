"""What the pages for reps and their leads call a button or a field is what Slack shows."""

import re
from pathlib import Path

import pytest
import yaml

from tests.docs.pages import ROOT
from tests.words import shipped_playbook

PAGES = [ROOT / "docs" / name for name in ("rep.md", "lead.md")]
ITALIC = re.compile(r"(?<!\*)\*([^*]+)\*(?!\*)")
THE_WORD_ITSELF = "italics"


def shown() -> set[str]:
    """Every text of the playbook, the names of the kinds of no, and the names of the shortcuts."""
    playbook = shipped_playbook()
    manifest = yaml.safe_load((ROOT / "manifest.yaml").read_text())
    shortcuts = {one["name"] for one in manifest["features"]["shortcuts"]}
    return {*playbook.words.texts.values(), *(kind.label for kind in playbook.kinds.values()), *shortcuts}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_words_in_italics_are_shown_in_slack(page: Path) -> None:
    named = {" ".join(found.split()) for found in ITALIC.findall(page.read_text())}
    assert len(named) > 3
    assert named - shown() == {THE_WORD_ITSELF}


def test_the_page_for_reps_has_every_reply_they_can_press() -> None:
    texts, page = shipped_playbook().words.texts, " ".join(PAGES[0].read_text().split())
    replies = [text for key, text in texts.items() if key.startswith("replies.") and key != "replies.snooze"]
    assert [reply for reply in replies if f"*{reply}*" not in page] == []
