# SPDX-License-Identifier: GPL-2.0-or-later
"""The units in which crimes are counted: cells of a grid, LSOAs, polygons of a layer; clipped to the study area."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Callable, Optional

import numpy as np
from qgis.core import QgsFeature, QgsGeometry

from offline_cache.errors import CacheError

from ...analysis.grid import CellShape, lattice_over
from ...analysis.neighbours import Windows, cell_windows
from ...analysis.places import CellCounts, count_into_cells
from ...text import many, number, tr
from ..running.wording import percent
from ..writing.made import Made
from .cell_points import cells_of_points
from .clipping import ClippedCells, clip
from .contiguity import UnitIndex
from .crimes import Crimes
from .geometry_sources import Polygons, only_polygons
from .outlines import Meant
from .study_area import StudyArea, dissolved

LEAST_UNITS = 20
_OVERLAP = 0.001
_TO_2021 = "SELECT lsoa11, lsoa21 FROM lsoa_2011_to_2021"
_LSOA_OF_PLACE = "SELECT p.id, l.code FROM place p JOIN lsoa l ON l.id = p.lsoa"
_RESIDENTS = "SELECT code, value FROM area_figure WHERE kind = 'lsoa' AND edition = ? AND measure = 'residents'"


@dataclass(frozen=True)
class Units:
    """n units with their crimes; `keys` has one tuple of `key_fields` a unit, `area` (n,) is in m².

    `unit` is the unit of each of the crimes' points, −1 for none. `size` (n,) is what makes one unit hold more than
    another by itself: ground where crimes count, residents; None where all are taken to be alike. `like` says among
    which units counts are exchanged for it.
    """

    key_fields: tuple[str, ...]
    keys: Sequence[tuple[str, ...]]
    geometries: Sequence[QgsGeometry]
    area: np.ndarray
    windows: Windows
    size: Optional[np.ndarray]
    unit: np.ndarray
    counted: CellCounts
    words: str
    like: str
    notes: tuple[str, ...] = ()


def grid_units(
    shape: CellShape, size: float, study: StudyArea, crimes: Crimes, cancelled: Callable[[], bool]
) -> tuple[Units, ClippedCells]:
    """Cells of `size` metres, clipped before counting; raises `AnalysisError` for too many or none."""
    clipped = clip(lattice_over(shape, size, study.extent), study.geometry, cancelled)
    grid = clipped.cells.grid
    row, column = np.divmod(clipped.cells.lattice, grid.columns)
    keys = Made(row.size, lambda at: (f"{column[at] + grid.column}_{row[at] + grid.row}",))
    cell = cells_of_points(clipped, crimes.x, crimes.y, cancelled)
    ground = clipped.share * grid.cell_area
    words = tr("squares of {size:g} m") if shape is CellShape.SQUARE else tr("hexagons of {size:g} m")
    units = Units(
        ("id",),
        keys,
        clipped.geometries(),
        ground,
        cell_windows(clipped.cells),
        ground,
        cell,
        count_places(cell, crimes.x, crimes.y, crimes.count, len(keys)),
        words.format(size=size),
        tr("cells with about as much ground in the study area"),
    )
    return units, clipped


def near_ground(polygons: Polygons, ground: StudyArea, name: str) -> Polygons:
    """The polygons, whole, that touch the ground known; raises `CacheError` where none does."""
    engine = QgsGeometry.createGeometryEngine(ground.geometry.constGet())
    engine.prepareGeometry()
    near = [at for at, geometry in enumerate(polygons.geometries) if engine.intersects(geometry.constGet())]
    if not near:
        raise CacheError(
            tr("No polygon of {name} lies where the cache holds crimes. Check the layer and the AREA.").format(
                name=name
            )
        )
    return Polygons([polygons.features[at] for at in near], [polygons.geometries[at] for at in near], polygons.left)


def layer_units(
    polygons: Polygons, study: Optional[StudyArea], crimes: Crimes, name: str, cancelled: Callable[[], bool]
) -> Units:
    """The polygons of a layer, clipped to the study area; each point counts in one of those that hold it."""
    windows = UnitIndex(polygons.geometries, cancelled).windows()
    parts = [_part(geometry, study) for geometry in polygons.geometries]
    kept = np.array([at for at, part in enumerate(parts) if not part.isEmpty() and part.area() > 0], dtype=np.int64)
    if kept.size == 0:
        raise CacheError(
            tr("No polygon of {name} lies in the study area. Check both layers and the AREA.").format(name=name)
        )
    geometries = [parts[at] for at in kept.tolist()]
    index = UnitIndex(geometries, cancelled)
    unit = index.unit_of(crimes.x, crimes.y)
    area = np.array([geometry.area() for geometry in geometries])
    fields, keys = _keys([polygons.features[at] for at in kept.tolist()])
    return Units(
        fields,
        keys,
        geometries,
        area,
        windows.among(kept),
        index.own_ground(),
        unit,
        count_places(unit, crimes.x, crimes.y, crimes.count, kept.size),
        tr("polygons of {name}").format(name=name),
        tr("polygons of about the same area"),
        (*polygons.left.lines(tr("The layer of units {name}").format(name=name)), *_overlap(geometries, area, name)),
    )


def lsoa_units(
    connection: sqlite3.Connection, meant: Meant, study: StudyArea, crimes: Crimes, cancelled: Callable[[], bool]
) -> Units:
    """LSOAs, counted by the code in the file and never by where the snap point lies.

    `study` of the cache has all outlines of `meant`; of one that was given, LSOAs count that lie in it for half.
    """
    outlines = study.outlines
    if meant.kind is None:
        raise CacheError(
            tr(
                "{name} is a neighbourhood, which is not made of LSOAs: its outline cuts through them. Count in "
                "squares, or choose a ward or district."
            ).format(name=meant.name)
        )
    if not outlines or meant.kind.value != "lsoa" or crimes.place is None:
        raise CacheError(
            tr("Counting by LSOA needs crimes of the cache and outlines of LSOAs. Import those with 'areas import'.")
        )
    position = {outline.code: at for at, outline in enumerate(outlines)}
    later = dict(connection.execute(_TO_2021)) if meant.edition == 2021 else {}
    lsoas = dict(connection.execute(_LSOA_OF_PLACE))
    codes = [lsoas[place] for place in crimes.place.tolist()]
    unit = np.array([position.get(code, position.get(later.get(code, ""), -1)) for code in codes], dtype=np.int64)
    residents = dict(connection.execute(_RESIDENTS, (meant.edition,)))
    known = bool(position) and all(residents.get(code, 0) > 0 for code in position)
    geometries = [outline.geometry for outline in outlines]
    return Units(
        ("code", "name"),
        [(outline.code, outline.name) for outline in outlines],
        geometries,
        np.array([geometry.area() for geometry in geometries]),
        UnitIndex(geometries, cancelled).windows(),
        np.array([residents[code] for code in position], dtype=float) if known else None,
        unit,
        count_places(unit, crimes.x, crimes.y, crimes.count, len(outlines)),
        tr("LSOAs of {edition}").format(edition=meant.edition),
        tr("LSOAs with about as many residents") if known else tr("all LSOAs, which are made to be of like population"),
    )


def count_places(unit: np.ndarray, x: np.ndarray, y: np.ndarray, count: np.ndarray, units: int) -> CellCounts:
    """Count points into units; those on one another in the same unit are one place."""
    total = np.asarray(count).sum()
    inside = unit >= 0
    order = np.lexsort((y[inside], x[inside], unit[inside]))
    held, weights = unit[inside][order], count[inside][order]
    east, north = x[inside][order], y[inside][order]
    new = np.ones(held.size, dtype=bool)
    new[1:] = (held[1:] != held[:-1]) | (east[1:] != east[:-1]) | (north[1:] != north[:-1])
    starts = np.flatnonzero(new)
    summed = np.add.reduceat(weights, starts) if starts.size else weights
    counted = count_into_cells(held[starts], summed, units)
    return CellCounts(counted.count, counted.places, counted.largest_place_share, (total - weights.sum()).item())


def _part(geometry: QgsGeometry, study: Optional[StudyArea]) -> QgsGeometry:
    """What of a unit lies in the study area."""
    if study is None:
        return geometry
    return only_polygons(geometry.intersection(study.geometry))


def _overlap(geometries: Sequence[QgsGeometry], area: np.ndarray, name: str) -> list[str]:
    """A sentence where polygons lie on one another by more than outlines drawn apart do."""
    twice = float(area.sum()) - float(dissolved(geometries).area())
    if twice <= min(_OVERLAP * float(area.sum()), float(np.median(area)) / 2):
        return []
    text = tr(
        "Polygons of {name} overlap, by {share} of their area: crimes there count in the first of them only, and the "
        "others have that much less ground. Use a layer in which every place lies in one polygon."
    )
    return [text.format(name=name, share=percent(twice / float(area.sum())))]


def _keys(features: Sequence[QgsFeature]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Fields that tell the units apart: the feature's id, and a code and a name where the layer has them."""
    names = [field.name() for field in features[0].fields()]
    code = next((name for name in names if name.lower() == "code" or name.lower().endswith(("_code", "cd"))), None)
    title = next((name for name in names if name.lower() == "name" or name.lower().endswith(("_name", "nm"))), None)
    found = [(label, name) for label, name in (("code", code), ("name", title)) if name]
    keys = [(str(feature.id()), *(str(feature[name] or "") for _, name in found)) for feature in features]
    return ("id", *(label for label, _ in found)), keys


def enough(units: Units, least: int = LEAST_UNITS) -> Units:
    """The units; raises `CacheError` where there are fewer than are needed to compare them with one another."""
    if len(units.keys) < least:
        raise CacheError(
            tr(
                "The study area holds {units} only, too few to compare with one another: at least {least} are needed. "
                "Choose smaller cells or a larger area."
            ).format(units=many(len(units.keys), tr("unit"), tr("units")), least=number(least))
        )
    return units
