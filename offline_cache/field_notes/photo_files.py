# SPDX-License-Identifier: GPL-2.0-or-later
"""Photos that QField put into files beside the notebook, its note naming them by a path relative to the project."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath, PureWindowsPath

from ..errors import BAD_PATH, BadFile, reason, shown

LARGEST_FILE = 48 * 1024 * 1024
"""Bytes read of a file."""


def read_photo_file(notebook: Path, name: str) -> bytes:
    """The bytes of the photo named in a note; raises `BadFile` unless it is a file below the notebook's folder.

    The name comes from a file that others wrote: it may neither lead elsewhere nor to a link that does.
    """
    parts = PurePosixPath(name.replace("\\", "/")).parts
    odd = PurePosixPath(name).is_absolute() or PureWindowsPath(name).drive or PureWindowsPath(name).root
    if not parts or odd or ".." in parts or "\0" in name or len(name) > 300:
        raise BadFile(f"the photo {shown(name)} is not in the notebook's folder. Copy it there.")
    try:
        folder = Path(os.path.realpath(notebook.parent))
        path = Path(os.path.realpath(folder.joinpath(*parts)))
        if folder not in path.parents:
            raise BadFile(f"the photo {shown(name)} is not in the notebook's folder. Copy it there.")
        if not path.is_file():
            raise BadFile(f"the photo {shown(name)} is not there. Copy its folder together with the notes.")
        if path.stat().st_size > LARGEST_FILE:
            raise BadFile(f"the photo {shown(name)} has more than {LARGEST_FILE // 2**20} MB. Make it smaller.")
        return path.read_bytes()
    except BAD_PATH as error:
        raise BadFile(f"the photo {shown(name)} cannot be read: {reason(error)}.") from error
