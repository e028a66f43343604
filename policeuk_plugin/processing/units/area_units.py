# SPDX-License-Identifier: GPL-2.0-or-later
"""Wards, districts or community safety partnerships as units: LSOAs put together, by the codes in the files."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from typing import Callable

import numpy as np
from qgis.core import QgsGeometry

from offline_cache.area_levels import level_names
from offline_cache.areas.lookups import LsoaAreas, lsoa_areas
from offline_cache.areas.model import PLURALS, AreaKind
from offline_cache.errors import CacheError

from ...analysis.errors import stop_if
from ...text import many, number, tr
from .contiguity import UnitIndex
from .crimes import Crimes
from .outlines import Meant
from .units import Units, count_places


def area_units(
    connection: sqlite3.Connection,
    kind: AreaKind,
    meant: Meant,
    lsoas: Units,
    crimes: Crimes,
    cancelled: Callable[[], bool],
) -> Units:
    """The areas of a kind that the LSOAs of the study area are part of, each as the LSOAs of it that are there.

    Raises `AreasLacking` where no look-up leads to them, `CacheError` for a selection that is not of the cache.
    """
    if crimes.selection is None:
        raise CacheError(
            tr(
                "Areas are counted by the codes in the files of the cache: a layer has none. Leave the "
                "layer of points empty."
            )
        )
    look_up = lsoa_areas(connection, kind)
    of_lsoa = [look_up.area((meant.edition, key[0])) for key in lsoas.keys]
    codes = sorted({code for code in of_lsoa if code is not None})
    at = {code: place for place, code in enumerate(codes)}
    area = np.array([at.get(code or "", -1) for code in of_lsoa], dtype=np.int64)
    unit = np.where(lsoas.unit >= 0, area[lsoas.unit], -1)
    names, geometries = level_names(connection, look_up.areas), _joined(lsoas, area, len(codes), cancelled)
    return replace(
        lsoas,
        keys=[(code, names.get(code, code)) for code in codes],
        geometries=geometries,
        area=np.array([geometry.area() for geometry in geometries]),
        windows=UnitIndex(geometries, cancelled).windows(),
        size=None,
        unit=unit,
        counted=count_places(unit, crimes.x, crimes.y, crimes.count, len(codes)),
        words=tr("{areas} of {edition}").format(areas=PLURALS[kind], edition=look_up.areas.edition),
        like=tr("all of them"),
        notes=(*lsoas.notes, *_notes(kind, look_up, lsoas, area, codes, names)),
    )


def _joined(lsoas: Units, area: np.ndarray, areas: int, cancelled: Callable[[], bool]) -> list[QgsGeometry]:
    joined = []
    for at in range(areas):
        stop_if(cancelled)
        joined.append(QgsGeometry.unaryUnion([lsoas.geometries[one] for one in np.flatnonzero(area == at).tolist()]))
    return joined


def _notes(
    kind: AreaKind, look_up: LsoaAreas, lsoas: Units, area: np.ndarray, codes: Sequence[str], names: dict[str, str]
) -> list[str]:
    """LSOAs that are in none, and areas of which only a part is there."""
    notes, there = [], {key[0] for key in lsoas.keys}
    lost = int((area < 0).sum())
    if lost:
        notes.append(
            tr("Crimes of {n} are not counted, as they lie in none of the {areas}.").format(
                n=many(lost, tr("LSOA"), tr("LSOAs")), areas=PLURALS[kind]
            )
        )
    edition = 2021 if any((2021, code) in look_up.area_of for code in there) else 2011
    whole: dict[str, bool] = dict.fromkeys(codes, True)
    for (of, lsoa), code in look_up.area_of.items():
        if of == edition and code in whole and lsoa not in there:
            whole[code] = False
    partly = [names.get(code, code) for code in codes if not whole[code]]
    if partly:
        shown = ", ".join(partly[:4]) + (tr(" and {n} more").format(n=number(len(partly) - 4)) if partly[4:] else "")
        notes.append(tr("Only the part of {areas} in the study area is counted.").format(areas=shown))
    return notes
