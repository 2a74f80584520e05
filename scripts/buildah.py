"""Debian's `buildah`, called without namespaces, so that it also works inside a container."""

import json
import subprocess
from pathlib import Path

IMAGE = "gotano"


class ImageError(Exception):
    """What of the image does not work, in a line."""


def buildah(*told: str, check: bool = True) -> str:
    return run("buildah", *told, check=check)


def run(*command: str, check: bool = True) -> str:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        if check:
            raise ImageError(f"{' '.join(command[:3])} ended with {done.returncode}:\n{done.stderr[-2000:]}")
        return ""
    return done.stdout.strip()


def size(image: str) -> str:
    return buildah("images", "--format", "{{.Size}}", image).splitlines()[0]


def command_of(container: str) -> list[str]:
    """ENTRYPOINT and CMD, which `buildah run` leaves to whoever calls it."""
    told = json.loads(buildah("inspect", container))["OCIv1"]["config"]
    return [*told["Entrypoint"], *told["Cmd"]]


def as_user(container: str, volume: Path, *more: str) -> list[str]:
    """The words before a command that is to run in the container as its own user."""
    return ["run", "--isolation", "chroot", f"--volume={volume}:/data", *more, container, "--"]
