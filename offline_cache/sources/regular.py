# SPDX-License-Identifier: GPL-2.0-or-later
"""Is what the user names a file, a folder, or something that reading would never end of?"""

from __future__ import annotations

import stat
from pathlib import Path

from ..errors import BAD_PATH, BadFile, reason


def is_folder(path: Path) -> bool:
    """Whether `path` is a folder, else it is a file; raises `BadFile` for devices, pipes and what is not there."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError as error:
        raise BadFile(f"{path} does not exist. Check the name.") from error
    except BAD_PATH as error:
        raise BadFile(f"{path} cannot be read ({reason(error)}). Check the name and the folder.") from error
    if stat.S_ISDIR(mode):
        return True
    if not stat.S_ISREG(mode):
        raise BadFile(f"{path} is a device or pipe, not a file. Choose another file.")
    return False
