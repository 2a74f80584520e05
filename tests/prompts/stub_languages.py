"""Languages made for the tests: every English text in another script, nouns in the forms that the language has."""

import re
import string
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from coaching.kinds import Kind
from prompts.message_checks import plural_forms
from prompts.playbook_files import KINDS, MESSAGES, flat, shipped_file
from tests.stories.other_words import write_table

_PLACEHOLDER = re.compile(r"(\{\w+\})")
_HEBREW = str.maketrans(
    {**dict(zip(string.ascii_lowercase, "אבגדהוזחטיכלמנסעפצקרשתאבגד", strict=True))}
    | {**dict(zip(string.ascii_uppercase, "אבגדהוזחטיכלמנסעפצקרשתאבגד", strict=True))}
)
_KANA = str.maketrans(
    {**dict(zip(string.ascii_lowercase, "アイウエオカキクケコサシスセソタチツテトナニヌネノハ", strict=True))}
    | {
        **dict(
            zip(string.ascii_uppercase, "アイウエオカキクケコサシスセソタチツテトナニヌネノハ", strict=True)
        )
    }
    | {" ": "", ".": "。", ",": "、", "?": "？"}
)
LETTERS: Mapping[str, dict[int, Any]] = {"he": _HEBREW, "ja": _KANA}
"""From right to left; and without spaces between words."""
_FORMATS = {
    "he": {"date": "EEEE, d בMMMM y", "short_date": "d.M.y"},
    "ja": {"date": "y年M月d日EEEE", "short_date": "y/MM/dd", "moment": "y年M月d日EEEE HH:mm"},
}
_KEPT = {"address", "rests_on", "few_tries", "many_tries", "needs", "long"}


def said_in(language: str, text: str) -> str:
    """The text in that script; placeholders stay."""
    parts = _PLACEHOLDER.split(text)
    return "".join(
        part if _PLACEHOLDER.fullmatch(part) else part.translate(LETTERS[language]) for part in parts
    )


def write_stub(folder: Path, language: str) -> Path:
    """A team's folder with all the words of that language; returns it."""
    theirs = folder / language
    (theirs / "kinds").mkdir(parents=True, exist_ok=True)
    messages = _shipped(MESSAGES)
    kept = {name: messages.pop(name) for name in ("formats", "value")}
    currencies = kept["value"]["currencies"]
    words = _in(language, {**messages, "value": kept["value"]})
    words["value"]["currencies"] = currencies
    words["count"] = _counted(language, messages["count"])
    write_table(
        theirs / MESSAGES, {"formats": {**kept["formats"], "locale": language, **_FORMATS[language]}, **words}
    )
    for kind in Kind:
        table = _shipped(f"kinds/{kind}.toml")
        table.pop("timing", None)
        write_table(theirs / f"kinds/{kind}.toml", _in(language, table))
    assert {path.name for path in (theirs / "kinds").iterdir()} == {Path(name).name for name in KINDS}
    return folder


def _counted(language: str, nouns: Mapping[str, Any]) -> dict[str, Any]:
    """Each noun in the forms of the language, and in no other."""
    others = {noun: said_in(language, dict(flat(forms))["other"]) for noun, forms in nouns.items()}
    return {noun: dict.fromkeys(sorted(plural_forms(language)), text) for noun, text in others.items()}


def _shipped(name: str) -> dict[str, Any]:
    return tomllib.loads(shipped_file(name).read_text(encoding="utf-8"))


def _in(language: str, part: Any) -> Any:
    if isinstance(part, str):
        return said_in(language, part)
    if isinstance(part, list):
        return [_in(language, one) for one in part]
    if isinstance(part, dict):
        return {key: one if key in _KEPT else _in(language, one) for key, one in part.items()}
    return part
