"""Settings: read whole, or every problem named at once and exit code 2."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.environment import Environment, environment
from bot.settings import SettingsError, read_database_url, read_settings
from storage.owner import Owner

HTTP = {"SLACK_BOT_TOKEN": "xoxb-secret-1", "SLACK_SIGNING_SECRET": "secret-2"}
SOCKET = {"SLACK_BOT_TOKEN": "xoxb-secret-1", "SLACK_APP_TOKEN": "xapp-secret-3"}


def problems(environ: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        read_settings(environ)
    return caught.value.problems


@pytest.mark.parametrize(("environ", "socket_mode"), [(HTTP, False), (SOCKET, True), (HTTP | SOCKET, True)])
def test_two_variables_are_enough(environ: dict[str, str], socket_mode: bool) -> None:
    settings = read_settings(environ)
    assert settings.socket_mode is socket_mode
    assert settings.host == "127.0.0.1"
    assert settings.api_url == "https://slack.com/api/"
    assert settings.database_url.startswith("sqlite:///")


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("SLACK_BOT_TOKEN", ""),
        ("SLACK_BOT_TOKEN", "xapp-1"),
        ("SLACK_SIGNING_SECRET", "  "),
        ("SLACK_APP_TOKEN", "xoxb-1"),
        ("DATABASE_URL", "mysql://localhost/x"),
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "postgresql://localhost/x"),
        ("PORT", "-1"),
        ("PORT", "65536"),
        ("PORT", "http"),
        ("PORT", "1.5"),
        ("GOTANO_SWEEP_SECONDS", "0"),
        ("GOTANO_LOG_LEVEL", "loud"),
        ("GOTANO_PLAYBOOK_DIR", "/no/such/folder"),
        ("SLACK_API_URL", "slack.com/api"),
    ],
)
def test_what_is_missing_or_malformed_is_named(name: str, bad: str) -> None:
    (problem,) = problems(HTTP | {name: bad})
    assert problem.startswith(name)


@pytest.mark.parametrize(
    "rest",
    [
        "p@hush:w0rd@db/gotano",
        "p@hush@db/gotano",
        "p@hush/w0rd@db/gotano",
        "p@hush?w0rd=x@db/gotano",
        "hush@host:port/gotano",
        "hush@db:54x32/gotano",
    ],
)
def test_a_database_s_address_that_cannot_be_read_says_how_to_write_it_and_repeats_nothing(rest: str) -> None:
    (problem,) = problems(HTTP | {"DATABASE_URL": f"postgresql+psycopg://gotano:{rest}"})
    assert problem.startswith("DATABASE_URL is malformed")
    assert "%40" in problem
    assert not [part for part in ("hush", "w0rd", "54x32", "@db") if part in problem]


def test_a_password_with_an_at_sign_is_written_with_its_code() -> None:
    url = "postgresql+psycopg://gotano:p%40ss%3Aword@db:5432/gotano"
    assert read_database_url({"DATABASE_URL": url}) == url


@pytest.mark.parametrize("name", ["HOST", "PORT", "DATABASE_URL", "SLACK_APP_TOKEN", "GOTANO_PLAYBOOK_DIR"])
def test_a_blank_variable_counts_as_none(name: str) -> None:
    assert read_settings(HTTP | {name: "  "}) == read_settings(HTTP)


def test_every_problem_is_named_at_once() -> None:
    named = problems({"PORT": "x", "DATABASE_URL": "y://", "GOTANO_LOG_LEVEL": "z", "SLACK_API_URL": "w"})
    assert [problem.split()[0] for problem in named] == [
        "SLACK_BOT_TOKEN",
        "SLACK_SIGNING_SECRET",
        "SLACK_API_URL",
        "DATABASE_URL",
        "PORT",
        "GOTANO_LOG_LEVEL",
    ]


def test_no_secret_is_printed() -> None:
    url = "postgresql+psycopg://gotano:secret-4@localhost/x"
    settings = read_settings(HTTP | SOCKET | {"DATABASE_URL": url})
    assert "secret" not in repr(settings)
    assert "secret" not in " ".join(
        problems({"DATABASE_URL": "mysql://me:secret-4@x/y", "SLACK_BOT_TOKEN": "secret"})
    )


def test_the_database_alone_needs_no_slack() -> None:
    assert read_database_url({"DATABASE_URL": "sqlite:///x.db"}) == "sqlite:///x.db"
    with pytest.raises(SettingsError):
        read_database_url({"DATABASE_URL": "x"})


def test_the_environment_wins_over_the_env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("HOST=from-file\nPORT=1234\nBLANK\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOST", "from-environment")
    monkeypatch.delenv("PORT", raising=False)
    assert environment()["HOST"] == "from-environment"
    assert environment()["PORT"] == "1234"


def run_gotano(folder: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """The real command line in that folder, with no other environment."""
    kept = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=kept | environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_command_line_names_every_problem_and_exits_with_2(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=from-file\n", encoding="utf-8")
    ended = run_gotano(tmp_path, "run", DATABASE_URL="oracle://me:hush@x/y")
    assert ended.returncode == 2
    assert ended.stdout == ""
    for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "PORT", "DATABASE_URL"):
        assert name in ended.stderr
    assert "hush" not in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_database_that_cannot_be_reached_ends_it_in_plain_words(tmp_path: Path) -> None:
    away = "postgresql+psycopg://127.0.0.1:1/x"
    ended = run_gotano(tmp_path, "run", DATABASE_URL=away, **HTTP)
    assert ended.returncode == 1
    assert "database" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_playbook_that_is_not_whole_ends_it_with_every_problem(tmp_path: Path) -> None:
    (tmp_path / "numbers.toml").write_text("stop_noes = 'three'\n", encoding="utf-8")
    (tmp_path / "mesages.toml").write_text("", encoding="utf-8")
    ended = run_gotano(tmp_path, "run", GOTANO_PLAYBOOK_DIR=str(tmp_path), **HTTP)
    assert ended.returncode == 2
    assert "stop_noes" in ended.stderr
    assert "mesages.toml" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_token_of_an_app_with_token_rotation_is_called_what_it_is() -> None:
    """It would work until lunch."""
    (problem,) = problems(HTTP | {"SLACK_BOT_TOKEN": "xoxe.xoxb-1-secret"})
    for said in ("SLACK_BOT_TOKEN", "12 hours", "rotation", "OAuth"):
        assert said in problem
    assert "secret" not in problem
    assert "malformed" not in problem


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GOTANO_SUPPORT_URL", "http://example.com"),
        ("GOTANO_PRIVACY_URL", "https://example.com/<x>"),
        ("GOTANO_TERMS_URL", "example.com/terms"),
        ("GOTANO_SUPPORT_EMAIL", "help at example.com"),
        ("GOTANO_SUPPORT_EMAIL", "help@example.com?bcc=x@y.zz"),
        ("GOTANO_ALLOWED_USERS", "U0ANA, ana@example.com"),
        ("GOTANO_ALLOWED_USERS", "@ana"),
        ("GOTANO_AUDIT_DAYS", "-1"),
        ("GOTANO_HOOKS_ALLOW_HTTP", "yes"),
        ("GOTANO_HOOKS_ALLOW_NETWORKS", "10.0.0.1/8"),
        ("GOTANO_HOOKS_ALLOW_NETWORKS", "crm.example"),
        ("GOTANO_OPTIONAL_SCOPES", "files:read,files:write"),
        ("GOTANO_OPTIONAL_SCOPES", "channels:history"),
    ],
)
def test_an_address_or_a_person_that_cannot_be_is_named(name: str, value: str) -> None:
    (problem,) = problems(HTTP | {name: value})
    assert problem.startswith(f"{name} is malformed")


@pytest.mark.parametrize(
    ("listed", "open_to"),
    [
        ("", {"T1/U1", "T1/U2", "T2/U1"}),
        ("U1", {"T1/U1", "T2/U1"}),
        ("T1/U1", {"T1/U1"}),
        ("U1,\n T1/U2", {"T1/U1", "T1/U2", "T2/U1"}),
        ("W9", set()),
    ],
)
def test_the_bot_is_open_to_those_who_are_listed_or_to_everybody(listed: str, open_to: set[str]) -> None:
    settings = read_settings(HTTP | {"GOTANO_ALLOWED_USERS": listed})
    people = [("T1", "U1"), ("T1", "U2"), ("T2", "U1")]
    assert {f"{team}/{rep}" for team, rep in people if settings.may_use(Owner(team, rep))} == open_to


def test_the_line_of_settings_says_what_is_not_set_and_never_none() -> None:
    said = read_settings(HTTP | {"GOTANO_ALLOWED_USERS": "U1,U2"}).masked()
    assert "None" not in said
    assert "allowed_users 2 people" in said
    assert "app_token not set" in said
    assert "secret-1" not in said
    assert "allowed_users everybody" in read_settings(HTTP).masked()


def test_optional_scopes_are_listed_by_comma_or_space_and_shown() -> None:
    settings = read_settings(HTTP | {"GOTANO_OPTIONAL_SCOPES": "files:read, dnd:read,files:read"})
    assert settings.optional_scopes == ("files:read", "dnd:read")
    assert "optional_scopes files:read,dnd:read" in settings.masked()
    assert "optional_scopes not set" in read_settings(HTTP).masked()


def test_a_scope_that_is_not_optional_ends_it_with_2(tmp_path: Path) -> None:
    ended = run_gotano(tmp_path, "run", GOTANO_OPTIONAL_SCOPES="files:reed", **HTTP)
    assert ended.returncode == 2
    assert "GOTANO_OPTIONAL_SCOPES is malformed: 'files:reed'" in ended.stderr


def test_a_variable_is_of_the_environment_or_of_the_file_that_it_hides(tmp_path: Path) -> None:
    told = Environment({"A": "", "B": "b"}, {"A": "a", "C": "c"}, tmp_path / ".env")
    assert told == {"A": "", "B": "b", "C": "c"}
    assert [told.origin(name) for name in "ABC"] == [
        "the environment",
        "the environment",
        str(tmp_path / ".env"),
    ]
