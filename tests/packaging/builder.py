"""Performs a Dockerfile's own steps without an engine: each stage in a folder that stands for its root.

One step is not performed: what the bot needs is installed already, for these tests, from a lock with the same files
(`test_release.py` proves it). `make image` performs that too.
"""

import os
import re
import shutil
import subprocess
import sysconfig
from dataclasses import dataclass, field
from pathlib import Path
from string import Template

from tests.packaging.dockerfile import Instruction, Stage

OWN_FOLDERS = ("data", "dist", "opt", "src")
"""What the Dockerfile makes at the top of the file system; the rest is the machine's and stays untouched."""

WHEEL_TIME = 1_600_000_000
"""The time of everything in the wheel, in seconds since 1970, as `make dist` takes the commit's."""

STOOD_IN_FOR = re.compile(r"pip --python (?P<python>/\S+/bin/python) install .* -r requirements/runtime\.txt")
"""The step whose packages are there already."""


@dataclass
class Image:
    """One stage as far as it is built; paths in `env`, `workdir` and the commands are this machine's."""

    stage: Stage
    root: Path
    uid: int
    env: dict[str, str] = field(default_factory=dict)
    workdir: Path = Path("/")

    def here(self, text: str) -> str:
        """The text with the image's own absolute paths moved below `root`, and its user one of this machine."""
        for path in re.findall(r"(?<![\w./*-])/(\w+)", text):
            if path not in OWN_FOLDERS:
                raise ValueError(f"/{path} is no folder of the image's own: {text}")
        moved = re.sub(rf"(?<![\w.*-])/(?=(?:{'|'.join(OWN_FOLDERS)})\b)", f"{self.root}/", text)
        return re.sub(r"\b10001\b", str(self.uid), moved)

    def path(self, text: str) -> Path:
        return self.workdir / self.here(text)

    def command(self, instruction: Instruction) -> list[str]:
        return [self.here(word) for word in instruction.words]


class Builder:
    """`base` is the folder with the `python` and `pip` that stand for those of the base image."""

    def __init__(self, folder: Path, context: Path, base: Path, uid: int) -> None:
        self._folder = folder
        self._context = context
        self._base = base
        self._uid = uid
        self._done: dict[str, Path] = {}

    def build(self, stages: list[Stage]) -> Image:
        """The last stage's image. The earlier ones are moved aside first: only what is copied is there."""
        root = self._folder / "root"
        for number, stage in enumerate(stages):
            root.mkdir()
            image = Image(stage, root, self._uid, {"PATH": f"{self._base}:/usr/bin:/bin"})
            for instruction in stage.instructions:
                self._perform(image, instruction)
            if number < len(stages) - 1:
                self._done[stage.name or str(number)] = root.rename(self._folder / f"stage-{number}")
        return image

    def stage(self, name: str) -> Path:
        """The root of an earlier stage."""
        return self._done[name]

    def _perform(self, image: Image, instruction: Instruction) -> None:
        match instruction.name:
            case "ENV":
                pairs = (word.split("=", 1) for word in instruction.words)
                image.env |= {
                    name: Template(image.here(value)).substitute(image.env) for name, value in pairs
                }
            case "WORKDIR":
                image.workdir = image.path(instruction.text)
                image.workdir.mkdir(parents=True, exist_ok=True)
            case "COPY":
                self._copy(image, instruction)
            case "RUN":
                self._run(image, instruction)

    def _copy(self, image: Image, instruction: Instruction) -> None:
        *sources, target = instruction.words
        source_root = self._done.get(instruction.flags.get("from", ""), self._context)
        to = image.path(target)
        for source in sources:
            found = source_root / source.strip("/")
            if found.is_dir():
                shutil.copytree(found, to, symlinks=True, dirs_exist_ok=True)
            else:
                whole = to / found.name if target.endswith("/") else to
                whole.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(found, whole)

    def _run(self, image: Image, instruction: Instruction) -> None:
        """In the shell, as an engine does, but with this machine's pip cache, proxies and certificates."""
        if step := STOOD_IN_FOR.fullmatch(instruction.text):
            _lend_packages(Path(image.here(step["python"])).parents[1])
            return
        machine = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
        env = machine | image.env | {"SOURCE_DATE_EPOCH": str(WHEEL_TIME)}
        env.pop("PIP_NO_CACHE_DIR", None)
        done = subprocess.run(
            ["/bin/sh", "-c", image.here(instruction.text)],
            cwd=image.workdir,
            env=env,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"RUN {instruction.text}\n{done.stdout}\n{done.stderr}")


def _lend_packages(venv: Path) -> None:
    """The packages of these tests, visible in that environment."""
    (site,) = venv.glob("lib/python*/site-packages")
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
