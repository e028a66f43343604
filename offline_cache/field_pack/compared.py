# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether a manifest says of its months what the cache beside it holds: a date that stands always in sight."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from pathlib import Path
from typing import Optional

from ..errors import BadFile, CacheError, reason
from ..model import Month
from . import names
from .model import Manifest

_MONTHS = "SELECT DISTINCT substr(month_start, 1, 7) FROM published_file WHERE dataset = 'street'"


def refuse_other_months(folder: Path, manifest: Manifest) -> None:
    """Raise `BadFile` where the cache in a pack's folder, which is as it was made, lacks months that it should hold.

    It may hold more: those of forces that do not police the area, see `trimming`. Nothing is written, and no lock is
    taken: the pack may lie on read-only media.
    """
    held = _months(folder / names.CACHE)
    if held is not None and (not held.issuperset(manifest.months) or held and not manifest.months):
        raise BadFile(
            f"The manifest of the field pack {folder} is damaged (it names other months than its {names.CACHE} holds). "
            "Copy the pack again from where it was made."
        )


def _months(cache: Path) -> Optional[frozenset[Month]]:
    """The months of which street crimes are held; None for a file that is no cache, whose hash says what it is."""
    uri = f"{cache.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with contextlib.closing(sqlite3.connect(uri, uri=True)) as connection:
            return frozenset(Month.parse(month) for (month,) in connection.execute(_MONTHS))
    except (sqlite3.Error, CacheError, TypeError) as error:
        logging.getLogger(__name__).info("%s holds no months: %s", cache, reason(error))
        return None
