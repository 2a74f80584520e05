"""Which version of gotano this is."""

import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PROJECT = Path(__file__).parent.parent / "pyproject.toml"


def own_version() -> str:
    """As it was installed; where it runs from a clone, as the clone says."""
    try:
        return version("gotano")
    except PackageNotFoundError:
        project: str = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]["version"]
        return project
