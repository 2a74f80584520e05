"""On what kind of file system the database lies: SQLite's locks and its shared memory need a disk of this machine."""

import re
from pathlib import Path

_MOUNTS = Path("/proc/self/mounts")
_FAR = frozenset(
    {
        "9p",
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "gfs2",
        "glusterfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "ocfs2",
        "smb2",
        "smb3",
        "smbfs",
        "virtiofs",
    }
)
"""Kinds whose disk is another machine's, or may be used by several at once."""
_FAR_BY_FUSE = frozenset({"ceph", "gcsfuse", "glusterfs", "rclone", "s3fs", "sshfs", "davfs"})


def network_filesystem(file: Path, mounts: Path = _MOUNTS) -> str | None:
    """The kind of network file system that `file` lies on; None for a disk of this machine, and off Linux."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        # Only Linux tells.
        return None
    # Of mounts at the same place the last one is seen.
    kinds = {Path(_plain(parts[1])): parts[2] for line in lines if len(parts := line.split()) > 2}
    place = file.resolve()
    around = next((kinds[folder] for folder in (place, *place.parents) if folder in kinds), "")
    kind, _, by_fuse = around.partition(".")
    return around if kind in _FAR or by_fuse in _FAR_BY_FUSE else None


def _plain(path: str) -> str:
    """Blanks and the like stand there as octal numbers."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), path)
