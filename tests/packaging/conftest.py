"""The Dockerfile, and what it makes, built once for all tests."""

import os
import subprocess
import sys
import tempfile
import venv
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
    """Performs the Dockerfile; takes some seconds, once."""
    # Not pytest's own folder: that one is closed to every other user.
    with tempfile.TemporaryDirectory(prefix="gotano-image-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        context = folder / "context"
        copied = copy_context(REPOSITORY, context)
        base = _base(folder / "base")
        builder = Builder(folder, context, base, _uid())
        image: Image = builder.build(stages)
        yield Built(image, builder.stage("build"), base, copied)


def _base(folder: Path) -> Path:
    """Where `python` and `pip` stand for those of the base image: an environment without packages, and our own pip."""
    venv.create(folder, with_pip=False, symlinks=True)
    pip = folder / "bin" / "pip"
    pip.write_text(f'#!/bin/sh\nexec {sys.executable} -m pip --python {folder}/bin/python "$@"\n')
    pip.chmod(0o755)
    return folder / "bin"


def _uid() -> int:
    """The image's user, where we may become it and it can read our packages: they may be in somebody's home."""
    image_user = 10001
    if os.getuid() != 0:
        return os.getuid()
    command = [sys.executable, "-c", "import slack_bolt"]
    try:
        done = subprocess.run(command, capture_output=True, cwd="/", **as_user(image_user))
    except OSError:
        return os.getuid()
    return os.getuid() if done.returncode else image_user
