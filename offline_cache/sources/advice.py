# SPDX-License-Identifier: GPL-2.0-or-later
"""What to do with a bad file: another thing where it came from the service than where the user gave it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Optional

from ..errors import BadFile

_FOR_GIVEN = re.compile(
    r" (Download it again|Download the archive again|Rename the file|Import the one that you want"
    r"|Give (it|the file) its published name[^.]*|Unpack it yourself and import the folder"
    r"|They are named such as .*)\.\Z"
)


def of_the_service(error: BadFile, path: Optional[Path] = None, name: str = "") -> BadFile:
    """The error with what can be done about a file that the service has; it is not the user's to mend.

    `path` is where the download lay, which is gone, and `name` what to call it instead.
    """
    sentence = str(error)
    if path is not None:
        sentence = sentence.replace(str(path), name).replace(path.name, name)
    if not _FOR_GIVEN.search(sentence):
        return BadFile(sentence)
    return BadFile(
        f"In the file as the service has it: {_FOR_GIVEN.sub('', sentence)} Nothing of it was kept; try again later."
    )
