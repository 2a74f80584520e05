"""The Dockerfile, and the image it makes, built once for all tests."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.packaging.builder import Builder, Image
from tests.packaging.context import copy_context
from tests.packaging.dockerfile import Stage, parse
from tests.packaging.running import Built, as_user

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def stages() -> list[Stage]:
    return parse((REPOSITORY / "Dockerfile").read_text())


@pytest.fixture(scope="session")
def final(stages: list[Stage]) -> Stage:
    return stages[-1]


@pytest.fixture(scope="session")
def built(stages: list[Stage]) -> Iterator[Built]:
    """Performs the whole Dockerfile; takes some twenty seconds, once."""
    # Not pytest's own folder: that one is closed to every other user.
    with tempfile.TemporaryDirectory(prefix="gotano-image-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        context = folder / "context"
        copied = copy_context(REPOSITORY, context)
        subprocess.run([_interpreter(), "-m", "venv", folder / "base"], check=True)
        builder = Builder(folder, context, folder / "base" / "bin")
        image: Image = builder.build(stages)
        yield Built(image, builder.stage("build"), copied)


def _interpreter() -> str:
    """A Python that the image's user can run too: the one of these tests may live in somebody's home."""
    found = [os.path.realpath(sys.executable), shutil.which("python3"), "/usr/local/bin/python3"]
    for python in [*filter(None, found), "/usr/bin/python3"]:
        try:
            subprocess.run(
                [python, "-c", "import ensurepip, sys; sys.exit(sys.version_info < (3, 11))"],
                check=True,
                capture_output=True,
                cwd="/",
                **as_user(10001),
            )
        except (OSError, subprocess.CalledProcessError):
            continue
        return python
    raise RuntimeError(f"no Python from 3.11 on that another user can run: {found}")
