# SPDX-License-Identifier: GPL-2.0-or-later
"""What each file of a pack is, and under which licence it stands, by its name."""

from __future__ import annotations

from dataclasses import dataclass

from ..areas.describing import OUTLINE_LICENCE
from . import names

OGL = "Contains public sector information licensed under the Open Government Licence v3.0."
_BOTH = f"{OGL} {OUTLINE_LICENCE}"
_OWN = "GPL-2.0-or-later"


@dataclass(frozen=True)
class Described:
    """What a file is, and its licence; both for reading."""

    what: str
    licence: str


_BY_NAME = {
    names.CACHE: Described("Crimes, outcomes, stops, outlines and neighbourhoods of the area", _BOTH),
    names.PROJECT: Described("Project for QGIS, with or without the plugin", _OWN),
    names.RESULTS: Described("Ready-made results as layers", _BOTH),
    names.RESULTS_LIST: Described("List of the ready-made results", _BOTH),
    names.HOME: Described("How the area compares, as it was worked out where the pack was made", _BOTH),
    names.BRIEF_PAGE: Described("Brief of the area, one page", _BOTH),
    names.BRIEF_PDF: Described("Brief of the area, to print", _BOTH),
    names.TWIN: Described("The same layers as GeoPackage", _BOTH),
    names.TWIN_PROJECT: Described("Project for QField", _OWN),
    names.READ_ME: Described("What this folder is, and how to open it", _OWN),
    names.LICENCES: Described("Licences of what is in this folder", _OWN),
}
_BACKGROUND = Described(
    "Background map that the maker of the pack brought", "As its owner says: ask before handing it on"
)
_PAGE = Described("Page of a ready-made result", _BOTH)
_OTHER = Described("Part of the pack", _BOTH)


def described(path: str) -> Described:
    """What the file at a path of a pack is."""
    if path.startswith(f"{names.BACKGROUND_FOLDER}/"):
        return _BACKGROUND
    if path.startswith(f"{names.RESULTS_FOLDER}/") and path.endswith(".html"):
        return _PAGE
    return _BY_NAME.get(path, _OTHER)
