"""Every message that the code says is there, and every message that is there is said."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from coaching.checks import Wrong
from coaching.deal import Reply, Source
from coaching.debrief import Answers, AskedWhy, Door, FirstNo, Worth
from coaching.kinds import Kind, Stage
from coaching.plan import Verdict, Why
from coaching.team_numbers import ASK_RANGES, LATER, REST, UNSAID, WIN_RANGES, Period, Table
from handlers.slack.channels import Trouble
from prompts import advice
from prompts.deal_modals import Form
from prompts.holiday_words import HOLIDAYS
from prompts.share_modal import Said
from storage.overview import Shelf
from tests.prompts.examples import ASKED, playbook

ROOT = Path(__file__).parents[2]
SOURCES = sorted(path for room in ("prompts", "handlers", "bot") for path in (ROOT / room).rglob("*.py"))
SECTIONS = {key.split(".")[0] for key in playbook().words.texts}

FAMILIES: dict[str, type[StrEnum] | list[Any]] = {
    "replies.{}": Reply,
    "next.{}": ASKED,
    "nudges.{}": ASKED,
    "nudges.opens_{}": ASKED,
    "verdict.{}": Verdict,
    "verdict.{}_line": Verdict,
    "who.stage_{}": Stage,
    "who.stage_{}_explains": Stage,
    "who.asked_why_{}": AskedWhy,
    "why.door_{}": Door,
    "why.door_{}_explains": Door,
    "look.worth_{}": Worth,
    "look.first_no_{}": FirstNo,
    "home.shelf_{}": Shelf,
    "asks.{}": [*ASKED, "recommended"],
    "history.{}": Source,
    "history.field_{}": [field.name for field in fields(Answers)],
    "share.{}": Said,
    "team_page.stage_{}": [*Stage, UNSAID, REST],
    "team_page.first_no_{}": [*FirstNo, UNSAID, REST],
    "team_page.asked_why_{}": [*AskedWhy, UNSAID, REST],
    "team_page.about_{}": [
        table for table in Table if table not in (Table.VERDICT_OF, Table.ASKED, Table.YES)
    ],
    "team_page.days_{}": [*WIN_RANGES, LATER],
    "team_page.period_{}": Period,
    "team_page.teaches_{}": ["kinds", "asked", "came", "verdict", "lessons"],
    "team_note.question_{}": [f"{kind}_{turn}" for kind in Kind for turn in ("one", "two")],
    "timing.span_{}": [*ASK_RANGES, LATER, "soon", "late"],
    "team_note.{}": [
        *(one for one in Trouble if one is not Trouble.REFUSED),
        "not_yours",
        "unsure",
        "stopped_already",
    ],
    "team_note.ended_{}": [trouble for trouble in Trouble if trouble is not Trouble.NOT_MEMBER],
    "counting_in.{}": ["counted", "by_lot", "leaving"],
    "wrong.{}": Wrong,
}
"""Keys that the code makes of a name."""


def said_in(path: Path) -> Iterator[str]:
    """The keys in a source file; what an f-string fills in stands as `{}`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        text = ""
        if isinstance(node, ast.JoinedStr):
            parts = (part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
            text = "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            text = node.value
        if re.fullmatch(r"[a-z_]+\.[a-z_{}.]+", text) and text.split(".")[0] in SECTIONS:
            yield text


@cache
def said() -> frozenset[tuple[str, str]]:
    """Every key with the source file that says it."""
    return frozenset((path.relative_to(ROOT).as_posix(), key) for path in SOURCES for key in said_in(path))


@cache
def counted() -> frozenset[str]:
    """The nouns that stand behind a number somewhere."""
    named = (re.findall(r'words\.count\("([a-z_]+)"', path.read_text("utf-8")) for path in SOURCES)
    return frozenset({*advice._COUNTED.values()}.union(*named))


def is_said(key: str) -> bool:
    """Whether some source says the key, or makes keys of that form."""
    key = key.removesuffix("_undated")
    section, name = key.split(".", 1)
    if section == "count":
        return name.split(".")[0] in counted()
    if section in ("reasons", "rules", "due") and name in set(Why):
        return True
    if f"form_{section}" in set(Form) and name in ("title", "date", "hint"):
        return True
    return any(form.fullmatch(key) for form in forms())


@cache
def forms() -> frozenset[re.Pattern[str]]:
    """What is said, each as the keys that it may stand for."""
    return frozenset(form_of(key) for _, key in said())


def form_of(key: str) -> re.Pattern[str]:
    return re.compile(re.escape(key).replace(r"\{\}", "[a-z_]+"))


def test_every_message_the_code_says_is_there() -> None:
    there = list(playbook().words.texts)
    assert len(said()) > 500
    assert [one for one in sorted(said()) if not any(map(form_of(one[1]).fullmatch, there))] == []


def test_every_message_there_is_is_said() -> None:
    assert [key for key in playbook().words.texts if not is_said(key)] == []


@pytest.mark.parametrize(("form", "names"), FAMILIES.items(), ids=list(FAMILIES))
def test_every_name_the_code_makes_a_key_of_has_its_words(
    form: str, names: type[StrEnum] | list[Any]
) -> None:
    texts = playbook().words.texts
    missing = {form.format(name) for name in names} - texts.keys()
    # A snooze has one label on its menu and one for each way to snooze; the closed words are said whole.
    assert missing == set()


def test_every_reason_has_its_words_once() -> None:
    texts = playbook().words.texts
    for why in set(Why) - {Why.DOOR, *HOLIDAYS}:
        assert (f"reasons.{why}" in texts) != (f"rules.{why}" in texts), why
    assert {f"reasons.door_{door}" for door in Door if door is not Door.CLOSED} <= texts.keys()


def test_the_scan_sees_what_it_should() -> None:
    found = {key for _, key in said()}
    assert {"who.title", "replies.{}", "card.no_longer_there", "nudges.undo_{}", "wrong.not_saved"} <= found
    assert not is_said("who.nobody_says_this")
