"""The systemd unit read and, where systemd's own checker is installed, verified by it; never started."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.http_server import SHUTDOWN_SECONDS
from bot.settings import read_database_url
from tests.packaging.conftest import REPOSITORY
from tests.packaging.unit import KNOWN, Unit, read_unit

UNIT = REPOSITORY / "deploy" / "gotano.service"
EXPOSURE = 15
"""Tenths, as `systemd-analyze security` counts: 100 is a service without any protection."""


@pytest.fixture(scope="module")
def unit() -> Unit:
    return read_unit(UNIT)


@pytest.fixture(scope="module")
def checker() -> str:
    found = shutil.which("systemd-analyze")
    if not found and os.environ.get("GOTANO_TEST_NOTHING_SKIPPED") == "1":
        pytest.fail("systemd-analyze is not installed: the unit was read, not verified")
    if not found:
        pytest.skip("systemd-analyze is not installed: the unit was read, not verified")
    return found


def analyze(checker: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([checker, *words], capture_output=True, text=True, timeout=60)


def test_every_directive_is_one_that_systemd_knows(unit: Unit) -> None:
    unknown = [told for told in unit.directives if told.name not in KNOWN.get(told.section, ())]
    assert unknown == []


def test_only_the_filter_of_calls_is_told_in_more_than_one_line(unit: Unit) -> None:
    names = [directive.name for directive in unit.directives]
    assert {name for name in names if names.count(name) > 1} == {"SystemCallFilter"}


@pytest.mark.parametrize("line", ["Foo", "A=b\\", "=", "Type=exec"])
def test_what_the_reader_does_not_know_it_refuses(tmp_path: Path, line: str) -> None:
    (tmp_path / "x.service").write_text(f"{line}\n")
    with pytest.raises(ValueError, match="not known here"):
        read_unit(tmp_path / "x.service")


def test_what_starts_is_the_bot_itself_without_a_shell(unit: Unit) -> None:
    scripts = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]["scripts"]
    program, *words = shlex.split(unit.one("ExecStart"))
    assert Path(program).is_absolute()
    assert Path(program).name in scripts
    assert words == ["run"]


def test_it_runs_as_nobody_special_and_can_become_nobody_else(unit: Unit) -> None:
    assert unit.one("User") not in ("", "root", "nobody", "0")
    assert unit.one("NoNewPrivileges") == "yes"
    assert unit.one("CapabilityBoundingSet") == unit.one("AmbientCapabilities") == ""


def test_the_one_folder_it_can_write_holds_the_database(unit: Unit) -> None:
    assert unit.one("ProtectSystem") == "strict"
    assert unit.all("ReadWritePaths") == []
    state = f"/var/lib/{unit.one('StateDirectory')}"
    url = read_database_url(dict([unit.one("Environment").split("=", 1)]))
    assert Path(make_url(url).database or "").parent == Path(state)
    assert unit.one("WorkingDirectory") == state, "a relative address must end up in it too"
    assert (unit.one("StateDirectoryMode"), unit.one("UMask")) == ("0700", "0077")


def test_secrets_come_from_a_file_and_stand_in_no_line(unit: Unit) -> None:
    assert Path(unit.one("EnvironmentFile")).is_absolute(), (
        "and no dash before it: without settings nothing runs"
    )
    assert not re.search("TOKEN|SECRET|PASSWORD", UNIT.read_text())


def test_a_crash_starts_it_again_and_a_missing_setting_does_not(unit: Unit) -> None:
    assert unit.one("Restart") == "on-failure"
    assert unit.one("RestartPreventExitStatus") == "2"


def test_it_has_longer_to_end_than_its_requests(unit: Unit) -> None:
    assert int(unit.one("TimeoutStopSec")) > SHUTDOWN_SECONDS


def test_systemd_knows_what_we_say_it_knows(checker: str) -> None:
    manager = Path(checker).parents[1] / "lib" / "systemd" / "systemd"
    done = subprocess.run([manager, "--dump-configuration-items"], capture_output=True, text=True, timeout=60)
    for section, names in KNOWN.items():
        _, _, rest = done.stdout.partition(f"[{section}]\n")
        items = {line.partition("=")[0] for line in rest.partition("\n[")[0].splitlines()}
        assert names <= items, section


def test_systemd_finds_nothing_to_say(checker: str, tmp_path: Path) -> None:
    # It asks whether the program is there: a Python surely is.
    copy = tmp_path / UNIT.name
    copy.write_text(UNIT.read_text().replace("/opt/gotano/bin/gotano", sys.executable))
    done = analyze(checker, "verify", str(copy))
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_systemd_calls_it_well_protected(checker: str) -> None:
    done = analyze(checker, "security", "--offline=true", "--no-pager", f"--threshold={EXPOSURE}", str(UNIT))
    assert done.returncode == 0, done.stdout
