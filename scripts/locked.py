"""Reads a lock file: what is pinned, and to which files."""

import re
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Pin:
    """One locked package; `hashes` are the SHA-256 of every file that may be installed for it, in hex."""

    name: NormalizedName
    version: str
    hashes: tuple[str, ...]


def read_lock(path: Path) -> list[Pin]:
    """In the lock's order; ValueError for a line that pins nothing or has no hash."""
    entries = path.read_text().replace("\\\n", " ").splitlines()
    return [_pin(entry) for entry in entries if entry.strip() and not entry.startswith("#")]


def _pin(entry: str) -> Pin:
    requirement = Requirement(entry.partition(" --hash=")[0])
    versions = [clause.version for clause in requirement.specifier if clause.operator == "=="]
    hashes = tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})\b", entry))
    if len(versions) != 1 or not hashes:
        raise ValueError(f"neither pinned nor hashed: {entry}")
    return Pin(canonicalize_name(requirement.name), versions[0], hashes)
