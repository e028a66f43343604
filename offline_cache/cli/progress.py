# SPDX-License-Identifier: GPL-2.0-or-later
"""How far an import or a download is, on a terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ..errors import printable
from ..importing import Progress
from ..sync.words import size_phrase

if TYPE_CHECKING:
    from ..sync import FetchProgress


def show(progress: Progress) -> None:
    """One line that is written over; nothing where stderr is no terminal."""
    _show(progress, "")


def show_download(progress: FetchProgress) -> None:
    """The same, with bytes."""
    of = f" of {size_phrase(progress.size)}" if progress.size else ""
    _show(progress, f", {size_phrase(progress.received)}{of}")


def _show(progress: Progress, size: str) -> None:
    if sys.stderr.isatty():
        end = "\r" if progress.name else "\n"
        name = printable(progress.name)
        print(f"\x1b[K{progress.done} of {progress.total} files{size} {name}", end=end, file=sys.stderr, flush=True)
