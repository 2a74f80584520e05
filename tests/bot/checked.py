"""A whole bot's settings against a local Slack, and what `gotano check` finds wrong or has to say of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.check import check
from bot.manifest import NEEDED_SCOPES
from playground import Identity, LocalSlack, Person
from tests.databases import ready

ANA = Person("U0ANA", "Ana Costa", "Europe/Lisbon")


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack([ANA], Identity(scopes=sorted(NEEDED_SCOPES))) as running:
        yield running


@pytest.fixture
def environ(slack: LocalSlack, tmp_path: Path) -> dict[str, str]:
    """A bot with nothing wrong."""
    url = f"sqlite:///{tmp_path / 'gotano.db'}"
    ready(url).close()
    return {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": url,
    }


def wrong(environ: dict[str, str]) -> list[str]:
    return [finding.text for finding in check(environ) if not finding.fine]


def notes(environ: dict[str, str]) -> list[str]:
    """What is not wrong, and somebody should know of, but for what a language lacks so far."""
    told = [finding.text for finding in check(environ) if finding.kind == "note"]
    return [text for text in told if not text.startswith("what is missing")]
