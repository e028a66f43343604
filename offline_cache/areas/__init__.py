# SPDX-License-Identifier: GPL-2.0-or-later
"""Areas from files on disk: outlines, look-ups and figures, and counts carried to areas."""

from __future__ import annotations

from .importing import import_areas
from .lookups import (
    CarriedCounts,
    LsoaAreas,
    area_names,
    carry_to_2021,
    carry_to_areas,
    figures,
    lsoa_areas,
    newest_edition,
)
from .model import AreaChange, AreaContent, AreaKind, AreaSet, AreasReport, AreaStatus
from .status import area_status

__all__ = [
    "AreaChange",
    "AreaContent",
    "AreaKind",
    "AreaSet",
    "AreaStatus",
    "AreasReport",
    "CarriedCounts",
    "LsoaAreas",
    "area_names",
    "area_status",
    "carry_to_2021",
    "carry_to_areas",
    "figures",
    "import_areas",
    "lsoa_areas",
    "newest_edition",
]
