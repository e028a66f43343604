# SPDX-License-Identifier: GPL-2.0-or-later
"""What a field pack is asked for, settled from the parameters before anything is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsGeometry, QgsProcessingContext, QgsProcessingFeedback

from offline_cache.errors import AreasLacking, CacheError
from offline_cache.model import Area, Selection

from ...text import tr
from ..asking.selection_parameters import AREA, INCLUDE_ASB, TYPES, read_selection
from .field_pack_names import DRAWN

if TYPE_CHECKING:
    import sqlite3

    from ..running.base import PoliceUkAlgorithm


@dataclass(frozen=True)
class PackAsked:
    """A pack of `selection` (its months settled, crime types those of the results) out of the cache `source`.

    `area` is the `AREA` text that means it; `parameters` are those that all questions share; `ground` is its outline in
    WGS84 degrees, empty where none is known. `home` is an `AREA` text, '' for the forces of the area.
    """

    source: Path
    selection: Selection
    area: str
    title: str
    questions: tuple[str, ...]
    parameters: Mapping[str, Any]
    ground: QgsGeometry
    home: str = ""
    background: str = ""
    credit: str = ""

    @property
    def shown(self) -> Selection:
        """What the layers of the pack show: all crime types of its months and area."""
        return replace(self.selection, crime_types=(), with_asb=True)


def area_text(selection: Selection) -> str:
    """The selection's area as an `AREA` text, by codes."""
    if selection.area is not None:
        return f"{selection.area.kind}:{','.join(selection.area.codes)}"
    return f"force:{','.join(selection.forces)}" if selection.forces else ""


def read_pack_selection(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    connection: sqlite3.Connection,
) -> Selection:
    """The selection asked for, by area or drawn; raises `CacheError` where nothing says which, or nothing is held."""
    area = algorithm.parameterAsString(parameters, AREA, context).strip()
    drawn = any(parameters.get(name) not in (None, "", []) for name in DRAWN)
    if bool(area) == drawn:
        raise CacheError(tr("Say which area: by name as AREA, or drawn, but not both and not neither."))
    if not drawn:
        return read_selection(algorithm, parameters, context, connection)
    codes, name = _drawn_lsoas(algorithm, parameters, context, feedback, connection)
    asked = read_selection(algorithm, {**parameters, AREA: f"lsoa:{','.join(codes)}"}, context, connection)
    return replace(asked, area=Area("lsoa", codes, name))


def ground_of(cache: Path, connection: sqlite3.Connection, selection: Selection) -> QgsGeometry:
    """The outline of the area in WGS84 degrees; an empty one where no outlines of it are held."""
    from ..units.outlines import outlines_meant  # not while QGIS starts
    from ..units.study_area import dissolved

    try:
        meant = outlines_meant(cache, connection, selection)
    except AreasLacking:
        return QgsGeometry()
    ground = dissolved([outline.geometry for outline in meant.outlines])
    ground.convertToMultiType()
    return ground


def common_parameters(
    algorithm: PoliceUkAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext, area: str
) -> dict[str, Any]:
    """Those of the selection that every question of the pack has."""
    return {
        AREA: area,
        TYPES: list(algorithm.choices(parameters, TYPES, context)),
        INCLUDE_ASB: algorithm.parameterAsBool(parameters, INCLUDE_ASB, context),
    }


def _drawn_lsoas(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    connection: sqlite3.Connection,
) -> tuple[tuple[str, ...], str]:
    """The LSOAs that share ground with what was drawn, of both editions, and what they are called."""
    from offline_cache.area_names import known_areas  # not while QGIS starts
    from offline_cache.areas.model import AreaKind
    from offline_cache.held_slices import lsoas_phrase
    from offline_cache.slice_codes import both_editions
    from offline_cache.slice_outlines import lsoas_covering, polygon_of_wkb

    from ..download.slice_parameters import drawn

    wkb = drawn(algorithm, parameters, context, feedback)
    if wkb is None:
        raise CacheError(tr("Nothing was drawn. Draw a polygon, or name an area."))
    carried = both_editions(connection, set(lsoas_covering(connection, polygon_of_wkb(wkb)).codes))
    # The twin in an edition of which neither outline nor file is held names nothing that could be in a pack.
    codes = tuple(sorted(carried.codes.intersection(known_areas(connection, AreaKind.LSOA).names)))
    for line in carried.notes:
        feedback.pushInfo(line)
    return codes, tr("the area drawn ({lsoas})").format(lsoas=lsoas_phrase(connection, codes))
