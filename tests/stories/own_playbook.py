"""A bot whose team has words and numbers of its own, and a reader of all that it shows."""

from pathlib import Path
from typing import Any

import pytest

from handlers.slack.playbooks import PlaybookChoices
from prompts.library import load_library
from prompts.locales import own_name
from prompts.playbook import Playbook
from storage.owner import Owner
from tests.conftest import MakeRig
from tests.crm import WITH_KEY
from tests.rig import ANA, TEAM, Rig
from tests.stories.other_words import LANGUAGE, SIGN, SLACK_S, Reader, write_other_words
from tests.stories.own_lists import LISTED
from tests.stories.scenes import JSON, nudge
from tests.stories.team_notes import SCOPES
from tests.words import shipped_library

DANA, DANA_TOO, PRIYA = "Dana Reyes, Acme", "Dana Reyes, Acme Inc", "Priya Nair, Copperline"
CONDITION, LESSON, BECAUSE = "Boxes unpacked", "Shorter demo", "Patience"
THEIR_WORDS = f"Zebra {SIGN}"
TYPED = (
    DANA,
    DANA_TOO,
    PRIYA,
    CONDITION,
    LESSON,
    BECAUSE,
    THEIR_WORDS,
    ANA.tz,
    "Elm Fig Gum Hop",
    "CSV JSON csv ics json png",
    LISTED,
    "U0ANA U0SAM C0LESSONS",
    " ".join(map(own_name, (*shipped_library().phrasebooks, LANGUAGE))),
)
"""What people typed, the zone as Slack names it, three file formats, and languages as each calls itself."""

ADDRESSES = {
    "GOTANO_SUPPORT_URL": "https://help.example.com",
    "GOTANO_SUPPORT_EMAIL": "help@example.com",
    "GOTANO_PRIVACY_URL": "https://example.com/privacy",
    "GOTANO_TERMS_URL": "https://example.com/terms",
}
"""They are shown in the team's words, too."""


@pytest.fixture
def rig(make_rig: MakeRig, tmp_path: Path) -> Rig:
    """Its words, in a language that nobody else has, and its numbers are all others than the shipped ones."""
    library = load_library(own=write_other_words(tmp_path / "words"))
    choices = PlaybookChoices(library.phrasebooks)
    rig = make_rig(
        playbook=library.default,
        choices=choices,
        environ=ADDRESSES | WITH_KEY,
        scopes=(*SCOPES, "files:read"),
    )
    rig.ana.change_profile(locale=SLACK_S)
    rig.ana.open_home()
    return rig


def spoken(rig: Rig) -> Playbook:
    """What holds for the rep."""
    return rig.services.playbook_for(Owner(TEAM, ANA.id))


def reading(rig: Rig) -> Reader:
    """Reads whatever the rep has on screen after each answer of the bot."""
    reader = Reader(rig.ana, [*TYPED, "mailto:", *ADDRESSES.values()])
    rig.slack.settle = reader.after_each_answer(rig.listeners.idle)
    return reader


def next_nudge(rig: Rig, reader: Reader) -> JSON:
    rig.jump()
    reader.look()
    return nudge(rig.ana)


def refused(rig: Rig, reader: Reader, **fields: Any) -> None:
    rig.ana.fill(fields)
    errors = rig.ana.submit().errors
    assert errors
    reader.heard(errors.values())


def accepted(rig: Rig, **fields: Any) -> None:
    rig.ana.fill(fields)
    done = rig.ana.submit()
    assert done.action in ("updated", "closed", "pushed", "cleared"), done
