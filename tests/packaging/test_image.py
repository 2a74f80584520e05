"""The image's own steps performed, and its entry point run as its unprivileged user against the local Slack."""

import json
import signal
import subprocess
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.manifest import NEEDED_SCOPES, PATH
from playground import Clock as SlackClock
from playground import Identity, LocalSlack, Person
from tests import patience
from tests.packaging.conftest import REPOSITORY
from tests.packaging.running import Built, free_port

PACKAGES = ("bot", "coaching", "handlers", "playground", "prompts", "storage")
COMMANDS = ("migrate", "export", "export --format csv", "manifest", "demo --help", "--version")
EACH_COMMAND = """
import json, sys
from click.testing import CliRunner
from bot.cli import main
done = {command: CliRunner().invoke(main, command.split()) for command in sys.argv[1:]}
print(json.dumps({command: (each.exit_code, each.output) for command, each in done.items()}))
"""
"""Runs each of its arguments as `gotano` would, in one process: what they answer, by command."""

START_SECONDS = 30
STOP_SECONDS = 20


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack(
        [Person("U0ANA", "Ana Costa", "Europe/Lisbon")],
        Identity(scopes=sorted(NEEDED_SCOPES)),
        clock=SlackClock(answer_within=patience.SECONDS),
    ) as running:
        yield running


def wait_until_healthy(
    built: Built, process: subprocess.Popen[bytes], env: dict[str, str], log: Path
) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not built.healthy(env):
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.1)


def test_the_bot_answers_as_an_unprivileged_user_and_ends_on_sigterm(
    built: Built, slack: LocalSlack, tmp_path: Path
) -> None:
    port = free_port()
    env = {
        "PORT": str(port),
        "SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
    }
    log = tmp_path / "log"
    assert not built.healthy(env)
    with built.start(env, log) as process:
        wait_until_healthy(built, process, env, log)
        slack.deliver_to(f"http://127.0.0.1:{port}{PATH}")
        assert slack.person("U0ANA").command("/gotano", "help").ok
        process.send_signal(signal.SIGTERM)
        assert process.wait(STOP_SECONDS) == 0, log.read_text()
    assert not built.healthy(env)
    database = built.image.path("/data/gotano.db")
    assert database.stat().st_uid == built.image.uid


def test_over_socket_mode_the_health_check_answers_too(
    built: Built, slack: LocalSlack, tmp_path: Path
) -> None:
    env = {
        "PORT": str(free_port()),
        "SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
    }
    log = tmp_path / "log"
    with built.start(env, log) as process:
        wait_until_healthy(built, process, env, log)
        assert slack.connections == 1
        process.send_signal(signal.SIGTERM)
        assert process.wait(STOP_SECONDS) == 0, log.read_text()


def test_a_bot_without_settings_names_them_and_exits_with_2(built: Built, tmp_path: Path) -> None:
    with built.start({}, tmp_path / "log") as process:
        assert process.wait(START_SECONDS) == 2
    said = (tmp_path / "log").read_text()
    assert "SLACK_BOT_TOKEN" in said
    assert "SLACK_SIGNING_SECRET" in said


def test_every_command_works_from_any_folder(built: Built) -> None:
    folder = built.image.root / "data" / "elsewhere"
    built.run(["mkdir", str(folder)], {}).check_returncode()
    done = built.run(["python", "-c", EACH_COMMAND, *COMMANDS], {}, folder)
    assert done.stderr == ""
    said = json.loads(done.stdout)
    assert {command: code for command, (code, _) in said.items()} == dict.fromkeys(COMMANDS, 0)
    assert json.loads(said["export"][1]) == []
    assert said["manifest"][1] == (REPOSITORY / "manifest.yaml").read_text()


def test_the_wheel_holds_every_file_of_the_packages_and_nothing_else(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as wheel:
        held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    wanted = {path for path in built.context if path.startswith(tuple(f"{name}/" for name in PACKAGES))}
    assert held == wanted
    data = (
        "prompts/en/kinds/no_budget.toml",
        "playground/page/index.html",
        "storage/migrations/script.py.mako",
    )
    assert held.issuperset(data)
    assert any(name.startswith("storage/migrations/versions/0") for name in held)


def test_no_installer_and_no_builder_stay_beside_the_bot(built: Built) -> None:
    site = next((built.image.root / "opt" / "gotano" / "lib").glob("python*/site-packages"))
    assert not [name for name in ("pip", "setuptools", "tests", "bench") if (site / name).exists()]
    assert {path.name for path in built.image.root.iterdir()} == {"data", "opt"}
