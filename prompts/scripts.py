"""Scripts in versions: the most specific first, each with the facts it needs; the last needs none."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from coaching.kinds import Question, Shape, shape_of
from coaching.plain_text import isolated
from prompts.words import placeholder_problems, placeholders

NAME = "name"
"""What the prospect is called: no fact that a version needs, as a sentence can do without."""
_DAYS = {"date", "month", "next_month", "contract_month", "budget_month"}
FACTS = frozenset(_DAYS | {str(question) for question in Question if shape_of(question) is Shape.TEXT})
"""What a text may name in braces; see `prompts.facts`."""
SIGNS = frozenset({"in_house", "better_terms", "same_terms", "again", "told_condition"})
"""What a version may need besides, without naming it."""
MOST_ALOUD, MOST_EXPLAINED = 35, 60
"""Words in a script: to be said in one breath, and where something must be asked for and explained."""

_CALLED = re.compile(r", \{name\}(?=[,.;:?!])")
_STARTS_SENTENCE = re.compile(r"(^|[.?!] )\{(\w+)\}")
_BRACKETS = re.compile(r"\[[^\[\]]+\]")


class Version(BaseModel):
    """One way to say it; `needs` besides what the text names; `long` where it asks for something and explains it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Annotated[str, Field(min_length=1, max_length=3000)]
    needs: list[str] = []
    long: bool = False

    @property
    def all_needs(self) -> set[str]:
        return {*self.needs, *(placeholders(self.text) - {NAME})}


def _as_versions(given: Any) -> Any:
    """A single text is a script of one version, of the length that explains."""
    if isinstance(given, str):
        return [{"text": given, "long": True}]
    return given


Script = Annotated[list[Version], BeforeValidator(_as_versions), Field(min_length=1)]


def chosen(script: Sequence[Version], known: Mapping[str, str]) -> Version:
    """The first version whose needs are met."""
    return next(one for one in script if one.all_needs <= known.keys())


def said(script: Sequence[Version], known: Mapping[str, str], prospect: str, name: str | None) -> str:
    """The script for what is known; without a `name` it calls them nothing, or what the rep typed where it must."""
    text = chosen(script, known).text
    if name is None:
        text = _CALLED.sub("", text)
    text = _STARTS_SENTENCE.sub(r"\1{\2_}", text)
    facts = {key: isolated(fact) for key, fact in known.items()}
    capitals = {f"{key}_": fact[:1].upper() + fact[1:] for key, fact in facts.items()}
    return text.format_map({NAME: name or prospect, f"{NAME}_": name or prospect, **facts, **capitals})


def has_brackets(text: str) -> bool:
    """Whether the rep has to fill something in."""
    return bool(_BRACKETS.search(text))


def script_problems(where: str, script: Sequence[Version], most: bool = True) -> Iterator[str]:
    """What is wrong with a script, a line each; `most` is False for texts that nobody says aloud."""
    for number, one in enumerate(script, 1):
        at = where if len(script) == 1 else f"{where}: version {number}"
        wrong = placeholder_problems(at, one.text, set(FACTS | {NAME}))
        yield from wrong
        yield from (
            f"{at}: {need} is nothing that is known" for need in sorted(set(one.needs) - FACTS - SIGNS)
        )
        limit = MOST_EXPLAINED if one.long else MOST_ALOUD
        if most and (count := len(one.text.split())) > limit:
            hint = "" if one.long else f", or {MOST_EXPLAINED} where long = true"
            yield f"{at}: {count} words, at most {limit} can be said aloud{hint}"
        if number == len(script) and not wrong and (needs := one.all_needs):
            yield f"{at}: the last version may need nothing, and needs {', '.join(sorted(needs))}"
