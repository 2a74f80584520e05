"""Whether SQLite's file lies on another machine's disk, as Linux tells it."""

from pathlib import Path

import pytest

from storage.filesystem import network_filesystem

MOUNTS = r"""
overlay / overlay rw,relatime 0 0
proc /proc proc rw 0 0
server:/export /srv/shared nfs4 rw,vers=4.2 0 0
/dev/sdb1 /srv/shared/local ext4 rw 0 0
//server/share /mnt/with\040blank cifs rw 0 0
me@server: /home/me/far fuse.sshfs rw 0 0
/dev/fuse /run/portal fuse.portal rw 0 0
tmpfs /twice tmpfs rw 0 0
server:/twice /twice nfs rw 0 0
broken
"""


@pytest.fixture
def mounts(tmp_path: Path) -> Path:
    told = tmp_path / "mounts"
    told.write_text(MOUNTS, encoding="utf-8")
    return told


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("/data/gotano.db", None),
        ("/srv/shared/gotano.db", "nfs4"),
        ("/srv/shared/deep/er/gotano.db", "nfs4"),
        ("/srv/sharedby/gotano.db", None),
        ("/srv/shared/local/gotano.db", None),
        ("/mnt/with blank/gotano.db", "cifs"),
        ("/home/me/far/gotano.db", "fuse.sshfs"),
        ("/run/portal/gotano.db", None),
        ("/twice/gotano.db", "nfs"),
    ],
)
def test_the_nearest_mount_tells(mounts: Path, file: str, kind: str | None) -> None:
    assert network_filesystem(Path(file), mounts) == kind


def test_where_nothing_can_tell_nothing_is_said(tmp_path: Path) -> None:
    assert network_filesystem(tmp_path / "gotano.db", tmp_path / "no such file") is None
