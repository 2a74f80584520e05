"""Languages and countries by their names: as Slack tells them, as a folder is called, as a rep reads them."""

from collections.abc import Collection
from dataclasses import replace

from babel import Locale

from prompts.playbook import Phrasebook
from prompts.playbook_files import parsed
from prompts.words import LOCALE, Words

_SLACK_S = {"es-LA": "es_419"}
"""What Slack calls otherwise than Unicode's CLDR: the Spanish of Latin America."""


def locale_named(told: object) -> str | None:
    """A locale of Slack's, "de-AT", as it is kept: "de_AT". None for what is no locale."""
    if not isinstance(told, str):
        return None
    found = parsed(_SLACK_S.get(told, told.replace("-", "_")))
    return str(found) if found else None


def phrasebook_for(wanted: str | None, known: Collection[str]) -> str | None:
    """The nearest of the languages that there are words in: of "pt_BR" that one, else "pt"."""
    locale = parsed(wanted) if wanted else None
    if locale is None:
        return None
    with_script = f"{locale.language}_{locale.script}" if locale.script else locale.language
    return next((one for one in (str(locale), with_script, locale.language) if one in known), None)


def in_locale(phrasebook: Phrasebook, name: str) -> Phrasebook:
    """The same words, with dates and numbers as they are written there, where that is a country of their language."""
    own, locale = phrasebook.words.locale, parsed(name)
    if locale is None or locale == own or locale.language != own.language or locale.script != own.script:
        return phrasebook
    return replace(phrasebook, words=Words({**phrasebook.words.texts, LOCALE: name}))


def own_name(language: str) -> str:
    """A language as whoever speaks it calls it: "Deutsch", "Español"."""
    told = Locale.parse(language).get_display_name(language) or language
    return told[:1].upper() + told[1:]
