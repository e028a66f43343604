# SPDX-License-Identifier: GPL-2.0-or-later
"""How far an import is, on a terminal."""

from __future__ import annotations

import sys

from ..errors import printable
from ..importing import Progress


def show(progress: Progress) -> None:
    """One line that is written over; nothing where stderr is no terminal."""
    if sys.stderr.isatty():
        end = "\r" if progress.done < progress.total else "\n"
        name = printable(progress.name)
        print(f"\x1b[K{progress.done} of {progress.total} files {name}", end=end, file=sys.stderr, flush=True)
