# SPDX-License-Identifier: GPL-2.0-or-later
"""Which area maps a selection can have: asked of the cache in a worker."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from offline_cache.model import Month

from .chosen import Chosen

if TYPE_CHECKING:
    from ..processing.areas.area_choices import AreaChoices


def look_up_areas(cache: Path, chosen: Chosen, level: str) -> AreaChoices:
    """What can be mapped, with the measures of a level; called in a worker. Raises `CacheError`."""
    from dataclasses import replace

    from offline_cache.chosen_area import read_area
    from offline_cache.reader import reading

    from ..processing.areas.area_choices import area_choices
    from ..processing.asking.selection_parameters import with_months

    with reading(cache) as connection:
        asked = replace(
            read_area(connection, chosen.area),
            first=Month.parse(chosen.first) if chosen.first else None,
            last=Month.parse(chosen.last) if chosen.last else None,
        )
        return area_choices(connection, with_months(connection, asked), level)
