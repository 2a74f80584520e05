"""The built image at work: its commands, run as its user with its environment and nothing else."""

import os
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.packaging.builder import Image


def as_user(uid: int) -> dict[str, Any]:
    """What subprocess needs to become that user; root alone can."""
    return {"user": uid, "group": uid, "extra_groups": []} if os.getuid() == 0 else {}


def free_port() -> int:
    """The image's health check must know the port beforehand, so the system cannot choose it at the start."""
    with socket.socket() as found:
        found.bind(("", 0))
        return int(found.getsockname()[1])


@dataclass(frozen=True)
class Built:
    """The image, the root of its build stage, the `bin` of its base, and the paths that reached the builder."""

    image: Image
    build_root: Path
    base: Path
    context: list[str]

    @property
    def wheel(self) -> Path:
        (found,) = (self.build_root / "dist").glob("*.whl")
        return found

    def run(
        self, command: list[str], env: Mapping[str, str], folder: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, capture_output=True, text=True, timeout=60, **self._container(env, folder)
        )

    def healthy(self, env: Mapping[str, str]) -> bool:
        """What the image's own health check says."""
        return self.run(self.image.command(self.image.stage.healthcheck), env).returncode == 0

    @contextmanager
    def start(self, env: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
        """The entry point with its default command; killed at the end if it still runs."""
        stage = self.image.stage
        command = self.image.command(stage.last("ENTRYPOINT")) + self.image.command(stage.last("CMD"))
        with (
            log.open("wb") as output,
            subprocess.Popen(
                command, stdout=output, stderr=subprocess.STDOUT, **self._container(env, None)
            ) as process,
        ):
            try:
                yield process
            finally:
                process.kill()

    def _container(self, env: Mapping[str, str], folder: Path | None) -> dict[str, Any]:
        uid = int(self.image.here(self.image.stage.last("USER").text).split(":")[0])
        return {"cwd": folder or self.image.workdir, "env": {**self.image.env, **env}, **as_user(uid)}
