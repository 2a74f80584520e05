"""Builds the image without a daemon, runs it as its user, does a debrief through it, stops it, and says its size.

Needs root, and from Debian `buildah` and `debootstrap`. `--isolation chroot` asks for no namespaces, so it also works
inside a container; the image then shares this machine's network.
"""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from playground import Gestures, Identity, LocalSlack, Person

ROOT = Path(__file__).parents[1]
IMAGE = "gotano"
UID = 10001
_SECONDS = 60
_ANA = Person("U0ANA", "Ana Costa", "Europe/Lisbon")


class ImageError(Exception):
    """What of the image does not work, in a line."""


def main() -> None:
    began = time.monotonic()
    base = base_of((ROOT / "Dockerfile").read_text())
    made = have_base(base)
    build()
    built = time.monotonic()
    try_out()
    print(f"base: {made}")
    print(f"image: {size(IMAGE)} in all, of which the base is {size(base)}")
    print(f"built in {built - began:.0f} s, tried out in {time.monotonic() - built:.0f} s")


def base_of(dockerfile: str) -> str:
    """The image that the last stage stands on."""
    return [line.split()[1] for line in dockerfile.splitlines() if line.startswith("FROM ")][-1]


def have_base(base: str) -> str:
    """Kept from an earlier run, else fetched, else made of Debian's packages; says which."""
    if _buildah("images", "--quiet", base, check=False):
        return f"{base}, there already"
    if _buildah("pull", "--quiet", base, check=False):
        return f"{base}, fetched"
    make_base(base)
    return f"{base}, made of Debian's packages: no registry of images answered"


def make_base(base: str) -> None:
    """Debian's own Python under the name of the official image. pip may write beside it, as it may there."""
    with tempfile.TemporaryDirectory() as folder:
        system = Path(folder) / "system"
        packages = "--include=ca-certificates,python3,python3-pip,python3-venv"
        _run("debootstrap", "--variant=minbase", packages, base.rsplit("-", 1)[-1], str(system), _mirror())
        (system / "usr/bin/python").symlink_to("python3")
        for cache in ("var/cache/apt/archives", "var/lib/apt/lists"):
            shutil.rmtree(system / cache)
        container = _buildah("from", "scratch")
        _buildah("add", "--quiet", container, str(system), "/")
        _buildah("config", "--env", "PIP_BREAK_SYSTEM_PACKAGES=1", "--env", f"PATH={os.defpath}", container)
        _buildah("commit", "--quiet", "--rm", container, base)


def build() -> None:
    """As `docker build` does it, but that pip asks whom it asks on this machine."""
    told = [f"--volume={file}:{file}:ro" for file in _of_pip()]
    _run("buildah", "bud", "--isolation", "chroot", "--pull-never", *told, "--tag", IMAGE, str(ROOT))


def try_out() -> None:
    """From an empty volume to a stored debrief and a clean end."""
    with (
        LocalSlack([_ANA], Identity(team_id="T0IMAGE")) as slack,
        _volume() as volume,
        _container() as container,
    ):
        port = free_port()
        slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
        with started(container, volume, slack, port) as bot:
            wait_until_healthy(port, bot)
            debrief(slack.person(_ANA.id))
            stop(bot)
        (deal,) = json.loads(_buildah(*_as_user(container, volume), "gotano", "export", "--format", "json"))
        if (deal["prospect"], deal["kind"]) != ("Dana Reyes, Acme", "not_now"):
            raise ImageError(f"another deal was stored: {deal}")
        print(f"stored through the image: {deal['kind']} → {deal['verdict']}, back on {deal['plan_date']}")


@contextmanager
def started(container: str, volume: Path, slack: LocalSlack, port: int) -> Iterator[subprocess.Popen[bytes]]:
    settings = {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "HOST": "127.0.0.1",
        "PORT": str(port),
    }
    told = [f"--env={name}={value}" for name, value in settings.items()]
    command = _command_of(container)
    with subprocess.Popen(["buildah", *_as_user(container, volume, *told), *command]) as buildah:
        try:
            yield buildah
        finally:
            for process in _family(buildah):
                process.kill()


def wait_until_healthy(port: int, buildah: subprocess.Popen[bytes]) -> None:
    def healthy() -> bool:
        if buildah.poll() is not None:
            raise ImageError(f"the bot ended with {buildah.returncode}")
        asking = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            asking.request("GET", "/healthz")
            answer = asking.getresponse()
            print(f"/healthz: {answer.status} {answer.read().decode()}")
            return answer.status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            asking.close()

    wait_until(healthy, "/healthz did not answer")


def wait_until(true: Callable[[], bool], otherwise: str) -> None:
    end = time.monotonic() + _SECONDS
    while not true():
        if time.monotonic() > end:
            raise ImageError(f"{otherwise} in {_SECONDS} s")
        time.sleep(0.1)


def debrief(ana: Gestures) -> None:
    """All three screens, as a rep goes through them."""
    ana.command("/gotano", "Dana Reyes, Acme")
    wait_until(lambda: ana.view is not None, "no modal was opened")
    screens: tuple[dict[str, str], ...] = (
        {"stage": "buying", "asked_why": "told", "words": "Not this year"},
        {"kind-buying": "not_now", "door": "ajar"},
        {},
    )
    for answers in screens:
        ana.fill(answers)
        done = ana.submit()
        if done.action != "updated":
            raise ImageError(f"the bot did not take the answers: {done}")


def stop(buildah: subprocess.Popen[bytes]) -> None:
    """SIGTERM, to the bot itself as a container's engine sends it."""
    bot = _family(buildah)[-1]
    if bot.uids().real != UID:
        raise ImageError(f"the bot runs as {bot.uids().real}, not as {UID}")
    bot.send_signal(signal.SIGTERM)
    ended = buildah.wait(timeout=_SECONDS)
    if ended:
        raise ImageError(f"told to stop, the bot ended with {ended}")
    print("SIGTERM: ended with 0")


def size(image: str) -> str:
    return _buildah("images", "--format", "{{.Size}}", image).splitlines()[0]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def _volume() -> Iterator[Path]:
    """A new volume belongs to the image's user, as /data in the image does."""
    with tempfile.TemporaryDirectory() as folder:
        os.chown(folder, UID, UID)
        yield Path(folder)


@contextmanager
def _container() -> Iterator[str]:
    container = _buildah("from", "--pull-never", IMAGE)
    try:
        yield container
    finally:
        _buildah("rm", container)


def _command_of(container: str) -> list[str]:
    """ENTRYPOINT and CMD, which `buildah run` leaves to whoever calls it."""
    told = json.loads(_buildah("inspect", container))["OCIv1"]["config"]
    return [*told["Entrypoint"], *told["Cmd"]]


def _as_user(container: str, volume: Path, *more: str) -> list[str]:
    return ["run", "--isolation", "chroot", f"--volume={volume}:/data", *more, container, "--"]


def _family(buildah: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """What it started, the bot last."""
    return psutil.Process(buildah.pid).children(recursive=True) if buildah.poll() is None else []


def _mirror() -> str:
    """Where this machine's own packages come from."""
    told = _run("apt-get", "indextargets", "--format", "$(SITE)").splitlines()
    return next(site for site in told if not site.endswith("security"))


def _of_pip() -> list[Path]:
    """This machine's settings of pip, and the authorities it trusts: without them pip asks the public index."""
    files = [Path("/etc/pip.conf"), Path("/etc/ssl/certs/ca-certificates.crt")]
    return [file for file in files if file.exists()]


def _buildah(*told: str, check: bool = True) -> str:
    return _run("buildah", *told, check=check)


def _run(*command: str, check: bool = True) -> str:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        if check:
            raise ImageError(f"{' '.join(command[:3])} ended with {done.returncode}:\n{done.stderr[-2000:]}")
        return ""
    return done.stdout.strip()


if __name__ == "__main__":
    try:
        main()
    except ImageError as error:
        sys.exit(f"the image does not work: {error}")
