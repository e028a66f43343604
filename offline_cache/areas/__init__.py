# SPDX-License-Identifier: GPL-2.0-or-later
"""Areas from files on disk: outlines, look-ups and figures, and counts carried to areas."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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

_HOMES = {"import_areas": "importing", "area_status": "status"}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: readers of areas need nothing that writes them."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = _HOMES.get(name) or ("model" if name.startswith("Area") else "lookups")
    return getattr(importlib.import_module(f".{home}", __name__), name)
