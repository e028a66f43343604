# SPDX-License-Identifier: GPL-2.0-or-later
"""What the panel asks of the cache about the quality of a selection: called in a worker."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from offline_cache.model import Dataset

from ..chosen import Chosen

if TYPE_CHECKING:
    from offline_cache.exact_copies import Copies
    from offline_cache.quality import Quality

_ALGORITHM = "policeuk:dataquality"
MOST_ROWS = 1_500_000
"""Rows that are looked through for exact copies: a second or two; of more the newest files, which is said."""


@dataclass(frozen=True)
class QualityKnown:
    """The quality of a selection, and the exact copies in its newest files."""

    found: Quality
    copies: dict[Dataset, Copies]


def look_at_quality(cache: Path, chosen: Chosen) -> QualityKnown:
    """Look at what is chosen; raises `CacheError` in a sentence."""
    from offline_cache.exact_copies import exact_copies
    from offline_cache.quality import quality
    from offline_cache.reader import reading

    with reading(cache) as connection:
        found = quality(connection, chosen.selection(connection))
        return QualityKnown(found, exact_copies(connection, found.files, MOST_ROWS))


def write_quality(known: QualityKnown, chosen: Chosen, cache: Path, path: Path) -> Path:
    """Write the page of what is known; gives its path. Raises `CacheError` where that cannot be done."""
    from ...processing.running.base import CACHE
    from ...processing.running.command_text import command_of, names_only, parameter_lines
    from ...reports.quality_page import quality_page
    from ...reports.result_page import write_page

    given = {name: value if isinstance(value, list) else str(value) for name, value in chosen.parameters().items()}
    texts = names_only({CACHE: str(cache), **given})
    files = {"OUTPUT": "quality.gpkg", "REPORT": "quality.html"}
    command = command_of(_ALGORITHM, {**texts, **files})
    write_page(quality_page(known.found, known.copies, command, parameter_lines(texts)), path)
    return path
