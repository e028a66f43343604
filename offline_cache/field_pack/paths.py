# SPDX-License-Identifier: GPL-2.0-or-later
"""Paths inside a pack: below its folder on every system, whoever wrote them."""

from __future__ import annotations

import re

LONGEST = 200
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?\Z", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]')
_CLUTTER = re.compile(r"(\._.*|\.ds_store|thumbs\.db|desktop\.ini|.*~)\Z", re.IGNORECASE)
_SIDE_FILES = ("-wal", "-shm", "-journal")


def is_safe(path: str) -> bool:
    """Whether a path with '/' stays below the pack's folder and means one file on Windows, macOS and Linux alike."""
    parts = path.split("/")
    return 0 < len(path) <= LONGEST and all(_is_plain(part) for part in parts)


def _is_plain(part: str) -> bool:
    if part in ("", ".", "..") or part[-1] in ". " or part[0] == " ":
        return False
    return not (_FORBIDDEN.search(part) or _RESERVED.match(part))


def is_clutter(path: str) -> bool:
    """Whether a file is what systems and programs leave in any folder, such as `Thumbs.db` or a backup."""
    return bool(_CLUTTER.match(path.rpartition("/")[2]))


def side_file_of(path: str) -> str:
    """The SQLite file that a path lies beside as its log or journal; '' where it is none."""
    for side in _SIDE_FILES:
        if path.endswith(side):
            return path[: -len(side)]
    return ""


def holds_changes(path: str) -> bool:
    """Whether a side file, where it is not empty, changes what readers of its SQLite file see."""
    return path.endswith(("-wal", "-journal"))
