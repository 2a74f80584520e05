"""Builds the image without a daemon, tries it out (`scripts/image_trial.py`), and says its size.

Needs root, and from Debian `buildah` and `debootstrap`.
"""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from scripts.buildah import IMAGE, ImageError, buildah, run, size
from scripts.image_trial import try_out
from scripts.locked import ROOT


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
    if buildah("images", "--quiet", base, check=False):
        return f"{base}, there already"
    if buildah("pull", "--quiet", base, check=False):
        return f"{base}, fetched"
    make_base(base)
    return f"{base}, made of Debian's packages: no registry of images answered"


def make_base(base: str) -> None:
    """Debian's own Python under the name of the official image. pip may write beside it, as it may there."""
    with tempfile.TemporaryDirectory() as folder:
        system = Path(folder) / "system"
        packages = "--include=ca-certificates,python3,python3-pip,python3-venv"
        run("debootstrap", "--variant=minbase", packages, base.rsplit("-", 1)[-1], str(system), _mirror())
        (system / "usr/bin/python").symlink_to("python3")
        for cache in ("var/cache/apt/archives", "var/lib/apt/lists"):
            shutil.rmtree(system / cache)
        container = buildah("from", "scratch")
        buildah("add", "--quiet", container, str(system), "/")
        buildah("config", "--env", "PIP_BREAK_SYSTEM_PACKAGES=1", "--env", f"PATH={os.defpath}", container)
        buildah("commit", "--quiet", "--rm", container, base)


def build() -> None:
    """As `docker build` does it, but that pip asks whom it asks on this machine."""
    told = [f"--volume={file}:{file}:ro" for file in _of_pip()]
    run("buildah", "bud", "--isolation", "chroot", "--pull-never", *told, "--tag", IMAGE, str(ROOT))


def _mirror() -> str:
    """Where this machine's own packages come from."""
    told = run("apt-get", "indextargets", "--format", "$(SITE)").splitlines()
    return next(site for site in told if not site.endswith("security"))


def _of_pip() -> list[Path]:
    """This machine's settings of pip, and the authorities it trusts: without them pip asks the public index."""
    files = [Path("/etc/pip.conf"), Path("/etc/ssl/certs/ca-certificates.crt")]
    return [file for file in files if file.exists()]


if __name__ == "__main__":
    try:
        main()
    except ImageError as error:
        sys.exit(f"the image does not work: {error}")
