"""`gotano check` reads the playbook: words that are not whole are a finding, or a note where English stands in."""

from pathlib import Path
from typing import Any

import pytest

import prompts.library
from bot.check import check
from bot.run import read_library
from prompts.playbook import Findings
from prompts.playbook_files import Folders
from prompts.words import Words
from tests.bot.checked import environ, slack, wrong

__all__ = ["environ", "slack"]


def test_a_playbook_that_is_not_whole_is_a_finding(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "numbers.toml").write_text("", encoding="utf-8")
    (finding,) = wrong(environ | {"GOTANO_PLAYBOOK_DIR": str(tmp_path)})
    assert "stop_noes" in finding


def test_so_is_a_shipped_language_that_is_not_whole(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after an installation that broke off: the bot would start, and fail whoever speaks it."""
    words = prompts.library._words

    def broken(language: str, folders: Folders, english: Any, found: Findings) -> Words | None:
        if language == "de":
            found.problems.append("de/messages.toml: broken")
        return words(language, folders, english, found)

    monkeypatch.setattr(prompts.library, "_words", broken)
    (finding,) = wrong(environ)
    assert "de/messages.toml: broken" in finding


def test_what_a_language_lacks_is_a_note_and_a_line_of_the_log(
    environ: dict[str, str], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    own = tmp_path / "fr"
    own.mkdir()
    (own / "messages.toml").write_text('[formats]\nlocale = "fr"\n[home]\nstart = "Go"\n', encoding="utf-8")
    found = list(check(environ | {"GOTANO_PLAYBOOK_DIR": str(tmp_path)}))
    (note,) = [finding.text for finding in found if finding.kind == "note"]
    assert f"{own}/messages.toml" in note
    assert "home.settings is missing" in note
    assert any("its languages are" in finding.text and "fr" in finding.text for finding in found)
    with caplog.at_level("WARNING"):
        read_library(tmp_path)
    assert len([line for line in caplog.messages if "home.settings is missing" in line]) == 1
