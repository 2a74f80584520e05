"""What a page says of the coach's verdicts, numbers and teachings is what the code does.

After a change that is meant, `GOTANO_DOCS_WRITE=1 python -m pytest tests/docs/test_made.py` writes the made parts anew.
"""

import json
import os
import re
from collections.abc import Callable
from dataclasses import fields
from datetime import time

import pytest

from coaching.policy import Numbers
from handlers.deals.event_types import EventType, LostDealEvent
from storage.outbox_tables import EventName
from tests.docs.made import (
    CITATION,
    ENGLISH,
    MADE,
    TEACHINGS,
    hooks_schema,
    kept_in,
    page_of,
    part,
    spoken_in,
)
from tests.docs.pages import ROOT, headings
from tests.words import shipped_playbook

POLICY = page_of("policy").read_text()


@pytest.mark.parametrize(("where", "make"), MADE.items(), ids=["-".join(where) for where in MADE])
def test_a_part_that_is_made_is_as_it_would_be_made_now(
    where: tuple[str, str], make: Callable[[], str]
) -> None:
    page, name = where
    found = part(page, name)
    assert found, f"{page} has no place for {name}"
    if os.environ.get("GOTANO_DOCS_WRITE") == "1" and found[2] != make():
        page_of(page).write_text(found[1] + make() + found[3])
        return
    assert found[2] == make()


def test_the_schema_of_what_hooks_are_told_is_that_of_the_code() -> None:
    file = ROOT / "docs" / "hooks.schema.json"
    if os.environ.get("GOTANO_DOCS_WRITE") == "1":
        file.write_text(hooks_schema())
    assert file.read_text() == hooks_schema()


def test_every_event_that_a_hook_may_ask_for_has_its_type() -> None:
    assert [f"lost_deal.{event}" for event in EventName] == list(EventType)


def test_the_example_of_what_a_hook_is_told_is_one() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", page_of("hooks").read_text(), re.DOTALL)
    told = LostDealEvent.model_validate_json(example)
    assert json.loads(told.model_dump_json()) == json.loads(example)


def test_every_teaching_has_an_entry_and_every_entry_is_a_teaching() -> None:
    entries = [one.split(":")[0] for one in headings(page_of("teachings")) if re.match(r"T\d", one)]
    assert entries == list(TEACHINGS)


def test_every_citation_of_a_teaching_is_listed_with_its_entry() -> None:
    listed = sum(len(kinds) for parts in spoken_in().values() for kinds in parts.values())
    listed += sum(len(files) for files in kept_in().values())
    files = [
        *(ROOT / "coaching").rglob("*.py"),
        *(ROOT / "prompts").rglob("*.py"),
        *(ROOT / "prompts").glob("*.toml"),
        *ENGLISH.rglob("*.toml"),
    ]
    assert listed == sum(len(CITATION.findall(file.read_text(encoding="utf-8"))) for file in files)


@pytest.mark.parametrize("teaching", TEACHINGS)
def test_every_teaching_is_spoken(teaching: str) -> None:
    assert spoken_in()[teaching]


def test_every_number_of_the_playbook_is_on_the_page_with_its_value() -> None:
    numbers = shipped_playbook().policy.numbers
    told = dict(re.findall(r"^\| `(\w+)` \| ([\d:]+) \| ", POLICY, re.MULTILINE))
    assert told == {field.name: _shown(getattr(numbers, field.name)) for field in fields(Numbers)}


def test_a_number_that_is_named_in_the_text_has_the_value_beside_it() -> None:
    numbers = shipped_playbook().policy.numbers
    told = re.findall(r"`(\w+)`, (\d+)", POLICY)
    assert len(told) > 5
    assert [(name, value) for name, value in told if _shown(getattr(numbers, name)) != value] == []


def _shown(value: object) -> str:
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)
