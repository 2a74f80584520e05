"""A team's own folder: taken file by file, and refused at start with every file and key that is wrong."""

import re
from datetime import time
from pathlib import Path

import pytest

from coaching.kinds import Kind
from coaching.plan import Verdict
from prompts.draft_note import thrown_note
from prompts.playbook import load_playbook
from prompts.playbook_files import PlaybookError, shipped_file


def own(folder: Path, name: str, old: str = "", new: str = "") -> Path:
    """A copy of a shipped file in a team's folder, with the first `old` in it made `new`."""
    text = shipped_file(name).read_text(encoding="utf-8")
    assert old in text, f"{old!r} is no longer in {name}"
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
    return path


def refused(folder: Path) -> list[str]:
    with pytest.raises(PlaybookError) as caught:
        load_playbook(folder)
    return caught.value.problems


def test_the_shipped_playbook_is_whole() -> None:
    assert set(load_playbook().kinds) == set(Kind)


def test_an_empty_folder_changes_nothing(tmp_path: Path) -> None:
    assert load_playbook(tmp_path) == load_playbook()


def test_a_copy_of_words_that_named_more_once_is_taken(tmp_path: Path) -> None:
    own(tmp_path, "messages.toml", "This draft is gone.", "The draft about {prospect} is gone.")
    assert thrown_note(load_playbook(tmp_path))["text"] == "The draft about somebody not named yet is gone."


def test_a_team_replaces_words_and_numbers_file_by_file(tmp_path: Path) -> None:
    own(tmp_path, "numbers.toml", "stop_noes = 3", "stop_noes = 2")
    own(tmp_path, "numbers.toml", "nudge_time = 09:30:00", "nudge_time = 08:00:00")
    own(tmp_path, "kinds/no_need.toml", "nurture_days = 90", "nurture_days = 60")
    own(tmp_path, "messages.toml", 'done = "Done"', 'done = "Fertig"')
    found = load_playbook(tmp_path)
    assert found.policy.numbers.nudge_time == time(8)
    assert found.policy.number(Kind.NO_NEED, "nurture_days") == 60
    assert found.policy.number(Kind.UNKNOWN, "nurture_days") == 90
    assert found.words.say("verdict.done") == "Fertig"
    assert found.kinds[Kind.NOT_NOW] == load_playbook().kinds[Kind.NOT_NOW]


MESSAGES = [
    ("a missing key", 'done = "Done"', "", "verdict.done"),
    ("a key nobody says", 'done = "Done"', 'done = "Done"\ndoen = "Done"', "verdict.doen"),
    ("a placeholder not filled in", "Go back to {prospect}", "Go back to {name}", "verdict.go_back_line"),
    ("an attribute of a placeholder", "Go back to {prospect}", "{prospect.__class__}", "verdict.go_back_line"),
    ("an item of a placeholder", "Go back to {prospect}", "Go back to {prospect[0]}", "verdict.go_back_line"),
    ("a nameless placeholder", "Go back to {prospect}", "Go back to {}", "verdict.go_back_line"),
    ("a numbered placeholder", "Go back to {prospect}", "Go back to {0}", "verdict.go_back_line"),
    ("an open brace", "Go back to {prospect}", "Go back to {prospect", "verdict.go_back_line"),
    ("a format that text cannot take", "Go back to {prospect}", "{prospect:d}", "verdict.go_back_line"),
    ("a placeholder in a format", "Go back to {prospect}", "{prospect:{width}}", "verdict.go_back_line"),
    ("an unknown conversion", "Go back to {prospect}", "{prospect!x}", "verdict.go_back_line"),
    ("a number for a text", 'done = "Done"', "done = 5", "verdict.done"),
    ("a list for a text", 'done = "Done"', 'done = ["Done"]', "verdict.done"),
    ("a table for a text", 'done = "Done"', 'done = { en = "Done" }', "verdict.done"),
    ("an empty text", 'done = "Done"', 'done = ""', "verdict.done"),
    ("a form of address that is none", 'uses = "first_name"', 'uses = "nickname"', "address.uses"),
    ("a language that is none", 'locale = "en_GB"', 'locale = "xx_XX"', "formats.locale"),
    ("a placeholder in a plural", "{count} noes", "{number} noes", "count.noes.other"),
    ("a missing plural", 'noes.other = "{count} noes"', "", "count.noes.other"),
    ("a plural of nothing", 'noes.other = "', 'nose.other = "{count} noses"\nnoes.other = "', "count.nose.other"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "key"), [case[1:] for case in MESSAGES], ids=[c[0].replace(" ", "_") for c in MESSAGES]
)
def test_a_wrong_message_is_named_with_its_file_and_key(tmp_path: Path, old: str, new: str, key: str) -> None:
    path = own(tmp_path, "messages.toml", old, new)
    assert any(str(path) in problem and key in problem for problem in refused(tmp_path))


NUMBERS = [
    ("a missing number", "stop_noes = 3", "", "stop_noes"),
    ("a word for a number", "stop_noes = 3", 'stop_noes = "three"', "stop_noes"),
    ("a fraction", "stop_noes = 3", "stop_noes = 2.5", "stop_noes"),
    ("a truth for a number", "stop_noes = 3", "stop_noes = true", "stop_noes"),
    ("a number nobody reads", "stop_noes = 3", "stop_noes = 3\nstop_tries = 3", "stop_tries"),
    ("less than nothing", "follow_up_days = 90", "follow_up_days = -90", "follow_up_days"),
    ("a no before the first", "stop_noes = 3", "stop_noes = 0", "stop_noes"),
    ("a window of no time", "send_window_hours = 3", "send_window_hours = 0", "send_window_hours"),
    ("a nudge in the night", "nudge_time = 09:30:00", "nudge_time = 06:59:00", "nudge_time"),
    ("a nudge late in the evening", "nudge_time = 09:30:00", "nudge_time = 19:01:00", "nudge_time"),
    ("a time that is none", "nudge_time = 09:30:00", 'nudge_time = "soon"', "nudge_time"),
    ("all who come back", "come_back_percent = 12", "come_back_percent = 100", "come_back_percent"),
    ("an ask as dear as a win", "ask_cost_percent = 3", "ask_cost_percent = 100", "ask_cost_percent"),
]


@pytest.mark.parametrize(
    ("old", "new", "key"), [case[1:] for case in NUMBERS], ids=[c[0].replace(" ", "_") for c in NUMBERS]
)
def test_a_wrong_number_is_named_with_its_file_and_key(tmp_path: Path, old: str, new: str, key: str) -> None:
    path = own(tmp_path, "numbers.toml", old, new)
    assert any(str(path) in problem and key in problem for problem in refused(tmp_path))


KINDS = [
    ("a missing label", 'label = "Not now"', "", "label"),
    ("a label too long for a select", 'label = "Not now"', f'label = "{"x" * 76}"', "label"),
    ("an empty label", 'label = "Not now"', 'label = ""', "label"),
    ("a number for a label", 'label = "Not now"', "label = 5", "label"),
    ("a key nobody reads", 'label = "Not now"', 'label = "Not now"\nlable = "x"', "lable"),
    ("a number nobody reads", "follow_up_days = 90", "follow_up_days = 90\nlook_days = 3", "look_days"),
    ("a missing number", "follow_up_days = 90", "", "follow_up_days"),
    ("a wait of no days", "follow_up_days = 90", "follow_up_days = 0", "follow_up_days"),
    ("a missing question", "[questions.condition]", "[questions.today]", "condition"),
    ("a question that is none", "[questions.condition]", "[questions.weather]", "weather"),
    ("a missing verdict", "[nurture]", "[nurtured]", "nurture"),
    ("a missing shade", "[follow_up.no_date]", "[follow_up.light_check]", "light_check"),
    ("a teaching that is none", 'rests_on = ["', 'rests_on = ["T18", "', "rests_on"),
    ("a script asking for more", "{name}", "{company}", "company"),
    ("an attribute in a script", "{name}", "{name.__class__}", "name.__class__"),
    ("a format a name cannot take", "{name}", "{name:d}", "say"),
    ("a verdict that is no table", "[timing]", "ask_why = 5\n[timing]", "ask_why"),
    ("a verdict with shades that is no table", "[timing]", "follow_up = 5\n[timing]", "follow_up"),
]


@pytest.mark.parametrize(
    ("old", "new", "key"), [case[1:] for case in KINDS], ids=[c[0].replace(" ", "_") for c in KINDS]
)
def test_a_wrong_word_of_a_kind_is_named_with_its_file_and_key(
    tmp_path: Path, old: str, new: str, key: str
) -> None:
    path = own(tmp_path, "kinds/not_now.toml", old, new)
    if new.endswith(" = 5\n[timing]"):
        text = path.read_text(encoding="utf-8")
        without = re.sub(rf"\n\[{key}(\.\w+)?\].*?(?=\n\[(?!{key}))", "", text, flags=re.DOTALL)
        path.write_text(without, encoding="utf-8")
    assert any(str(path) in problem and key in problem for problem in refused(tmp_path))


def test_a_kind_that_says_why_has_no_words_for_asking(tmp_path: Path) -> None:
    path = own(tmp_path, "kinds/no_fit.toml", "[go_back]", "[ask_why]")
    assert any(str(path) in problem and Verdict.ASK_WHY in problem for problem in refused(tmp_path))


def test_two_insight_questions_are_one_too_few(tmp_path: Path) -> None:
    path = own(tmp_path, "kinds/no_need.toml")
    text = path.read_text(encoding="utf-8")
    path.write_text(
        re.sub(r"insight_questions = \[\s*\"[^\n]*\n", "insight_questions = [\n", text), encoding="utf-8"
    )
    assert any(str(path) in problem and "insight_questions" in problem for problem in refused(tmp_path))


@pytest.mark.parametrize(
    "name", ["message.toml", "kinds/not-now.toml", "kinds/messages.toml", "not_now.toml"]
)
def test_a_misspelt_file_is_named_instead_of_passed_over(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("", encoding="utf-8")
    assert any(str(path) in problem for problem in refused(tmp_path))


@pytest.mark.parametrize("name", ["messages.toml", "numbers.toml", "kinds/not_now.toml"])
@pytest.mark.parametrize("content", [b"label = ", b"\xff\xfe", b'a = "1"\na = "2"'])
def test_a_file_that_is_no_toml_is_named(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    assert any(str(path) in problem for problem in refused(tmp_path))


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert str(tmp_path / "none") in refused(tmp_path / "none")[0]


def test_everything_wrong_is_named_at_once(tmp_path: Path) -> None:
    paths = [
        own(tmp_path, "messages.toml", 'done = "Done"', ""),
        own(tmp_path, "numbers.toml", "stop_noes = 3", ""),
        own(tmp_path, "kinds/not_now.toml", 'label = "Not now"', ""),
        own(tmp_path, "kinds/no_fit.toml", "{name}", "{who}"),
    ]
    found = "\n".join(refused(tmp_path))
    assert all(str(path) in found for path in paths)
