# SPDX-License-Identifier: GPL-2.0-or-later
"""A file written and read back."""

from __future__ import annotations

from pathlib import Path

from .staging import unwritten


def write_bytes(data: bytes, beside: Path) -> None:
    """Write a file; raises `CacheError` where it is not all there."""
    try:
        beside.write_bytes(data)
        whole = beside.read_bytes() == data
    except OSError as error:
        raise unwritten(beside) from error
    if not whole:
        raise unwritten(beside)
