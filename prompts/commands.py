"""The words behind `/gotano` that lead elsewhere than into a debrief: English ones, and those of each language."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from coaching.plain_text import name_key
from prompts.words import Words


class Command(StrEnum):
    """Each by its English word, which everybody may type."""

    HELP = "help"
    LIST = "list"
    SETTINGS = "settings"
    EXPORT = "export"
    PREP = "prep"
    TEAM = "team"
    IMPORT = "import"
    NEW = "new"


def command_words(words: Words) -> Mapping[str, Command]:
    """What may be typed for each, in the language of `words` and in English."""
    theirs = {
        name_key(word): command for command in Command for word in words.texts[f"commands.{command}"].split()
    }
    return theirs | {str(command): command for command in Command}


def any_command_word(books: Iterable[Words]) -> frozenset[str]:
    """Those of all languages: only what is among them is worth asking which language somebody reads."""
    return frozenset({*Command, *(word for words in books for word in command_words(words))})
