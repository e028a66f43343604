# SPDX-License-Identifier: GPL-2.0-or-later
"""A file that one program at a time has open; the system frees it when that program ends, however it ends."""

from __future__ import annotations

import errno
import logging
import os
import sys
from pathlib import Path
from typing import BinaryIO, Optional

_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)
# Far behind any byte of a file: Windows lets nobody else read what is locked.
_BEYOND = 2**62


def lock(path: Path) -> Optional[BinaryIO]:
    """Open a file to read and write, made where it is not there; None where somebody else has it. `OSError`."""
    while True:
        stream = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644), "r+b", 0)
        try:
            if not _locked(stream):
                stream.close()
                return None
            if _is_at(stream, path):
                return stream
        except BaseException:
            stream.close()
            raise
        # It was finished and renamed, or removed, between opening and locking.
        stream.close()


def _is_at(stream: BinaryIO, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(stream.fileno()), os.stat(path))
    except FileNotFoundError:
        return False


def _locked(stream: BinaryIO) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            stream.seek(_BEYOND)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
        # Some network shares have no locks: two downloads to one name are rarer there than one.
        logging.getLogger(__name__).info("%s: no locks here", stream.name)
    return True
