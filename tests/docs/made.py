"""The parts of pages that are made from the code's own data, between two marks."""

import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import Enum
from functools import partial
from pathlib import Path
from types import NoneType
from typing import Any, get_args

from coaching.debrief import AskedWhy
from coaching.history import History
from coaching.kinds import KINDS, Kind, Question, Stage
from coaching.plan import Plan, Why
from coaching.policy import Policy
from handlers.deals.event_types import DealTold, EventType, LostDealEvent
from tests.coaching.cases import NAMED_DAY, judged
from tests.docs.pages import ROOT
from tests.words import shipped_playbook

CITATION = re.compile(r"\bT(?:[1-9]|1[0-7])\b")
TEACHINGS = tuple(f"T{number}" for number in range(1, 18))
ENGLISH = ROOT / "prompts" / "en"
"""The other languages say the same."""

_RULES: Mapping[Why, str] = {
    Why.NAMED: "on the day they named",
    Why.DAYS: "after {count} days",
    Why.WORKING_DAYS: "after {count} working days",
    Why.BEFORE_CONTRACT: "{count} days before the contract ends",
    Why.BEFORE_BUDGET: "{count} days before the budget is set",
    Why.QUARTER: "on the first working day of a quarter that is at least {count} days off",
}


def spoken_in() -> Mapping[str, Mapping[str, list[str]]]:
    """Of each teaching the parts of the kinds' files that rest on it, each with its kinds."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for file in sorted((ENGLISH / "kinds").glob("*.toml")):
        for part, teachings in _rests_on(tomllib.loads(file.read_text(encoding="utf-8"))):
            for teaching in teachings:
                found[teaching][part].append(file.stem)
    return found


def kept_in() -> Mapping[str, list[str]]:
    """Of each teaching the other files of the coach and its words that name it, once for each naming."""
    found: dict[str, list[str]] = defaultdict(list)
    files = [*(ROOT / "coaching").rglob("*.py"), *(ROOT / "prompts").rglob("*.py")]
    for file in sorted([*files, *(ROOT / "prompts").glob("*.toml"), *ENGLISH.glob("*.toml")]):
        for teaching in CITATION.findall(file.read_text(encoding="utf-8")):
            found[teaching].append(file.relative_to(ROOT).as_posix())
    return found


def _rests_on(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, list[str]]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _rests_on(value, f"{prefix}.{key}" if prefix else key)
        elif key == "rests_on" and isinstance(value, list):
            yield prefix, value


def teaching(name: str) -> str:
    spoken = [f"- `{part}`: {_kinds(kinds)}" for part, kinds in sorted(spoken_in()[name].items())]
    kept = ", ".join(f"`{file}`" for file in dict.fromkeys(kept_in().get(name, ())))
    return "\n".join(["Spoken in:", "", *spoken, *([f"- kept in {kept}"] if kept else [])])


def _kinds(kinds: list[str]) -> str:
    return "every kind" if len(kinds) == len(Kind) else ", ".join(f"`{kind}`" for kind in kinds)


def kinds_table() -> str:
    """What each kind of no is called, where it is heard and what it asks."""
    words = shipped_playbook().kinds
    rows = ["| kind | on screen | heard at | asks |", "|---|---|---|---|"]
    for kind, row in KINDS.items():
        heard = "both stages" if len(row.stages) == len(Stage) else _stage(next(iter(row.stages)))
        asks = " ".join(
            "How many tries?" if question is Question.TRIES else words[kind].questions[question].label
            for question in row.questions
        )
        rows.append(f"| `{kind}` | {words[kind].label} | {heard} | {asks or '-'} |")
    return "\n".join(rows)


def _stage(stage: Stage) -> str:
    return {Stage.FIRST: "first contact", Stage.BUYING: "buying cycle"}[stage]


def verdicts_table() -> str:
    """What each kind of no leads to, as the coach judges it."""
    rows = ["| kind | when | verdict | nudge | rests on |", "|---|---|---|---|---|"]
    for kind, when, plan in _cases(shipped_playbook().policy):
        said = shipped_playbook().kinds[kind].of(plan.verdict, plan.variant)
        rests = ", ".join(said.rests_on)
        rows.append(f"| `{kind}` | {when or '-'} | `{plan.verdict}` | {_date(plan)} | {rests} |")
    return "\n".join(rows)


def _cases(policy: Policy) -> Iterator[tuple[Kind, str, Plan]]:
    """Each kind under each circumstance that changes its verdict or its date, with the coach's plan."""
    few, many = (policy.number(Kind.NO_RESPONSE, name) for name in ("few_tries", "many_tries"))
    times = policy.numbers.ask_why_times
    asked = History(noes=1, asks=times)
    for kind in KINDS:
        match kind:
            case Kind.CONTENT | Kind.CHOSE_COMPETITOR:
                yield kind, "the contract's end is known", judged(kind, contract_end=NAMED_DAY)
                yield kind, "its end is not known", judged(kind)
            case Kind.NOT_NOW:
                yield kind, "they named a day", judged(kind, callback_on=NAMED_DAY)
                yield kind, "no day named", judged(kind)
            case Kind.NO_BUDGET:
                yield kind, "the date of the budget is known", judged(kind, budget_on=NAMED_DAY)
                yield kind, "it is not known", judged(kind)
            case Kind.NO_RESPONSE:
                yield kind, f"under {few} tries", judged(kind, tries=few - 1)
                yield kind, f"{few} to {many} tries", judged(kind, tries=many)
                yield kind, f"over {many} tries", judged(kind, tries=many + 1)
            case Kind.UNKNOWN:
                yield kind, f"until why was asked {times} times", judged(kind, asked_why=AskedWhy.DODGED)
                yield kind, "after that", judged(kind, asked_why=AskedWhy.DODGED, counts=asked)
            case _:
                yield kind, "", judged(kind)


def _date(plan: Plan) -> str:
    if plan.look_on:
        days = shipped_playbook().policy.number(plan.kind, "look_days")
        return f"none; the rep may choose a look after {days} days"
    if plan.due is None:
        return "none"
    return (
        _RULES[plan.due.rule.why].format(count=plan.due.rule.count).replace("1 working days", "1 working day")
    )


def timing_table() -> str:
    rows = ["| kind | numbers of its own |", "|---|---|"]
    for kind in KINDS:
        own = shipped_playbook().kinds[kind].timing
        rows.append(f"| `{kind}` | {', '.join(f'`{name}` {value}' for name, value in own.items()) or '-'} |")
    return "\n".join(rows)


_EVENTS = {
    EventType.DEBRIEFED: "answers were given or corrected, or another verdict or date was chosen",
    EventType.REPLIED: "the rep answered a nudge, said that something has happened, or took that back",
    EventType.OUTCOME: "it was won back, let go, or is open again",
}


def events_table() -> str:
    """What a hook may ask to be told."""
    rows = ["| event | `type` | when |", "|---|---|---|"]
    for event, when in _EVENTS.items():
        rows.append(f"| `{event.rpartition('.')[2]}` | `{event}` | {when} |")
    return "\n".join(rows)


def fields_table() -> str:
    """What is told of a lost deal, as its type says."""
    rows = ["| field | values | |", "|---|---|---|"]
    for name, field in DealTold.model_fields.items():
        rows.append(f"| `{name}` | {_values(field.annotation)} | {field.description} |")
    return "\n".join(rows)


def _values(kind: Any) -> str:
    """Each that there is, or what it is written as."""
    parts = [one for one in get_args(kind) or (kind,) if one is not NoneType]
    told = [
        ", ".join(f"`{one}`" for one in part) if issubclass(part, Enum) else _WRITTEN[part] for part in parts
    ]
    return " or ".join([*told, "null"] if NoneType in get_args(kind) else told)


_WRITTEN: Mapping[type, str] = {str: "text", date: "a date, `2027-02-01`"}


def hooks_schema() -> str:
    """What is posted to a hook, for whoever checks it by machine."""
    schema = LostDealEvent.model_json_schema(mode="serialization")
    about = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "An event of gotano"}
    return json.dumps(about | {key: told for key, told in schema.items() if key != "title"}, indent=2) + "\n"


MADE: Mapping[tuple[str, str], Callable[[], str]] = {
    ("policy", "kinds"): kinds_table,
    ("policy", "verdicts"): verdicts_table,
    ("policy", "timing"): timing_table,
    ("hooks", "events"): events_table,
    ("hooks", "fields"): fields_table,
    **{("teachings", name): partial(teaching, name) for name in TEACHINGS},
}
"""What makes each part, by its page and its name."""


def page_of(name: str) -> Path:
    return ROOT / "docs" / f"{name}.md"


def part(page: str, name: str) -> re.Match[str] | None:
    """The part as it stands on its page: what is before it, itself, what comes after."""
    marks = rf"(.*<!-- made: {name} -->\n)(.*?)(\n<!-- end -->.*)"
    return re.fullmatch(marks, page_of(page).read_text(), re.DOTALL)
