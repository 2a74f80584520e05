"""When lost deals come back, on the team's page: what its asks tell, a number to change, and who looks after that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from coaching.asked_again import Quote, TeamEstimate
from coaching.kinds import Kind
from coaching.timing.curve import Chance
from coaching.timing.suggestion import Suggestion
from prompts import blocks
from prompts.playbook import Playbook
from prompts.view_state import Unreadable
from prompts.words import Words

TAKE = "team_number_take"
UNDO = "team_number_undo"
LOOK_AFTER = "team_playbook_look_after"
HAND_ON = "team_playbook_hand_on"


@dataclass(frozen=True)
class TeamTiming:
    """What one rep is shown of it. `numbers` are the team's own; `kept_by` looks after them, and is `is_mine`."""

    told: Sequence[TeamEstimate] = ()
    suggested: Sequence[Suggestion] = ()
    numbers: Mapping[Kind, Mapping[str, int]] = field(default_factory=dict)
    kept_by: str | None = None
    is_mine: bool = False


def timing_told(shown: TeamTiming, playbook: Playbook) -> list[blocks.Block]:
    """Nothing while nothing can be told, and nobody has taken a number."""
    say = playbook.words.say
    if not (shown.told or shown.numbers or shown.kept_by):
        return []
    parts = [blocks.divider()]
    if shown.told:
        parts.append(blocks.titled_list(say("timing.title"), [_line(one, playbook) for one in shown.told]))
        parts.append(blocks.context(say("timing.how")))
    for one in shown.suggested:
        parts += _suggested(one, shown.is_mine, playbook)
    for kind, own in shown.numbers.items():
        for name, days in own.items():
            parts += _own(kind, name, days, shown.is_mine, playbook)
    return [*parts, *_keeper(shown, playbook.words)]


def read_take(action: Mapping[str, Any]) -> tuple[Kind, str, int]:
    """The kind, the name of its number, and what it is to be."""
    try:
        kind, name, days = str(action["value"]).split(":")
        return Kind(kind), name, int(days)
    except (ValueError, LookupError):
        raise Unreadable("actions.0.value") from None


def read_undo(action: Mapping[str, Any]) -> tuple[Kind, str]:
    try:
        kind, name = str(action["value"]).split(":")
        return Kind(kind), name
    except (ValueError, LookupError):
        raise Unreadable("actions.0.value") from None


def quoted(quote: Quote, playbook: Playbook) -> str:
    """For the verdict and the nudge: "On your team 4 of 11 came back, most asked after 31 to 90 days"."""
    return playbook.words.say(
        "timing.quote", cases=_cases(quote.came_back, quote.asked, quote.most, playbook)
    )


def _cases(came: int, asked: int, most: str | None, playbook: Playbook) -> str:
    say, facts = playbook.words.say, {"came": came, "asked": asked}
    if most is None:
        return say("timing.cases", **facts)
    return say("timing.cases_most", **facts, when=say(f"timing.span_{most}"))


def _line(one: TeamEstimate, playbook: Playbook) -> str:
    words, estimate = playbook.words, one.estimate
    return words.say(
        "timing.line_let_go" if estimate.let_go else "timing.line",
        kind=playbook.kinds[one.kind].label,
        cases=_cases(estimate.came_back, estimate.asked, one.most, playbook),
        days=words.count("days", estimate.best_days),
        **_chance(estimate.chance, words),
    )


def _chance(chance: Chance, words: Words) -> dict[str, object]:
    return {
        "percent": words.percent(chance.mean),
        "low": words.percent(chance.low),
        "high": words.percent(chance.high),
    }


def _suggested(one: Suggestion, is_mine: bool, playbook: Playbook) -> list[blocks.Block]:
    words, kind = playbook.words, playbook.kinds[one.kind].label
    facts: dict[str, object] = {
        "cases": words.say("timing.cases", came=one.came_back, asked=one.asked),
        "now": _wait(one.number, one.now, words),
        "chance_now": words.percent(one.chance_now.mean),
        "chance": words.percent(one.chance_instead.mean),
        "sure": words.percent(one.sure),
    }
    if one.instead is None:
        # Advice alone: there is no number that would let a deal go, and so nothing to take.
        advice = words.say("timing.suggests_let_go_title", kind=kind)
        return [blocks.titled(advice, words.say("timing.suggests_let_go", **facts))]
    title = words.say("timing.suggests", kind=kind)
    text = words.say("timing.suggests_days", **facts, instead=_wait(one.number, one.instead, words))
    take = blocks.button(words.say("timing.take"), TAKE, f"{one.kind}:{one.number}:{one.instead}")
    shown = [blocks.titled(title, text)]
    return [*shown, *([blocks.actions(f"take-{one.kind}", [take])] if is_mine else [])]


def _own(kind: Kind, name: str, days: int, is_mine: bool, playbook: Playbook) -> list[blocks.Block]:
    words = playbook.words
    text = words.say("timing.own", kind=playbook.kinds[kind].label, days=_wait(name, days, words))
    undo = blocks.button(words.say("timing.undo"), UNDO, f"{kind}:{name}")
    return [blocks.paragraph(text), *([blocks.actions(f"undo-{kind}", [undo])] if is_mine else [])]


def _wait(name: str, days: int, words: Words) -> str:
    return words.count("working_days" if name.endswith("working_days") else "days", days)


def _keeper(shown: TeamTiming, words: Words) -> list[blocks.Block]:
    """Who takes a number: whoever of the team says that they look after its playbook."""
    if shown.is_mine:
        button = blocks.button(words.say("timing.hand_on"), HAND_ON, "hand_on")
        return [blocks.context(words.say("timing.keeper_mine")), blocks.actions("keeper", [button])]
    if shown.kept_by:
        return [blocks.about_person(words.texts["timing.keeper"], shown.kept_by)]
    button = blocks.button(words.say("timing.look_after"), LOOK_AFTER, "look_after")
    return [blocks.context(words.say("timing.keeper_none")), blocks.actions("keeper", [button])]
