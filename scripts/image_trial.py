"""The image tried out: looked into, run as its user, a debrief done through it, stopped with SIGTERM.

It shares this machine's network: `--isolation chroot` asks for no namespace of its own.
"""

import http.client
import json
import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from bot.cli_errors import BAD_SETTINGS
from playground import Gestures, Identity, LocalSlack, Person
from scripts.buildah import IMAGE, ImageError, as_user, buildah, command_of
from scripts.locked import ROOT, read_lock

UID = 10001
_SECONDS = 60
_ANA = Person("U0ANA", "Ana Costa", "Europe/Lisbon")


def try_out() -> None:
    """From an empty volume to a stored debrief and a clean end."""
    with (
        LocalSlack([_ANA], Identity(team_id="T0IMAGE")) as slack,
        _volume() as volume,
        _container() as container,
    ):
        look_inside(container, volume)
        ends_without_settings(container, volume)
        port = free_port()
        slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
        with started(container, volume, slack, port) as bot:
            wait_until_healthy(port, bot)
            debrief(slack.person(_ANA.id))
            stop(bot)
        (deal,) = json.loads(buildah(*as_user(container, volume), "gotano", "export", "--format", "json"))
        if (deal["prospect"], deal["kind"]) != ("Dana Reyes, Acme", "no_value"):
            raise ImageError(f"another deal was stored: {deal}")
        print(f"stored through the image: {deal['kind']} → {deal['verdict']}, back on {deal['plan_date']}")


def look_inside(container: str, volume: Path) -> None:
    """What is installed is what was locked, and it goes together; no installer stays beside it."""
    pip = [*as_user(container, volume), "pip", "--python", "/opt/gotano/bin/python"]
    buildah(*pip, "check")
    frozen = buildah(*pip, "freeze", "--all").splitlines()
    installed = {line.lower().replace("_", "-").split(" @ ")[0] for line in frozen}
    locked = {f"{pin.name}=={pin.version}" for pin in read_lock(ROOT / "requirements" / "runtime.txt")}
    if stranger := installed - locked - {"gotano"}:
        raise ImageError(f"installed and not locked: {', '.join(sorted(stranger))}")
    print(f"installed: gotano and {len(installed) - 1} of {len(locked)} locked packages")


def ends_without_settings(container: str, volume: Path) -> None:
    """With 2, so that whoever restarts it knows that it is no use."""
    done = subprocess.run(
        ["buildah", *as_user(container, volume), *command_of(container)], capture_output=True
    )
    if done.returncode != BAD_SETTINGS or b"SLACK_BOT_TOKEN" not in done.stdout + done.stderr:
        raise ImageError(f"without settings the bot ended with {done.returncode}")


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
    command = command_of(container)
    with subprocess.Popen(["buildah", *as_user(container, volume, *told), *command]) as engine:
        try:
            yield engine
        finally:
            for process in _family(engine):
                process.kill()


def wait_until_healthy(port: int, engine: subprocess.Popen[bytes]) -> None:
    def healthy() -> bool:
        if engine.poll() is not None:
            raise ImageError(f"the bot ended with {engine.returncode}")
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
    """The one screen, with a kind of no that tells the stage, as a rep goes through it."""
    ana.command("/gotano", "Dana Reyes, Acme")
    wait_until(lambda: ana.view is not None, "no modal was opened")
    ana.fill({"words": "Too much money for what it does", "kind-any": "no_value", "door": "ajar"})
    done = ana.submit()
    if done.action != "updated":
        raise ImageError(f"the bot did not take the answers: {done}")


def stop(engine: subprocess.Popen[bytes]) -> None:
    """SIGTERM, to the bot itself as a container's engine sends it."""
    bot = _family(engine)[-1]
    if bot.uids().real != UID:
        raise ImageError(f"the bot runs as {bot.uids().real}, not as {UID}")
    bot.send_signal(signal.SIGTERM)
    ended = engine.wait(timeout=_SECONDS)
    if ended:
        raise ImageError(f"told to stop, the bot ended with {ended}")
    print("SIGTERM: ended with 0")


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
    container = buildah("from", "--pull-never", IMAGE)
    try:
        yield container
    finally:
        buildah("rm", container)


def _family(engine: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """What it started, the bot last."""
    return psutil.Process(engine.pid).children(recursive=True) if engine.poll() is None else []
