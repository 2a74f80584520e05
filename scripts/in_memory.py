"""Where files can be put that nobody misses after a run: in memory, if there is enough."""

import shutil
from pathlib import Path

# A folder that only its maker may read is made there.
_MEMORY = Path("/dev/shm")  # noqa: S108 # nosec B108
_ENOUGH = 2 * 2**30
"""Bytes. The databases of all tests that run at one time take a fourth of it."""


def memory_folder() -> Path | None:
    """None where the system has no such folder, or too little is free: the disk does as well, and takes longer."""
    enough = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free >= _ENOUGH
    return _MEMORY if enough else None
