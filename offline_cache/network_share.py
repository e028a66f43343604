# SPDX-License-Identifier: GPL-2.0-or-later
"""Does a path lie on a network share? SQLite's write-ahead log works on one machine only (sqlite.org/wal.html)."""

from __future__ import annotations

import sys
from pathlib import Path

_REMOTE_TYPES = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "fuse.sshfs", "fuse.glusterfs", "ceph"}
_DRIVE_REMOTE = 4  # winbase.h, GetDriveType


def on_network_share(path: Path) -> bool:
    """Whether the system says that `path` is on another machine; False where it cannot tell."""
    resolved = str(path.resolve())
    if resolved.startswith(("\\\\", "//")):
        return True
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(Path(resolved).anchor) == _DRIVE_REMOTE)
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8")
    except OSError:
        return False
    return _file_system(resolved, mounts) in _REMOTE_TYPES


def _file_system(path: str, mounts: str) -> str:
    """Type of the file system of `path` by a text in the form of /proc/mounts: that of the longest mount point."""
    best, kind = "", ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        point = fields[1].replace("\\040", " ")
        inside = path == point or path.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, fields[2]
    return kind
