"""The Dockerfile read, not built: what it is made from, who it runs as, and what it never does."""

import re
import runpy
import tomllib
from pathlib import PurePosixPath
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from sqlalchemy import make_url

from bot.settings import read_settings
from tests.packaging.builder import STOOD_IN_FOR
from tests.packaging.conftest import REPOSITORY
from tests.packaging.dockerfile import Stage, parse

LOCKS = ("requirements/runtime.txt", "requirements/build.txt")
BASE = re.compile(r"python:(?P<version>\d+\.\d+\.\d+)-slim-[a-z]+(@sha256:[0-9a-f]{64})?")
TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"}


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((REPOSITORY / "pyproject.toml").read_text())


def test_the_base_is_one_small_python_pinned_to_the_patch(
    stages: list[Stage], project: dict[str, Any]
) -> None:
    (base,) = {stage.base for stage in stages}
    pinned = BASE.fullmatch(base)
    assert pinned, base
    assert pinned["version"] in SpecifierSet(project["project"]["requires-python"])


def test_it_runs_as_a_number_that_is_not_root(final: Stage) -> None:
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", final.last("USER").text)
    names = [instruction.name for instruction in final.instructions]
    assert "RUN" not in names[names.index("USER") :]


@pytest.mark.parametrize(
    "line", ["ADD https://example.org/x /x", "ARG TOKEN", "ONBUILD RUN x", 'SHELL ["x"]', "RUN <<END\nx\nEND"]
)
def test_what_the_reader_does_not_know_it_refuses(line: str) -> None:
    with pytest.raises(ValueError, match="not known here"):
        parse(f"FROM python\n{line}\n")


def test_continued_lines_and_comments_between_them_are_one_instruction() -> None:
    (stage,) = parse('FROM a AS b\nHEALTHCHECK --timeout=5s \\\n# why\n    CMD ["x", "y z"]\n')
    assert (stage.base, stage.name) == ("a", "b")
    assert stage.healthcheck.flags == {"timeout": "5s"}
    assert stage.healthcheck.words == ["x", "y z"]


def test_nothing_is_fetched_but_wheels_with_a_known_hash(stages: list[Stage]) -> None:
    runs = [run.text for stage in stages for run in stage.all("RUN")]
    assert not [run for run in runs if re.search(r"\b(apt|apt-get|curl|git|wget)\b|://|\.sh\b", run)]
    installs = [run for run in runs if re.search(r"\bpip\b.* (install|wheel)\b", run)]
    assert len(installs) == 4
    for install in installs:
        hashed = "--require-hashes --only-binary :all: -r " in install
        assert hashed or "--no-index" in install, install


def test_the_step_that_the_tests_stand_in_for_is_there_once(stages: list[Stage]) -> None:
    runs = [run.text for stage in stages for run in stage.all("RUN")]
    assert len([run for run in runs if STOOD_IN_FOR.fullmatch(run)]) == 1


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_and_hashes_everything_and_names_no_index(name: str) -> None:
    text = (REPOSITORY / name).read_text()
    entries = text.replace("\\\n", " ").splitlines()
    assert entries
    assert not [
        entry for entry in entries if not re.match(r"[\w.-]+==\S+.*--hash=sha256:[0-9a-f]{64}", entry)
    ]
    assert "://" not in text


def test_the_build_lock_holds_what_the_build_asks_for(project: dict[str, Any]) -> None:
    text = (REPOSITORY / "requirements/build.txt").read_text()
    locked = dict(re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE))
    for wanted in map(Requirement, project["build-system"]["requires"]):
        assert locked[wanted.name] in wanted.specifier


def test_every_package_is_copied_by_name_and_nothing_else(
    stages: list[Stage], project: dict[str, Any]
) -> None:
    include = project["tool"]["setuptools"]["packages"]["find"]["include"]
    copied = {
        source.strip("/")
        for stage in stages
        for copy in stage.all("COPY")
        if "from" not in copy.flags
        for source in copy.words[:-1]
    }
    metadata = {"pyproject.toml", "README.md", "LICENSE", "scripts/healthcheck.py"}
    assert copied == {name.rstrip("*") for name in include} | metadata | set(LOCKS)
    assert all((REPOSITORY / path).exists() for path in copied)


def test_what_starts_is_started_without_a_shell(final: Stage, project: dict[str, Any]) -> None:
    assert final.last("ENTRYPOINT").exec_form
    assert final.last("CMD").exec_form
    assert final.healthcheck.exec_form
    assert final.last("ENTRYPOINT").words[0] in project["project"]["scripts"]
    assert final.last("STOPSIGNAL").text == "SIGTERM"


def test_the_health_check_leaves_time_for_its_own_words(final: Stage) -> None:
    flags = final.healthcheck.flags
    assert set(flags) == {"interval", "timeout", "start-period", "retries"}
    seconds = runpy.run_path(str(REPOSITORY / "scripts" / "healthcheck.py"))["SECONDS"]
    assert seconds < int(flags["timeout"].rstrip("s")) < int(flags["interval"].rstrip("s"))


def test_the_one_volume_holds_the_database(final: Stage) -> None:
    (volume,) = (line.text for line in final.all("VOLUME"))
    database = make_url(final.env["DATABASE_URL"]).database
    assert database is not None
    assert str(PurePosixPath(database).parent) == volume
    assert final.last("WORKDIR").text == volume, "a relative address must end up in it too"
    owner = final.last("USER").text.split(":")[0]
    assert f"-o {owner} -g {owner} {volume}" in final.last("RUN").text


def test_the_bot_listens_where_a_published_port_arrives(final: Stage) -> None:
    settings = read_settings({**final.env, **TOKENS})
    assert settings.host == "0.0.0.0"  # noqa: S104 - inside the container
    assert str(settings.port) == final.last("EXPOSE").text
    assert settings.database_url == final.env["DATABASE_URL"]


def test_no_secret_is_in_the_image(stages: list[Stage]) -> None:
    names = [name for stage in stages for name in stage.env]
    assert not [name for name in names if re.search("TOKEN|SECRET|PASSWORD|KEY", name)]
