"""What an admin sets for OAuth: everything that is wrong is named at once, and `gotano` ends with 2."""

from pathlib import Path

import pytest

from bot.settings import SettingsError, read_settings
from storage.secrets import new_key
from tests.bot.processes import Process

ID, SECRET, KEY = "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "GOTANO_ENCRYPTION_KEY"
GOOD = {ID: "1.2", SECRET: "abc", KEY: new_key(), "SLACK_SIGNING_SECRET": "x"}


def problems(**changed: str) -> str:
    with pytest.raises(SettingsError) as told:
        read_settings(GOOD | changed)
    return "\n".join(told.value.problems)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({KEY: ""}, [KEY, "gotano key"]),
        ({KEY: "short"}, [KEY]),
        ({KEY: f"{new_key()},short"}, [KEY]),
        ({KEY: "é" * 44}, [KEY]),
        ({SECRET: ""}, [ID, SECRET]),
        ({ID: ""}, [ID, SECRET]),
        ({ID: "", SECRET: ""}, ["SLACK_BOT_TOKEN"]),
        ({"SLACK_SIGNING_SECRET": ""}, ["SLACK_SIGNING_SECRET"]),
        ({"GOTANO_URL": "http://bot.example"}, ["GOTANO_URL", "https://"]),
        ({"GOTANO_RETENTION_DAYS": "-1"}, ["GOTANO_RETENTION_DAYS"]),
        ({"GOTANO_RETENTION_DAYS": "soon"}, ["GOTANO_RETENTION_DAYS"]),
        ({KEY: "", SECRET: "", "GOTANO_RETENTION_DAYS": "x"}, [KEY, SECRET, "GOTANO_RETENTION_DAYS"]),
    ],
)
def test_what_is_wrong_is_named_and_its_value_is_not_repeated(
    changed: dict[str, str], named: list[str]
) -> None:
    said = problems(**changed)
    assert [name for name in named if name not in said] == []
    assert GOOD[KEY] not in said
    if changed.get(KEY):
        assert changed[KEY] not in said


def test_a_token_in_the_settings_wins_over_the_client_id() -> None:
    settings = read_settings(GOOD | {"SLACK_BOT_TOKEN": "xoxb-1"})
    assert not settings.many_workspaces
    assert read_settings(GOOD).many_workspaces


def test_several_keys_are_listed_by_comma_space_or_line() -> None:
    keys = [new_key() for _ in range(3)]
    for joint in (",", " ", ", ", "\n"):
        assert read_settings(GOOD | {KEY: joint.join(keys)}).encryption_keys == tuple(keys)


def test_no_secret_is_in_the_printed_form() -> None:
    said = repr(read_settings(GOOD | {SECRET: "very-secret"}))
    assert GOOD[KEY] not in said
    assert "very-secret" not in said


@pytest.mark.parametrize("command", ["run", "rekey"])
def test_oauth_without_a_key_ends_with_2_and_names_it(tmp_path: Path, command: str) -> None:
    environ = {name: value for name, value in GOOD.items() if name != KEY}
    process = Process(
        tmp_path, f"bot {command}", environ | {"DATABASE_URL": f"sqlite:///{tmp_path / 'x.db'}"}
    )
    assert process.ended() == 2
    process.close()
    assert KEY in process.logged
    assert "Traceback" not in process.logged
