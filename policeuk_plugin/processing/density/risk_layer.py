# SPDX-License-Identifier: GPL-2.0-or-later
"""What stands out as polygons: beyond chance or not, the top 1, 2 and 5 %, and where too little is expected."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from qgis.core import QgsGeometry

from ...text import tr
from ..units.cell_areas import outline_of
from ..units.geometry_sources import only_polygons
from ..units.unit_layer import REAL, TEXT, Column
from .risk_run import RiskRun

_PALED = "within chance"


@dataclass(frozen=True)
class Areas:
    """The polygons, with a key for each, as `write_units` takes them."""

    key_fields: tuple[str, ...]
    keys: Sequence[tuple[str, ...]]
    geometries: Sequence[QgsGeometry]


def areas_of(run: RiskRun) -> Areas:
    """One polygon for each patch beyond chance, each top share and the ground not judged, within the study area.

    That within chance is as wide as its cells: it pales them where they reach beyond.
    """
    shapes = []
    for patch in run.patches:
        whole = outline_of(run.risk.grid, patch.cells)
        part = only_polygons(whole.intersection(run.study.geometry))
        shapes.append(whole if part.isEmpty() or patch.kind == _PALED else part)
    keys = [(f"{patch.kind} {patch.number}".removesuffix(" 0"),) for patch in run.patches]
    return Areas(("id",), keys, shapes)


def columns_of(run: RiskRun, areas: Areas) -> list[Column]:
    """What lies in each."""
    expected = np.array([patch.expected for patch in run.patches])
    spread = np.array([patch.spread for patch in run.patches])
    ratio = np.divide(spread, expected, out=np.full(spread.size, math.nan), where=expected > 0)
    shown = run.shown.values
    least = [
        float(np.nanmin(shown[patch.cells])) if np.isfinite(shown[patch.cells]).any() else math.nan
        for patch in run.patches
    ]
    return [
        Column("kind", TEXT, [patch.kind for patch in run.patches], tr("What stands out: see the legend")),
        Column("crimes", REAL, [patch.crimes for patch in run.patches], tr("Crimes on the snap points within")),
        Column("base", REAL, [patch.base for patch in run.patches], tr("What they are set against, within")),
        Column("spread", REAL, spread, tr("Crimes there as the kernels spread them")),
        Column("expected", REAL, expected, tr("Crimes expected there if the risk were the same everywhere, spread")),
        Column("ratio", REAL, ratio, tr("spread over expected")),
        Column("least", REAL, least, tr("Lowest value of the raster within")),
        Column("km2", REAL, _ground(run, areas), tr("Ground in km²")),
        Column("near", TEXT, [patch.near for patch in run.patches], tr("Where most of the crimes stand")),
    ]


def _ground(run: RiskRun, areas: Areas) -> list[float]:
    """The ground of each in the study area, km²."""
    inside = (
        shape.intersection(run.study.geometry) if patch.kind == _PALED else shape
        for patch, shape in zip(run.patches, areas.geometries)
    )
    return [shape.area() / 1e6 for shape in inside]
