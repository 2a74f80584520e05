"""What reaches the builder of an image: the bot, and no secret or database that lies about."""

from pathlib import Path

import pytest

from tests.packaging.conftest import REPOSITORY
from tests.packaging.context import Ignored, copy_context
from tests.packaging.dockerfile import Stage


@pytest.fixture(scope="module")
def ignored() -> Ignored:
    return Ignored((REPOSITORY / ".dockerignore").read_text())


@pytest.mark.parametrize(
    "path",
    [
        *(".env", ".env.local", ".git/config", ".venv/bin/python", ".dockerignore", "Dockerfile"),
        *("gotano.db", "gotano.db-wal", "gotano-demo/gotano.db", "compose.yaml", "notes.txt"),
        *("tests/rig.py", "bench/load.py", "scripts/other.py", "build/lib/bot/cli.py"),
        *(
            "bot/.env",
            "bot/gotano.db",
            "storage/gotano.db-shm",
            "storage/migrations/.secret",
            "prompts/x.sqlite3",
        ),
        *(
            "bot/__pycache__/cli.cpython-313.pyc",
            "bot/key.pem",
            "playground/page/server.key",
            "handlers/bot.log",
        ),
    ],
)
def test_what_the_image_does_not_need_never_reaches_the_builder(ignored: Ignored, path: str) -> None:
    assert ignored.keeps_out(path)


@pytest.mark.parametrize(
    "path",
    [
        *("bot/cli.py", "prompts/en/kinds/no_budget.toml", "playground/page/index.html"),
        *("storage/migrations/script.py.mako", "requirements/runtime.txt", "scripts/healthcheck.py"),
    ],
)
def test_what_the_image_needs_reaches_the_builder(ignored: Ignored, path: str) -> None:
    assert not ignored.keeps_out(path)


def test_every_path_that_is_copied_reaches_the_builder(stages: list[Stage], tmp_path: Path) -> None:
    copied = copy_context(REPOSITORY, tmp_path)
    for stage in stages:
        for copy in (line for line in stage.all("COPY") if "from" not in line.flags):
            for source in copy.words[:-1]:
                assert any(f"{path}/".startswith(f"{source.strip('/')}/") for path in copied), source


@pytest.mark.parametrize(
    ("rules", "path", "out"),
    [
        ("*", "a/b", True),
        ("*\n!a", "a/b", False),
        ("*\n!a\n**/*.db", "a/deep/x.db", True),
        ("*\n!a/b.py", "a/c.py", True),
        ("*\n!a/b.py", "a/b.py", False),
        ("**/.*", "a/.env", True),
        ("**/.*", "a.env", False),
        ("a/*.py", "a/b/c.py", False),
        ("**/*.py[cod]", "a/b.pyc", True),
        ("# a\n/b/", "b/c", True),
    ],
)
def test_the_last_pattern_that_matches_decides(rules: str, path: str, out: bool) -> None:
    assert Ignored(rules).keeps_out(path) is out
